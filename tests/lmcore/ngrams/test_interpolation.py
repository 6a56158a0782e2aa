import numpy as np
import pytest

from lmcore.corpora.kingdom import Kingdom
from lmcore.ngrams.interpolation import Interpolated, fit_weights
from lmcore.ngrams.markov_chain import MarkovChain
from lmcore.text.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def texts():
    tokens = Kingdom().generate(6000, np.random.default_rng(0))
    vocabulary = Vocabulary.from_tokens(tokens)
    ids = vocabulary.encode(tokens)
    return ids[:4000], ids[4000:], len(vocabulary)


def test_interpolation_is_its_formula():
    ids = np.array([0, 1, 0, 2, 0, 1, 1])
    chain = MarkovChain(2, Interpolated((0.9, 0.6))).fit(ids, vocab_size=3)
    unigram = 0.9 * np.array([3, 3, 1]) / 7 + 0.1 / 3
    bigram = 0.6 * np.array([0, 2, 1]) / 3 + 0.4 * unigram
    assert np.exp(chain.next_log_probs(np.array([0]))) == pytest.approx(bigram)


def test_fitted_weights_are_a_maximum(texts):
    ids, validation, vocab_size = texts
    chain = MarkovChain(3, "interpolated").fit(ids, vocab_size, validation)
    weights = np.array(fit_weights(chain.counts, validation))
    best = chain.log_probs(validation).mean()
    assert ((weights > 0) & (weights < 1)).all()
    for i in range(3):
        for step in (-0.02, 0.02):
            moved = weights.copy()
            moved[i] = np.clip(moved[i] + step, 0.001, 0.999)
            rival = MarkovChain(3, Interpolated(tuple(moved))).fit(ids, vocab_size)
            assert rival.log_probs(validation).mean() < best


def test_one_weight_for_each_order():
    with pytest.raises(ValueError, match="weights must be 2, one an order, got 3"):
        MarkovChain(2, Interpolated((0.5, 0.5, 0.5))).fit(np.array([0, 1]), 2)
