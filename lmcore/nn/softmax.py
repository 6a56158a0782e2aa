"""Softmax and its logarithm, computed so that nothing overflows.

Adding a constant to every logit of a row changes no probability:
``exp(z - c) / sum(exp(z - c)) = exp(z) / sum(exp(z))``. With ``c`` the largest logit of the row
every exponent is at most zero, so ``exp`` never overflows and the sum is never below one.
"""

import numpy as np


def stable_softmax(z: np.ndarray) -> np.ndarray:
    """Probabilities from logits, over the last axis.

    Parameters
    ----------
    z : array (..., classes)
        Logits. Integers are taken as float64; ``-inf`` means probability zero.

    Returns
    -------
    array (..., classes)
        Numbers between 0 and 1; every row sums to 1. The dtype is that of ``z``.

    Raises
    ------
    ValueError
        If there is no class to share the probability.

    Examples
    --------
    >>> stable_softmax([1000.0, 1000.0])
    array([0.5, 0.5])
    """
    probs = _shifted(z)  # (..., classes)
    np.exp(probs, out=probs)
    probs /= probs.sum(axis=-1, keepdims=True)
    return probs


def log_softmax(z: np.ndarray) -> np.ndarray:
    """Logarithms of the probabilities in nats, over the last axis.

    The logarithm is taken of the sum only, never of a probability, so a class whose probability
    is too small for a float still has a finite logarithm.

    Parameters
    ----------
    z : array (..., classes)
        Logits. Integers are taken as float64; ``-inf`` means probability zero.

    Returns
    -------
    array (..., classes)
        ``log(softmax(z))``, at most zero. The dtype is that of ``z``.

    Raises
    ------
    ValueError
        If there is no class to share the probability.

    Examples
    --------
    >>> log_softmax([0.0, -1000.0])
    array([    0., -1000.])
    """
    shifted = _shifted(z)  # (..., classes)
    shifted -= np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return shifted


def _shifted(z: np.ndarray) -> np.ndarray:
    """A floating-point copy of the logits with the largest of each row at zero."""
    z = np.asarray(z)
    if z.dtype.kind != "f":
        z = z.astype(np.float64)
    if z.ndim == 0 or z.shape[-1] == 0:
        raise ValueError(f"softmax needs a last axis with at least one logit, got {z.shape}")
    return z - z.max(axis=-1, keepdims=True)
