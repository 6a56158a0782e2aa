"""Mixing models: the average of several distributions is a distribution, and often a better one.

Models that err in different places help each other: counts know the long phrases they have seen,
a network knows what similar words do (Bengio et al. 2003, section 4.2).
"""

from collections.abc import Sequence

import numpy as np

from lmcore.models.protocol import LanguageModel


class Mixture:
    """Linear interpolation: ``p(token) = sum of weight * p_model(token)`` over the models.

    Parameters
    ----------
    models : sequence of LanguageModel
        Over one and the same vocabulary.
    weights : sequence of float, optional
        One for each model, at least 0, with sum 1; equal by default. ``fit_weights`` learns them.

    Attributes
    ----------
    weights : array (models,)
    vocab_size, context_size : int
        The context is the longest of all.

    Raises
    ------
    ValueError
        If there is no model, the vocabularies differ, or the weights are no distribution.

    Examples
    --------
    >>> from lmcore.models.neural_bigram import NeuralBigram
    >>> models = [NeuralBigram(5, 2, rng=seed) for seed in (0, 1)]
    >>> mixture = Mixture(models, weights=[0.75, 0.25])
    >>> round(float(np.exp(mixture.next_log_probs(np.array([3]))).sum()), 6)
    1.0
    """

    def __init__(self, models: Sequence[LanguageModel], weights: Sequence[float] | None = None):
        if not models:
            raise ValueError("models is empty: a mixture needs at least one")
        sizes = {model.vocab_size for model in models}
        if len(sizes) > 1:
            raise ValueError(f"the models must share one vocabulary, got the sizes {sorted(sizes)}")
        self.models = list(models)
        self.weights = self._check_weights(weights)
        self.vocab_size = sizes.pop()
        self.context_size = max(model.context_size for model in models)

    def next_log_probs(self, context: np.ndarray) -> np.ndarray:
        """Log-probabilities of the token that comes next.

        Parameters
        ----------
        context : integer array (n,)
            The tokens so far.

        Returns
        -------
        array (vocab,)
            In nats.
        """
        return self._mix([model.next_log_probs(context) for model in self.models])

    def log_probs(self, ids: np.ndarray) -> np.ndarray:
        """Log-probability of every token of a text given those before it.

        Parameters
        ----------
        ids : integer array (n,)

        Returns
        -------
        array (n,)
            In nats.
        """
        return self._mix([model.log_probs(ids) for model in self.models])

    def fit_weights(self, ids: np.ndarray, *, tolerance: float = 1e-6) -> np.ndarray:
        """Choose the weights under which a text is most probable.

        Expectation maximization (Dempster, Laird and Rubin 1977): ask for each token which model
        is to be thanked for it, then give every model the share of thanks it got. The likelihood
        has one maximum, and each round comes closer.

        Parameters
        ----------
        ids : integer array (n,)
            Text that none of the models was trained on: validation, never test.
        tolerance : float
            Stop when no weight moves by more.

        Returns
        -------
        array (models,)
            The new ``weights``.

        Raises
        ------
        ValueError
            If no model gives a token of the text any probability.
        """
        log_probs = np.stack([model.log_probs(ids) for model in self.models])  # (models, n)
        best = log_probs.max(axis=0)  # (n,)
        if np.isneginf(best).any():
            raise ValueError(
                f"token {int(np.argmin(best))} of ids has probability 0 under every model: "
                "no weights help; smooth one of them"
            )
        # Only ratios between the models count: without the common factor nothing underflows.
        probs = np.exp(log_probs - best)  # (models, n)
        weights = np.full(len(self.models), 1 / len(self.models))
        change = np.inf
        while change > tolerance:
            thanks = weights[:, None] * probs  # (models, n)
            new_weights = (thanks / thanks.sum(axis=0)).mean(axis=1)
            change = np.abs(new_weights - weights).max()
            weights = new_weights
        self.weights = weights
        return weights

    def _mix(self, log_probs: list[np.ndarray]) -> np.ndarray:
        weights = self.weights[:, None]  # (models, 1)
        logs = np.where(weights > 0, np.stack(log_probs), -np.inf)  # (models, tokens)
        # Without the largest nothing underflows; where all are -inf there is nothing to take off.
        best = logs.max(axis=0)  # (tokens,)
        best = np.where(np.isneginf(best), 0.0, best)
        with np.errstate(divide="ignore"):
            return best + np.log((weights * np.exp(logs - best)).sum(axis=0))

    def _check_weights(self, weights: Sequence[float] | None) -> np.ndarray:
        count = len(self.models)
        if weights is None:
            return np.full(count, 1 / count)
        shares = np.asarray(weights, np.float64)
        if shares.shape != (count,) or shares.min() < 0 or not np.isclose(shares.sum(), 1):
            raise ValueError(
                f"weights must be {count} numbers of at least 0 with sum 1, got {shares.tolist()}"
            )
        return shares
