import numpy as np
import pytest

from lmcore.ngrams.markov_chain import MarkovChain
from lmcore.ngrams.smoothing import AddK, best_k


def test_add_k_is_its_formula():
    ids = np.array([0, 1, 0, 2, 0, 1, 1])
    chain = MarkovChain(2, AddK(0.5)).fit(ids, vocab_size=4)
    assert np.exp(chain.next_log_probs(np.array([0]))) == pytest.approx(
        np.array([0.5, 2.5, 1.5, 0.5]) / (3 + 4 * 0.5)
    )
    assert np.exp(chain.next_log_probs(np.array([3]))) == pytest.approx([0.25] * 4)


def test_the_best_k_is_no_worse_than_others():
    rng = np.random.default_rng(0)
    ids, validation = rng.choice(30, (2, 400), p=np.arange(1, 31) / 465)
    chain = MarkovChain(2, AddK()).fit(ids, 30, validation)
    k = best_k(chain.counts, validation)
    for other in (k / 1.5, k * 1.5, 1.0):
        rival = MarkovChain(2, AddK(other)).fit(ids, 30)
        assert chain.perplexity(validation[1:]) <= rival.perplexity(validation[1:]) * 1.01
        losses = [-model.log_probs(validation)[1:].mean() for model in (chain, rival)]
        assert losses[0] <= losses[1] + 1e-9


@pytest.mark.parametrize("k", [0, -1, float("nan")])
def test_k_must_be_positive(k):
    with pytest.raises(ValueError, match="k must be positive"):
        AddK(k)
