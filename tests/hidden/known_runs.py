"""Whether an answer that looks up runs of ids in a text takes one run for another.

Exercises 3.10 (contexts) and 3.11 (n-grams) both ask which runs of a text stand in another one.
Chance seldom brings the ids under which a run written in another way is mixed up, so each way has
a text of its own here, which seems to hold a run that it lacks.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

JOINED = (
    "keep a run as a tuple of its ids; joined to one text without a mark between, 1 12 and 11 2 "
    "look alike."
)
SEARCHED = (
    "keep a run as a tuple of its ids; a text that is searched for 1 2 finds it inside 11 2, and "
    "inside 1 25."
)
BYTES = (
    "keep a run as a tuple of its ids; bytes of one text that are searched for those of another "
    "are found in the middle of a number too."
)
ONE_BYTE = "the ids are squeezed into one byte, which holds no id above 255."
PACKED = (
    "where the ids of a run are packed into one number, the base has to be larger than every id; "
    "a tuple of ids needs no base."
)


class MixUp(NamedTuple):
    """A text, and two runs of two that it lacks: one seems to stand in it, the other does not."""

    text: tuple[int, ...]
    seeming: tuple[int, int]
    lacking: tuple[int, int]  # has tokens of the text where the other one does
    what: str
    cause: str


ROUND_BASES = (100, 1000, 10_000)
MIX_UPS = [
    MixUp((11, 2, 7, 7, 1, 1), (1, 12), (1, 4), "ids of one and of two digits", JOINED),
    MixUp((11, 2, 7), (1, 2), (4, 2), "ids of one and of two digits", SEARCHED),
    MixUp((7, 1, 25), (1, 2), (1, 4), "ids of one and of two digits", SEARCHED),
    MixUp((257, 44, 3), (1, 300), (4, 6), "ids below and above 255", ONE_BYTE),
    MixUp((256, 512, 0), (1, 2), (4, 6), "ids below and above 255", BYTES),
    # To a base of 9, its largest id, 0 9 is 1 0; and the other way round it is 9 8.
    MixUp((1, 0, 3, 9, 8), (0, 9), (3, 1), "ids that are packed into one number", PACKED),
    # To a base of 5, which fits the text alone, 2 5 is 3 0; and the other way round 5 2 is 0 3.
    MixUp((3, 0, 4), (2, 5), (2, 6), "ids that are packed into one number", PACKED),
    MixUp((0, 3, 4), (5, 2), (6, 2), "ids that are packed into one number", PACKED),
    # To a base of 100, 105 6 is 5 7, or 6 105 is 7 5; so for the other round numbers.
    *(
        MixUp(text, seeming, (4, 2), "ids that are packed into one number", PACKED)
        for base in ROUND_BASES
        for text, seeming in [((5 + base, 6, 3), (5, 7)), ((6, 5 + base, 3), (7, 5))]
    ),
]
ELSEWHERE = (70, 80, 90)  # a text that is like none of the others
HASHED = (
    "the ids of a run are mixed into one small number, and different runs get the same one; a "
    "tuple of ids, or one number to a base above every id, keeps them apart."
)


def grams(ids: np.ndarray, n: int) -> list[tuple]:
    """All runs of n ids, in the order of the text."""
    return [tuple(ids[i : i + n].tolist()) for i in range(len(ids) - n + 1)]


def mix_up(share_found: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> MixUp | None:
    """Return the first text under which ``share_found(run, text)`` finds what only seems to stand.

    An answer that finds the other run as well, or finds the same one elsewhere, has another
    mistake, and hears of that one.
    """

    def finds(run: tuple, text: tuple) -> bool:
        return bool(share_found(np.array(run), np.array(text)) > 0)

    for case in MIX_UPS:
        mixed = finds(case.seeming, case.text) and not finds(case.lacking, case.text)
        if mixed and not finds(case.seeming, ELSEWHERE):
            return case
    return None


def hashed(share_found: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> bool:
    """Whether ``share_found(run, text)`` finds runs where chance makes few small numbers alike.

    Of two texts of the same ids that have no run of two in common, it then finds some in the long
    one, and, in most of nine draws, none in the short one. An answer that asks for less than a run,
    such as its tokens in any order, finds some in the short one too.
    """

    def finds(size: int) -> bool:
        ids = np.random.default_rng().permutation(2000)[:size]
        return bool(share_found(ids[::2], np.r_[ids[::4], ids[2::4]]) > 0)

    return finds(1400) and sum(finds(16) for _ in range(9)) < 5


def many_runs(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return two texts of so many different ids that runs of two seldom repeat.

    What keeps a run as a remainder then finds runs in the other text that it lacks.
    """
    text = rng.integers(2000, size=700)
    other = rng.integers(2000, size=500)
    other[100:200] = text[300:400]
    return text, other
