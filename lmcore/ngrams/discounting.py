"""Discounting: take a little from every count that was seen, give it to what was not.

Absolute discounting (Ney, Essen and Kneser 1994), Kneser-Ney (1995) and modified Kneser-Ney (Chen
and Goodman 1999), all interpolated, differ in two things only: what is counted, and how much is
taken off.
"""

from dataclasses import dataclass

import numpy as np

from lmcore.ngrams.counts import NgramCounts
from lmcore.ngrams.smoothing import Level, context_totals


@dataclass(frozen=True)
class AbsoluteDiscounting:
    """Take the same ``discount`` off every count.

    ``P_n(w | h) = max(c(h w) - D, 0) / c(h) + D * N1+(h .) / c(h) * P_{n-1}(w | h')``, where
    ``N1+(h .)`` is the number of different tokens seen after h.

    Parameters
    ----------
    discount : float
        D, above 0 and at most 1.

    Raises
    ------
    ValueError
        If it is not.
    """

    discount: float = 0.75

    def __post_init__(self) -> None:
        _check_discount(self.discount)

    def levels(self, counts: NgramCounts, validation: np.ndarray | None = None) -> list[Level]:
        """As `Smoothing.levels`."""
        return [
            discounted_level(counts, n, counts.tables[n].counts, constant(self.discount))
            for n in range(1, counts.order + 1)
        ]


@dataclass(frozen=True)
class KneserNey:
    """Absolute discounting that counts contexts, not occurrences, in the lower orders.

    After "san" comes "francisco", often; but after anything else hardly ever, so as a word of its
    own it should be improbable. The lower orders, asked only where the higher ones know little,
    therefore count in how many different contexts an n-gram occurs, ``N1+(. h w)``, in the place
    of ``c(h w)`` (Chen and Goodman 1999, equation 26, interpolated).

    Parameters
    ----------
    discount : float
        D, above 0 and at most 1.
    uniform_floor : bool
        Discount single tokens too, so that none has probability 0. Without it the model is the
        one of ``nltk.lm.KneserNeyInterpolated``.

    Raises
    ------
    ValueError
        If ``discount`` is out of its range.
    """

    discount: float = 0.75
    uniform_floor: bool = True

    def __post_init__(self) -> None:
        _check_discount(self.discount)

    def levels(self, counts: NgramCounts, validation: np.ndarray | None = None) -> list[Level]:
        """As `Smoothing.levels`."""
        return [
            discounted_level(
                counts,
                n,
                kneser_ney_counts(counts, n),
                constant(self.discount if n > 1 or self.uniform_floor else 0.0),
            )
            for n in range(1, counts.order + 1)
        ]


@dataclass(frozen=True)
class ModifiedKneserNey:
    """Kneser-Ney with three discounts an order, for counts of 1, of 2, and of 3 or more.

    They are estimated from the counts themselves, so there is nothing to tune (Chen and Goodman
    1999, section 4.1.6 and equation 17).
    """

    def levels(self, counts: NgramCounts, validation: np.ndarray | None = None) -> list[Level]:
        """As `Smoothing.levels`."""
        levels = []
        for n in range(1, counts.order + 1):
            changed = kneser_ney_counts(counts, n)
            levels.append(discounted_level(counts, n, changed, estimated_discounts(changed)))
        return levels


def kneser_ney_counts(counts: NgramCounts, n: int) -> np.ndarray:
    """Occurrences at the highest order, different contexts below it.

    Parameters
    ----------
    counts : NgramCounts
    n : int

    Returns
    -------
    ndarray of int, shape (len(counts.tables[n]),)
    """
    return counts.tables[n].counts if n == counts.order else counts.continuation_counts(n)


def constant(discount: float) -> np.ndarray:
    """The same discount for every count above 0.

    Parameters
    ----------
    discount : float

    Returns
    -------
    ndarray, shape (4,)
        For a count of 0 (nothing), of 1, of 2, and of 3 or more.
    """
    return np.array([0.0, discount, discount, discount])


def estimated_discounts(counts: np.ndarray) -> np.ndarray:
    """Discounts for counts of 1, 2, 3 and more, from the numbers n1 to n4 of such counts.

    ``D_r = r - (r + 1) * Y * n_{r+1} / n_r`` with ``Y = n1 / (n1 + 2 * n2)``: where the counts of
    a second text of the same kind would lie on average (Good 1953). Where few counts are small,
    as for single letters, the estimate is bounded, so that something is always taken off.

    Parameters
    ----------
    counts : ndarray of int, shape (n_different,)
        How often each n-gram was counted.

    Returns
    -------
    ndarray, shape (4,)
        As `constant`.
    """
    n = np.bincount(np.minimum(counts, 5).astype(np.intp), minlength=6).astype(float)
    y = n[1] / max(n[1] + 2 * n[2], 1)
    discounts = [r - (r + 1) * y * n[r + 1] / max(n[r], 1) for r in (1, 2, 3)]
    return np.append(0.0, np.clip(discounts, 0.1, [1, 2, 3]))


def discounted_level(
    counts: NgramCounts, n: int, changed: np.ndarray, discounts: np.ndarray
) -> Level:
    """The level of an order whose counts are ``changed`` and then discounted.

    Parameters
    ----------
    counts : NgramCounts
    n : int
    changed : ndarray of int, shape (len(counts.tables[n]),)
        What counts instead of the occurrences.
    discounts : ndarray, shape (4,)
        What is taken off counts of 0, 1, 2, and of 3 or more.

    Returns
    -------
    Level
    """
    contexts = counts.tables[n].contexts
    totals = context_totals(counts, n, changed)
    taken = discounts[np.minimum(changed, 3)]
    left_over = context_totals(counts, n, taken)
    empty = totals == 0  # contexts that only end the text: all goes to the shorter one
    totals[empty], left_over[empty] = 1.0, 1.0
    return Level.of((changed - taken) / totals[contexts], left_over / totals)


def _check_discount(discount: float) -> None:
    if not 0 < discount <= 1:
        raise ValueError(f"discount must be above 0 and at most 1, got {discount}")
