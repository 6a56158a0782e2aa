"""What a table in a terminal says of a student's code steers no terminal."""

import nbformat
import pytest

from grading.reports.score_table import problem

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
