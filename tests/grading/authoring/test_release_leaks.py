import shutil

import nbformat
import pytest

from grading.authoring.leaks import leaks, private_lines
from grading.notebooks import read_notebook, write_notebook

SOURCE = """def double(x):
    ### BEGIN SOLUTION
    return x + x  # the whole secret
    ### END SOLUTION
"""
TEST = """# tests run here
### BEGIN HIDDEN TESTS
from tests.hidden import double as checks
### END HIDDEN TESTS
"""


@pytest.fixture
def course(tmp_path):
    """An exercise and its clean release."""
    code = nbformat.v4.new_code_cell
    source = nbformat.v4.new_notebook(cells=[code(SOURCE), code(TEST)])
    stub = "def double(x):\n    raise NotImplementedError\n"
    release = nbformat.v4.new_notebook(cells=[code(stub), code("# tests run here\n")])
    write_notebook(source, tmp_path / "exercises" / "a" / "double.ipynb")
    write_notebook(release, tmp_path / "release" / "a" / "double.ipynb")
    return tmp_path / "exercises", tmp_path / "release"


def test_clean_release_has_no_leaks(course):
    assert leaks(*course) == []


def test_the_lines_between_the_marks_are_private():
    assert private_lines(SOURCE) == {"return x + x  # the whole secret"}


@pytest.mark.parametrize(
    ("text", "report"),
    [
        ("return x + x  # the whole secret", "the whole secret"),
        ("# return x + x  # the whole secret", "the whole secret"),
        ("### BEGIN SOLUTION", "BEGIN SOLUTION"),
        ("from tests.hidden import double as checks", "hidden"),
        ("import tests.hidden", "names the hidden tests"),
    ],
)
def test_planted_leak_is_found(course, text, report):
    path = course[1] / "a" / "double.ipynb"
    nb = read_notebook(path)
    nb.cells[0].source += f"\n{text}\n"
    write_notebook(nb, path)
    assert any(report in leak for leak in leaks(*course))


def test_leak_in_an_output_is_found(course):
    path = course[1] / "a" / "double.ipynb"
    nb = read_notebook(path)
    shown = nbformat.v4.new_output("stream", text="return x + x  # the whole secret")
    nb.cells[0].outputs = [shown]
    write_notebook(nb, path)
    assert any("secret" in leak for leak in leaks(*course))


def test_nothing_released_is_not_a_pass(course):
    shutil.rmtree(course[1])
    assert leaks(*course) == ["a/double.ipynb: is not released"]


def test_the_real_release_is_clean(root):
    assert leaks(root / "exercises", root / "release") == []


def test_model_answers_and_rubrics_are_private(tmp_path):
    words = nbformat.v4.new_markdown_cell("The step is the same for both pairs.")
    words.metadata["nbgrader"] = {"grade": True, "solution": True, "grade_id": "words"}
    scheme = "Why?\n\n### BEGIN MARK SCHEME\n- 1 point: parallel steps.\n### END MARK SCHEME"
    source = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(scheme), words])
    write_notebook(source, tmp_path / "exercises" / "a" / "n.ipynb")
    for leaked in ("The step is the same for both pairs.", "- 1 point: parallel steps."):
        cells = [nbformat.v4.new_markdown_cell(f"Why?\n{leaked}")]
        write_notebook(nbformat.v4.new_notebook(cells=cells), tmp_path / "release/a/n.ipynb")
        (found,) = leaks(tmp_path / "exercises", tmp_path / "release")
        assert leaked in found
