"""Answers of the bank through the real pipeline: a sandboxed kernel, and tests outside of it.

All of them with ``BANK=all``, as by ``make bank``; else a few for each cell, others every day, for
`tests/bank/test_answers.py` grades all of them in one process.
"""

import datetime
import os
import random

import pytest

from grading.sandbox import bubblewrap
from tests.bank import entries
from tests.bank.exercise import autograded, marks, notebooks
from tests.bank.pipeline import grade_all, named
from tests.machine import lacking

ALL = os.environ.get("BANK") == "all"
A_FEW = 3  # of either kind

CELLS = [
    pytest.param(
        notebook,
        cell.grade_id,
        id=f"{notebook}-{cell.grade_id}",
        marks=[
            pytest.mark.bank,
            *(getattr(pytest.mark, mark) for mark in marks(notebook)),
        ],
    )
    for notebook in notebooks()
    for cell in autograded(notebook)
]


def chosen(notebook: str, grade_id: str) -> list:
    answers = entries(notebook, grade_id)
    if ALL:
        return answers
    rng = random.Random(datetime.date.today().isoformat())
    kinds = [[entry for entry in answers if entry.right is right] for right in (True, False)]
    return [entry for kind in kinds for entry in rng.sample(kind, min(A_FEW, len(kind)))]


def test_an_array_that_calls_share_shows_from_outside_too():
    """What comes out of a kernel is a copy, and would tell of the first call alone."""
    if bubblewrap.executable() is None:
        lacking("grading in the sandbox needs bubblewrap")
    sharing = [entry for entry in entries() if entry.name == "one_array_for_all_calls"]
    assert len(sharing) >= 3
    for entry, result in grade_all(sharing):
        assert not result.full and named(entry, result), (entry.name, result.said)


@pytest.mark.parametrize("notebook, grade_id", CELLS)
def test_answers_get_what_they_deserve(notebook, grade_id):
    if bubblewrap.executable() is None:
        lacking("grading in the sandbox needs bubblewrap")
    graded = list(grade_all(chosen(notebook, grade_id)))
    rejected = {e.name: r.said for e, r in graded if e.right and not r.full}
    accepted = [e.name for e, r in graded if not e.right and r.full]
    unnamed = {e.name: (e.says, r.said) for e, r in graded if not e.right and not named(e, r)}
    assert rejected == {}
    assert accepted == []
    assert len(unnamed) <= 0.05 * len(graded), unnamed
