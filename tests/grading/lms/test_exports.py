"""The column layouts that Canvas's and Moodle's importers read."""

import csv

import pytest
from nbgrader.api import Gradebook

from grading.lms.exports import CanvasExport, MoodleExport, inert
from grading.plugins.course import course_config


@pytest.fixture(scope="module")
def gradebook(tmp_path_factory):
    """Three students in an assignment of 10 points, and an assignment that nobody has started."""
    course_config()  # puts the environment's `alembic` on the path, which nbgrader starts by name
    with Gradebook(f"sqlite:///{tmp_path_factory.mktemp('export') / 'gradebook.db'}") as book:
        for name in ("implementation", "later"):
            book.add_assignment(name)
            book.add_notebook("embedding", name)
            book.add_grade_cell("check", "embedding", name, max_score=10, cell_type="code")
        book.add_student("ada", first_name="Ada", last_name="Lovelace", lms_user_id="17")
        book.add_student("=cmd()", first_name="=1+1", last_name="+SUM(A1)", email="@x")
        book.add_student("p", last_name="Points Possible")
        book.add_submission("implementation", "ada")
        grade = book.find_grade("check", "embedding", "implementation", "ada")
        grade.auto_score = 7 + 1 / 3
        book.db.commit()
        yield book


def export(plugin, gradebook, tmp_path, **options):
    target = tmp_path / "out.csv"
    plugin(to=str(target), **options).export(gradebook)
    with target.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_canvas_header_points_row_and_student(gradebook, tmp_path):
    header, points, *students = export(CanvasExport, gradebook, tmp_path)
    assert header == [
        "Student", "ID", "SIS User ID", "SIS Login ID", "Section", "implementation"
    ]  # fmt: skip
    assert points[0].strip() == "Points Possible"
    assert points[1:] == ["", "", "", "", "10"]
    rows = {row[3]: row for row in students}
    assert rows["ada"] == ["Lovelace, Ada", "17", "", "ada", "", "7.33"]
    assert rows["p"] == ["p", "", "", "p", "", "0"]  # its name would pass for the points row


def test_canvas_assignment_is_named_with_its_id(gradebook, tmp_path):
    options = {"assignment_ids": {"later": "4711"}, "assignment": ["later"], "student": ["ada"]}
    header, _, row = export(CanvasExport, gradebook, tmp_path, **options)
    assert header[-1] == "later (4711)"
    assert row[-1] == "0"


def test_moodle_layout(gradebook, tmp_path):
    header, *students = export(MoodleExport, gradebook, tmp_path)
    assert header == [
        "First name", "Last name", "ID number", "Institution", "Department", "Email address",
        "Assignment: implementation (Real)", "Last downloaded from this course",
    ]  # fmt: skip
    rows = {row[2]: row for row in students}
    assert rows["ada"][:7] == ["Ada", "Lovelace", "ada", "", "", "", "7.33"]
    assert rows["ada"][7].isdigit()


@pytest.mark.parametrize("plugin", [CanvasExport, MoodleExport])
def test_no_cell_is_a_formula(plugin, gradebook, tmp_path):
    cells = [cell for row in export(plugin, gradebook, tmp_path) for cell in row]
    assert not [cell for cell in cells if cell.lstrip(" ").startswith(("=", "+", "-", "@"))]
    assert "'=cmd()" in cells


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", " =1", "\t=1", "\r=1"])
def test_inert(text):
    assert inert(text) == "'" + text.strip()
