"""Interpolation of all orders, with weights fitted to a validation text."""

from dataclasses import dataclass

import numpy as np

from lmcore.ngrams.counts import NgramCounts
from lmcore.ngrams.fitting import require_validation
from lmcore.ngrams.smoothing import Level, context_totals


@dataclass(frozen=True)
class Interpolated:
    """Trust each order to the degree that it proves right (Jelinek and Mercer 1980).

    ``P_n(w | h) = weight_n * c(h w) / c(h) + (1 - weight_n) * P_{n-1}(w | h')``, with one weight
    for each order; after a context that was never seen ``P_n = P_{n-1}``.

    Parameters
    ----------
    weights : sequence of float, optional
        One for each order from 1 up, between 0 and 1. By default those under which the
        validation text is most probable, found by expectation maximization (Dempster, Laird and
        Rubin 1977).
    """

    weights: tuple[float, ...] | None = None

    def levels(self, counts: NgramCounts, validation: np.ndarray | None = None) -> list[Level]:
        """As `Smoothing.levels`.

        Raises
        ------
        ValueError
            If the weights are not one an order, or there is no validation text to fit them to.
        """
        weights = self.weights
        if weights is None:
            weights = fit_weights(counts, require_validation(validation, "interpolation"))
        if len(weights) != counts.order:
            raise ValueError(f"weights must be {counts.order}, one an order, got {len(weights)}")
        levels = []
        for n, weight in enumerate(weights, start=1):
            table = counts.tables[n]
            totals = context_totals(counts, n, table.counts)
            direct = weight * table.counts / totals[table.contexts]
            levels.append(Level.of(direct, backoff=np.where(totals > 0, 1 - weight, 1.0)))
        return levels


def fit_weights(
    counts: NgramCounts, validation: np.ndarray, n_iterations: int = 50
) -> tuple[float, ...]:
    """Weights of the orders, by expectation maximization.

    Picture the model as a walk from the longest context down that stops at order n with
    probability ``weight_n`` and lets that order choose the token. Expectation: given the token,
    how probable is it that the walk stopped at n? Maximization: the new weight of an order is the
    share of its visits at which the walk stopped.

    Parameters
    ----------
    counts : NgramCounts
    validation : ndarray of int, shape (n_tokens,)
        A text that was not counted.
    n_iterations : int

    Returns
    -------
    tuple of float
        One an order, between 0 and 1.
    """
    found = counts.find(validation)
    orders = range(1, counts.order + 1)
    frequency, known = [], []  # for each order: of the token after its context; is that known?
    for n in orders:
        table, contexts = counts.tables[n], counts.contexts_found(found, n)
        totals = context_totals(counts, n, table.counts)
        direct = table.counts / totals[table.contexts]
        frequency.append(np.append(direct, 0.0)[found[n]])
        known.append(np.append(totals > 0, False)[contexts])

    weights = np.full(counts.order, 0.5)
    for _ in range(n_iterations):
        below = np.full(len(validation), 1.0 / counts.vocab_size)
        stops, probabilities = [], []
        for weight, direct, is_known in zip(weights, frequency, known, strict=True):
            weight = np.where(is_known, weight, 0.0)
            below = weight * direct + (1 - weight) * below
            stops.append(weight * direct)
            probabilities.append(below)
        arrived = np.ones(len(validation))  # probability that the walk comes to this order
        for n in reversed(range(counts.order)):
            stopped = arrived * stops[n] / probabilities[n]
            visited = (arrived * known[n]).sum()
            # One more stop and one more passage than seen: no weight may become 0 or 1.
            weights[n] = (stopped.sum() + 1) / (visited + 2)
            arrived = arrived - stopped
    return tuple(weights.tolist())
