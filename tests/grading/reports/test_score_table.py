"""What a table in a terminal says of a student's code steers no terminal."""

import nbformat
import pytest

from grading.marks import NOT_HANDED_IN, NOT_READ, NOTES
from grading.notebooks import write_notebook
from grading.reports.results import NotebookResult, _read_autograded
from grading.reports.score_table import problem, problems_of
from grading.submission.rebuild import failure

# Clears the screen, sets the title, fills the clipboard, hides text, overwrites the line before.
STEERS = "\x1b[2J\x1b]0;title\x07\x1b]52;c;aGk=\x07\x9b8m\u202e\r\n\x1b[1A\x08ada: 50 of 50"


def outputs():
    new = nbformat.v4.new_output
    yield new("error", ename=STEERS, evalue=STEERS, traceback=[])
    yield new("error", ename="AssertionError", evalue=STEERS, traceback=[])
    message = f"✗ {STEERS}\n  Likely: a\n  Read: b"
    yield new("error", ename="CheckFailed", evalue=message, traceback=[])
    yield new("stream", text=message.replace("\r\n", ""))


@pytest.mark.parametrize("output", list(outputs()), ids=["raised", "asserted", "failed", "printed"])
def test_nothing_that_steers_a_terminal_is_in_a_line_about_a_student(output):
    line = problem(output)
    assert line and line.isprintable()
    assert "ada: 50 of 50" in line  # the words are there


@pytest.mark.parametrize("mark", [NOT_HANDED_IN, NOT_READ])
def test_a_note_that_quotes_a_student_does_not_tell_of_the_whole_notebook(mark, tmp_path):
    raised = nbformat.v4.new_output("error", ename=mark, evalue=mark, traceback=[])
    notes = {
        "quoted": failure(f"# {mark}", raised),
        "named": f"The notebook was handed in as `{mark}`; keep its name.",
        "own": f"{mark}; it gets no points.",
    }
    said = {}
    for name, note in notes.items():
        path = tmp_path / f"{name}.ipynb"
        cell = nbformat.v4.new_markdown_cell(f"{NOTES}\n\n- {note}")
        write_notebook(nbformat.v4.new_notebook(cells=[cell]), path)
        result = NotebookResult(1.0)
        _read_autograded(path, result)
        said[name] = problems_of(path), result.handed_in
    assert said["quoted"] == said["named"] == ([], True)
    assert said["own"] == ([notes["own"]], mark != NOT_HANDED_IN)
