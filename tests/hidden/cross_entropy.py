"""Hidden checks of exercise 3.3: three losses in nats."""

from functools import partial
from typing import Any

import numpy as np

from tests.hidden.student import Student
from tests.hidden.values import likely_slip, near, number
from tests.hidden.verdict import Mistakes, Part, award, outcomes

student = Student("Exercise 3.3, Cross-entropy intuition")
HALF = "a) What does probability 0.5 cost?"
RARE = "b) What does probability 0.0001 cost?"
SMALLEST = "c) What is the smallest possible loss?"

VOCABULARY = 10_000
SIGN = "the sign is turned round: log of a probability is negative, and the loss is minus that."
COARSE = "it is rounded too coarsely: give three decimals, or let NumPy compute it."
NOT_IN_IT = (
    "the size of the vocabulary entered. Only the probability of the correct word counts; how the "
    "rest is spread over the other words does not."
)
DEFINITION = (
    "the loss of one prediction is minus the natural logarithm of the probability that the "
    "correct word got."
)


def loss_half(value: Any, points: float) -> float:
    """The loss for probability 0.5."""
    return award(points, [Part(1, partial(is_loss, "loss_half", value, 0.5, HALF))])


def loss_rare(value: Any, points: float) -> float:
    """The loss for probability 0.0001."""
    return award(points, [Part(1, partial(is_loss, "loss_rare", value, 0.0001, RARE))])


def loss_minimum(value: Any, points: float) -> float:
    """The loss of a perfect prediction."""
    return award(points, [Part(1, partial(is_smallest, value))])


def is_loss(name: str, value: Any, p: float, section: str) -> None:
    """The cross-entropy of a prediction with probability ``p``, in nats."""
    got, right = number(student, name, value, section), -np.log(p)
    if near(got, right):
        return
    symptom = f"{name} is not the cross-entropy of that prediction in nats."
    if np.isinf(got):
        raise student.fail(
            symptom,
            "it is infinite, as for probability 0; this probability is small at most, not 0.",
            section,
        )
    if any(np.isclose(got, np.round(right, decimals)) for decimals in range(int(right < 2), 3)):
        raise student.fail(symptom, COARSE, section)
    raise student.fail(symptom, likely_slip(got, slips(p), DEFINITION), section)


def entropy(p: float) -> float:
    """Of a prediction that spreads what is left evenly over the other words."""
    rest = (1 - p) / (VOCABULARY - 1)  # what each other word gets
    return -p * np.log(p) - (1 - p) * np.log(rest)


SLIPS: Mistakes = {  # of the loss of a prediction with probability p
    SIGN: lambda p: np.log(p),
    "it is in bits (log to base 2); nats are asked, so use the natural logarithm.": lambda p: (
        -np.log2(p)
    ),
    "it is in bits (log to base 2), and the sign is turned round.": lambda p: np.log2(p),
    "the logarithm is to base 10; nats are asked, so use np.log.": lambda p: -np.log10(p),
    "the logarithm is to base 10 (nats are asked), and the sign is turned round.": lambda p: (
        np.log10(p)
    ),
    "that is the probability itself, not the loss: take minus its logarithm.": lambda p: p,
    "that is the chance of being wrong, 1 - p; the loss is minus log p.": lambda p: 1 - p,
    "that is minus the log of 1 - p, the chance of the other words; the loss looks at the "
    "correct word.": lambda p: -np.log1p(-p),
    "it is multiplied by the probability, as in an entropy. The correct word did occur, so "
    "its weight is 1.": lambda p: -p * np.log(p),
    "the losses of the correct word and of the other words are added (binary cross-entropy); "
    "only the correct word counts.": lambda p: -np.log(p) - np.log1p(-p),
    "that is the entropy of the prediction; cross-entropy looks at the correct word "
    "only.": lambda p: entropy(p),
    "that is the perplexity, the exponential of the loss.": lambda p: 1 / p,
    "that is the squared error, not the cross-entropy.": lambda p: (1 - p) ** 2,
    "half of the squared error is not the cross-entropy.": lambda p: (1 - p) ** 2 / 2,
    "it is divided by the vocabulary size. " + NOT_IN_IT: lambda p: -np.log(p) / VOCABULARY,
    "it is divided by the logarithm of the vocabulary size. " + NOT_IN_IT: lambda p: (
        -np.log(p) / np.log(VOCABULARY)
    ),
    "it is multiplied by the vocabulary size. " + NOT_IN_IT: lambda p: -np.log(p) * VOCABULARY,
    NOT_IN_IT: lambda p: np.log(VOCABULARY),
    "that is exp(-p); the loss is minus the logarithm, the inverse of exp.": lambda p: np.exp(-p),
    "that is exp(p); the loss is minus the logarithm, the inverse of exp.": lambda p: np.exp(p),
    "the zeros of 0.0001 are miscounted.": lambda p: -np.log(p * 10),
    "the zeros of 0.0001 are miscounted: there is one too many.": lambda p: -np.log(p / 10),
    "the probability was taken in percent; 50% is 0.5.": lambda p: -np.log(p * 100),
    "a loss of 0 would be the perfect prediction, with probability 1.": lambda p: 0.0,
    "the answers to a and b are mixed up.": lambda p: -np.log(0.5 if p < 0.5 else 0.0001),
}


def slips(p: float) -> dict[str, float]:
    """The numbers that common mistakes give for a prediction with probability ``p``."""
    return {cause: float(number) for cause, number in outcomes(SLIPS, p).items()}


WRONG_MINIMA = {
    "that is the probability of a perfect prediction, or its perplexity; the loss is minus the "
    "log of it.": 1.0,
    "that is the loss of a uniform guess over the whole vocabulary, where training begins.": np.log(
        VOCABULARY
    ),
    "that is the loss of a uniform guess in bits, where training begins.": np.log2(VOCABULARY),
    "that is the probability of a uniform guess, not a loss.": 1 / VOCABULARY,
    "probability 0.9999 is not perfect yet.": -np.log(0.9999),
    "probability 0.999 is not perfect yet.": -np.log(0.999),
    "probability 0.99 is not perfect yet.": -np.log(0.99),
    "that is a guess between two words; a perfect prediction is certain of one.": np.log(2),
    "that is the probability of a guess between two words; a perfect prediction is certain "
    "of one.": 0.5,
}


def is_smallest(value: Any) -> None:
    """The loss of a perfect prediction, which is 0."""
    got = number(student, "loss_minimum", value, SMALLEST)
    if abs(got) > 1e-6:
        symptom = "loss_minimum is not the smallest loss there is."
        raise student.fail(symptom, why_not_smallest(got), SMALLEST)


def why_not_smallest(got: float) -> str:
    """Why the answer is not the smallest loss."""
    if np.isposinf(got):
        return (
            "that is the loss at probability 0, and it has no bound upwards; a perfect prediction "
            "gives the correct word probability 1."
        )
    if np.isneginf(got):
        return "the log of 0 was taken; a perfect prediction gives the correct word probability 1."
    if got < 0:
        return (
            "a loss is never negative: a probability is at most 1, so its log is at most 0, and "
            "the loss is minus that."
        )
    small = (
        "a small number added or clipped keeps the loss off its minimum; on paper it is reached."
    )
    other = "put the probability of a perfect prediction into the formula."
    return likely_slip(got, WRONG_MINIMA, small if got < 0.01 else other)
