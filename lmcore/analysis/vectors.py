"""Vectors of length 1, and which of them are neighbors.

The dot product of two vectors of length 1 is the cosine of the angle between them. How often a
token occurs shows in the length of its vector, what it means in the direction. So vectors are
compared by direction.
"""

from typing import NamedTuple

import numpy as np

from lmcore.ops.products import product
from lmcore.text.token_ids import check_token_ids


def unit_rows(W: np.ndarray) -> np.ndarray:
    """Every row of a table divided by its length.

    Parameters
    ----------
    W : array (vocab, embed)
        One vector per token.

    Returns
    -------
    array (vocab, embed)
        float64. A row of zeros, which has no direction, stays zero: its cosine with all is 0.

    Raises
    ------
    TypeError, ValueError
        As :func:`check_table`.

    Examples
    --------
    >>> unit_rows([[3.0, 4.0], [0.0, 0.0]])
    array([[0.6, 0.8],
           [0. , 0. ]])
    """
    W = check_table(W)
    lengths = np.linalg.norm(W, axis=1, keepdims=True)  # (vocab, 1)
    return W / np.where(lengths > 0, lengths, 1)


def check_table(W: np.ndarray, min_rows: int = 1) -> np.ndarray:
    """Return ``W`` in float64, or say why it is no table of vectors.

    Parameters
    ----------
    W : array (rows, dim)
    min_rows : int
        How many vectors the caller needs.

    Returns
    -------
    array (rows, dim)
        A float64 copy.

    Raises
    ------
    TypeError
        If it does not hold numbers.
    ValueError
        If it is not two-dimensional, has too few rows, or holds NaN or infinity.
    """
    W = np.asarray(W)
    if W.dtype.kind not in "fiub":
        raise TypeError(
            f"W must be an array of numbers such as model.embedding.W, got dtype {W.dtype}"
        )
    if W.ndim != 2 or W.shape[1] == 0:
        raise ValueError(f"W must have the shape (vocab, embed), one row per token, got {W.shape}")
    if len(W) < min_rows:
        raise ValueError(f"W must have at least {min_rows} rows, got {len(W)}")
    W = W.astype(np.float64)
    if not np.isfinite(W).all():
        row = int(np.argmin(np.isfinite(W).all(axis=1)))
        raise ValueError(f"row {row} of W holds NaN or infinity: has the training diverged?")
    return W


class Neighbors(NamedTuple):
    """Token ids, the nearest first, and how near they are.

    Parameters
    ----------
    ids : integer array (..., k)
    cosines : array (..., k)
        Between -1 (opposite) and 1 (same direction).
    """

    ids: np.ndarray
    cosines: np.ndarray


def nearest_neighbors(W: np.ndarray, token_ids: int | np.ndarray, k: int = 5) -> Neighbors:
    """The ``k`` tokens with the highest cosine to a token, itself left out.

    Parameters
    ----------
    W : array (vocab, embed)
        One vector per token, such as ``model.embedding.W`` or ``model.output.W.T``.
    token_ids : int or integer array
        One token, or an array of any shape.
    k : int
        At most ``vocab - 1``.

    Returns
    -------
    Neighbors
        ``ids`` and ``cosines``, of the shape of ``token_ids`` with ``k`` at the end. Equally near
        tokens come in the order of their ids.

    Raises
    ------
    ValueError
        If ``W`` is no table of numbers, ``k`` is out of range, or there is no token id.
    TypeError, IndexError
        If something is no token id.

    Examples
    --------
    >>> W = np.array([[1.0, 0.0], [2.0, 0.1], [0.0, 1.0], [-1.0, 0.0]])
    >>> ids, cosines = nearest_neighbors(W, 0, k=2)
    >>> ids
    array([1, 2])
    >>> cosines.round(3)
    array([0.999, 0.   ])
    >>> nearest_neighbors(W, [0, 2, 3], k=1).ids
    array([[1],
           [1],
           [2]])
    """
    vectors = unit_rows(W)  # (vocab, embed)
    token_ids = check_token_ids(token_ids, len(vectors), "token_ids")
    if token_ids.size == 0:
        raise ValueError("token_ids is empty: give the id of at least one token")
    if not isinstance(k, int | np.integer) or not 1 <= k < len(vectors):
        raise ValueError(
            f"k must be a whole number from 1 to vocab - 1 = {len(vectors) - 1}, got {k}"
        )
    cosines = product(vectors[token_ids], vectors.T)  # (..., vocab)
    np.put_along_axis(cosines, token_ids[..., None], -np.inf, axis=-1)
    ids = np.argsort(-cosines, axis=-1, kind="stable")[..., :k]  # (..., k)
    return Neighbors(ids, np.take_along_axis(cosines, ids, axis=-1))
