"""Four ways to add rows up by token: the backward pass of an embedding, and what each costs.

All do the same: ``sums[ids[i]] += rows[i]`` for every ``i``, one after the other. The page on
exercise 3.5 measures them, and so does ``benchmarks/embedding.py``; `lmcore.ops.one_hot` holds the
fastest, with its memory kept from call to call.
"""

import numpy as np

from lmcore.ops.products import product


def one_after_the_other(rows: np.ndarray, ids: np.ndarray, sums: np.ndarray) -> None:
    """NumPy's unbuffered addition.

    Parameters
    ----------
    rows : array (n, dim)
    ids : integer array (n,)
    sums : array (vocab, dim)
        Added to in place.
    """
    np.add.at(sums, ids, rows)


def sort_and_reduce(rows: np.ndarray, ids: np.ndarray, sums: np.ndarray) -> None:
    """Bring the rows of each token together, then add up each run at once.

    Parameters
    ----------
    rows : array (n, dim)
    ids : integer array (n,)
    sums : array (vocab, dim)
        Added to in place.
    """
    order = np.argsort(ids, kind="stable")  # (n,)
    in_order = ids[order]
    starts = np.flatnonzero(np.append(True, in_order[1:] != in_order[:-1]))
    sums[in_order[starts]] += np.add.reduceat(rows[order], starts, axis=0)


def one_hot_product(rows: np.ndarray, ids: np.ndarray, sums: np.ndarray) -> None:
    """The transposed one-hot matrix times the rows, zeros included.

    Parameters
    ----------
    rows : array (n, dim)
    ids : integer array (n,)
    sums : array (vocab, dim)
        Added to in place.
    """
    one_hot = (ids[:, None] == np.arange(len(sums))).astype(rows.dtype)  # (n, vocab)
    sums += product(one_hot.T, rows)


def sparse_product(rows: np.ndarray, ids: np.ndarray, sums: np.ndarray) -> None:
    """The same product with only the ones of the matrix stored.

    Parameters
    ----------
    rows : array (n, dim)
    ids : integer array (n,)
    sums : array (vocab, dim)
        Added to in place.
    """
    from scipy.sparse import csc_array

    n = len(ids)
    ones = np.ones(n, rows.dtype)
    transposed = csc_array((ones, ids, np.arange(n + 1)), shape=(len(sums), n))  # (vocab, n)
    sums += transposed @ rows


WAYS = {
    "one-hot product": one_hot_product,
    "np.add.at": one_after_the_other,
    "sort and reduce": sort_and_reduce,
    "sparse product": sparse_product,
}
