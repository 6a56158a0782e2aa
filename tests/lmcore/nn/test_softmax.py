import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lmcore.nn.softmax import log_softmax, stable_softmax

logits = hnp.arrays(
    np.float64,
    hnp.array_shapes(min_dims=1, max_dims=4, max_side=6),
    elements=st.floats(-1e4, 1e4),
)


@settings(deadline=None)
@given(logits, st.floats(-1e4, 1e4))
def test_softmax_is_a_distribution_that_no_constant_changes(z, constant):
    probs = stable_softmax(z)
    assert probs.shape == z.shape
    assert np.all(probs >= 0)
    np.testing.assert_allclose(probs.sum(axis=-1), 1, atol=1e-12)
    np.testing.assert_allclose(stable_softmax(z + constant), probs, atol=1e-9)


@settings(deadline=None)
@given(logits)
def test_log_softmax_is_the_logarithm_of_softmax(z):
    log_probs = log_softmax(z)
    assert np.all(np.isfinite(log_probs))
    np.testing.assert_allclose(np.exp(log_probs), stable_softmax(z), atol=1e-12)


def test_against_the_definition_in_each_row():
    z = np.random.default_rng(0).normal(size=(2, 3, 4))
    expected = np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)
    np.testing.assert_allclose(stable_softmax(z), expected)
    np.testing.assert_allclose(log_softmax(z), np.log(expected))


@pytest.mark.parametrize("scale", [1e3, 1e30])
def test_extreme_logits(scale):
    with np.errstate(over="raise", invalid="raise"):
        np.testing.assert_array_equal(stable_softmax([-scale, 0, scale]), [0, 0, 1])
        np.testing.assert_array_equal(log_softmax([-scale, 0, scale]), [-2 * scale, -scale, 0])


def test_a_masked_class_has_probability_zero():
    np.testing.assert_array_equal(stable_softmax([0.0, -np.inf, 0.0]), [0.5, 0, 0.5])


@pytest.mark.parametrize("function", [stable_softmax, log_softmax])
def test_the_input_stays_and_the_dtype_too(function):
    z = np.array([[1, 2, 3]], np.float32)
    assert function(z).dtype == np.float32
    np.testing.assert_array_equal(z, [[1, 2, 3]])
    assert function(np.array([1, 2])).dtype == np.float64


@pytest.mark.parametrize("function", [stable_softmax, log_softmax])
@pytest.mark.parametrize("z", [3.0, np.zeros((2, 0))])
def test_no_classes_is_an_error(function, z):
    with pytest.raises(ValueError, match="at least one logit"):
        function(z)
