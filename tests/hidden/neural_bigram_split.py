"""Hidden checks of the mini-project's ``split_text``."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from tests.hidden.student import Student
from tests.hidden.verdict import Part, award

student = Student("Mini-project, Neural bigram model")
TRAINING = "Training"


def split_text(function: Callable, points: float) -> float:
    """Train on the beginning, test on the end, and no token in both."""
    parts = [
        Part(2, partial(shares_no_token, function)),
        Part(1, partial(keeps_order, function)),
        Part(1, partial(respects_the_fraction, function)),
    ]
    return award(points, parts)


def one_text(what: str, value: Any) -> np.ndarray:
    """A result as a one-dimensional array."""
    array = student.array(what, value, student.shape(value))
    if array.ndim != 1:
        raise student.fail(
            f"{what} is not one text.", "both parts are arrays of ids with one axis.", TRAINING
        )
    return array


def parts_of(
    function: Callable, n_tokens: int, fraction: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A text in which every token is unique, and the two parts the student makes of it."""
    text = np.random.default_rng().permutation(np.arange(100, 100 + n_tokens))
    return text, *two_parts(student.call("split_text", function, text, fraction))


def two_parts(result: Any) -> tuple[np.ndarray, np.ndarray]:
    """The training text and the test text that a call returned."""
    train_ids, test_ids = student.pair(
        result,
        "split_text does not return two texts.",
        "end with `return train_ids, test_ids`.",
        TRAINING,
    )
    return one_text("The training text", train_ids), one_text("The test text", test_ids)


def shares_no_token(function: Callable) -> None:
    """Two parts, neither empty, that have no position in common."""
    rng = np.random.default_rng()
    for fraction in (0.1, 0.3):
        n_tokens = int(rng.integers(100, 300))
        text, train_ids, test_ids = parts_of(function, n_tokens, fraction)
        shared = np.intersect1d(train_ids, test_ids)
        if len(shared):
            cause = "the two parts overlap; each position of the text belongs to one of them."
            if len(shared) == len(test_ids) and len(train_ids) == len(text):
                cause = (
                    "the training text is the whole text; leave the test part out of it, or the "
                    "network is asked what it has learned by heart."
                )
            elif len(shared) < 3:
                cause = "the cut is off by one: the same index ends one slice and begins the other."
            raise student.fail(
                "The training text contains the test text, or some of it.", cause, TRAINING
            )
        if not len(train_ids) or not len(test_ids):
            raise student.fail(
                "One of the two parts is empty.",
                "the cut is a number of tokens, `len(ids) * (1 - test_fraction)` as an int; mind "
                "its sign.",
                TRAINING,
            )


def keeps_order(function: Callable) -> None:
    """Training text, then test text: together the text as it was."""
    n_tokens = int(np.random.default_rng().integers(150, 250))
    text, train_ids, test_ids = parts_of(function, n_tokens, 0.2)
    if np.array_equal(np.concatenate([train_ids, test_ids]), text):
        lets_tokens_repeat(function)
        return
    if np.array_equal(np.concatenate([test_ids, train_ids]), text):
        cause = (
            "the parts come in the wrong order: return the training text first, and test on the "
            "end."
        )
        if len(test_ids) < len(train_ids):
            cause = "the test text is the beginning; here it is the end of the text."
    elif np.array_equal(np.concatenate([train_ids, test_ids[::-1]]), text):
        cause = "the test text comes out backwards; it is read from left to right too."
    elif np.array_equal(np.sort(np.concatenate([train_ids, test_ids])), np.sort(text)):
        cause = (
            "the tokens are shuffled or picked out before the cut; a text is cut once, by "
            "position, or its pairs are torn apart."
        )
    else:
        cause = "tokens are lost, changed or doubled; every one belongs to exactly one part."
    raise student.fail("The two parts, one after the other, are not the text.", cause, TRAINING)


def lets_tokens_repeat(function: Callable) -> None:
    """The same for a text of few different tokens, which stand in both parts."""
    text = np.random.default_rng().integers(5, size=120)
    train_ids, test_ids = two_parts(student.call("split_text", function, text, 0.2))
    if not np.array_equal(np.concatenate([train_ids, test_ids]), text):
        raise student.fail(
            "The two parts of a text in which tokens repeat are not the text.",
            "each *position* belongs to one part; the same character may well occur in both, so "
            "nothing is taken out for being there twice.",
            TRAINING,
        )


def cuts_short_texts(function: Callable) -> None:
    """The same for texts so short that the test text may get one token, or none."""
    for n_tokens in (4, 7):
        text, train_ids, test_ids = parts_of(function, n_tokens, 0.1)
        if len(train_ids) + len(test_ids) == len(text) and len(test_ids) > 1:
            raise student.fail(
                "A short text is cut at the wrong place.",
                "a slice that counts from the end takes all or nothing where the test text gets "
                "no token: `ids[:-0]` is empty. Compute the place of the cut from the beginning.",
                TRAINING,
            )


def respects_the_fraction(function: Callable) -> None:
    """A test text of the asked share of the tokens; a tenth by default."""
    for fraction in (0.05, 0.25, 0.5):
        text, train_ids, test_ids = parts_of(function, 400, fraction)
        if abs(len(test_ids) - fraction * len(text)) <= 1:
            continue
        cause = "the test text holds `test_fraction` of all tokens."
        if abs(len(train_ids) - fraction * len(text)) <= 1:
            cause = "the parts are swapped: `test_fraction` is the share of the test text."
        elif abs(len(test_ids) - 0.1 * len(text)) <= 1:
            cause = "the fraction is fixed at 0.1; use the argument `test_fraction`."
        raise student.fail("The test text has the wrong length.", cause, TRAINING)
    cuts_short_texts(function)
    text = np.arange(400)
    parts = two_parts(student.call("split_text", function, text))
    if abs(len(parts[1]) - 0.1 * len(text)) > 1:
        raise student.fail(
            "Without a fraction, the test text is not a tenth of the text.",
            "leave `test_fraction: float = 0.1` in the first line as it was given, and use it.",
            TRAINING,
        )
