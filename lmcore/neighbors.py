"""Nearest neighbors: the tokens whose vectors point in nearly the same direction."""

from typing import NamedTuple

import numpy as np

from lmcore.token_ids import check_token_ids
from lmcore.unit_vectors import unit_rows


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
        One vector a token, such as ``model.embedding.W`` or ``model.output.W.T``.
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
    cosines = vectors[token_ids] @ vectors.T  # (..., vocab)
    np.put_along_axis(cosines, token_ids[..., None], -np.inf, axis=-1)
    ids = np.argsort(-cosines, axis=-1, kind="stable")[..., :k]  # (..., k)
    return Neighbors(ids, np.take_along_axis(cosines, ids, axis=-1))
