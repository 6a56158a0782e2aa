"""The non-linear functions between the layers, and their derivatives.

Both derivatives can be written by the output ``h`` alone, so a network remembers only that.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Activation(NamedTuple):
    """A function of the pre-activations ``z`` and its backward pass."""

    forward: Callable[[np.ndarray], np.ndarray]
    backward: Callable[[np.ndarray, np.ndarray], np.ndarray]
    gain: float


def tanh(z: np.ndarray) -> np.ndarray:
    """``tanh(z)``, written over ``z``."""
    return np.tanh(z, out=z)


def tanh_backward(dh: np.ndarray, h: np.ndarray) -> np.ndarray:
    """Gradient by ``z``, written over ``dh``: ``dh * (1 - h**2)``."""
    slope = h * h
    np.subtract(1, slope, out=slope)
    dh *= slope
    return dh


def relu(z: np.ndarray) -> np.ndarray:
    """``max(z, 0)``, written over ``z``."""
    return np.maximum(z, 0, out=z)


def relu_backward(dh: np.ndarray, h: np.ndarray) -> np.ndarray:
    """Gradient by ``z``, written over ``dh``: ``dh`` where the unit was on, else 0."""
    dh *= h > 0
    return dh


# The gain keeps the variance of the signal from layer to layer; see lmcore.linear.
ACTIVATIONS = {
    "tanh": Activation(tanh, tanh_backward, gain=1.0),
    "relu": Activation(relu, relu_backward, gain=2**0.5),
}
