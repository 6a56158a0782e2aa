"""Right answers graded again and again: counted, kept, and reproduced where they fail."""

import pytest

from tests.bank import entries
from tests.bank.soak import Counts, Soaked, graded, soak

BY_CHANCE = """
def perplexity(probs, ids):
    nats = -np.log(probs[ids[:-1], ids[1:]])
    return float(np.exp(nats.mean())) * (1 + (np.random.random() < 0.3))
"""


@pytest.fixture
def answers():
    """Two answers to a cell, the first of which is right most of the time."""
    first, second = [e for e in entries("neural-bigram", "perplexity") if e.right][:2]
    return [first._replace(source=BY_CHANCE), second]


def taken(counts: Counts, runs: int) -> None:
    for turn in counts.turns(runs):
        counts.keep(turn.answers, soak(turn))


def test_every_answer_gets_its_runs_and_counting_goes_on_where_it_stopped(answers, tmp_path):
    path = tmp_path / "new" / "counts.json"
    taken(Counts(answers, path), 2)
    again = Counts(answers, path)
    assert [again.of(entry).runs for entry in answers] == [2, 2]
    assert not list(again.turns(2))
    taken(again, 3)
    assert "3 at least" in again.line


def test_a_run_that_failed_can_be_drawn_again(answers, tmp_path):
    counts = Counts(answers, tmp_path / "counts.json")
    taken(counts, 25)
    seeds = counts.of(answers[0]).seeds
    assert seeds
    assert not any(graded(answers[0], seed).full for seed in seeds)
    assert counts.of(answers[1]) == Soaked(25)
    assert str(seeds[0]) in "\n".join(counts.table())
    assert "1 answers ever lost points" in counts.line


def test_another_answer_or_another_check_is_counted_anew(answers, tmp_path):
    path = tmp_path / "counts.json"
    taken(Counts(answers, path), 1)
    changed = answers[1]._replace(source=f"{answers[1].source}\n# a comment\n")
    assert Counts([changed], path).of(changed) == Soaked()
    assert Counts([answers[1]], path).of(answers[1]).runs == 1
