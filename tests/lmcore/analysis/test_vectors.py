import numpy as np
import pytest

from lmcore.analysis.vectors import check_table, unit_rows


def test_rows_keep_their_direction_and_get_length_one():
    W = np.random.default_rng(0).normal(size=(7, 3)).astype(np.float32) * 5
    unit = unit_rows(W)
    assert unit.dtype == np.float64
    np.testing.assert_allclose(np.linalg.norm(unit, axis=1), 1)
    np.testing.assert_allclose(unit * np.linalg.norm(W, axis=1, keepdims=True), W, rtol=1e-6)


def test_a_row_of_zeros_stays_zero():
    assert np.array_equal(unit_rows(np.zeros((2, 3))), np.zeros((2, 3)))


def test_the_table_given_is_not_changed():
    W = np.full((2, 2), 3.0)
    unit_rows(W)
    assert np.array_equal(W, np.full((2, 2), 3.0))


@pytest.mark.parametrize(
    ("W", "error", "message"),
    [
        (np.zeros(3), ValueError, r"\(vocab, embed\).*\(3,\)"),
        (np.zeros((3, 0)), ValueError, r"\(3, 0\)"),
        ([["a", "b"]], TypeError, "dtype <U1"),
        ([[1.0, 2.0], [np.nan, 0.0]], ValueError, "row 1 of W holds NaN"),
        ([[np.inf, 2.0]], ValueError, "row 0"),
    ],
)
def test_what_is_no_table_is_refused(W, error, message):
    with pytest.raises(error, match=message):
        check_table(W)


def test_too_few_rows_are_refused():
    with pytest.raises(ValueError, match="at least 4 rows, got 3"):
        check_table(np.ones((3, 2)), min_rows=4)
