"""The one path: whoever starts it, notebooks are executed once and scores are numbers."""

import os
import shutil
import subprocess
import sys
from datetime import datetime

import nbformat
import pytest
from nbgrader.api import Gradebook

from grading.batch import grade
from grading.paths import ROOT
from grading.plugins import converter
from grading.plugins.converter import UnlinkedCourseDirectory
from grading.plugins.course import Course, course_config
from grading.submission.collected import to_grade
from grading.watchdog import CallFailed
from grading.workers.pool import WorkerLost
from tests.grading import mini_course
from tests.grading.mini_course import ASSIGNMENT, NOTEBOOK, RIGHT, WRONG


class NoPool:
    """Where nothing may need executing."""

    size = 1

    def run(self, job):
        raise WorkerLost("nothing was to be executed")

    def close(self):
        pass


class Paid(NoPool):
    """Executes nothing, and says how many points the test gives, whatever its outputs say."""

    def __init__(self, points, outputs=()):
        self.points, self.outputs = points, list(outputs)

    def run(self, job):
        code = {"outputs": self.outputs, "execution_count": 1}
        return {"cells": [code, code], "points": {"test": self.points}, "seconds": 0.1}


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    root = tmp_path_factory.mktemp("released")
    mini_course.build(root)
    mini_course.hand_in(root, "ada", RIGHT)
    mini_course.hand_in(root, "bob", WRONG)
    return root


@pytest.fixture
def course(released, tmp_path):
    root = shutil.copytree(released, tmp_path / "course")
    config = mini_course.configured(root)
    config.Autograde.workers = 0
    return root, config


def test_plain_nbgrader_and_the_command_are_one_path(course):
    root, config = course
    Course(config, root / "log").autograde(ASSIGNMENT, "ada")
    assert mini_course.scores(root) == {"ada": 3.0}
    outcome = grade(config, ASSIGNMENT)
    assert (outcome.graded, outcome.skipped) == (["bob"], ["ada"])
    assert grade(config, ASSIGNMENT, NoPool(), force=True).graded == ["ada", "bob"]
    config.Autograde.workers = 2
    for student in ("ada", "bob"):
        Course(config, root / "log").autograde(ASSIGNMENT, student)
    assert mini_course.scores(root) == {"ada": 3.0, "bob": 0.0}


def test_the_environment_is_left_as_it_was(course):
    _, config = course
    before = dict(os.environ), os.getcwd(), list(sys.path)
    grade(config, ASSIGNMENT)
    assert (dict(os.environ), os.getcwd(), sys.path) == before


ERROR = nbformat.v4.new_output("error", ename="E", evalue="v", traceback=[])
FULL = nbformat.v4.new_output("execute_result", {"text/plain": "3.0"})


@pytest.mark.parametrize("points", [0.0, 0.1 + 0.2, 1 / 3, 3.0])
@pytest.mark.parametrize("outputs", [[], [ERROR], [FULL]])
def test_points_are_numbers_and_no_output_is_read_for_them(course, points, outputs):
    root, config = course
    grade(config, ASSIGNMENT, Paid(points, outputs), students=["bob"])
    assert mini_course.scores(root) == {"bob": points}


def test_a_draft_that_is_not_released_makes_nobody_due(course):
    root, config = course
    grade(config, ASSIGNMENT)
    folder = root / "exercises" / ASSIGNMENT
    shutil.copy(folder / f"{NOTEBOOK}.ipynb", folder / "draft.ipynb")
    for _ in range(2):
        assert grade(config, ASSIGNMENT, NoPool()).skipped == ["ada", "bob"]


def test_a_score_given_by_hand_stays_and_waits_to_be_looked_at(course):
    root, config = course
    grade(config, ASSIGNMENT)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        gradebook.find_grade("test", NOTEBOOK, ASSIGNMENT, "bob").manual_score = 2.0
        gradebook.db.commit()
    grade(config, ASSIGNMENT, force=True)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        found = gradebook.find_grade("test", NOTEBOOK, ASSIGNMENT, "bob")
        assert (found.score, found.auto_score, found.needs_manual_grade) == (2.0, 0.0, True)


def test_loading_the_configuration_again_changes_nothing():
    course_config()
    before = dict(os.environ), list(sys.path)
    for _ in range(3):
        course_config()
    assert (dict(os.environ), sys.path) == before


OLD_NAMES = [
    "recall.ExecuteOnce",
    "save_grades.SaveAutoGrades",
    "feedback.FeedbackExporter",
    "late_penalty.LatePenalty",
    "collector.LmsCollector",
    "exports.CanvasExport",
    "exports.MoodleExport",
    "autograde.register",
    "gradebook_lock.install",
]
# Each in a process of its own, forked where nbgrader is loaded already, as it is for a user.
IMPORTS = """
import importlib, os, sys
import nbgrader.apps
for old in sys.argv[1:]:
    if (child := os.fork()) == 0:
        module, name = old.split(".")
        thing = getattr(importlib.import_module(f"grading.{module}"), name)
        new = importlib.import_module(thing.__module__)
        assert new is sys.modules[f"grading.{module}"]
        assert new.__spec__.name == new.__name__ != f"grading.{module}"
        break
    if os.waitpid(child, 0)[1] == 0:
        print(old, flush=True)
"""


@pytest.fixture(scope="module")
def imported():
    """The old names that could be imported, and what was said of the others."""
    line = [sys.executable, "-c", IMPORTS, *OLD_NAMES]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True)
    return done.stdout.split(), done.stderr


@pytest.mark.parametrize("old", OLD_NAMES)
def test_names_in_an_instructors_own_configuration_still_work(imported, old):
    names, said = imported
    assert old in names, said


UNREAL = ["9" * 200, "00:" + "9" * 60 + "am Z", "0:0:inf", "1e400", "2027-01-01 00:00 " + "9" * 60]
UNREAL += ["\udcff", "\0", "+" * 100, "Z" * 100, "0001-01-01 00:00 +14:00", ":" * 90, "٣" * 50]


@pytest.mark.parametrize("text", UNREAL, ids=range(len(UNREAL)))
def test_no_timestamp_ends_the_class(tmp_path, text):
    folder = tmp_path / "submitted" / "ada" / "ps1"
    folder.mkdir(parents=True)
    (folder / "timestamp.txt").write_bytes(text.encode("utf-8", "surrogateescape"))
    course = UnlinkedCourseDirectory(root=str(tmp_path))
    found = course.get_existing_timestamp("submitted/ada/ps1")
    assert found is None or isinstance(found, datetime)


def test_a_reader_that_fails_costs_its_student_and_nobody_else(course, monkeypatch):
    """Whatever in a file the grader's own code stumbles over."""
    _, config = course

    def stumbles(path, releases):
        if "ada" in path.parts:
            raise CallFailed("ValueError: of the grader's own")
        return to_grade(path, releases)

    monkeypatch.setattr(converter, "to_grade", stumbles)
    outcome = grade(config, ASSIGNMENT)
    assert outcome.graded == ["bob"]
    assert outcome.failed == {"ada": "ValueError: of the grader's own"}


@pytest.mark.parametrize("stumbles", [False, True])
def test_what_is_slow_to_read_is_read_once(course, monkeypatch, stumbles):
    _, config = course
    read = []

    def slow(path, releases):
        read.append(path.parts[-3])
        if stumbles and "ada" in path.parts:
            raise CallFailed("ValueError: of the grader's own")
        return to_grade(path, releases)

    monkeypatch.setattr(converter, "to_grade", slow)
    monkeypatch.setattr(converter, "SLOW", 0.0)
    outcome = grade(config, ASSIGNMENT)
    assert sorted(read) == ["ada", "bob"]
    assert outcome.graded == (["bob"] if stumbles else ["ada", "bob"])
