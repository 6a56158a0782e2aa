import numpy as np
import pytest

from lmcore.models.mixture import Mixture
from lmcore.models.neural_bigram import NeuralBigram
from lmcore.models.protocol import LanguageModel


class Unigram:
    context_size = 0

    def __init__(self, probs):
        with np.errstate(divide="ignore"):
            self.logs = np.log(np.asarray(probs, float))
        self.vocab_size = len(probs)

    def next_log_probs(self, context):
        return self.logs

    def log_probs(self, ids):
        return self.logs[ids]


def test_probabilities_are_averaged():
    mixture = Mixture([Unigram([0.5, 0.5, 0]), Unigram([0.1, 0.2, 0.7])], weights=[0.25, 0.75])
    expected = [0.2, 0.275, 0.525]
    np.testing.assert_allclose(np.exp(mixture.next_log_probs(np.array([0]))), expected)
    np.testing.assert_allclose(
        np.exp(mixture.log_probs(np.array([2, 0]))), [expected[2], expected[0]]
    )


def test_is_a_language_model_with_the_longest_context():
    mixture = Mixture([NeuralBigram(3, 2, context_size=2), Unigram([0.2, 0.3, 0.5])])
    assert isinstance(mixture, LanguageModel)
    assert (mixture.vocab_size, mixture.context_size) == (3, 2)


def test_fitted_weights_are_the_likeliest():
    ids = np.random.default_rng(0).choice(2, size=5000, p=[0.35, 0.65])
    mixture = Mixture([Unigram([0.9, 0.1]), Unigram([0.2, 0.8])])
    share = (ids == 0).mean()
    weights = mixture.fit_weights(ids)
    assert weights[0] == pytest.approx((share - 0.2) / 0.7, abs=1e-3)
    assert weights.sum() == pytest.approx(1)
    best = mixture.log_probs(ids).mean()
    for other in np.linspace(0, 1, 21):
        mixture.weights = np.array([other, 1 - other])
        assert mixture.log_probs(ids).mean() <= best + 1e-9


def test_errors():
    model = Unigram([0.5, 0.5, 0.0])
    with pytest.raises(ValueError, match="models is empty"):
        Mixture([])
    with pytest.raises(ValueError, match=r"one vocabulary, got the sizes \[1, 3\]"):
        Mixture([model, Unigram([1.0])])
    for weights in ([0.5, 0.6], [1.5, -0.5], [1.0]):
        with pytest.raises(ValueError, match="2 numbers of at least 0 with sum 1"):
            Mixture([model, model], weights)
    with pytest.raises(ValueError, match="token 1 of ids has probability 0"):
        Mixture([model, model]).fit_weights(np.array([0, 2]))


def test_a_model_without_weight_counts_for_nothing():
    likely, hopeless = Unigram([1.0, 0.0]), Unigram([1e-300, 1.0])
    mixture = Mixture([likely, hopeless, Unigram([0.0, 1.0])], weights=[0.0, 1.0, 0.0])
    np.testing.assert_allclose(mixture.log_probs(np.array([0, 1])), [np.log(1e-300), 0])
    impossible = Mixture([likely, hopeless], weights=[1.0, 0.0])
    assert impossible.log_probs(np.array([1])) == -np.inf
