import numpy as np

from lmcore.one_hot import OneHot


def test_products_with_the_matrix_and_its_transpose_when_refilled():
    rng = np.random.default_rng(0)
    one_hot = OneHot(n_columns=6, dtype=np.float64)
    table = rng.normal(size=(6, 3))
    for shape in ((5, 2), (5, 2), (4, 1), (5, 2)):
        ids, grad = rng.integers(6, size=shape), rng.normal(size=(shape[0], 3))
        one_hot.fill(ids)
        np.testing.assert_allclose(one_hot.look_up(table), table[ids].sum(axis=1))
        expected = np.zeros((6, 3))
        np.add.at(expected, ids, grad[:, None])
        np.testing.assert_allclose(one_hot.add_up(grad), expected)
