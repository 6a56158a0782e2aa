"""An axis that is not there: the message names it, and the line, in the same words everywhere.

A student meets the error in the notebook, in the visible tests and in the hidden ones; in one
process, and through the sandbox. Where the code comes from makes no difference to what is read.
"""

import functools
import re
from collections.abc import Iterator

import pytest

from grading.sandbox import bubblewrap
from tests.bank import Entry, entries
from tests.bank.exercise import autograded, grade, marks, notebooks
from tests.bank.pipeline import grade_all
from tests.hidden.student import AXES
from tests.machine import lacking

NAMED_AXIS = re.compile(r"\baxis=-?\d")
BEYOND = 7  # an axis that no array of the course has
OUT_OF_BOUNDS = f"axis {BEYOND} is out of bounds for array of dimension"
# How NumPy says that there are too few axes: of axes, of indices, of a number taken for an array.
TOO_FEW = re.compile(r"AxisError: axis -?\d+ is out of bounds|too many indices|invalid index to sc")


def beyond(entry: Entry) -> Iterator[Entry]:
    """Yield an answer with the first axis that it names, and with the last, replaced by another."""
    found = list(NAMED_AXIS.finditer(entry.source))
    for which in dict.fromkeys(found[:1] + found[-1:]):
        begin, end = which.span()
        source = f"{entry.source[:begin]}axis={BEYOND}{entry.source[end:]}"
        yield entry._replace(right=False, source=source, name=f"{entry.name}_axis_{begin}")


def changed(notebook: str, cell: str) -> list[Entry]:
    """Return the right answers to a cell that name an axis, with one that is not there."""
    right = [entry for entry in entries(notebook, cell) if entry.right]
    return [wrong for entry in right for wrong in beyond(entry)]


graded = functools.cache(grade)  # an answer is asked about more than once

CELLS = [
    pytest.param(
        notebook,
        cell.grade_id,
        id=f"{notebook}-{cell.grade_id}",
        marks=[getattr(pytest.mark, mark) for mark in marks(notebook)],
    )
    for notebook in notebooks()
    for cell in autograded(notebook)
    if changed(notebook, cell.grade_id)
]


def words(said: str) -> str:
    """What a student reads, on one line."""
    return " ".join(said.split())


def of_the_axis(said: str) -> str:
    """The same without what comes of a value that is then missing."""
    return words(said).partition(" NameError: ")[0]


def test_there_are_answers_that_name_an_axis():
    """The tests below look at something."""
    assert len(CELLS) >= 10


@pytest.mark.parametrize(("notebook", "cell"), CELLS)
def test_an_axis_that_is_not_there_is_named(notebook, cell):
    """With the line it is in; the visible tests and the hidden ones say the same."""
    told = {wrong.name: words(graded(wrong).said) for wrong in changed(notebook, cell)}
    reached = {name: said for name, said in told.items() if OUT_OF_BOUNDS in said}
    assert reached
    for name, said in reached.items():
        if " of your cell: " in said:  # a hidden test ran it
            assert f"`{AXES}" in said or words(AXES) in said, name
            assert f"axis={BEYOND}" in said, name
    silent = {name: said for name, said in told.items() if name not in reached}
    # It stands in a line that no test runs, or the student's code catches its own errors.
    assert len(silent) <= 0.2 * len(told), silent


@pytest.mark.parametrize(("notebook", "cell"), CELLS)
def test_the_sandbox_says_what_one_process_says(notebook, cell):
    """Word by word: of an axis that is put in, and of the bank's own answers of this kind."""
    if bubblewrap.executable() is None:
        lacking("grading in the sandbox needs bubblewrap")
    own = [e for e in entries(notebook, cell) if not e.right and TOO_FEW.search(graded(e).said)]
    of_each_kind = [*changed(notebook, cell)[:2], *own]
    for wrong, result in grade_all(of_each_kind):
        assert of_the_axis(result.said) == of_the_axis(graded(wrong).said), wrong.name
