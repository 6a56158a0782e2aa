import pytest

from grading.authoring.release import ReleaseError, assignments, release
from grading.notebooks import read_notebook, write_notebook
from grading.plugins.course import course_config
from tests.grading.mini_course import ASSIGNMENT, NOTEBOOK, build


def test_every_folder_with_a_notebook_is_an_assignment(root):
    assert {"concepts", "implementation", "challenges", "mini-project"} <= set(assignments(root))


def test_what_cannot_be_released_is_named_and_says_what_to_do(tmp_path, capfd):
    build(tmp_path)
    source = tmp_path / "exercises" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    nb = read_notebook(source)
    nb.cells[1].metadata.nbgrader.grade_id = "answer"  # as the first cell's
    write_notebook(nb, source)
    config = course_config(root=str(tmp_path))
    with pytest.raises(ReleaseError, match="correct what is named above in exercises/mini/"):
        release([ASSIGNMENT], config, tmp_path / "release.log")
    assert "answer" in capfd.readouterr().err
