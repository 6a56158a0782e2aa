import numpy as np
import pytest

from lmcore.models.deep_lm import DeepLM
from lmcore.models.neural_lm import NeuralLM
from lmcore.training.gradient_check import check_model

CONTEXTS = np.array([[0, 1], [4, 4], [2, 3], [1, 0]])
TARGETS = np.array([2, 3, 0, 4])


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("residual", [False, True])
@pytest.mark.parametrize("n_hidden", [1, 2, 4])
def test_gradients(activation, residual, n_hidden):
    options = {"activation": activation, "residual": residual, "embed_scale": 1.0}
    model = DeepLM(5, 3, 6, 2, n_hidden, rng=0, dtype=np.float64, **options)
    rng = np.random.default_rng(1)
    for layer in model.hidden:  # away from the kink of relu, and from a mistake hidden by zeros
        layer.b[:] = rng.normal(size=6)
    errors = check_model(model, CONTEXTS, TARGETS)
    assert len(errors) == 1 + 2 * n_hidden + 2
    assert max(errors.values()) < 1e-6


@pytest.mark.parametrize("residual", [False, True])
def test_one_hidden_layer_is_the_model_of_the_course(residual):
    deep = DeepLM(5, 3, 6, 2, n_hidden=1, residual=residual, rng=0)
    shallow = NeuralLM(5, 3, 6, 2, rng=0)
    np.testing.assert_allclose(deep.forward(CONTEXTS), shallow.forward(CONTEXTS), rtol=1e-5)


def test_a_residual_layer_that_adds_nothing_passes_its_input_on():
    deep, shallow = (DeepLM(5, 3, 6, 2, n, residual=True, rng=0) for n in (4, 1))
    for layer in deep.hidden[1:]:
        layer.W[...] = 0
    deep.output.W[...] = shallow.output.W
    np.testing.assert_allclose(deep.forward(CONTEXTS), shallow.forward(CONTEXTS), rtol=1e-6)


def test_the_gain_scales_the_hidden_weights_only():
    plain, small = DeepLM(5, 3, 6, 2, 3, rng=0), DeepLM(5, 3, 6, 2, 3, rng=0, gain=0.1)
    for a, b in zip(plain.hidden, small.hidden, strict=True):
        np.testing.assert_allclose(0.1 * a.W, b.W, rtol=1e-6)
    np.testing.assert_array_equal(plain.output.W, small.output.W)


def test_errors():
    with pytest.raises(ValueError, match="n_hidden must be at least 1"):
        DeepLM(5, 3, 6, 2, n_hidden=0)
    with pytest.raises(ValueError, match="activation must be one of"):
        DeepLM(5, 3, 6, 2, n_hidden=1, activation="step")
    with pytest.raises(ValueError, match="needs a loss"):
        DeepLM(5, 3, 6, 2, n_hidden=1).backward()
