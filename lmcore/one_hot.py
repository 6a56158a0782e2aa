"""One-hot rows as a sparse matrix: looking up and adding up, written as matrix products.

A row with a single 1 at place ``i``, times a table, is row ``i`` of the table; the transposed
product adds every row of a gradient to the table row it came from. Stored sparsely, the zeros
cost nothing, and SciPy's compiled loops do the adding.
"""

import numpy as np
from scipy.sparse import csr_array


class OneHot:
    """A matrix with a 1 in row ``i`` at each of the columns ``ids[i]``.

    Parameters
    ----------
    n_columns : int
    dtype : numpy dtype

    Examples
    --------
    >>> one_hot = OneHot(n_columns=3)
    >>> one_hot.fill(np.array([[0], [2], [2]]))
    >>> one_hot.add_up(np.array([[1.0], [10.0], [100.0]]))
    array([[  1.],
           [  0.],
           [110.]])
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

    def look_up(self, table: np.ndarray) -> np.ndarray:
        """Sum of the chosen rows of ``table`` (n_columns, dim), for each row: (rows, dim)."""
        return self._matrix @ table

    def add_up(self, grad: np.ndarray) -> np.ndarray:
        """For every column the sum of those rows of ``grad`` (rows, dim) that chose it."""
        return self._transposed @ grad

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
