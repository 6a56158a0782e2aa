"""Hidden checks of the mini-project's ``perplexity``."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from tests.hidden.student import Student
from tests.hidden.surprise import or_pieces, refuse_finite, refuse_pieces
from tests.hidden.verdict import Mistakes, Part, award, likely, outcomes, passes, same, telling

student = Student("Mini-project, Neural bigram model")
COMPARISON = "The comparison"

BITS = "the logarithm has base 2, but exp goes with the natural one: mean nats, then exp."


def perplexity(function: Callable, points: float) -> float:
    """The exponential of the mean loss in nats over the tokens that are predicted."""
    parts = [
        Part(2, partial(perplexity_values, function)),
        Part(1, partial(perplexity_landmarks, function)),
    ]
    return award(points, parts)


def some_table(rng: np.random.Generator, size: int) -> np.ndarray:
    """No probability is small: those have a check of their own."""
    return rng.dirichlet(np.full(size, 0.7), size=size) * 0.8 + 0.2 / size


def some_text(rng: np.random.Generator, n_tokens: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A table, a text, and the probability of each token but the first."""
    size = 6 + int(rng.integers(3))
    probs, ids = some_table(rng, size), rng.integers(size, size=n_tokens)
    return probs, ids, probs[ids[:-1], ids[1:]]


def number(what: str, value: Any) -> np.ndarray:
    """One number, as an array without axes."""
    return student.array(what, value, (), "it should be one number.")


def perplexity_values(function: Callable) -> None:
    """The exponential of the mean of -log p(token | token before)."""
    rng = np.random.default_rng()
    for n_tokens in (40, 9):
        probs, ids, picked = telling(partial(some_text, rng, n_tokens), wrong_perplexities)
        got = number("The perplexity", student.call("perplexity", function, probs, ids))
        if not same(got, np.exp(-np.log(picked).mean())):
            raise student.fail(
                "perplexity gives the wrong number.",
                likely(
                    got,
                    wrong_perplexities(probs, ids, picked),
                    or_pieces(
                        got,
                        -np.log(picked),
                        "it is exp of the mean of -log p(token | token before) over the text.",
                    ),
                ),
                COMPARISON,
            )


class Text:
    """A text, and what its tokens got."""

    def __init__(self, probs: np.ndarray, ids: np.ndarray, picked: np.ndarray) -> None:
        self.probs = probs
        self.ids = ids
        self.picked = picked
        self.nats = -np.log(picked)
        self.around = np.append(picked, probs[ids[-1], ids[0]])
        self.backwards = probs[ids[1:], ids[:-1]]
        self.same_token = probs[ids, ids]


WRONG_PERPLEXITIES: Mistakes = {
    BITS: lambda t: np.exp(t.nats.mean() / np.log(2)),
    "2 is raised to the mean in nats; exp goes with nats.": lambda t: 2 ** t.nats.mean(),
    "10 is raised to the mean in nats; exp goes with nats.": lambda t: 10 ** t.nats.mean(),
    "exp is missing: this is the mean loss in nats.": lambda t: t.nats.mean(),
    "this is the mean loss in bits, not the perplexity.": lambda t: t.nats.mean() / np.log(2),
    "it takes the log of the mean probability; the mean of the logs is wanted.": lambda t: (
        1 / t.picked.mean()
    ),
    "it is the mean of 1 / p, the arithmetic mean; perplexity is the geometric one.": lambda t: (
        1 / t.picked
    ).mean(),
    "the minus sign is missing, so it is 1 / perplexity.": lambda t: np.exp(-t.nats.mean()),
    "it divides by the number of tokens, but the first has no token before it and is not "
    "predicted.": lambda t: np.exp(t.nats.sum() / len(t.ids)),
    "the first token counts as a uniform guess; it has no token before it and is not "
    "predicted.": lambda t: np.exp((t.nats.sum() + np.log(len(t.probs))) / len(t.ids)),
    "rows and columns are swapped: the row is the token before.": lambda t: np.exp(
        -np.log(t.backwards).mean()
    ),
    "it looks up the probability of a token after itself; shift the text by one.": lambda t: np.exp(
        -np.log(t.same_token).mean()
    ),
    "the last token is joined to the first, a pair that is not in the text.": lambda t: np.exp(
        -np.log(t.around).mean()
    ),
    "the last pair of the text is left out.": lambda t: np.exp(t.nats[:-1].mean()),
    "the first pair of the text is left out.": lambda t: np.exp(t.nats[1:].mean()),
    "the losses are summed; their mean is wanted.": lambda t: np.exp(t.nats.sum()),
    "every pair counts once, however often it occurs.": lambda t: np.exp(
        -np.log([t.probs[a, b] for a, b in set(zip(t.ids[:-1], t.ids[1:], strict=True))]).mean()
    ),
    "it takes the median of the losses; their mean is wanted.": lambda t: np.exp(np.median(t.nats)),
    "it is the perplexity rounded; return it whole.": lambda t: np.round(np.exp(t.nats.mean())),
}


def wrong_perplexities(
    probs: np.ndarray, ids: np.ndarray, picked: np.ndarray
) -> dict[str, np.ndarray]:
    """The results of common mistakes, each named."""
    return outcomes(WRONG_PERPLEXITIES, Text(probs, ids, picked))


def perplexity_landmarks(function: Callable) -> None:
    """``vocab_size`` for a model that knows nothing, 1 for one that is right, inf where p is 0."""
    rng = np.random.default_rng()
    size = 5 + int(rng.integers(20))
    cases: list[tuple[np.ndarray, np.ndarray, float, str]] = [
        (np.full((size, size), 1 / size), rng.integers(size, size=70), size, "that knows nothing"),
        (np.roll(np.eye(size), 1, axis=1), np.arange(3 * size) % size, 1, "that is always right"),
    ]
    # A long text of small probabilities: their product is too small for a float.
    tiny = np.full((4, 4), 1e-9)
    tiny[:, 0] = 1 - 3e-9
    cases.append((tiny, rng.integers(1, 4, size=200), 1e9, "that is nearly always surprised"))
    for probs, ids, expected, who in cases:
        got = number("The perplexity", student.call("perplexity", function, probs, ids))
        if not same(got, np.asarray(float(expected)), rtol=1e-3):
            raise student.fail(
                f"The perplexity of a model {who} is wrong.",
                "a model that knows nothing has the perplexity vocab_size, one that is always "
                "right has 1. Add logarithms instead of multiplying probabilities, which vanish "
                "in a long text, and clip nothing.",
                COMPARISON,
            )
    ask = partial(student.call, "perplexity", function)
    if passes(partial(perplexity_values, function)):
        # A table of all tokens by all tokens: what travels to the student's kernel has a limit.
        refuse_pieces(student, lambda probs: ask(*walk(probs)), rng, COMPARISON, half=540)
    certain = np.roll(np.eye(size), 1, axis=1)
    refuse_finite(student, lambda: ask(certain, np.array([0, 1, 2, 2, 3])), COMPARISON)


def walk(probs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a table and a text whose tokens have these probabilities: no pair comes twice."""
    size = len(probs) + 1
    table = np.empty((size, size))
    table[:-1] = ((1 - probs) / (size - 1))[:, None]
    table[-1] = 1 / size
    table[np.arange(size - 1), np.arange(1, size)] = probs
    return table, np.arange(size)
