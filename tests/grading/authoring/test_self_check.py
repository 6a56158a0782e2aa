"""Visible tests of a student's own notebook, with a real exit code."""

import json
from copy import deepcopy

import nbformat
import pytest
from nbgrader.utils import compute_checksum

from grading.authoring.self_check import RebuildingValidator, released, tell
from grading.notebooks import solution_cells, write_notebook
from grading.paths import ROOT

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


FORMS = {
    "byte-order mark": lambda nb: b"\xef\xbb\xbf" + nbformat.writes(nb).encode(),
    "foreign kernel": lambda nb: with_kernel(nb, "conda-env-nlm-py"),
    "split cell": lambda nb: split(nb),
    "magic": lambda nb: with_source(nb, "%%time\n" + RIGHT),
    "metadata lost": lambda nb: without_metadata(nb),
}
RIGHT = "def loss_half_of(p):\n    return -np.log(p)\nloss_half = loss_half_of(0.5)"


def with_kernel(nb, name):
    nb.metadata["kernelspec"] = {"name": name, "display_name": name, "language": "python"}
    return nbformat.writes(nb).encode()


def with_source(nb, source):
    solution_cells(nb)["loss_half"].source = source
    return nbformat.writes(nb).encode()


def split(nb):
    at = nb.cells.index(solution_cells(nb)["loss_half"])
    nb.cells.insert(at, deepcopy(nb.cells[at]))
    nb.cells[at].source, _, nb.cells[at + 1].source = RIGHT.rpartition("\n")
    return json.dumps(nb).encode()


def without_metadata(nb):
    for cell in nb.cells:
        cell.metadata = {}
    return json.dumps(nb).encode()


@pytest.mark.parametrize("form", FORMS)
def test_the_same_verdict_as_grading(tmp_path, capsys, form):
    nb = released(ROOT / "exercises" / "concepts" / "cross-entropy.ipynb")
    with_source(nb, RIGHT)
    path = tmp_path / "cross-entropy.ipynb"
    path.write_bytes(FORMS[form](nb))
    assert tell(path) == 1  # two answers are missing
    told = capsys.readouterr().out
    assert "✓ loss_half_visible" in told and "✗ loss_rare_visible: " in told
    assert "Traceback" not in told


def test_a_notebook_whose_cells_are_not_found_is_no_success(tmp_path, capsys):
    path = tmp_path / "cross-entropy.ipynb"
    path.write_text(json.dumps({"cells": [], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}))
    assert tell(path) == 2
    assert "paste your code into its answer cells" in capsys.readouterr().out


def test_validate_reads_a_notebook_as_grading_does(tmp_path):
    nb = released(ROOT / "exercises" / "concepts" / "cross-entropy.ipynb")
    with_source(nb, RIGHT)
    path = tmp_path / "cross-entropy.ipynb"
    path.write_bytes(split(nb))
    failed = RebuildingValidator().validate(str(path))["failed"]
    assert ["loss_half" in one["source"] for one in failed] == [False, False]
