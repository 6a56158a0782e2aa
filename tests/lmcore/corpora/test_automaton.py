import numpy as np
import pytest

from lmcore.corpora.automaton import Automaton

#: a sentence is "a b" or "a c c"; after that the other two thirds of the time it stops
RULES = [
    ("start", 3, "a", "middle"),
    ("start", 1, "", "end"),
    ("middle", 1, "b", "end"),
    ("middle", 1, "c c", "end"),
    ("end", 1, "./!", "start"),
]


def test_entropy_rate_of_a_small_grammar():
    # Per sentence: whether it is empty, which middle, which mark; over its mean length.
    first = -(3 / 4) * np.log(3 / 8 * 2) - (1 / 4) * np.log(1 / 4)
    entropy = first + 3 / 4 * np.log(2) + np.log(2)
    length = 3 / 4 * (1 + (1 + 2) / 2 + 1) + 1 / 4
    assert Automaton(RULES).entropy_rate == pytest.approx(entropy / length, rel=1e-12)


def test_log_probs_multiply_the_choices():
    automaton = Automaton(RULES)
    probs = np.exp(automaton.log_probs(["a", "c", "c", ".", "!"]))
    assert probs == pytest.approx([3 / 4, 1 / 2, 1, 1 / 2, 1 / 8])


def test_frequencies_are_those_of_a_long_walk():
    automaton = Automaton(RULES)
    words = automaton.walk(200_000, np.random.default_rng(0))
    for word in "abc.!":
        expected = automaton.arc_frequencies[automaton.word == automaton.words.index(word)].sum()
        assert words.count(word) / len(words) == pytest.approx(expected, abs=0.005)
    assert automaton.state_frequencies.sum() == pytest.approx(1)


@pytest.mark.parametrize("n_tokens", [1, 2, 37, 5000])
def test_walks_have_the_length_asked_for_and_obey_the_grammar(n_tokens):
    automaton = Automaton(RULES)
    words = automaton.walk(n_tokens, np.random.default_rng(n_tokens))
    assert len(words) == n_tokens
    assert np.isfinite(automaton.log_probs(words)).all()


def test_the_seed_decides():
    def walk(seed):
        return Automaton(RULES).walk(100, np.random.default_rng(seed))

    assert walk(1) == walk(1) != walk(2)


def test_unclear_grammars_are_refused():
    with pytest.raises(ValueError, match="state 's' has two arcs for 'x'"):
        Automaton([("s", 1, "x", "s"), ("s", 1, "x/y", "s")])
    with pytest.raises(ValueError, match="two arcs for 'x'"):
        Automaton([("s", 1, "x", "s"), ("s", 1, "", "t"), ("t", 1, "x", "s")])
    with pytest.raises(ValueError, match="state 'nowhere' has no rules"):
        Automaton([("s", 1, "x", "nowhere")])


def test_words_out_of_place_are_named():
    with pytest.raises(ValueError, match="word 1, 'a', cannot be said there"):
        Automaton(RULES).log_probs(["a", "a"])


def test_lengths_below_one_are_refused():
    with pytest.raises(ValueError, match="n_tokens must be at least 1, got 0"):
        Automaton(RULES).walk(0, np.random.default_rng(0))
