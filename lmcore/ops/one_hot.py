"""One-hot rows as a sparse matrix: looking up and adding up, written as matrix products.

A row with a single 1 at place ``i``, times a table, is row ``i`` of the table; the transposed
product adds every row of a gradient to the table row it came from. Stored sparsely, the zeros
cost nothing. SciPy's compiled loops do the adding where SciPy is, NumPy's where it is not.
"""

import functools
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import DTypeLike

from lmcore.ops.scatter_add import sort_and_reduce


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

    def __init__(self, n_columns: int, dtype: DTypeLike = np.float32):
        self.n_columns = n_columns
        self.dtype = np.dtype(dtype)
        self._ids = np.empty((0, 1), np.int32)

    def fill(self, ids: np.ndarray) -> None:
        """Set the ones.

        Parameters
        ----------
        ids : integer array (rows, ones_per_row)
            From 0 to ``n_columns - 1``, which is not checked. Copied.
        """
        self._ids = ids.astype(np.int32)

    def look_up(self, table: np.ndarray, sums: np.ndarray) -> None:
        """Add to every row of ``sums`` the rows of ``table`` that it chose.

        Parameters
        ----------
        table : array (n_columns, dim)
        sums : array (rows, dim)
            Contiguous, added to in place; the rows are added in its dtype.
        """
        loops = compiled_loops()
        if loops is None:
            for ids in self._ids.T:  # of one place in every row
                sums += table[ids]
        else:
            self._add_product(loops.csr_matvecs, (len(self._ids), self.n_columns), table, sums)

    def add_up(self, grad: np.ndarray, sums: np.ndarray) -> None:
        """Add every row of ``grad`` to the rows of ``sums`` that it chose.

        Parameters
        ----------
        grad : array (rows, dim)
        sums : array (n_columns, dim)
            Contiguous, added to in place; the rows are added in its dtype.
        """
        loops = compiled_loops()
        if loops is None:
            for ids in self._ids.T:
                sort_and_reduce(grad, ids, sums)
        else:
            self._add_product(loops.csc_matvecs, (self.n_columns, len(self._ids)), grad, sums)

    def _add_product(
        self,
        loop: Callable[..., None],
        shape: tuple[int, int],
        dense: np.ndarray,
        sums: np.ndarray,
    ) -> None:
        """``sums += matrix @ dense`` for the matrix, or its transpose, of this shape.

        The operator of a sparse array returns a new array of the size of the embedding, and
        making that takes longer than filling it; the loops under it add to what is there.
        """
        starts, ones = _rows_of_ones(*self._ids.shape, sums.dtype)
        dense = dense.ravel().astype(sums.dtype, copy=False)
        loop(*shape, sums.shape[1], starts, self._ids.ravel(), ones, dense, sums.ravel())


class CompiledLoops(NamedTuple):
    """SciPy's products of a compressed sparse matrix with a dense one, added to a dense one.

    Parameters
    ----------
    csr_matvecs, csc_matvecs : callable
        Of a matrix compressed by rows, or by columns.
    """

    csr_matvecs: Callable[..., None]
    csc_matvecs: Callable[..., None]


@functools.cache
def compiled_loops() -> CompiledLoops | None:
    """SciPy's loops, imported when first used.

    Returns
    -------
    CompiledLoops or None
        None where SciPy, or this part of it, is not.
    """
    try:
        from scipy.sparse import _sparsetools  # not public: tests/contracts

        return CompiledLoops(_sparsetools.csr_matvecs, _sparsetools.csc_matvecs)
    except (ImportError, AttributeError):
        return None


@functools.lru_cache(maxsize=16)  # one entry for each shape of batch that is in use
def _rows_of_ones(rows: int, ones_per_row: int, dtype: np.dtype) -> tuple[np.ndarray, np.ndarray]:
    """Where each row of the matrix begins, and its ones: all that does not depend on the ids."""
    size = rows * ones_per_row
    return np.arange(0, size + 1, ones_per_row, dtype=np.int32), np.ones(size, dtype)
