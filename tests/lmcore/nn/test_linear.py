import numpy as np
import pytest

from lmcore.nn.linear import Linear
from lmcore.training.gradient_check import check_gradient


@pytest.fixture
def layer():
    rng = np.random.default_rng(0)
    layer = Linear(4, 3, rng, dtype=np.float64)
    layer.b[:] = rng.normal(size=3)
    return layer


def test_forward(layer):
    x = np.random.default_rng(1).normal(size=(5, 4))
    expected = [[sum(x[i] * layer.W[:, j]) + layer.b[j] for j in range(3)] for i in range(5)]
    np.testing.assert_allclose(layer.forward(x), expected)


def test_gradients_with_a_random_upstream_gradient(layer):
    rng = np.random.default_rng(1)
    x, upstream = rng.normal(size=(5, 4)), rng.normal(size=(5, 3))

    def value(_):
        return float((layer.forward(x) * upstream).sum())

    for _ in range(2):  # the second pass replaces the first
        layer.forward(x)
        dx = layer.backward(upstream)
    assert check_gradient(value, x, dx) < 1e-8
    assert check_gradient(value, layer.W, layer.W_grad) < 1e-8
    assert check_gradient(value, layer.b, layer.b_grad) < 1e-8


def test_the_gain_scales_the_weights():
    assert Linear(100, 200, 0).W.std() == pytest.approx(0.1, rel=0.05)
    assert Linear(100, 200, 0, gain=2).W.std() == pytest.approx(0.2, rel=0.05)


def test_wrong_shapes(layer):
    with pytest.raises(ValueError, match="call forward first"):
        layer.backward(np.zeros((5, 3)))
    with pytest.raises(ValueError, match=r"\(batch, 4\), got \(5, 3\)"):
        layer.forward(np.zeros((5, 3)))
    layer.forward(np.zeros((5, 4)))
    with pytest.raises(ValueError, match=r"\(5, 3\), got \(1, 3\)"):
        layer.backward(np.zeros((1, 3)))
