import nbformat
import pytest

from grading.notebooks import read_notebook, solution_cells, write_notebook
from grading.rebuild import answers_of, rebuild


def cell(grade_id, source, solution):
    made = nbformat.v4.new_code_cell(source)
    made.metadata["nbgrader"] = {"grade_id": grade_id, "solution": solution, "grade": not solution}
    return made


@pytest.fixture
def release():
    text = nbformat.v4.new_markdown_cell("the task")
    cells = [text, cell("first", "stub", True), cell("test", "check", False)]
    return nbformat.v4.new_notebook(cells=[*cells, cell("second", "stub", True)])


def test_only_answers_are_taken_from_a_submission(release):
    doctored = [cell("test", "pass", False), cell("first", "mine", True), cell("x", "new", True)]
    submission = nbformat.v4.new_notebook(cells=doctored)
    answers = answers_of(submission, release)
    assert answers == {"first": "mine"}
    built = rebuild(release, answers)
    assert [c.source for c in built.cells] == ["the task", "mine", "check", "stub"]


def test_of_duplicated_cells_the_first_counts(release):
    twice = nbformat.v4.new_notebook(cells=[cell("first", "a", True), cell("first", "b", True)])
    assert answers_of(twice, release) == {"first": "a"}


def test_the_release_itself_stays_as_it_is(release):
    rebuild(release, {"first": "mine"})
    assert solution_cells(release)["first"].source == "stub"


def test_an_answer_without_a_cell_is_refused(release):
    with pytest.raises(KeyError, match="third"):
        rebuild(release, {"third": "x"})


def test_a_notebook_is_written_whole_or_not_at_all(release, tmp_path, monkeypatch):
    path = tmp_path / "deep" / "a.ipynb"
    write_notebook(release, path)
    assert read_notebook(path).cells[0].source == "the task"
    before = path.read_bytes()

    def half(nb, file):
        file.write("{")
        raise OSError("disk full")

    monkeypatch.setattr(nbformat, "write", half)
    with pytest.raises(OSError, match="disk full"):
        write_notebook(release, path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
