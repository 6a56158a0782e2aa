"""The whole pipeline, as `make course` runs it: one class graded, then looked at."""

import csv
import re

import pytest
from nbgrader.api import Gradebook

from grading.authoring.sample_class import ASSIGNMENT, SUBMITTED, grade_sample_class, students
from grading.notebooks import read_notebook
from grading.plugins.course import course_config
from grading.regrade import regrade
from grading.reports.score_table import read_scores
from grading.sandbox import bubblewrap
from grading.workers.pool import WorkerPool
from tests.conftest import ROOT

FULL = {
    "embedding": 10.0,
    "perplexity": 10.0,
    "softmax-stability": 10.0,
    "two-layer-network": 20.0,
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    output = tmp_path_factory.mktemp("class") / "sample_class"
    table = grade_sample_class(output)
    return output, table


@pytest.fixture(scope="module")
def scores(graded):
    output, _ = graded
    db_url = f"sqlite:///{output / 'gradebook.db'}"
    found = read_scores(db_url, ASSIGNMENT, output / "autograded")
    return {(score.student, score.notebook): score for score in found}


def test_every_student_has_a_score_on_every_notebook(scores):
    assert set(scores) == {(student, notebook) for student in students() for notebook in FULL}
    assert len(students()) == 6


@pytest.mark.parametrize("student", ["perfect", "different"])
def test_right_answers_get_full_marks(scores, student):
    for notebook, points in FULL.items():
        assert scores[student, notebook].score == points
        assert scores[student, notebook].problems == []


WRONG = {
    "wrong-embedding": {
        "embedding": "occurs several times",
        "two-layer-network": "change places without any effect",
    },
    "wrong-softmax": {
        "perplexity": "weigh batches by their tokens",
        "softmax-stability": "different levels",
    },
}


@pytest.mark.parametrize("student", WRONG)
def test_a_wrong_answer_loses_points_in_its_notebook_only(scores, student):
    for notebook, points in FULL.items():
        if notebook in WRONG[student]:
            assert 0 < scores[student, notebook].score < points
            assert WRONG[student][notebook] in scores[student, notebook].problems[0]
        else:
            assert scores[student, notebook].score == points


@pytest.mark.parametrize("student", ["empty", "crash"])
def test_empty_and_crashing_notebooks_get_zero_and_a_reason(scores, student):
    for notebook in FULL:
        assert scores[student, notebook].score == 0
        assert scores[student, notebook].problems


def test_a_dead_kernel_is_told_apart(scores):
    assert "ended Python" in scores["crash", "softmax-stability"].problems[0]


def test_table_names_every_student_and_score(graded):
    _, table = graded
    for student in students():
        assert student in table
    assert "10 / 10" in table
    assert "not written yet" in table


def test_export_lists_every_student(graded):
    with (graded[0] / "grades.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["student_id"] for row in rows} == set(students())
    assert {row["student_id"]: float(row["score"]) for row in rows}["perfect"] == sum(FULL.values())


def test_nothing_waits_for_a_human(graded):
    with Gradebook(f"sqlite:///{graded[0] / 'gradebook.db'}") as gradebook:
        for submission in gradebook.assignment_submissions(ASSIGNMENT):
            assert not submission.needs_manual_grade


def feedback(graded, student, notebook):
    path = graded[0] / "feedback" / student / ASSIGNMENT / f"{notebook}.html"
    return path.read_text(encoding="utf-8")


def test_feedback_names_the_misconception_and_the_chapter(graded):
    page = feedback(graded, "wrong-embedding", "embedding")
    assert "writes a repeated row only once" in page
    assert "Exercise 3.5, Embedding from scratch" in page


def test_feedback_shows_no_source_of_a_hidden_check(graded, root):
    hidden = set()
    for path in (root / "tests" / "hidden").glob("*.py"):
        hidden |= {line.strip() for line in path.read_text(encoding="utf-8").splitlines()}
    # A comment, a bracket or an import may stand anywhere; code of some length may not.
    telling = {line for line in hidden if len(line) > 25 and not line.startswith(('"', "#"))}
    allowed = re.compile(r"^(from|import) ")
    assert len(telling) > 100
    for student in students():
        for notebook in FULL:
            page = feedback(graded, student, notebook)
            shown = [line for line in telling if line in page and not allowed.match(line)]
            # What the student handed in or was given is no secret, even if a check says the same.
            public = [
                read_notebook(folder / ASSIGNMENT / f"{notebook}.ipynb")
                for folder in (SUBMITTED / student, graded[0] / "release")
            ]
            text = "\n".join(cell.source for nb in public for cell in nb.cells)
            assert [line for line in shown if line not in text] == []


def test_feedback_loads_nothing_from_elsewhere(graded):
    for path in (graded[0] / "feedback").rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert not re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=[\"']https?://", page), path


def test_sample_submissions_stand_on_the_present_release(graded):
    """Only their answers may differ from the release; else run `make rebase-sample-class`."""
    for student in students():
        for notebook in FULL:
            released = read_notebook(graded[0] / "release" / ASSIGNMENT / f"{notebook}.ipynb")
            path = SUBMITTED / student / ASSIGNMENT / f"{notebook}.ipynb"
            submitted = read_notebook(path)
            for ours, theirs in zip(released.cells, submitted.cells, strict=True):
                if not theirs.metadata.get("nbgrader", {}).get("solution"):
                    assert ours.source == theirs.source, path


@pytest.fixture(scope="module")
def again(graded):
    """Every notebook of the class graded once more, with the seed that was stored."""
    output, _ = graded
    steps = {f"{s}_directory": str(output / s) for s in ("release", "autograded", "feedback")}
    config = course_config(
        db_url=f"sqlite:///{output / 'gradebook.db'}",
        submitted_directory=str(SUBMITTED.relative_to(ROOT)),
        **steps,
    )
    config.Execute.unsafe = bubblewrap.executable() is None
    before = (output / "gradebook.db").read_bytes()
    with WorkerPool(1) as pool:
        found = {(s, n): regrade(config, s, n, pool=pool) for s in students() for n in FULL}
    assert (output / "gradebook.db").read_bytes() == before
    return found


def test_the_stored_seed_gives_the_same_points_and_messages(again):
    assert [who for who, result in again.items() if not result.same] == []
    assert len({result.result["seed"] for result in again.values()}) > 1


def test_no_seed_is_in_anything_that_is_given_out(again, graded):
    seeds = {str(result.result["seed"]).encode() for result in again.values()}
    files = [path for path in graded[0].rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".html", ".csv", ".ipynb", ".db"}
    found = [path for path in files for seed in seeds if seed in path.read_bytes()]
    assert found == []
