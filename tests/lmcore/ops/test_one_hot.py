import numpy as np
import pytest

from lmcore.ops import one_hot as module
from lmcore.ops.one_hot import OneHot


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_products_with_the_matrix_and_its_transpose_when_refilled(compiled, dtype, monkeypatch):
    if not compiled:  # as without SciPy, or with one whose private routine has moved
        monkeypatch.setattr(module, "compiled_loops", lambda: None)
    rng = np.random.default_rng(0)
    one_hot = OneHot(n_columns=6, dtype=dtype)
    table = rng.normal(size=(6, 3)).astype(dtype)
    for shape in ((5, 2), (5, 2), (4, 1), (5, 2), (1, 3)):
        ids, grad = rng.integers(6, size=shape), rng.normal(size=(shape[0], 3)).astype(dtype)
        one_hot.fill(ids)
        sums = rng.normal(size=(shape[0], 3)).astype(dtype)
        expected = sums + table[ids].sum(axis=1)
        one_hot.look_up(table, sums)
        np.testing.assert_allclose(sums, expected, rtol=1e-4)
        sums = rng.normal(size=(6, 3)).astype(dtype)
        expected = sums.copy()
        np.add.at(expected, ids, grad[:, None])
        one_hot.add_up(grad, sums)
        np.testing.assert_allclose(sums, expected, rtol=1e-4)
        assert sums.dtype == dtype


def test_scipys_loops_are_there():
    assert module.compiled_loops() is not None
