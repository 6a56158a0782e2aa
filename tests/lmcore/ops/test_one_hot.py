import numpy as np
import pytest

from lmcore.ops import one_hot as module
from lmcore.ops.one_hot import OneHot


@pytest.mark.parametrize("compiled", [True, False])
def test_products_with_the_matrix_and_its_transpose_when_refilled(compiled, monkeypatch):
    if not compiled:  # as with a SciPy whose private routine has moved
        monkeypatch.setattr(module, "csc_matvecs", None)
        monkeypatch.setattr(module, "csr_matvecs", None)
    rng = np.random.default_rng(0)
    one_hot = OneHot(n_columns=6, dtype=np.float64)
    table = rng.normal(size=(6, 3))
    for shape in ((5, 2), (5, 2), (4, 1), (5, 2)):
        ids, grad = rng.integers(6, size=shape), rng.normal(size=(shape[0], 3))
        one_hot.fill(ids)
        sums = rng.normal(size=(shape[0], 3))
        expected = sums + table[ids].sum(axis=1)
        one_hot.look_up(table, sums)
        np.testing.assert_allclose(sums, expected)
        sums = rng.normal(size=(6, 3))
        expected = sums.copy()
        np.add.at(expected, ids, grad[:, None])
        one_hot.add_up(grad, sums)
        np.testing.assert_allclose(sums, expected)
