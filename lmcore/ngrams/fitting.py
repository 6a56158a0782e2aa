"""Fitting a number of a smoothing method to a text that was not counted."""

import math
from collections.abc import Callable

import numpy as np


def lowest(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with one valley is lowest, by golden-section search (Kiefer 1953).

    Of two places within the interval the higher one cannot lie beyond the lowest place: its end of
    the interval is cut off. The other place is one of the next two, as both divide the interval
    in the golden section.

    Parameters
    ----------
    function : callable
        From a number to a number.
    low, high : float
        The ends of the interval.

    Returns
    -------
    float
        Within 1e-7 of the place.

    Examples
    --------
    >>> round(lowest(lambda x: (x - 2) ** 2, low=0, high=5), 5)
    2.0
    """
    golden = (math.sqrt(5) - 1) / 2
    left, right = high - golden * (high - low), low + golden * (high - low)
    at_left, at_right = function(left), function(right)
    while high - low > 1e-7:
        if at_left < at_right:
            high, right, at_right = right, left, at_left
            left = high - golden * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + golden * (high - low)
            at_right = function(right)
    return (low + high) / 2


def require_validation(validation: np.ndarray | None, method: str) -> np.ndarray:
    """Return the validation text, or say why it is needed.

    Parameters
    ----------
    validation : ndarray of int, shape (n_tokens,), optional
    method : str
        What is fitted to it; used in the message.

    Returns
    -------
    ndarray of int, shape (n_tokens,)

    Raises
    ------
    ValueError
        If it is missing or empty.
    """
    if validation is None or len(validation) == 0:
        raise ValueError(
            f"{method} is fitted to a text that was not counted: "
            "call fit(ids, vocab_size, validation=other_ids)"
        )
    return validation
