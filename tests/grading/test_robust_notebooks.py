"""Notebooks as students hand them in: cells moved, copied, retyped, deleted, kernels changed.

What each accident does to an answer is seen on every notebook of the course, without running it.
Then one notebook of each assignment goes the whole way, with several accidents at once.
"""

import json
from copy import deepcopy

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.preprocessors import ClearSolutions

from grading.notebooks import (
    grade_id,
    is_grade,
    is_solution,
    read_notebook,
    solution_cells,
    write_notebook,
)
from grading.plugins.course import Course, course_config
from grading.sandbox import bubblewrap
from grading.submission.reading import parse
from grading.submission.rebuild import notes_of, rebuild_submission
from tests.bank.exercise import ROOT, marks, notebooks, source_of


def handed_out(name: str) -> nbformat.NotebookNode:
    """The notebook that submissions are put into: solutions cleared, tests whole."""
    clear = ClearSolutions(config=course_config(), enforce_metadata=False)
    return clear.preprocess(read_notebook(source_of(name)), {})[0]


def solved(name: str) -> nbformat.NotebookNode:
    """What a good student hands in."""
    return read_notebook(ROOT / "solutions" / source_of(name).relative_to(ROOT / "exercises"))


def is_test(cell) -> bool:
    return is_grade(cell) and not is_solution(cell)


# Accidents: each changes a notebook; the last one what its file holds.


def reordered(nb, release) -> None:
    nb.cells.reverse()


def copied_before_it_was_written(nb, release) -> None:
    """A copy of each answer cell, as it was handed out, stands first."""
    nb.cells[:0] = deepcopy(list(solution_cells(release).values()))


def retyped(nb, release) -> None:
    for cell in solution_cells(nb).values():
        cell.cell_type = "markdown"
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


def without_tests(nb, release) -> None:
    nb.cells = [cell for cell in nb.cells if not is_test(cell)]


def without_texts(nb, release) -> None:
    nb.cells = [cell for cell in nb.cells if is_solution(cell) or cell.cell_type == "code"]


def with_other_tests(nb, release) -> None:
    for cell in filter(is_test, nb.cells):
        cell.source = "10.0"


def with_more_imports(nb, release) -> None:
    added = "import os, sys, math\n%matplotlib inline\n!pip install numpy"
    nb.cells.insert(0, nbformat.v4.new_code_cell(added))


def with_another_kernel(nb, release) -> None:
    nb.metadata = {"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}


def with_tags(nb, release) -> None:
    for cell in nb.cells:
        cell.metadata["tags"] = ["skip-execution", "raises-exception"]


ACCIDENTS = [
    *(reordered, copied_before_it_was_written, retyped, without_tests, without_texts),
    *(with_other_tests, with_more_imports, with_another_kernel, with_tags),
]
TOLD = [copied_before_it_was_written, retyped]


def as_file(nb) -> bytes:
    return json.dumps(nb, indent=1).encode()


def from_windows(data: bytes) -> bytes:
    """Other line ends in the cells and in the file, behind a byte-order mark."""
    text = data.replace(b"\\n", b"\\r\\n").replace(b"\n", b"\r\n")
    return b"\xef\xbb\xbf" + text


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=[getattr(pytest.mark, mark) for mark in marks(n)]) for n in notebooks()],
)
def test_accidents_change_no_answer(name):
    release, good = handed_out(name), solved(name)
    right = {key: cell.source for key, cell in solution_cells(good).items()}
    for accident in ACCIDENTS:
        nb = deepcopy(good)
        accident(nb, release)
        for data in (as_file(nb), from_windows(as_file(nb))):
            built = rebuild_submission(release, parse(data))
            answers = {key: cell.source for key, cell in solution_cells(built).items()}
            assert answers == right, accident.__name__
            assert shape(built) == shape(release), accident.__name__
            assert bool(notes_of(built)) == (accident in TOLD), accident.__name__


def shape(nb) -> list[tuple]:
    """The cells that have a grade_id: what they are and, of tests, what they do."""
    return [
        (grade_id(cell), cell.cell_type, cell.source if is_test(cell) else "")
        for cell in nb.cells
        if grade_id(cell)
    ]


# The whole way: one notebook of each assignment, to its fourth answer at most.

LAST = {"embedding-visualization": "chance_purity_hidden", "neural-bigram": "perplexity_hidden"}
ASSIGNMENT, STUDENT = "accidents", "unlucky"


def first_part(name: str, nb):
    """Leave out what follows the last test that is graded here, and trains a model."""
    if name in LAST:
        del nb.cells[[grade_id(cell) for cell in nb.cells].index(LAST[name]) + 1 :]
    return nb


def accidents_of(name: str, nb, release) -> tuple[str, bytes]:
    """What each of the four does; returns the name and the content of the file."""
    cells = solution_cells(nb)
    if name == "softmax-temperature":
        reordered(nb, release)
        with_another_kernel(nb, release)
        with_tags(nb, release)
        return name, from_windows(as_file(nb))
    if name == "softmax-stability":
        retyped(nb, release)
        copied_before_it_was_written(nb, release)
        cells["log_softmax"].source = "def log_softmax(z):\n    return my_log(stable(z))"
        helpers = "from numpy import exp as e\nimport math, os\n\n\n" + HELPERS
        nb.cells.append(nbformat.v4.new_code_cell(helpers))
        return name, as_file(nb)
    if name == "embedding-visualization":
        without_tests(nb, release)
        nb.cells.remove(cells["knn_purity"])
        return name, as_file(nb)
    return f"{name} (1)", from_windows(as_file(nb))


HELPERS = """def stable(z):
    return z - z.max(axis=-1, keepdims=True)


def my_log(s):
    return s - np.log(e(s).sum(axis=-1, keepdims=True))"""
FOUR = ["softmax-temperature", "softmax-stability", "embedding-visualization", "neural-bigram"]
SAID = {
    "softmax-temperature": [],
    "softmax-stability": ["had become a text cell", "more than once", "taken along"],
    "embedding-visualization": ["The answer cell <code>knn_purity</code> was missing"],
    "neural-bigram": ["was handed in as"],
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    root = tmp_path_factory.mktemp("accidents")
    handed_in = root / "submitted" / STUDENT / ASSIGNMENT
    handed_in.mkdir(parents=True)
    for name in FOUR:
        source = first_part(name, read_notebook(source_of(name)))
        write_notebook(source, root / "exercises" / ASSIGNMENT / f"{name}.ipynb")
        release = first_part(name, handed_out(name))
        file_name, data = accidents_of(name, first_part(name, solved(name)), release)
        (handed_in / f"{file_name}.ipynb").write_bytes(data)
    config = course_config(root=str(root))
    config.ExecuteOnce.results = str(root / "results")
    config.Execute.unsafe = bubblewrap.executable() is None
    course = Course(config, root / "log")
    course.release(ASSIGNMENT)
    course.autograde(ASSIGNMENT, STUDENT)
    course.feedback(ASSIGNMENT, STUDENT)
    return root


@pytest.mark.parametrize("name", FOUR)
def test_the_rest_is_graded_and_the_student_is_told(graded, name):
    with Gradebook(f"sqlite:///{graded / 'gradebook.db'}") as gradebook:
        notebook = gradebook.find_submission_notebook(name, ASSIGNMENT, STUDENT)
        earned = {g.name: (g.auto_score, g.max_score) for g in notebook.grades if g.auto_score}
        tests = {g.name for g in notebook.grades if not g.needs_manual_grade}
    assert all(score == points for score, points in earned.values())
    lost = {test for test in tests if test.startswith("knn_purity")}
    assert earned.keys() >= tests - lost - manual(name)
    assert not earned.keys() & lost
    page = graded / "feedback" / STUDENT / ASSIGNMENT / f"{name}.html"
    text = page.read_text("utf-8")
    for said in SAID[name]:
        assert said in text


def manual(name: str) -> set[str]:
    """Answers that a person reads."""
    return {
        grade_id(cell)
        for cell in read_notebook(source_of(name)).cells
        if is_grade(cell) and is_solution(cell)
    }
