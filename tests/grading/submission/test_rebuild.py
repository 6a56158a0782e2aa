import nbformat
import pytest

from grading.notebooks import read_notebook, solution_cells, write_notebook
from grading.submission.reading import Submission
from grading.submission.rebuild import (
    answers_of,
    note_failures,
    notes_of,
    rebuild,
    rebuild_submission,
)


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

    def full(source, target):
        raise OSError("disk full")

    monkeypatch.setattr("grading.files.os.replace", full)
    with pytest.raises(OSError, match="disk full"):
        write_notebook(release, path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def submission(*cells):
    return Submission([(grade_id, True, source) for grade_id, source in cells])


def sources(nb):
    return [c.source for c in nb.cells]


def test_nothing_but_answers_comes_from_a_submission(release):
    handed_in = submission(("test", "pass"), ("first", "a"), (None, "print(1)"), ("second", "b"))
    assert sources(rebuild_submission(release, handed_in)) == ["the task", "a", "check", "b"]


def test_a_cell_that_an_answer_needs_is_taken_along(release):
    own = [(None, "import math"), (None, "def help(x):\n    return math.pi * x"), (None, "x = 1")]
    answer = "def second(x):\n    return help(x)"
    nb = rebuild_submission(release, submission(*own, ("first", "a = 1"), ("second", answer)))
    assert sources(nb)[1:] == [*(s for _, s in own[:2]), "the task", "a = 1", "check", answer]
    assert "taken along" in notes_of(nb)[0]


def test_the_same_import_as_the_notebooks_is_not_taken_along(release):
    release.cells.insert(1, nbformat.v4.new_code_cell("import numpy as np"))
    own = (None, "import numpy as np\nx = 3")
    nb = rebuild_submission(release, submission(own, ("first", "first = np.e"), ("second", "")))
    assert own[1] not in sources(nb)
    assert not any("taken along" in note for note in notes_of(nb))


def test_a_star_import_is_taken_where_a_name_is_found_nowhere_else(release):
    own = (None, "from math import *")
    nb = rebuild_submission(release, submission(own, ("first", "a = sqrt(2)"), ("second", "")))
    assert own[1] in sources(nb)


def test_missing_and_doubled_answers_are_noted(release):
    nb = rebuild_submission(release, submission(("first", "a"), ("first", "b")), ["said before"])
    said_before, doubled, missing = notes_of(nb)
    assert said_before == "said before"
    assert "`second` was missing" in missing
    assert "`first` was there more than once" in doubled
    assert sources(nb)[2:4] == ["a", "b"]


def test_the_same_submission_gives_the_same_notebook(release):
    handed_in = submission(("first", "a"))
    assert rebuild_submission(release, handed_in) == rebuild_submission(release, handed_in)


def test_a_helper_stands_where_it_stood_unless_it_is_needed_before(release):
    above, below = "def a():\n    return b()", "def b():\n    return 1"
    handed_in = [(None, above), ("first", "first = a()"), ("test", ""), (None, below)]
    nb = rebuild_submission(release, submission(*handed_in, ("second", "")))
    assert [s for s in sources(nb) if s in (above, below, "first = a()")] == [
        below, above, "first = a()"
    ]  # fmt: skip


def test_a_later_scratch_cell_changes_nothing_for_the_test_above_it(release):
    handed_in = [
        ("first", "def first():\n    return helper()"), (None, "def helper():\n    return 1"),
        ("test", "check"), ("second", "x = 1"), (None, "helper = None"),
    ]  # fmt: skip
    nb = rebuild_submission(release, submission(*handed_in))
    found = sources(nb)
    assert "helper = None" not in found
    assert found.index(handed_in[1][1]) < found.index("check")


def test_cells_that_finish_an_answer_are_taken_along(release):
    handed_in = [
        ("first", "class A:\n    pass"),
        (None, "A.f = 1"),
        ("test", ""),
        ("second", "x = 1"),
    ]
    nb = rebuild_submission(release, submission(*handed_in))
    assert sources(nb)[2:5] == ["class A:\n    pass", "A.f = 1", "check"]


def test_a_cell_that_failed_is_named_with_its_error(release):
    own = (None, "from google.colab import drive\ndef help():\n    return 1")
    handed_in = submission(own, ("first", "first = help()"), ("second", "second = 1"))
    nb = rebuild_submission(release, handed_in)
    error = nbformat.v4.new_output(
        "error", ename="ModuleNotFoundError", evalue="No module named 'google'\n`x`", traceback=[]
    )
    for made in nb.cells:
        if made.source == own[1]:
            made.outputs = [error]
    (_, failed) = notes_of(note_failures(nb))
    assert "`from google.colab import drive`" in failed
    assert "`ModuleNotFoundError: No module named 'google' 'x'`" in failed


def test_a_notebook_of_something_else_is_told_what_to_do(release):
    nb = rebuild_submission(release, submission((None, "print(1)"), (None, "y = 2")))
    (note,) = notes_of(nb)
    assert "No answer cell" in note and "paste your code" in note
