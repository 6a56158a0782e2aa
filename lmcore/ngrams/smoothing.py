"""What smoothing has to deliver, and the two simplest ways: none at all, and add-k.

All methods share one form. The probability of token w after the context h of n - 1 tokens is::

    P_n(w | h) = direct[h w] + backoff[h] * P_{n-1}(w | h without its first token)

``direct`` is what the n-grams themselves say, ``backoff`` is the probability they left over,
handed down to the shorter context, and at the bottom to the uniform distribution,
``1 / vocab_size``. A method is a way to fill these two arrays.
"""

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from lmcore.ngrams.counts import NgramCounts
from lmcore.ngrams.fitting import lowest, require_validation


@dataclass(frozen=True)
class Level:
    """The two arrays for n-grams of one length.

    Parameters
    ----------
    direct : ndarray, shape (len(tables[n]) + 1,)
        For each n-gram; the last entry, 0, is for n-grams that were never seen.
    backoff : ndarray, shape (len(tables[n - 1]) + 1,)
        For each context; the last entry, 1, is for contexts that were never seen.
    onto_uniform : bool
        What is left over goes to the uniform distribution at once, not to the shorter context.
    """

    direct: np.ndarray
    backoff: np.ndarray
    onto_uniform: bool = False

    @classmethod
    def of(cls, direct: np.ndarray, backoff: np.ndarray, onto_uniform: bool = False) -> "Level":
        """Append the entries for what was never seen; -1 is then their index.

        Parameters
        ----------
        direct : ndarray, shape (len(tables[n]),)
        backoff : ndarray, shape (len(tables[n - 1]),)
        onto_uniform : bool

        Returns
        -------
        Level
        """
        return cls(np.append(direct, 0.0), np.append(backoff, 1.0), onto_uniform)


class Smoothing(Protocol):
    """A smoothing method."""

    def levels(self, counts: NgramCounts, validation: np.ndarray | None = None) -> list[Level]:
        """The levels of all orders.

        Parameters
        ----------
        counts : NgramCounts
        validation : ndarray of int, shape (n_tokens,), optional
            A text that was not counted, for methods that fit something to it.

        Returns
        -------
        list of Level
            1 to ``counts.order``, in this order.
        """
        ...


def context_totals(counts: NgramCounts, n: int, weights: np.ndarray) -> np.ndarray:
    """For each context of the n-grams the sum of their weights.

    Parameters
    ----------
    counts : NgramCounts
    n : int
    weights : ndarray, shape (len(counts.tables[n]),)

    Returns
    -------
    ndarray, shape (len(counts.tables[n - 1]),)
    """
    return np.bincount(counts.tables[n].contexts, weights, minlength=len(counts.tables[n - 1]))


@dataclass(frozen=True)
class MaximumLikelihood:
    """No smoothing: ``P(w | h) = c(h w) / c(h)``, the relative frequency.

    What was never seen after a context that was has probability 0 and log-probability minus
    infinity. A context that was never seen says nothing; then the shorter one is asked.
    """

    def levels(self, counts: NgramCounts, validation: np.ndarray | None = None) -> list[Level]:
        """As `Smoothing.levels`."""
        levels = []
        for n in range(1, counts.order + 1):
            table = counts.tables[n]
            totals = context_totals(counts, n, table.counts)
            direct = table.counts / totals[table.contexts]
            levels.append(Level.of(direct, backoff=np.where(totals > 0, 0.0, 1.0)))
        return levels


@dataclass(frozen=True)
class AddK:
    """Pretend that every n-gram was seen k times more (Lidstone 1920; k = 1: Laplace).

    ``P(w | h) = (c(h w) + k) / (c(h) + k * vocab_size)``.

    Parameters
    ----------
    k : float, optional
        Positive; by default the one under which a validation text is most probable.

    Raises
    ------
    ValueError
        If ``k`` is not positive.
    """

    k: float | None = None

    def __post_init__(self) -> None:
        if self.k is not None and not self.k > 0:
            raise ValueError(f"k must be positive, got {self.k}; for k = 0 take smoothing='mle'")

    def levels(self, counts: NgramCounts, validation: np.ndarray | None = None) -> list[Level]:
        """As `Smoothing.levels`.

        Raises
        ------
        ValueError
            If neither ``k`` nor a validation text is given.
        """
        k = self.k if self.k is not None else best_k(counts, validation)
        levels = []
        for n in range(1, counts.order + 1):
            table = counts.tables[n]
            totals = context_totals(counts, n, table.counts)
            pretended = k * counts.vocab_size
            direct = table.counts / (totals + pretended)[table.contexts]
            levels.append(Level.of(direct, pretended / (totals + pretended), onto_uniform=True))
        return levels


def best_k(counts: NgramCounts, validation: np.ndarray | None) -> float:
    """The k under which the validation text is most probable at the highest order.

    Parameters
    ----------
    counts : NgramCounts
    validation : ndarray of int, shape (n_tokens,)

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If there is no validation text.
    """
    n = counts.order
    found = counts.find(require_validation(validation, "add-k without a value for k"))
    in_table, context = found[n][n - 1 :], counts.contexts_found(found, n)[n - 1 :]
    seen = np.append(counts.tables[n].counts, 0)[in_table]
    totals = context_totals(counts, n, counts.tables[n].counts)
    total = np.append(totals, 0.0)[context]

    def loss(log_k: float) -> float:
        k = np.exp(log_k)
        return -np.log((seen + k) / (total + k * counts.vocab_size)).mean()

    return math.exp(lowest(loss, -14.0, 3.0))
