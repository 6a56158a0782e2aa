"""Answers that are values and not functions: one number, or a few in a row."""

from typing import Any

import numpy as np

from grading.rpc.proxy import kind_of
from tests.hidden.student import Student
from tests.hidden.verdict import CheckFailed, General

SETS = ("set", "frozenset", "dict")
PERCENT = "the numbers are in percent; a probability lies between 0 and 1."


def plain(student: Student, name: str, value: Any) -> np.ndarray:
    """Return a student's variable as a float64 array of whatever shape it has, or fail in words."""
    if value is None:
        raise student.fail(f"{name} is None.", "a `return` is missing, or nothing was assigned.")
    if kind_of(value) in SETS:
        raise not_numbers(student, name, value)
    try:
        array = np.array(value, subok=False)
        kind = array.dtype.kind
        if kind == "c" and not np.any(array.imag):
            array = array.real
        elif kind not in "fiuO":
            raise TypeError
        return array.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        raise not_numbers(student, name, value) from None


def not_numbers(student: Student, name: str, value: Any) -> CheckFailed:
    """Say what stands there instead of a number."""
    try:
        kind = "" if kind_of(value) in SETS else np.array(value).dtype.kind
    except ValueError:  # lists of unlike lengths
        kind = ""
    if kind in ("U", "S"):
        cause = "the answer is text in quotation marks; leave these out, or compute it."
    elif kind == "b":
        cause = "True and False are no numbers here; write down the number itself."
    elif kind_of(value) in SETS:
        cause = "a set in braces has no order and drops repeated values; use square brackets."
    else:
        cause = "the variable should hold the value itself; a function has to be called first."
    return student.fail(f"{name} does not hold numbers.", cause)


def number(student: Student, name: str, value: Any, section: str) -> float:
    """Return the one finite or infinite number that ``value`` holds."""
    array = plain(student, name, value)
    if array.size != 1:
        raise student.fail(
            f"{name} holds {array.size} numbers where one is asked.",
            "the loss belongs to one prediction: one probability goes in, one number comes out.",
            section,
        )
    (found,) = array.ravel()
    if np.isnan(found):
        raise student.fail(
            f"{name} is nan, not a number.",
            "0 times infinity, or the logarithm of a negative number, was computed on the way.",
            section,
        )
    return float(found)


def near(value: float, target: float, tolerance: float = 1e-3) -> bool:
    """Equal to the decimals one writes down: within a thousandth, or that share of the target."""
    return bool(abs(value - target) <= tolerance * max(1.0, abs(target)))


def likely_slip(value: float, slips: dict[str, float], otherwise: str) -> str:
    """Name the misconception whose number is nearest, as ``verdict.likely`` does for arrays.

    Small numbers are compared by their ratio: one ten-thousandth is not nearly zero.
    """
    distances = {
        cause: abs(value - wrong) / max(abs(wrong), 1e-9) for cause, wrong in slips.items()
    }
    nearest = min(distances, key=distances.__getitem__)
    return nearest if distances[nearest] < 2e-3 else General(otherwise)
