"""One-hot rows as a sparse matrix: looking up and adding up, written as matrix products.

A row with a single 1 at place ``i``, times a table, is row ``i`` of the table; the transposed
product adds every row of a gradient to the table row it came from. Stored sparsely, the zeros
cost nothing, and SciPy's compiled loops do the adding.
"""

from collections.abc import Callable

import numpy as np
from scipy.sparse import csr_array, sparray

try:
    from scipy.sparse._sparsetools import csc_matvecs, csr_matvecs  # not public; see _add_product
except ImportError:  # pragma: no cover
    csc_matvecs = csr_matvecs = None


class OneHot:
    """A matrix with a 1 in row ``i`` at each of the columns ``ids[i]``.

    Parameters
    ----------
    n_columns : int
    dtype : numpy dtype
        Of the ones; that of the tables they are multiplied with.

    Examples
    --------
    >>> one_hot = OneHot(n_columns=3)
    >>> one_hot.fill(np.array([[0], [2], [2]]))
    >>> sums = np.zeros((3, 1), np.float32)
    >>> one_hot.add_up(np.array([[1], [10], [100]], np.float32), sums)
    >>> sums.ravel()
    array([  1.,   0., 110.], dtype=float32)
    """

    def __init__(self, n_columns: int, dtype: type = np.float32):
        self.n_columns = n_columns
        self.dtype = dtype
        self._shape: tuple[int, ...] | None = None

    def fill(self, ids: np.ndarray) -> None:
        """Set the ones: ``ids`` (rows, ones_per_row) from 0 to ``n_columns - 1``, not checked."""
        if ids.shape != self._shape:
            self._allocate(ids.shape)
        # Building a sparse matrix takes longer than a small product with it; so it is built once
        # for every shape of batch, and its columns are written over.
        self._columns[...] = ids

    def look_up(self, table: np.ndarray, sums: np.ndarray) -> None:
        """Add to every row of ``sums`` (rows, dim) the rows of ``table`` (n_columns, dim) it chose.

        ``sums`` must be contiguous; the rows are added in its dtype.
        """
        _add_product(csr_matvecs, self._matrix, table, sums)

    def add_up(self, grad: np.ndarray, sums: np.ndarray) -> None:
        """Add every row of ``grad`` (rows, dim) to the rows of ``sums`` (n_columns, dim) it chose.

        ``sums`` must be contiguous; the rows are added in its dtype.
        """
        _add_product(csc_matvecs, self._transposed, grad, sums)

    def _allocate(self, shape: tuple[int, int]) -> None:
        rows, ones_per_row = shape
        size = rows * ones_per_row
        columns = np.zeros(size, np.int32)
        row_starts = np.arange(0, size + 1, ones_per_row, dtype=np.int32)
        self._matrix = csr_array(
            (np.ones(size, self.dtype), columns, row_starts), shape=(rows, self.n_columns)
        )
        self._transposed = self._matrix.T  # shares the memory of the columns
        self._columns = self._matrix.indices.reshape(shape)
        self._shape = shape


def _add_product(
    compiled: Callable | None, matrix: sparray, dense: np.ndarray, sums: np.ndarray
) -> None:
    """``sums += matrix @ dense``, added where it belongs.

    What the public operator returns is a new array of the size of the embedding, and making it
    takes longer than filling it; SciPy's compiled loops add to what is there.
    """
    if compiled is None:
        sums += matrix @ dense
        return
    dtype = sums.dtype
    compiled(
        *matrix.shape,
        dense.shape[1],
        matrix.indptr,
        matrix.indices,
        matrix.data.astype(dtype, copy=False),
        dense.ravel().astype(dtype, copy=False),
        sums.ravel(),
    )
