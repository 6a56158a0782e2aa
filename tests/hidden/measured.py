"""Slopes that are measured instead of worked out: how a check tells, in every exercise.

Numeric differentiation moves a number a little and looks how a result changes. A way back by the
chain rule knows no such step. So where one factor of a product is made tiny and the other one huge
(by powers of 2, which no rounding touches), the way back answers what it did before, with the
scales in it; a step is lost beside the huge factor, and far too long beside the tiny one. Nothing
is counted and nothing timed: a way back may call ``forward`` as often as it likes.
"""

import numpy as np

MEASURED = (
    "numeric differentiation: each weight is moved a little, and the loss computed anew. That is "
    "how gradients are checked, and it earns no points here: the task is the backward pass itself, "
    "one pass by the chain rule through the layers, however many weights there are."
)

STEPS = 2.0**60  # longer than any step of a difference; float32 holds what comes of it, too
COMPLEX = 2.0**800  # longer than a complex step, which may be as short as 1e-200
# Rounding of float64 leaves 1e-15 of a gradient; differences leave far more, and are right to 1e-4.
NOISE = (2e-13, 1e-4)


def vanished(found: np.ndarray, expected: np.ndarray) -> bool:
    """Whether nothing is left of slopes that are not zero: steps were lost beside huge numbers."""
    return bool(expected.any()) and not found.any()


def overshot(found: np.ndarray, expected: np.ndarray) -> bool:
    """Whether slopes are large and far from the right ones, or no numbers: steps were too long."""
    if not np.isfinite(found).all():
        return True
    tiny = np.abs(found).max(initial=0.0) < 0.01 * np.abs(expected).max(initial=0.0)
    return not tiny and not agree(found, expected, 0.1)


def off(found: np.ndarray, expected: np.ndarray) -> bool:
    """Whether slopes are numbers, and far from the right ones."""
    return bool(np.isfinite(found).all() and not agree(found, expected, 0.1))


def agree(found: np.ndarray, expected: np.ndarray, tolerance: float = 1e-3) -> bool:
    """Equal up to a share of the largest number."""
    largest = np.abs(expected).max(initial=0.0)
    return bool(np.abs(found - expected).max(initial=0.0) <= tolerance * largest)
