"""The non-linear functions between the layers, and their derivatives.

Both derivatives can be written by the output ``h`` alone, so a network remembers only that.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Activation(NamedTuple):
    """A function of the pre-activations ``z`` and its backward pass.

    Parameters
    ----------
    forward : callable
        From ``z`` to the output ``h``, written over ``z``.
    backward : callable
        From the gradient with respect to ``h``, and ``h``, to the gradient with respect to ``z``.
    gain : float
        What keeps the variance of the signal from layer to layer; see `lmcore.nn.linear`.
    """

    forward: Callable[[np.ndarray], np.ndarray]
    backward: Callable[[np.ndarray, np.ndarray], np.ndarray]
    gain: float


def tanh(z: np.ndarray) -> np.ndarray:
    """``tanh(z)``, written over ``z``.

    Parameters
    ----------
    z : array (batch, hidden)

    Returns
    -------
    array (batch, hidden)
        ``z`` itself.
    """
    return np.tanh(z, out=z)


def tanh_backward(dh: np.ndarray, h: np.ndarray) -> np.ndarray:
    """Gradient by ``z``: ``dh * (1 - h**2)``.

    Parameters
    ----------
    dh : array (batch, hidden)
        Gradient by the output; written over.
    h : array (batch, hidden)
        The output.

    Returns
    -------
    array (batch, hidden)
        ``dh`` itself.
    """
    slope = h * h
    np.subtract(1, slope, out=slope)
    dh *= slope
    return dh


def relu(z: np.ndarray) -> np.ndarray:
    """``max(z, 0)``, written over ``z``.

    Parameters
    ----------
    z : array (batch, hidden)

    Returns
    -------
    array (batch, hidden)
        ``z`` itself.
    """
    return np.maximum(z, 0, out=z)


def relu_backward(dh: np.ndarray, h: np.ndarray) -> np.ndarray:
    """Gradient by ``z``: ``dh`` where the unit was on, else 0.

    Parameters
    ----------
    dh : array (batch, hidden)
        Gradient by the output; written over.
    h : array (batch, hidden)
        The output.

    Returns
    -------
    array (batch, hidden)
        ``dh`` itself.
    """
    dh *= h > 0
    return dh


ACTIVATIONS = {
    "tanh": Activation(tanh, tanh_backward, gain=1.0),
    "relu": Activation(relu, relu_backward, gain=2**0.5),
}
