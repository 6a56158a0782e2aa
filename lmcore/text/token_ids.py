"""Token ids: the whole numbers that stand for tokens, and the one check they all pass."""

import numpy as np
from numpy.typing import ArrayLike

_UNSIGNED = {1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.uint64}


def check_token_ids(ids: ArrayLike, vocab_size: int, name: str = "ids") -> np.ndarray:
    """Return ``ids`` as an array, or say which of them is no token of the vocabulary.

    Parameters
    ----------
    ids : array of integers, any shape
    vocab_size : int
        The ids allowed are ``0 <= id < vocab_size``.
    name : str
        What the caller calls this argument; used in the message.

    Returns
    -------
    integer array of the same shape

    Raises
    ------
    TypeError
        If the ids are not integers.
    IndexError
        If an id is negative or ``vocab_size`` or more.

    Examples
    --------
    >>> check_token_ids([0, 2, 1], vocab_size=3)
    array([0, 2, 1])
    >>> check_token_ids([0, 3], vocab_size=3)
    Traceback (most recent call last):
    ...
    IndexError: ids holds the token id 3, but a vocabulary of 3 tokens has the ids 0 to 2
    """
    ids = np.asarray(ids)
    if ids.size == 0:
        return ids
    if ids.dtype.kind not in "iu":
        raise TypeError(
            f"{name} must be integers (token ids), got {ids.dtype}; encode text with Vocabulary"
        )
    # Read as unsigned, a negative id is a huge one: one pass finds both kinds of mistake.
    if ids.view(_UNSIGNED[ids.itemsize]).max() >= vocab_size:
        wrong = ids[(ids < 0) | (ids >= vocab_size)].flat[0]
        raise IndexError(
            f"{name} holds the token id {wrong}, but a vocabulary of {vocab_size} tokens "
            f"has the ids 0 to {vocab_size - 1}"
        )
    return ids
