"""Dates, penalties, extensions, and a check that changed: grading again counts each."""

import pytest
from nbgrader.api import Gradebook

from grading.notebooks import read_notebook, write_notebook
from grading.plugins.course import Course, course_config
from grading.plugins.late_work import ExtensionError, LatePenalty, grant
from tests.grading.mini_course import (
    ASSIGNMENT,
    NOTEBOOK,
    RIGHT,
    build,
    graded_folder,
    hand_in,
    scores,
)

HOUR = 3600.0


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Two students: one in time, one a day and a half late."""
    root = tmp_path_factory.mktemp("late")
    config = build(root)
    config.Autograde.workers = 0
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "neural-language-models") as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate="2027-03-01 23:59 UTC")
    for student, when in (("ada", "2027-03-01 23:50 UTC"), ("bob", "2027-03-03 12:00 UTC")):
        hand_in(root, student, RIGHT)
        (graded_folder(root, student, "submitted") / "timestamp.txt").write_text(when)
    return root, Course(config, root / "grade.log")


def grade(course, *students: str) -> dict[str, float]:
    root, steps = course
    for student in students:
        steps.autograde(ASSIGNMENT, student)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return {
            found.student.id: found.score - found.late_submission_penalty
            for found in gradebook.assignment_submissions(ASSIGNMENT)
        }


def extend(course, days: float) -> None:
    grant(f"sqlite:///{course[0] / 'gradebook.db'}", "", ASSIGNMENT, "bob", days)


def test_nobody_is_extended_before_there_is_a_submission(course):
    with pytest.raises(ExtensionError, match="no submission of mini by bob.*autograde mini"):
        extend(course, 2)


def test_late_work_loses_a_part_and_an_extension_gives_it_back(course):
    assert grade(course, "ada", "bob") == {
        "ada": 3.0,
        "bob": pytest.approx(2.4),
    }  # two days begun, 10% each
    extend(course, 2)
    assert grade(course, "bob") == {"ada": 3.0, "bob": 3.0}
    extend(course, 1)  # in its place, not on top of it
    assert grade(course, "bob")["bob"] == pytest.approx(2.7)


def test_a_changed_check_counts_after_release_and_another_run(course):
    root, steps = course
    source = root / "exercises" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    nb = read_notebook(source)
    nb.cells[1].source = nb.cells[1].source.replace("double(5) == 10", "double(5) == 11")
    write_notebook(nb, source)
    steps.release(ASSIGNMENT)
    grade(course, "ada")
    assert scores(root)["ada"] == 0.0


@pytest.mark.parametrize(
    ("late", "left"),
    [(14 * 60, 10.0), (16 * 60, 9.0), (24 * HOUR, 9.0), (25 * HOUR, 8.0), (999 * HOUR, 5.0)],
)
def test_the_rates_of_the_configuration(late, left):
    penalty = LatePenalty(config=course_config())
    assert 10.0 - (penalty.late_submission_penalty("ada", 10.0, late) or 0) == pytest.approx(left)


def test_an_assignment_without_a_date_has_none_to_extend(tmp_path):
    course_config()
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    with Gradebook(url) as gradebook:
        gradebook.add_student("ada")
        gradebook.add_assignment("mini")
        gradebook.add_submission("mini", "ada")
    with pytest.raises(ExtensionError, match="no date to extend: give it one, as in"):
        grant(url, "default_course", "mini", "ada", 1)
