"""Clipping: a gradient that is too long is shortened before it is followed."""

import math

import numpy as np


def clip_gradients(gradients: np.ndarray, max_norm: float) -> float:
    """Shorten the gradient to the length ``max_norm`` if it is longer, keeping its direction.

    Pascanu et al. (2013), On the difficulty of training recurrent neural networks, Algorithm 1.

    Parameters
    ----------
    gradients : array (number of parameters,)
        The gradient with respect to all parameters together, changed in place.
    max_norm : float
        Positive.

    Returns
    -------
    float
        The Euclidean length before.

    Raises
    ------
    ValueError
        If ``max_norm`` is not positive.

    Examples
    --------
    >>> gradients = np.array([3.0, 4.0])
    >>> clip_gradients(gradients, max_norm=1.0)
    5.0
    >>> gradients
    array([0.6, 0.8])
    """
    if not max_norm > 0:
        raise ValueError(f"max_norm must be positive, got {max_norm}")
    norm = math.sqrt(np.dot(gradients, gradients))
    if norm > max_norm:
        gradients *= max_norm / norm
    return norm
