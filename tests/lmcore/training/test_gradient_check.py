import numpy as np
import pytest

from lmcore.models.neural_lm import NeuralLM
from lmcore.training.gradient_check import check_gradient, check_model


@pytest.fixture
def x():
    return np.random.default_rng(0).normal(size=(3, 4))


def value(x):
    return float(np.sin(x).sum())


def test_tells_right_from_wrong_and_leaves_x_alone(x):
    before = x.copy()
    assert check_gradient(value, x, np.cos(x)) < 1e-8
    assert check_gradient(value, x, np.cos(x) * 1.01) > 1e-3
    wrong_entry = np.cos(x)
    wrong_entry[1, 2] += 0.1
    assert check_gradient(value, x, wrong_entry) > 1e-3
    np.testing.assert_array_equal(x, before)


def test_some_entries_only(x):
    calls = []
    error = check_gradient(
        lambda x: calls.append(1) or value(x), x, np.cos(x), max_entries=5, rng=0
    )
    assert error < 1e-8
    assert len(calls) == 10


def test_zero_gradients_agree(x):
    assert check_gradient(lambda x: 1.0, x, np.zeros_like(x)) == 0


def test_errors(x):
    with pytest.raises(TypeError, match="float64 array, got float32"):
        check_gradient(value, x.astype(np.float32), np.cos(x))
    with pytest.raises(ValueError, match=r"\(3, 4\), got \(3,\)"):
        check_gradient(value, x, np.zeros(3))


def test_a_wrong_backward_pass_is_found():
    class Forgetful(NeuralLM):
        def backward(self):
            super().backward()
            self.hidden.b_grad[...] = 0

    model = Forgetful(5, 2, 3, 2, rng=0, dtype=np.float64)
    errors = check_model(model, np.array([[0, 1], [2, 3]]), np.array([1, 4]))
    assert [name for name, error in errors.items() if error > 1e-3] == ["hidden.b"]
