from collections import Counter

import numpy as np
import pytest

from lmcore.corpora.automaton import Automaton
from lmcore.corpora.context_entropy import context_entropy
from lmcore.corpora.kingdom import Kingdom

RULES = [
    ("start", 2, "a b", "start"),
    ("start", 1, "b/c", "other"),
    ("other", 1, "a", "start"),
    ("other", 3, "c a", "other"),
]


@pytest.mark.parametrize("context_size", [0, 1, 2, 3])
def test_entropies_are_those_of_counts_in_a_long_walk(context_size):
    automaton = Automaton(RULES)
    words = automaton.walk(300_000, np.random.default_rng(0))
    grams = Counter(zip(*(words[i:] for i in range(context_size + 1)), strict=False))
    contexts = Counter()
    for gram, count in grams.items():
        contexts[gram[:-1]] += count
    counted = -sum(n * np.log(n / contexts[gram[:-1]]) for gram, n in grams.items())
    counted /= grams.total()
    assert context_entropy(automaton, context_size) == pytest.approx(counted, abs=0.004)


def test_longer_contexts_never_hurt_and_lead_to_the_entropy_rate():
    automaton = Kingdom().automaton
    entropies = [context_entropy(automaton, n) for n in range(4)]
    assert entropies == sorted(entropies, reverse=True)
    assert entropies[-1] > automaton.entropy_rate
    # Once "a" or "b" has shown the state, the rest of this walk is known: one word is enough.
    cycle = Automaton([("s", 1, "a/b", "t"), ("t", 1, "c", "s")])
    assert context_entropy(cycle, 1) == pytest.approx(cycle.entropy_rate, rel=1e-12)


def test_negative_contexts_are_refused():
    with pytest.raises(ValueError, match="context_size must be 0 or more, got -1"):
        context_entropy(Automaton(RULES), -1)
