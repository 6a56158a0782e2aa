from importlib import import_module

import numpy as np
import pytest

from lmcore.nn.cross_entropy import cross_entropy, cross_entropy_gradient
from lmcore.training.gradient_check import check_gradient


@pytest.fixture
def case():
    rng = np.random.default_rng(0)
    return rng.normal(scale=3, size=(7, 5)), rng.integers(5, size=7)


def test_against_the_definition(case):
    logits, targets = case
    probs = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    expected = np.mean([-np.log(probs[i, target]) for i, target in enumerate(targets)])
    assert cross_entropy(logits, targets) == pytest.approx(expected, rel=1e-12)
    assert cross_entropy_gradient(logits, targets)[0] == pytest.approx(expected, rel=1e-12)


def test_gradient(case):
    logits, targets = case
    _, gradient = cross_entropy_gradient(logits, targets)
    assert check_gradient(lambda z: cross_entropy(z, targets), logits, gradient) < 1e-8


@pytest.mark.parametrize("block", [1, 10, 12, 10**6])
def test_the_size_of_the_blocks_does_not_matter(case, block, monkeypatch):
    logits, targets = case
    loss, gradient = cross_entropy_gradient(logits, targets)
    monkeypatch.setattr(import_module("lmcore.nn.cross_entropy"), "BLOCK", block)
    blocked_loss, blocked_gradient = cross_entropy_gradient(logits, targets)
    assert blocked_loss == pytest.approx(loss, rel=1e-14)
    np.testing.assert_allclose(blocked_gradient, gradient, rtol=1e-14)


def test_in_place_gives_the_same_and_by_default_nothing_is_overwritten(case):
    logits, targets = case
    before = logits.copy()
    _, gradient = cross_entropy_gradient(logits, targets)
    np.testing.assert_array_equal(logits, before)
    _, same = cross_entropy_gradient(logits, targets, out=logits)
    assert same is logits
    np.testing.assert_array_equal(same, gradient)


def test_extreme_logits_have_a_finite_loss():
    logits = np.array([[1000.0, 0.0, -1000.0]])
    assert cross_entropy(logits, [2]) == 2000
    loss, gradient = cross_entropy_gradient(logits, [2])
    assert loss == 2000
    np.testing.assert_array_equal(gradient, [[1, 0, -1]])


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("offset", [-1000, -300, -90, -42, 0, 42, 90, 300, 1000])
def test_softmax_is_safe_at_every_height_of_the_logits(case, dtype, offset):
    """Most logits are exponentiated as they are: those far from zero must not be."""
    logits, targets = case
    logits = np.round(logits)  # exact in each dtype, moved or not
    expected_loss, expected = cross_entropy_gradient(logits.astype(np.float64), targets)
    for rows in (slice(None), slice(3)):  # all rows far from zero, or some
        moved = logits.astype(dtype)
        moved[rows] += dtype(offset)
        loss, gradient = cross_entropy_gradient(moved, targets)
        tolerance = 10 * float(np.finfo(dtype).eps)
        assert loss == pytest.approx(expected_loss, rel=tolerance)
        np.testing.assert_allclose(gradient, expected, atol=tolerance)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_logit_that_is_no_number_is_not_hidden(value):
    logits = np.zeros((2, 3))
    logits[1, 2] = value
    with np.errstate(invalid="ignore"):
        assert np.isnan(cross_entropy_gradient(logits, np.array([0, 0]))[0])


def test_a_logit_of_minus_infinity_is_a_probability_of_zero():
    loss, gradient = cross_entropy_gradient(np.array([[0.0, 0.0, -np.inf]]), np.array([0]))
    assert loss == pytest.approx(np.log(2))
    np.testing.assert_allclose(gradient, [[-0.5, 0.5, 0]])


@pytest.mark.parametrize("function", [cross_entropy, cross_entropy_gradient])
@pytest.mark.parametrize(
    ("logits", "targets", "error", "message"),
    [
        (np.zeros(3), [0], ValueError, r"\(batch, vocab\)"),
        (np.zeros((0, 3)), np.zeros(0, int), ValueError, r"\(batch, vocab\)"),
        (np.zeros((2, 3)), [0], ValueError, r"targets must have the shape \(2,\)"),
        (np.zeros((2, 3)), [[0], [1]], ValueError, r"targets must have the shape \(2,\)"),
        (np.zeros((2, 3)), [0, 3], IndexError, "token id 3"),
        (np.zeros((2, 3)), [0, -1], IndexError, "token id -1"),
        (np.zeros((2, 3)), [0.0, 1.0], TypeError, "integers"),
    ],
)
def test_errors(function, logits, targets, error, message):
    with pytest.raises(error, match=message):
        function(logits, np.asarray(targets))
