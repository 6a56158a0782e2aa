"""Honest and hostile students: everyone gets the true score, and nothing else changes."""

import hashlib
import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from nbgrader.api import Gradebook

from grading.batch import autograde
from grading.notebooks import read_notebook, solution_cells, write_notebook
from grading.plugins.course import ROOT, Course, course_config
from grading.sandbox import bubblewrap
from grading.submission.rebuild import rebuild
from tests.grading.attacks.doctored import DOCTORED, SCORES
from tests.machine import lacking


def chosen(attacks):
    """For work on a few: ATTACKS=name,name pytest tests/grading/test_attacks.py."""
    names = os.environ.get("ATTACKS")
    return {n: a for n, a in attacks.items() if n in names.split(",")} if names else attacks


CELLS = Path(__file__).parent / "attacks" / "cells"
EVERY_CELL = {path.stem: path.read_text(encoding="utf-8") for path in sorted(CELLS.glob("*.cell"))}
ATTACKS = chosen(EVERY_CELL)
TRICKS = chosen(DOCTORED)
HONEST = ("a-honest", "m-honest", "z-honest")
FULL = 10.0
# Seconds: short, as some attacks use up all they get; long enough for a busy machine.
TIMES = {"timeout": 10, "call_timeout": 7.0, "test_timeout": 14.0, "notebook_timeout": 30.0}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with one notebook, made from exercise 3.7, and its class; graded once."""
    if bubblewrap.executable() is None:
        lacking("bubblewrap is not installed, and these students must not run without it")
    course = tmp_path_factory.mktemp("course")
    write_notebook(target(), course / "exercises" / "attack" / "target.ipynb")
    config = course_config(
        root=str(course),
        db_url=f"sqlite:///{course / 'gradebook.db'}",
        **{
            f"{step}_directory": str(course / step)
            for step in ("source", "submitted", "release", "autograded", "feedback")
        },
    )
    config.CourseDirectory.source_directory = str(course / "exercises")
    config.Execute.update(TIMES)
    config.ExecuteOnce.results = str(course / "results")
    steps = Course(config, course / "_logs" / "log")
    steps.release("attack")
    hand_in(course)
    before = fingerprint(course)
    assert autograde("attack", workers=3, config=config) == 0
    steps.feedback("attack", "*")
    course_after = fingerprint(course)
    with Gradebook(config.CourseDirectory.db_url) as gradebook:
        scores = {
            submission.student.id: submission.score
            for submission in gradebook.assignment_submissions("attack")
        }
        waiting = [s.student.id for s in gradebook.assignment_submissions("attack")
                   if s.needs_manual_grade]  # fmt: skip
    return {"root": course, "scores": scores, "files": (before, course_after), "waiting": waiting}


def target():
    """Exercise 3.7 without what only takes time: pictures and the imports for them."""
    nb = read_notebook(ROOT / "exercises" / "implementation" / "softmax-stability.ipynb")
    nb.cells = [c for c in nb.cells if c.cell_type == "code" and c.metadata.get("nbgrader")]
    nb.cells.insert(0, nb.cells[0].copy())
    nb.cells[0].update(id="imports", metadata={}, source="import numpy as np")
    return nb


def hand_in(course: Path) -> None:
    release = read_notebook(course / "release" / "attack" / "target.ipynb")
    solved = {name: cell.source for name, cell in solution_cells(target()).items()}

    def submit(student: str, answers: dict[str, str]) -> Path:
        folder = course / "submitted" / student / "attack"
        write_notebook(rebuild(release, answers), folder / "target.ipynb")
        return folder

    for student in HONEST:
        submit(student, solved)
    for name, source in ATTACKS.items():
        submit(f"n-{name}" if name > "k" else f"b-{name}", {"stable_softmax": source})
    for name, change in TRICKS.items():
        change(submit(f"x-{name}", {}))


def fingerprint(course: Path) -> dict[str, str]:
    """Hash what grading has no business to change: the course, the grader, the environment."""
    hashes = {}
    kept = ("exercises", "submitted", "release")
    roots = [*(course / name for name in kept), ROOT / "lmcore", ROOT / "grading"]
    roots += [ROOT / "tests" / "hidden", Path.home() / ".ipython", Path.home() / ".jupyter"]
    for root in roots:
        for folder, _, files in os.walk(root):
            for name in files:
                path = Path(folder, name)
                if ".ipython" in folder and path.suffix != ".py":
                    continue  # other tests' kernels write their history there meanwhile
                if path.is_symlink() or "__pycache__" in folder:
                    hashes[str(path)] = os.readlink(path) if path.is_symlink() else ""
                elif path.is_file():
                    hashes[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    hashes = {name: value for name, value in hashes.items() if "__pycache__" not in name}
    hashes["environment"] = str(sorted(os.listdir(os.path.dirname(os.__file__))))
    return hashes


def scored(course, name: str) -> float:
    (student,) = [s for s in course["scores"] if s.split("-", 1)[1] == name]
    return course["scores"][student]


@pytest.mark.parametrize("name", ATTACKS)
def test_hostile_cell_earns_nothing(course, name):
    assert ATTACKS[name].startswith("# tries: ")
    assert scored(course, name) == 0


@pytest.mark.parametrize("name", TRICKS)
def test_doctored_submission_earns_what_it_is_worth(course, name):
    assert scored(course, name) == SCORES.get(name, 0.0)


@pytest.mark.parametrize("student", HONEST)
def test_honest_students_before_between_and_after_get_full_marks(course, student):
    assert course["scores"][student] == FULL


def test_there_are_enough_attacks():
    assert len(EVERY_CELL) + len(DOCTORED) >= 60


def test_everyone_has_a_score_and_nobody_waits_for_a_person(course):
    assert len(course["scores"]) == len(HONEST) + len(ATTACKS) + len(TRICKS)
    assert course["waiting"] == []


def test_files_are_bit_identical(course):
    before, after = course["files"]
    changed = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    assert changed == []


def test_nothing_is_left_running(course):
    users = range(bubblewrap.FIRST_USER, bubblewrap.FIRST_USER + bubblewrap.USERS)
    left = []
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # ended while we looked
            if process.uids().real in users:
                left.append(process)
    assert left == []


def test_nothing_was_unpickled(course):
    assert not Path("/tmp/pickle-was-loaded").exists()


def pages(course) -> dict[str, str]:
    return {
        path.parents[1].name: path.read_text(encoding="utf-8")
        for path in (course["root"] / "feedback").rglob("*.html")
    }


def test_everyone_gets_a_page_of_bearable_size(course):
    found = pages(course)
    assert set(found) == set(course["scores"])
    assert max(map(len, found.values())) < 3_000_000


def test_pages_run_nothing_and_load_nothing(course):
    for student, page in pages(course).items():
        body = page[page.index("<body") :]
        assert not re.search(r"<(script|iframe|object|embed|form|link|style)\b", body, re.I), (
            student
        )
        assert not re.search(r"<[^>]*\son\w+\s*=", body, re.I), student
        assert not re.search(r"<[^>]*(src|href|action)\s*=\s*[\"'](?!data:|#)", body), student


def test_pages_hold_no_secrets(course):
    for student, page in pages(course).items():
        assert "root:x:0:0" not in page, student
        assert "A CONNECTION" not in page, student
    others = {p.name for p in (course["root"] / "feedback").rglob("*") if p.is_file()}
    assert {name for name in others if not name.endswith(".html")} == set()
    graded = {p.name for p in (course["root"] / "autograded").rglob("*") if p.is_file()}
    assert graded == {"target.ipynb"}
    shutil.rmtree(course["root"], ignore_errors=True)
