import numpy as np
import pytest

from lmcore.nn.context_layer import ContextLayer
from lmcore.nn.embedding import Embedding
from lmcore.nn.linear import Linear


@pytest.fixture
def layers():
    embedding = Embedding(5, 2, rng=1, scale=1, dtype=np.float64)
    linear = Linear(6, 4, rng=2, dtype=np.float64)
    linear.b[:] = [1, 2, 3, 4]
    return embedding, linear


@pytest.mark.parametrize("batch", [1, 4, 30])
def test_both_orders_of_the_products_agree(batch, layers):
    embedding, linear = layers
    rng = np.random.default_rng(0)
    contexts, dz = rng.integers(5, size=(batch, 3)), rng.normal(size=(batch, 4))
    z, chosen = ContextLayer(embedding, linear).forward(contexts)
    by_table = ContextLayer(embedding, linear).backward(dz, chosen)
    vectors = embedding.forward(contexts)
    np.testing.assert_allclose(z, linear.forward(vectors.reshape(batch, 6)), rtol=1e-12)
    embedding.backward(linear.backward(dz).reshape(vectors.shape), contexts)
    np.testing.assert_allclose(by_table.embedding, embedding.W_grad, rtol=1e-12)
    np.testing.assert_allclose(by_table.W, linear.W_grad, rtol=1e-12)
    np.testing.assert_allclose(by_table.b, linear.b_grad, rtol=1e-12)


def test_writes_to_nobodys_arrays(layers):
    embedding, linear = layers
    before = {id(layer): {k: np.copy(v) for k, v in vars(layer).items()} for layer in layers}
    layer = ContextLayer(embedding, linear)
    z, chosen = layer.forward(np.array([[0, 1, 2], [4, 4, 4]]))
    layer.forward(np.array([[3, 3, 3]]))  # the pass before does not depend on it
    first = layer.backward(z, chosen)
    for one, other in zip(first, layer.backward(z, chosen), strict=True):
        np.testing.assert_array_equal(one, other)
    for layer in layers:
        for name, value in before[id(layer)].items():
            np.testing.assert_array_equal(vars(layer)[name], value)


def test_pays_for_large_batches_of_a_small_vocabulary(layers):
    layer = ContextLayer(*layers)
    assert [layer.pays(n) for n in (1, 14, 15, 1000)] == [False, False, True, True]
