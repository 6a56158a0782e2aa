"""Every answer in the bank gets what it deserves from the hidden checks."""

import contextlib
import io
from collections import Counter

import numpy as np
import pytest

from tests.bank import entries
from tests.hidden import embedding, softmax_stability
from tests.hidden.verdict import CheckFailed

# What the hidden cells of the notebooks call, with one point for each.
CHECKS = {
    ("embedding", "embedding"): [
        lambda names: embedding.forward(names["Embedding"], points=1),
        lambda names: embedding.backward(names["Embedding"], points=1),
    ],
    ("softmax-stability", "stable_softmax"): [
        lambda names: softmax_stability.stable_softmax(names["stable_softmax"], points=1)
    ],
    ("softmax-stability", "log_softmax"): [
        lambda names: softmax_stability.log_softmax(names["log_softmax"], points=1)
    ],
}


def grade(entry) -> tuple[float, str]:
    """Return the share of the points an answer earns, and all that its student reads."""
    names = {"np": np}
    exec(compile(entry.source, str(entry.path), "exec"), names)
    checks = CHECKS[entry.notebook, entry.cell]
    earned, said = 0.0, io.StringIO()
    for check in checks:
        try:
            with contextlib.redirect_stdout(said):
                earned += check(names)
        except CheckFailed as failure:
            said.write(f"{failure}\n")
    return earned / len(checks), said.getvalue()


def case(entry):
    return pytest.param(entry, id=f"{entry.cell}-{entry.name}", marks=marks(entry.notebook))


def marks(notebook: str):
    number = {"embedding": "ex3_5", "softmax-stability": "ex3_7"}[notebook]
    return [getattr(pytest.mark, number), getattr(pytest.mark, notebook)]


RIGHT = [case(entry) for entry in entries() if entry.right]
WRONG = [case(entry) for entry in entries() if not entry.right]


@pytest.mark.parametrize("entry", RIGHT)
def test_right_answer_earns_everything(entry):
    for _ in range(5):  # the inputs are new each time
        assert grade(entry) == (1.0, "")


@pytest.mark.parametrize("entry", WRONG)
def test_wrong_answer_loses_points_and_hears_why(entry):
    for _ in range(5):
        earned, said = grade(entry)
        assert earned < 1.0
        assert entry.says in " ".join(said.split())  # lines are wrapped


def test_the_bank_is_large_enough():
    count = Counter((entry.notebook, entry.cell, entry.right) for entry in entries())
    for notebook, cell in CHECKS:
        assert count[notebook, cell, True] >= 10
        assert count[notebook, cell, False] >= 25
