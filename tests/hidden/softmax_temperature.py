"""Hidden checks of exercise 3.4: three distributions."""

from functools import partial
from typing import Any

import numpy as np

from tests.hidden.student import Student
from tests.hidden.values import PERCENT, plain
from tests.hidden.verdict import General, Part, award

student = Student("Exercise 3.4, Softmax temperature")
EQUAL = "a) What if all logits are equal?"
TEN = "b) What are the probabilities for z = [10, 0, 0]?"
LIMIT = "c) What if the largest logit grows to infinity?"

SUM = "softmax divides by the sum of the exponentials, so its results sum to 1; that was forgotten."
LOGS = "these are logarithms of probabilities (no probability is negative); take exp of them."
LOGITS = "these are the logits that go in; asked is the distribution that comes out."
COARSE = "it is rounded too coarsely: keep the small numbers, or let NumPy compute it."


def softmax(z: np.ndarray) -> np.ndarray:
    """Reference: the softmax of one row."""
    e = np.exp(z - z.max())
    return e / e.sum()


def equal_logits(value: Any, points: float) -> float:
    """Uniform, over any number of tokens from two up."""
    name = "equal_logits"
    return award(
        points,
        [
            Part(1, partial(is_one_row, name, value, None, EQUAL)),
            Part(1, partial(sums_to_one, name, value, None, EQUAL)),
            Part(2, partial(is_uniform, value)),
        ],
    )


def one_large_logit(value: Any, points: float) -> float:
    """softmax([10, 0, 0])."""
    name = "one_large_logit"
    return award(
        points,
        [
            Part(1, partial(is_one_row, name, value, 3, TEN)),
            Part(1, partial(sums_to_one, name, value, 3, TEN)),
            Part(2, partial(is_nearly_certain, value)),
        ],
    )


def limit(value: Any, points: float) -> float:
    """One-hot."""
    return award(
        points,
        [
            Part(1, partial(is_one_row, "limit", value, 3, LIMIT)),
            Part(1, partial(sums_to_one, "limit", value, 3, LIMIT)),
            Part(2, partial(is_certain, value)),
        ],
    )


def probabilities(name: str, value: Any, length: int | None, section: str) -> np.ndarray:
    """Return the numbers in a row, whatever axes of length 1 stand around them."""
    array = plain(student, name, value)
    found = array.ravel()
    if length is None and found.size < 2:
        raise student.fail(
            f"{name} holds one number.",
            "a distribution has one probability for every token, so give them all.",
            section,
        )
    if length is not None and found.size != length:
        raise student.fail(
            f"{name} holds {found.size} numbers.",
            f"{length} logits go in, so {length} probabilities come out.",
            section,
        )
    if max(array.shape) != found.size:
        raise student.fail(
            f"{name} has shape {array.shape}.",
            "asked is one distribution, a row of probabilities, not a table of them.",
            section,
        )
    if np.isnan(found).any():
        raise student.fail(
            f"{name} contains nan.",
            "infinity was divided by infinity, or 0 by 0; take the limit on paper, or use a large "
            "finite logit and subtract the maximum.",
            section,
        )
    return found


def is_one_row(name: str, value: Any, length: int | None, section: str) -> None:
    """Probabilities in one row."""
    probabilities(name, value, length, section)
    shape = plain(student, name, value).shape
    if len(shape) != 1:
        raise student.fail(
            f"{name} has shape {shape}.",
            "the logits stand in one row without a batch axis, so the probabilities do too: one "
            "axis, not two.",
            section,
        )


def sums_to_one(name: str, value: Any, length: int | None, section: str) -> None:
    """A distribution: no negative entry, sum 1."""
    p = probabilities(name, value, length, section)
    if np.any(p < 0):
        raise student.fail(f"{name} has negative entries.", LOGS, section)
    if not np.isfinite(p).all() or abs(p.sum() - 1) > 3e-3:
        raise student.fail(
            f"{name} does not sum to 1.", why_no_distribution(p, length is not None), section
        )


def why_no_distribution(p: np.ndarray, named_logits: bool) -> str:
    """Name what numbers that do not sum to 1 are instead."""
    if not np.isfinite(p).all():
        return "infinity is not a probability: a probability is at most 1."
    if abs(p.sum() - 100) < 1:
        return PERCENT
    if abs(p.sum() - 1) < 0.05:
        return COARSE
    if named_logits and np.allclose(p, [10, 0, 0]) or not p.any():
        return LOGITS
    if named_logits and np.allclose(p, 1 / (1 + np.exp([-10.0, 0.0, 0.0])), atol=1e-3):
        return "that is a sigmoid of every logit by itself; softmax shares 1 among all of them."
    if np.ptp(p) < 1e-9 or (p.size == 3 and np.allclose(p / p.sum(), OF_TEN, atol=1e-6)):
        return SUM
    return General("the probabilities of all tokens sum to 1: divide each by the sum of all.")


def is_uniform(value: Any) -> None:
    """1 / n for each of n tokens."""
    p = probabilities("equal_logits", value, None, EQUAL)
    n = p.size
    if np.allclose(p, 1 / n, rtol=2.5e-3, atol=0):
        return
    if np.ptp(p) <= 1e-9 * max(1.0, abs(p[0])):
        scaled = {1.0: SUM, 100 / n: PERCENT, 0.0: LOGITS, -np.log(n): LOGS}
        cause = next(
            (text for wrong, text in scaled.items() if np.isclose(p[0], wrong, rtol=1e-3)),
            COARSE if abs(p[0] * n - 1) < 0.15 else SUM,
        )
        raise student.fail(
            "equal_logits gives all tokens the same number, but not the right one.", cause, EQUAL
        )
    if np.sort(p)[-1] == 1 and np.count_nonzero(p) == 1:
        cause = "softmax does not pick a winner where no logit is larger than the others."
    elif np.all(p > 0) and np.ptp(p) < 0.06 / n:
        cause = COARSE
    else:
        cause = "equal logits have equal exponentials, so no token can get more than another."
    raise student.fail("equal_logits does not treat all tokens alike.", cause, EQUAL)


Z = np.array([10.0, 0.0, 0.0])
OF_TEN = softmax(Z)
WRONG_OF_TEN = {
    "the largest probability stands in the wrong place: the first logit is the large one.": np.sort(
        OF_TEN
    ),
    "the small probabilities are rounded away. They are not 0: a finite logit never makes "
    "the others impossible.": np.array([1.0, 0.0, 0.0]),
    "the base of the exponential is 2, not e.": 2**Z / (2**Z).sum(),
    "the base of the exponential is 10, not e.": 10**Z / (10**Z).sum(),
    "e^-10 is right for the ratio of the two, but the two small probabilities have to be taken "
    "from the large one twice.": np.array([1 - OF_TEN[1], OF_TEN[1], OF_TEN[1]]),
    "a difference of 10 was taken for odds of 10 to 1; it is e^10 to 1.": np.array([10.0, 1.0, 1.0])
    / 12,
    "that is the softmax of [1, 0, 0]: the temperature is 1 here, so the 10 stays.": softmax(
        Z / 10
    ),
    "e^0 is 1, not e: each logit of 0 adds 1 to the sum.": softmax(Z + [0, 1, 1]),
    "the sign of the logits is turned round: a larger logit gets more.": softmax(-Z),
    "all logits were taken as equal.": np.full(3, 1 / 3),
    "these are logarithms of probabilities; take exp of them.": np.log(OF_TEN),
    LOGITS: Z,
    "the exponentials are there, but not divided by their sum.": np.exp(Z),
    "that is a sigmoid of every logit by itself; softmax shares 1 among all of them.": 1
    / (1 + np.exp(-Z)),
    PERCENT: 100 * OF_TEN,
}


def is_nearly_certain(value: Any) -> None:
    """The softmax of [10, 0, 0]."""
    p = probabilities("one_large_logit", value, 3, TEN)
    if abs(p[0] - OF_TEN[0]) <= 2e-5 and np.all(abs(p[1:] - OF_TEN[1:]) <= 5e-6):
        return
    raise student.fail("one_large_logit is not the softmax of [10, 0, 0].", why_not_these(p), TEN)


def why_not_these(p: np.ndarray) -> str:
    """Why the probabilities are not the softmax of [10, 0, 0]."""
    for cause, array in WRONG_OF_TEN.items():
        if np.allclose(p, array, rtol=2e-3, atol=1e-12):
            return cause
    if np.isclose(p[1:].sum(), np.exp(-10) / (1 + np.exp(-10)), rtol=2e-3, atol=1e-12):
        return "the sum has one e^0 only, as for two logits; here three logits share."
    coarse = p[0] == p.max() and abs(p[0] - OF_TEN[0]) < 2e-3 and abs(p[1] - p[2]) < 1e-6
    return COARSE if coarse else "divide e^10, e^0 and e^0 each by the sum of the three."


def is_certain(value: Any) -> None:
    """[1, 0, 0]."""
    p = probabilities("limit", value, 3, LIMIT)
    if not np.allclose(p, [1, 0, 0], rtol=0, atol=1e-6):
        symptom = "limit is not where the distribution goes as the first logit grows."
        raise student.fail(symptom, why_no_limit(p), LIMIT)


def why_no_limit(p: np.ndarray) -> str:
    """Why the probabilities are not the limit."""
    if np.allclose(np.sort(p), [0, 0, 1], rtol=0, atol=1e-6):
        return "the probability goes to the largest logit, which is the first one."
    if np.allclose(p, 1 / 3, atol=2e-3):
        return "that is the other end: equal logits, or an infinite temperature."
    if np.allclose(np.exp(p), [1, 0, 0], atol=1e-6):
        return "these are logarithms of probabilities; take exp of them."
    if np.isneginf(p).any():
        return General("minus infinity is no probability: these lie from 0 to 1.")
    if np.isinf(p).any():
        return "infinity is where the logit goes; a probability is at most 1."
    for cause, array in NO_LIMITS.items():
        if np.allclose(p, array, atol=1e-6):
            return cause
    if p[0] == p.max() and p[0] > 0.5 and abs(p.sum() - 1) < 1e-2 and p.min() >= 0:
        return (
            "that is the distribution of a finite logit, or of a sharing that stops early; let the "
            "logit grow further and see what the others keep."
        )
    return "let the first logit grow in softmax([x, 0, 0]) and look where each entry goes."


NO_LIMITS: dict[str, list[float]] = {
    PERCENT: [100, 0, 0],
    SUM: [1, 1, 1],
    "the probabilities have to sum to 1, so they cannot all vanish.": [0, 0, 0],
    "that is a sigmoid of every logit by itself; softmax shares 1 among all of them.": [
        1,
        0.5,
        0.5,
    ],
}
