import nbformat
import pytest

from grading.authoring.solutions import stale_solutions
from grading.notebooks import read_notebook, write_notebook


def test_committed_solutions_are_fresh_and_earn_full_marks(root):
    assert stale_solutions(root / "exercises", root / "solutions") == []


def test_exercises_are_committed_without_outputs(root):
    for path in (root / "exercises").rglob("*.ipynb"):
        for cell in read_notebook(path).cells:
            assert not cell.get("outputs") and not cell.get("execution_count"), path


def graded_cell(**outputs):
    cell = nbformat.v4.new_code_cell("check()", execution_count=1, **outputs)
    cell.metadata["nbgrader"] = {
        "grade_id": "t", "grade": True, "solution": False, "locked": True, "points": 2
    }  # fmt: skip
    return cell


def result(text):
    return nbformat.v4.new_output("execute_result", {"text/plain": text}, execution_count=1)


@pytest.mark.parametrize(
    ("cell", "report"),
    [
        (graded_cell(outputs=[result("1.5")]), "earns 1.5 of 2 points"),
        (graded_cell(outputs=[nbformat.v4.new_output("error", ename="E")]), "error"),
        (nbformat.v4.new_code_cell("never run"), "not executed"),
    ],
)
def test_solution_that_falls_short_is_reported(tmp_path, cell, report):
    nb = nbformat.v4.new_notebook(cells=[cell])
    for folder in ("exercises", "solutions"):
        write_notebook(nb, tmp_path / folder / "a" / "n.ipynb")
    (found,) = stale_solutions(tmp_path / "exercises", tmp_path / "solutions")
    assert report in found


def test_missing_stale_and_orphaned_solutions_are_reported(tmp_path):
    for folder, name, text in [
        ("exercises", "new", "x"),
        ("exercises", "changed", "x"),
        ("solutions", "changed", "y"),
        ("solutions", "gone", "x"),
    ]:
        nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])
        write_notebook(nb, tmp_path / folder / f"{name}.ipynb")
    assert stale_solutions(tmp_path / "exercises", tmp_path / "solutions") == [
        "new.ipynb: has no solution notebook",
        "gone.ipynb: its exercise is gone",
        "changed.ipynb: differs from its exercise",
    ]
