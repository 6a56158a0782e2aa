import numpy as np
import pytest

from lmcore.evaluation.perplexity import bits_per_token, perplexity
from lmcore.models.neural_bigram import NeuralBigram


def test_of_a_model():
    model = NeuralBigram(8, 2, rng=0)
    model.parameters.values[:] = 0
    ids = np.random.default_rng(0).integers(8, size=100)
    assert perplexity(model, ids) == pytest.approx(8)
    assert bits_per_token(model, ids) == pytest.approx(3)


def test_of_losses():
    nats = np.random.default_rng(0).exponential(size=50)
    assert perplexity(nats) == pytest.approx(np.exp(nats.mean()))
    assert perplexity(nats.mean()) == pytest.approx(np.exp(nats.mean()))
    assert bits_per_token(nats) == pytest.approx(np.log2(perplexity(nats)))
    assert perplexity([0.0, np.inf]) == np.inf


@pytest.mark.parametrize("function", [perplexity, bits_per_token])
def test_errors(function):
    with pytest.raises(ValueError, match="losses are empty"):
        function([])
    with pytest.raises(ValueError, match="need a minus sign"):
        function([-1.0])
    with pytest.raises(TypeError, match="must be a model"):
        function([1.0], np.array([0]))
    with pytest.raises(TypeError, match="needs a text"):
        function(NeuralBigram(2, 1))
