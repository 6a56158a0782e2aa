"""Word vectors without a network: count what stands near a word, and keep the main directions.

Counts are turned into positive pointwise mutual information, which says how much more often two
words meet than if they did not care for each other, and reduced by a singular value decomposition
(Levy and Goldberg 2014, Neural Word Embedding as Implicit Matrix Factorization). It is the
yardstick for the vectors that a network learns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lmcore.text.token_ids import check_token_ids

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SIDES = {"before": (-1,), "after": (1,), "both": (-1, 1)}


def count_vectors(
    ids: np.ndarray, vocab_size: int, dim: int, *, window: int = 4, side: str = "both"
) -> np.ndarray:
    """A vector for every token from the tokens around it.

    Parameters
    ----------
    ids : integer array (n,)
        The text.
    vocab_size : int
    dim : int
        Length of the vectors, below ``vocab_size``.
    window : int
        How many positions count on a side. Each position has counts of its own.
    side : {"before", "after", "both"}
        What comes before a word tells which part of speech it is; what comes after, what it
        leads to, which is all that the input table of a language model can learn.

    Returns
    -------
    array (vocab_size, dim)
        float64. A token that does not occur has a row of zeros.

    Raises
    ------
    ValueError
        If the text is not longer than the window, or ``dim`` or ``side`` is not possible.
    TypeError, IndexError
        If the ids are no token ids.

    Examples
    --------
    >>> ids = np.array([0, 2, 1, 2, 0, 3, 1, 3] * 20)  # 0 and 1 stand beside the same tokens
    >>> vectors = count_vectors(ids, vocab_size=4, dim=2, window=1)
    >>> bool(vectors[0] @ vectors[1] > 10 * abs(vectors[0] @ vectors[2]))
    True
    """
    ids = check_token_ids(ids, vocab_size)
    if window < 1 or ids.ndim != 1 or len(ids) <= window:
        raise ValueError(f"window={window} needs a longer text of one dimension, got {ids.shape}")
    if not 1 <= dim < vocab_size:
        raise ValueError(f"dim must be from 1 to vocab_size - 1 = {vocab_size - 1}, got {dim}")
    if side not in SIDES:
        raise ValueError(f"side must be one of {', '.join(SIDES)}, got {side!r}")
    from scipy.sparse import hstack  # here: SciPy takes three times as long to import as lmcore
    from scipy.sparse.linalg import svds

    positions = [sign * step for sign in SIDES[side] for step in range(1, window + 1)]
    counts = hstack([_counts_at(ids, vocab_size, position) for position in positions])
    # The start of the iteration decides the signs of the result: fixed, so that it repeats.
    left, scale, _ = svds(_positive_information(counts), k=dim, v0=np.ones(vocab_size))
    # The root of the singular values keeps a few strong directions from drowning the rest.
    return left[:, ::-1] * np.sqrt(scale[::-1])  # (vocab, dim)


def _counts_at(ids: np.ndarray, vocab_size: int, position: int) -> csr_array:
    """How often each token (row) has each other (column) so many places after it."""
    from scipy.sparse import coo_array

    first, second = (ids, np.roll(ids, -position))
    inside = slice(None, -position) if position > 0 else slice(-position, None)
    pairs = (first[inside], second[inside])
    ones = np.ones(len(pairs[0]))
    return coo_array((ones, pairs), shape=(vocab_size, vocab_size)).tocsr()


def _positive_information(counts: csr_array) -> csr_array:
    """``log(p(x, y) / (p(x) p(y)))`` where positive; what never met counts as 0."""
    from scipy.sparse import csr_array

    joint = counts.tocoo()
    total = joint.data.sum()
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    data = np.log(joint.data * total / (rows[joint.row] * columns[joint.col]))
    return csr_array((np.maximum(data, 0), (joint.row, joint.col)), shape=joint.shape)
