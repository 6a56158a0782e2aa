import numpy as np
import pytest

from lmcore.ops import products
from lmcore.ops.products import product, product_by_einsum

SHAPES = [
    ((3, 4), (4, 5)),
    ((4,), (4, 5)),
    ((3, 4), (4,)),
    ((4,), (4,)),
    ((1, 1), (1, 1)),
    ((0, 4), (4, 5)),
    ((6, 4), (2, 4, 5)),
    ((2, 3, 4), (4, 5)),
    ((2, 3, 4), (2, 4, 5)),
    ((2, 3, 4), (4,)),
]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("left", "right"), SHAPES)
@pytest.mark.parametrize("transposed", [False, True])
@pytest.mark.parametrize("blas", [False, True])
def test_as_matmul(dtype, left, right, transposed, blas, monkeypatch):
    monkeypatch.setattr(products, "has_blas", lambda: blas)
    rng = np.random.default_rng(0)
    a, b = (rng.normal(size=shape).astype(dtype) for shape in (left, right))
    if transposed:  # arrays whose rows are not contiguous
        a, b = np.asfortranarray(a), np.asfortranarray(b)
    expected = np.matmul(a, b)
    found = product(a, b)
    assert found.shape == expected.shape
    assert found.dtype == dtype
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-6)
    out = np.full(expected.shape, np.nan, dtype)
    if expected.ndim:
        assert product(a, b, out) is out
        np.testing.assert_allclose(out, expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("blas", [False, True])
@pytest.mark.parametrize(("left", "right"), [((3, 4), (3, 4)), ((3,), (4, 5)), ((3, 1), (4, 5))])
def test_shapes_that_do_not_fit(left, right, blas, monkeypatch):
    monkeypatch.setattr(products, "has_blas", lambda: blas)
    with pytest.raises(ValueError):
        product(np.zeros(left), np.zeros(right))


def test_this_numpy_has_a_blas():
    assert products.has_blas()
    np.testing.assert_allclose(product_by_einsum(np.eye(3), np.ones((3, 2))), np.ones((3, 2)))
