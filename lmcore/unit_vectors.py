"""Vectors of length 1: their dot product is the cosine of the angle between them.

How often a token occurs shows in the length of its vector, what it means in the direction. So
vectors are compared by direction.
"""

import numpy as np


def unit_rows(W: np.ndarray) -> np.ndarray:
    """Every row of a table divided by its length.

    Parameters
    ----------
    W : array (vocab, embed)
        One vector a token.

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
        raise ValueError(f"W must have the shape (vocab, embed), one row a token, got {W.shape}")
    if len(W) < min_rows:
        raise ValueError(f"W must have at least {min_rows} rows, got {len(W)}")
    W = W.astype(np.float64)
    if not np.isfinite(W).all():
        row = int(np.argmin(np.isfinite(W).all(axis=1)))
        raise ValueError(f"row {row} of W holds NaN or infinity: has the training diverged?")
    return W
