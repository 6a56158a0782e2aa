import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lmcore.nn.embedding import Embedding
from lmcore.training.gradient_check import check_gradient
from tests.machine import needed

indices = hnp.arrays(
    np.int64, hnp.array_shapes(min_dims=1, max_dims=3, max_side=7), elements=st.integers(0, 4)
)


@settings(deadline=None)
@given(indices)
def test_forward_looks_up_and_backward_adds_up(ids):
    embedding = Embedding(5, 3, rng=0, dtype=np.float64)
    np.testing.assert_array_equal(embedding.forward(ids), embedding.W[ids])
    grad = np.random.default_rng(1).normal(size=(*ids.shape, 3))
    expected = np.zeros((5, 3))
    np.add.at(expected, ids, grad)
    embedding.backward(grad, ids)
    np.testing.assert_allclose(embedding.W_grad, expected)
    embedding.backward(grad, ids)
    np.testing.assert_allclose(embedding.W_grad, 2 * expected)


def test_gradient_with_a_random_upstream_gradient():
    rng = np.random.default_rng(0)
    embedding = Embedding(6, 4, rng, scale=1, dtype=np.float64)
    ids, upstream = rng.integers(6, size=(3, 5)), rng.normal(size=(3, 5, 4))
    embedding.backward(upstream, ids)
    error = check_gradient(
        lambda W: float((embedding.forward(ids) * upstream).sum()), embedding.W, embedding.W_grad
    )
    assert error < 1e-8


def test_starts_small_and_by_its_generator():
    first, second = (Embedding(200, 50, rng=3).W for _ in range(2))
    np.testing.assert_array_equal(first, second)
    assert first.std() == pytest.approx(0.01, rel=0.05)


def test_works_after_the_table_was_replaced():
    embedding = Embedding(5, 2)
    embedding.backward(np.ones((1, 2)), np.array([4]))
    embedding.W = np.arange(12.0).reshape(4, 3)
    np.testing.assert_array_equal(embedding.forward(np.array([1])), [[3, 4, 5]])
    embedding.backward(np.ones((2, 3)), np.array([1, 1]))
    np.testing.assert_array_equal(embedding.W_grad, [[0] * 3, [2] * 3, [0] * 3, [0] * 3])
    assert embedding.W_grad.dtype == np.float64


def test_forward_writes_where_it_is_told():
    embedding = Embedding(5, 2)
    place = np.empty((3, 2), np.float32)
    assert embedding.forward(np.array([0, 1, 4], np.uint8), out=place) is place
    np.testing.assert_array_equal(place, embedding.W[[0, 1, 4]])


@pytest.mark.parametrize(
    ("ids", "error"), [([0, 5], IndexError), ([-1], IndexError), ([0.5], TypeError)]
)
def test_what_is_no_token_is_an_error(ids, error):
    embedding = Embedding(5, 2)
    with pytest.raises(error):
        embedding.forward(np.array(ids))
    with pytest.raises(error):
        embedding.backward(np.zeros((len(ids), 2)), np.array(ids))


def test_a_gradient_of_another_shape_is_not_broadcast():
    with pytest.raises(ValueError, match=r"\(3, 2\), got \(2,\)"):
        Embedding(5, 2).backward(np.zeros(2), np.array([0, 1, 2]))


def test_against_pytorch():
    torch = needed("torch")
    rng = np.random.default_rng(0)
    embedding = Embedding(6, 4, rng, scale=1, dtype=np.float64)
    ids, upstream = rng.integers(6, size=(3, 5)), rng.normal(size=(3, 5, 4))
    weight = torch.tensor(embedding.W, requires_grad=True)
    out = torch.nn.functional.embedding(torch.from_numpy(ids), weight)
    out.backward(torch.from_numpy(upstream))
    embedding.backward(upstream, ids)
    np.testing.assert_array_equal(embedding.forward(ids), out.detach().numpy())
    np.testing.assert_allclose(embedding.W_grad, weight.grad.numpy(), rtol=1e-12, atol=1e-15)
