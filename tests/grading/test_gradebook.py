"""The gradebook under stress: locked by another program, and on a PostgreSQL server."""

import shutil
import sqlite3
import threading

import pytest
from nbgrader.api import Gradebook

from grading.course import Course, course_config
from grading.gradebook_lock import GradebookLocked, Patience
from grading.sample_class import ASSIGNMENT, SUBMITTED
from grading.score_table import read_scores
from tests.grading import postgres


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    course_config()  # installs what waits, and puts nbgrader's `alembic` on the path
    path = tmp_path_factory.mktemp("gradebook") / "empty.db"
    Gradebook(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def locked(empty, tmp_path, monkeypatch):
    """A gradebook that another program has locked, and the function that lets go."""
    monkeypatch.setattr(Patience, "seconds", 30.0)
    path = shutil.copy(empty, tmp_path / "gradebook.db")
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    yield f"sqlite:///{path}", lambda: other.execute("ROLLBACK")
    other.close()


def test_a_lock_that_goes_away_costs_only_time(locked):
    db_url, release = locked
    threading.Timer(0.5, release).start()
    with Gradebook(db_url) as gradebook:
        gradebook.update_or_create_student("ada")
        assert [student.id for student in gradebook.students] == ["ada"]


def test_a_lock_that_stays_is_told_and_does_not_end_the_batch(locked, monkeypatch):
    db_url, release = locked
    monkeypatch.setattr(Patience, "seconds", 0.2)
    with pytest.raises(GradebookLocked, match="another program has locked the gradebook"):
        Gradebook(db_url)
    assert Patience.seconds == Patience.after_a_failure
    release()
    with Gradebook(db_url) as gradebook:
        assert gradebook.students == []


def test_a_gradebook_on_a_postgresql_server(root, tmp_path):
    with postgres.server() as db_url:
        folders = {
            f"{step}_directory": str(tmp_path / step)
            for step in ("release", "autograded", "feedback")
        }
        submitted = str(SUBMITTED.relative_to(root))
        config = course_config(db_url=db_url, submitted_directory=submitted, **folders)
        course = Course(config, tmp_path / "log")
        course.release(ASSIGNMENT)
        course.autograde(ASSIGNMENT, "wrong-softmax")
        course.autograde(ASSIGNMENT, "wrong-softmax")  # regrading is an update
        scores = read_scores(db_url, ASSIGNMENT, tmp_path / "autograded")
    earned = {score.notebook: score.score for score in scores}
    assert earned.pop("softmax-stability") < 10
    assert earned.pop("embedding") == 10
