"""Hidden checks of exercise $number: one number in nats."""

from functools import partial

import numpy as np

from tests.hidden.student import Student
from tests.hidden.values import likely_slip, near, number
from tests.hidden.verdict import Part, award

student = Student("Exercise $number, $title")
ENTROPY = "Surprise on average"

SOURCE = np.array([0.5, 0.25, 0.25])


def $name(value, points: float) -> float:
    """The entropy of the source in nats."""
    return award(points, [Part(1, partial(is_entropy, value))])


def is_entropy(value) -> None:
    got, right = number(student, "$name", value, ENTROPY), -float(SOURCE @ np.log(SOURCE))
    if near(got, right):
        return
    slips = {
        "the number is in bits; a nat is 1 / ln 2 bits.": right / np.log(2),
        "the sign is turned round: log of a probability is negative.": -right,
        "the logarithm is to base 10.": right / np.log(10),
        "it is the perplexity, exp of the entropy.": np.exp(right),
        "each token counts alike; its surprise should be weighed by its probability.": -np.log(
            SOURCE
        ).mean(),
        "the surprises are added without their probabilities.": -np.log(SOURCE).sum(),
        "it is the entropy of a uniform source.": np.log(len(SOURCE)),
        "the logarithm is missing.": float(SOURCE @ SOURCE),
    }
    raise student.fail(
        "$name is not the entropy of the source in nats.",
        likely_slip(got, slips, "the entropy is the expected value of minus log p."),
        ENTROPY,
    )
