"""What a check tells the student, and how parts of a check add up to points."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from textwrap import fill
from typing import Any, NamedTuple

import numpy as np

from grading.rpc.verdicts import note

# Feedback pages show messages in a box that does not wrap long lines.
wrap = partial(fill, width=88, subsequent_indent="    ", break_on_hyphens=False)


class General(str):
    """A hint that holds for every wrong answer, and names no mistake."""


class Cause(str):
    """A mistake that is known without comparing any values."""


class CheckFailed(Exception):
    """A wrong answer, told in three parts; never the hidden input or the expected value.

    ``error`` is the kind of what the student's code raised, if it did.
    """

    error: type[BaseException] | None = None

    def __init__(self, symptom: str, misconception: str, chapter: str) -> None:
        super().__init__(symptom, misconception, chapter)
        self.symptom = symptom
        self.misconception = misconception
        self.chapter = chapter

    @property
    def named(self) -> bool:
        """Whether the message names a mistake, and not only what the task asks for."""
        return not isinstance(self.misconception, General)

    def __str__(self) -> str:
        lines = [f"✗ {self.symptom}", f"  Likely: {self.misconception}", f"  Read: {self.chapter}"]
        return "\n".join(map(wrap, lines))

    def _render_traceback_(self) -> list[str]:
        """Let IPython show the message alone: a traceback would print hidden source lines."""
        return str(self).splitlines()


class Part(NamedTuple):
    """One aspect of an answer: the share of the points it earns, and its check."""

    share: float
    check: Callable[[], None]


def award(points: float, parts: Sequence[Part]) -> float:
    """Run every part and return the points earned.

    A failed part prints its message and costs its share; when nothing is right, its message is
    raised instead. nbgrader reads the number that a test cell ends in as partial credit, so cells
    end in this call; it must stay a plain float (``np.float64`` prints in a form that nbgrader
    takes for full marks).
    """
    failures = []
    earned = 0.0
    for part in parts:
        try:
            part.check()
            earned += part.share
            note(part.check)
        except CheckFailed as failure:
            failures.append(failure)
            note(part.check, failure)
    messages = list(dict.fromkeys(str(failure) for failure in failures))
    if failures and not earned:
        raise failures[0]
    for message in messages:
        print(message)
    whole = sum(part.share for part in parts)
    return float(points) if not failures else round(points * earned / whole, 2)


def passes(check: Callable[[], None]) -> bool:
    """Whether an answer passes a check whose points it gets, or loses, elsewhere."""
    try:
        check()
    except CheckFailed:
        return False
    return True


def same(got: np.ndarray, expected: np.ndarray, rtol: float = 1e-5, atol: float = 1e-5) -> bool:
    """Equal up to what float32 and another order of summation may change."""
    return got.shape == expected.shape and np.allclose(
        got, expected, rtol=rtol, atol=atol, equal_nan=True
    )


# What mistakes make of a question: the misconception, and how it computes its wrong result.
Mistakes = dict[str, Callable[[Any], Any]]


def outcomes(mistakes: Mistakes, question: object) -> dict[str, np.ndarray]:
    """Return the wrong result of each mistake, as float64; some divide by zero, quietly."""
    with np.errstate(all="ignore"):
        return {
            misconception: np.asarray(compute(question), dtype=np.float64)
            for misconception, compute in mistakes.items()
        }


def share(hits: Iterable[bool]) -> np.float64:
    """Return the share of what is true, or nan of nothing."""
    found = list(hits)
    return np.float64(sum(found) / len(found) if found else np.nan)


def likely(got: np.ndarray, impostors: Mapping[str, np.ndarray], otherwise: str) -> str:
    """Name the misconception whose own wrong result the student reproduced.

    A result that overflows shows nothing: infinity equals every other infinity.
    """
    for misconception, wrong in impostors.items():
        if np.isfinite(wrong).all() and same(got, np.asarray(wrong)):
            return misconception
    return otherwise if isinstance(otherwise, Cause) else General(otherwise)


def telling(draw: Callable[[], tuple], impostors: Callable[..., dict], draws: int = 30) -> tuple:
    """Of some random inputs those under which the most mistakes give results of their own."""

    def different(inputs: tuple) -> int:
        return len({round(float(value), 9) for value in impostors(*inputs).values()})

    return max((draw() for _ in range(draws)), key=different)
