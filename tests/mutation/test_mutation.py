"""Mutants of the model answers: a sample here, all of them by ``make mutation``."""

import random

import matplotlib
import pytest

from tests.mutation.mutants import all_mutants, equivalent, mutants_of, survives

SAMPLE = 80
# Their cells are functions, and nothing is trained above them: quick to grade.
QUICK = [
    *("embedding", "two-layer-network", "softmax-stability", "perplexity"),
    *("hidden-layer", "context-window"),
]

matplotlib.use("agg")
MUTANTS = all_mutants()
GRADED = [mutant for mutant in MUTANTS if mutant.notebook in QUICK]


@pytest.mark.parametrize("mutant", random.Random(3).sample(GRADED, SAMPLE), ids=lambda m: m.name)
def test_a_mutant_is_caught_or_known_to_be_right(mutant):
    assert not survives(mutant) or mutant.name in equivalent()


def test_the_list_of_right_mutants_is_not_stale():
    assert equivalent().keys() <= {mutant.name for mutant in MUTANTS}


def test_mutants_are_one_change_each():
    source = "def half(x):\n    y = x.sum(axis=1)\n    return y / 2"
    assert {mutant.change for mutant in mutants_of("a", "half", source)} == {
        "without `y = x.sum(axis=1)`",
        "without `return y / 2`",
        "`y = x.sum(axis=1)` → `y = x.mean(axis=1)`",
        "`y = x.sum(axis=1)` → `y = x.sum()`",
        "`y = x.sum(axis=1)` → `y = x.sum(axis=2)`",
        "`y = x.sum(axis=1)` → `y = x.sum(axis=0)`",
        "`return y / 2` → `return y * 2`",
        "`return y / 2` → `return y`",
        "`return y / 2` → `return y / 3`",
        "`return y / 2` → `return y / 1`",
    }
