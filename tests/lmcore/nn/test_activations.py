import numpy as np
import pytest

from lmcore.nn.activations import ACTIVATIONS
from lmcore.training.gradient_check import check_gradient


@pytest.mark.parametrize(("name", "expected"), [("tanh", np.tanh), ("relu", lambda z: z * (z > 0))])
def test_forward_and_backward(name, expected):
    activation = ACTIVATIONS[name]
    rng = np.random.default_rng(0)
    z, upstream = rng.normal(size=(2, 4, 5))
    h = activation.forward(z.copy())
    np.testing.assert_allclose(h, expected(z))
    dz = activation.backward(upstream.copy(), h)
    error = check_gradient(lambda z: float((activation.forward(z.copy()) * upstream).sum()), z, dz)
    assert error < 1e-8
