import numpy as np
import pytest

from lmcore.nn.context_layer import ContextLayer
from lmcore.nn.embedding import Embedding
from lmcore.nn.linear import Linear


@pytest.mark.parametrize("batch", [1, 4, 30])
def test_both_orders_of_the_products_agree(batch, monkeypatch):
    rng = np.random.default_rng(0)
    contexts, dz = rng.integers(5, size=(batch, 3)), rng.normal(size=(batch, 4))
    results = []
    for table_from in (0, 100):
        monkeypatch.setattr(ContextLayer, "TABLE_FROM", table_from)
        embedding = Embedding(5, 2, rng=1, scale=1, dtype=np.float64)
        linear = Linear(6, 4, rng=2, dtype=np.float64)
        linear.b[:] = [1, 2, 3, 4]
        layer = ContextLayer(embedding, linear)
        z = layer.forward(contexts).copy()
        for _ in range(2):  # the second pass replaces the first
            layer.backward(dz)
        results.append((z, embedding.W_grad, linear.W_grad, linear.b_grad))
    for by_table, by_vectors in zip(*results, strict=True):
        np.testing.assert_allclose(by_table, by_vectors, rtol=1e-12)
