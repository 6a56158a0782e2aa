"""Visible tests of a student's own notebook, with a real exit code."""

import nbformat
import pytest
from nbgrader.utils import compute_checksum

from grading.authoring.self_check import tell
from grading.notebooks import write_notebook

STUB = 'def double(x):\n    raise NotImplementedError("Write your code here.")'
TEST = 'assert double(2) == 4, "2 and 2 is 4"'


def notebook(answer, test=TEST):
    """An exercise with a visible and a hidden test, as students have it."""
    code = nbformat.v4.new_code_cell
    cells = [code("import lmcore.unwritten"), code(answer), code(TEST), code("# Tests run here.")]
    roles = [None, ("double", True, False), ("seen", False, True), ("hidden", False, True)]
    for cell, role in zip(cells, roles, strict=True):
        if role is None:
            continue
        name, solution, grade = role
        cell.metadata["nbgrader"] = {
            "grade_id": name, "solution": solution, "grade": grade, "locked": grade,
            "task": False, "schema_version": 3, "cell_type": "code", "points": 2,
        }  # fmt: skip
        if grade:
            cell.metadata["nbgrader"]["checksum"] = compute_checksum(cell)
    cells[2].source = test
    return nbformat.v4.new_notebook(cells=cells)


@pytest.mark.parametrize(
    ("answer", "test", "code", "says"),
    [
        ("def double(x):\n    return 2 * x", TEST, 0, "✓ seen\nexercise.ipynb: 1 of 1"),
        (STUB, TEST, 1, "✗ seen: not written yet"),
        ("def double(x):\n    return x", TEST, 1, "✗ seen: 2 and 2 is 4"),
        ("def double(x):\n    return x", "double(2)", 2, "a test of"),
    ],
)
def test_exit_code_and_words(tmp_path, capsys, answer, test, code, says):
    path = tmp_path / "exercise.ipynb"
    write_notebook(notebook(answer, test), path)
    assert tell(path) == code
    told = capsys.readouterr().out
    assert says in told
    assert "Traceback" not in told


def test_what_is_no_notebook_is_told_apart(tmp_path, capsys):
    assert tell(tmp_path / "missing.ipynb") == 2
    broken = tmp_path / "broken.ipynb"
    broken.write_text("{")
    assert tell(broken) == 2
    assert "cannot be read" in capsys.readouterr().out
