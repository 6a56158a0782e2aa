"""The gradebook under stress: locked by another program, and on a PostgreSQL server."""

import shutil
import sqlite3
import threading

import nbformat
import pytest
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import CsvExportPlugin
from sqlalchemy import text

from grading.plugins.course import Course, course_config
from grading.plugins.gradebook import GradebookLocked, Patience
from grading.plugins.preprocessors import SaveAutoGrades
from tests.grading import mini_course, postgres


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


def test_alembic_is_started_for_the_first_gradebook_alone(empty, tmp_path, monkeypatch):
    def started(command):
        raise AssertionError(command)

    monkeypatch.setattr("nbgrader.api.sp.check_output", started)
    url = f"sqlite:///{tmp_path / 'new.db'}"
    versions = []
    for one in (url, f"sqlite:///{empty}"):
        with Gradebook(one) as gradebook:
            versions.append(gradebook.db.execute(text("SELECT * FROM alembic_version")).all())
    assert versions[0] == versions[1] != []


def test_scores_of_a_notebook_are_written_all_or_not_at_all(empty, tmp_path):
    db_url = f"sqlite:///{shutil.copy(empty, tmp_path / 'gradebook.db')}"
    cells = [
        mini_course.cell("1", grade_id=name, grade=True, solution=False, points=2)
        for name in ("first", "second")
    ]
    about = {"notebook": "n", "assignment": "a", "student": "ada", "db_url": db_url}

    def auto_scores():
        with Gradebook(db_url) as gradebook:
            return [gradebook.find_grade(name, "n", "a", "ada").auto_score for name in names]

    names = ["first", "second"]
    with Gradebook(db_url) as gradebook:
        gradebook.add_assignment("a")
        gradebook.add_student("ada")
        gradebook.add_notebook("n", "a")
        for name in names:
            gradebook.add_grade_cell(name, "n", "a", max_score=2, cell_type="code")
        gradebook.add_submission("a", "ada")
    save = SaveAutoGrades()
    broken = nbformat.v4.new_notebook(cells=[cells[0], cells[1].copy()])
    broken.cells[1].metadata = nbformat.from_dict({"nbgrader": {**cells[1].metadata["nbgrader"]}})
    broken.cells[1].metadata["nbgrader"]["grade_id"] = "unknown"
    with pytest.raises(MissingEntry):
        save.preprocess(broken, {"nbgrader": about, "grading": {"points": {"first": 2.0}}})
    assert auto_scores() == [None, None]
    points = {"first": 2.0, "second": 0.5}
    whole = nbformat.v4.new_notebook(cells=cells)
    save.preprocess(whole, {"nbgrader": about, "grading": {"points": points}})
    assert auto_scores() == [2, 0.5]


def test_a_gradebook_on_a_postgresql_server(tmp_path):
    with postgres.server() as db_url:
        config = mini_course.build(tmp_path, db_url=db_url)
        config.Autograde.workers = 0
        mini_course.hand_in(tmp_path, "ada", mini_course.RIGHT)
        mini_course.hand_in(tmp_path, "bob", mini_course.WRONG)
        course = Course(config, tmp_path / "log")
        for student in ("ada", "bob", "ada"):  # regrading is an update
            course.autograde(mini_course.ASSIGNMENT, student)
        assert mini_course.scores(tmp_path, db_url) == {"ada": 3.0, "bob": 0.0}
        course.feedback(mini_course.ASSIGNMENT, "ada")
        with Gradebook(db_url) as gradebook:
            CsvExportPlugin(to=str(tmp_path / "grades.csv")).export(gradebook)
    assert (tmp_path / "grades.csv").read_text().count("\n") == 3
