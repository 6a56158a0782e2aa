"""What every perplexity of a text has to stand: the impossible, and a text that grows harder.

The mini-project and exercise 3.11 both ask for one.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tests.hidden.student import Student
from tests.hidden.verdict import Cause, CheckFailed, same

NOT_INFINITE = "The perplexity is not infinite where a token came that had probability 0."
IMPOSSIBLE = (
    "minus the log of 0 is infinite, and so is the perplexity: such a model is infinitely "
    "surprised. A small number in the logarithm, or a clip, makes it look merely bad."
)
PIECES = (
    "the text is cut into pieces and the perplexities of these are averaged; take one mean of all "
    "losses, and exp of it."
)
RAISES = (
    "Python's own functions raise an error for the log of 0, and for 1 / 0; the perplexity is "
    "infinite there: take np.log, or answer np.inf where a probability is 0."
)
NO_NUMBER = (ValueError, ZeroDivisionError, OverflowError)


def refuse_finite(student: Student, ask: Callable[[], Any], section: str) -> None:
    """Fail where a text that holds an impossible token gets a finite perplexity."""
    try:
        value = ask()
    except CheckFailed as failure:
        if failure.error is not None and issubclass(failure.error, NO_NUMBER):
            raise student.fail(NOT_INFINITE, RAISES, section) from None
        raise
    got = student.array("The perplexity", value, (), "it should be one number.")
    if not np.isposinf(got):
        raise student.fail(NOT_INFINITE, IMPOSSIBLE, section)


def of_pieces(nats: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the mean perplexity of pieces of each length, of a text with these losses in nats."""
    for length in range(2, len(nats)):
        pieces = [nats[i : i + length] for i in range(0, len(nats), length)]
        yield np.mean([np.exp(piece.mean()) for piece in pieces])


def or_pieces(got: np.ndarray, nats: np.ndarray, otherwise: str) -> str:
    """Name pieces as the cause where those of some length give this perplexity."""
    return Cause(PIECES) if any(same(got, wrong) for wrong in of_pieces(nats)) else otherwise


def refuse_pieces(
    student: Student,
    ask: Callable[[np.ndarray], Any],
    rng: np.random.Generator,
    section: str,
    half: int = 900,
) -> None:
    """Ask for a long text whose second half is far harder to predict than its first.

    ``ask`` gets the probability of each token of the text; ``half`` is the least length of a half.
    """
    n = half + int(rng.integers(half // 6))
    probs = np.concatenate([rng.uniform(0.7, 0.9, size=n), rng.uniform(0.01, 0.03, size=n)])
    got = student.array("The perplexity", ask(probs), (), "it should be one number.")
    if not same(got, np.exp(-np.log(probs).mean())):
        raise student.fail(
            "The perplexity of a long text is wrong, whose end is harder to predict than its "
            "beginning.",
            PIECES,
            section,
        )
