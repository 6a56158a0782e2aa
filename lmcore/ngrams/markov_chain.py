"""The Markov chain: predicting the next token by counting what followed the last few."""

import numpy as np

from lmcore.ngrams.counts import NgramCounts
from lmcore.ngrams.discounting import AbsoluteDiscounting, KneserNey, ModifiedKneserNey
from lmcore.ngrams.interpolation import Interpolated
from lmcore.ngrams.smoothing import AddK, MaximumLikelihood, Smoothing

#: name -> method with its default settings
SMOOTHINGS: dict[str, Smoothing] = {
    "mle": MaximumLikelihood(),
    "add-k": AddK(),
    "interpolated": Interpolated(),
    "absolute": AbsoluteDiscounting(),
    "kneser-ney": KneserNey(),
    "modified-kneser-ney": ModifiedKneserNey(),
}


class MarkovChain:
    """An n-gram model of any order, over characters, words or whatever the ids stand for.

    Parameters
    ----------
    order : int
        The length n of the n-grams, context and next token together: 2 is the bigram model, which
        looks at one token, 3 the trigram model, which looks at two.
    smoothing : str or Smoothing
        ``"mle"``, ``"add-k"``, ``"interpolated"``, ``"absolute"``, ``"kneser-ney"``,
        ``"modified-kneser-ney"``, or one of their classes with settings of your own, such as
        ``AddK(0.5)`` or ``KneserNey(discount=0.9)``.

    Attributes
    ----------
    context_size : int
        ``order - 1``.

    Raises
    ------
    ValueError
        If the order is below 1 or the smoothing unknown.

    Examples
    --------
    >>> ids = np.array([0, 1, 0, 1, 0, 1, 1])
    >>> chain = MarkovChain(order=2, smoothing="mle").fit(ids, vocab_size=2)
    >>> np.exp(chain.next_log_probs(np.array([1]))).round(3)
    array([0.667, 0.333])
    >>> round(MarkovChain(2).fit(ids, vocab_size=2).perplexity(ids), 2)
    1.61
    """

    def __init__(self, order: int, smoothing: str | Smoothing = "kneser-ney"):
        if order < 1:
            raise ValueError(f"order must be at least 1 (2 is the bigram model), got {order}")
        if isinstance(smoothing, str) and smoothing not in SMOOTHINGS:
            names = ", ".join(map(repr, SMOOTHINGS))
            raise ValueError(f"unknown smoothing {smoothing!r}: expected one of {names}")
        self.order, self.context_size = order, order - 1
        self.smoothing = SMOOTHINGS[smoothing] if isinstance(smoothing, str) else smoothing

    def fit(
        self, ids: np.ndarray, vocab_size: int, validation: np.ndarray | None = None
    ) -> "MarkovChain":
        """Count the n-grams of a text and smooth the counts.

        Parameters
        ----------
        ids : ndarray of int, shape (n_tokens,)
        vocab_size : int
        validation : ndarray of int, shape (n_validation,), optional
            Another text, needed by ``"interpolated"`` and by ``"add-k"`` without a value for k.

        Returns
        -------
        MarkovChain
            Itself.
        """
        self.counts = NgramCounts(ids, self.order, vocab_size)
        self.levels = self.smoothing.levels(self.counts, validation)
        return self

    @property
    def vocab_size(self) -> int:
        """Of the text that was counted; known after `fit`."""
        self._require_fitted()
        return self.counts.vocab_size

    def log_probs(self, ids: np.ndarray) -> np.ndarray:
        """Log-probability in nats of each token after the tokens before it.

        Parameters
        ----------
        ids : ndarray of int, shape (n_tokens,)

        Returns
        -------
        ndarray, shape (n_tokens,)
            The first tokens, with less than a whole context before them, are predicted by the
            lower orders.
        """
        self._require_fitted()
        found = self.counts.find(ids)
        uniform = 1.0 / self.vocab_size
        probs = np.full(len(ids), uniform)
        for n, level in enumerate(self.levels, start=1):
            # The tokens before this one have no context of n - 1 tokens. The ones after it are
            # none of this level's business if the next does not come back to it.
            unused = n < self.order and self.levels[n].onto_uniform
            tokens = slice(n - 1, n if unused else None)
            in_table, context = found[n], self.counts.contexts_found(found, n)
            below = uniform if level.onto_uniform else probs[tokens]
            left_over = level.backoff[context[tokens]]
            probs[tokens] = level.direct[in_table[tokens]] + left_over * below
        with np.errstate(divide="ignore"):  # maximum likelihood has zeros
            return np.log(probs)

    def next_log_probs(self, context: np.ndarray) -> np.ndarray:
        """Log-probabilities in nats of every token after a context.

        Parameters
        ----------
        context : ndarray of int, shape (n,)
            Of any length; the last ``context_size`` tokens count.

        Returns
        -------
        ndarray, shape (vocab_size,)
        """
        self._require_fitted()
        context = np.asarray(context)[max(0, len(context) - self.context_size) :]
        found = self.counts.find(context)
        uniform = np.full(self.vocab_size, 1.0 / self.vocab_size)
        probs = uniform
        for n, level in enumerate(self.levels[: len(context) + 1], start=1):
            table = self.counts.tables[n]
            which = found[n - 1][-1] if n > 1 else 0
            probs = level.backoff[which] * (uniform if level.onto_uniform else probs)
            begin, end = np.searchsorted(table.contexts, [which, which + 1])
            tokens = self.counts.keys.suffixes(table.keys[begin:end], 1)
            probs[tokens] += level.direct[begin:end]
        with np.errstate(divide="ignore"):
            return np.log(probs)

    def perplexity(self, ids: np.ndarray) -> float:
        """Perplexity on a text.

        Parameters
        ----------
        ids : ndarray of int, shape (n_tokens,)

        Returns
        -------
        float
            ``exp`` of the mean loss in nats; infinite if a token has probability 0.

        Raises
        ------
        ValueError
            If the text is empty.
        """
        if len(ids) == 0:
            raise ValueError("ids is empty: a perplexity is of at least one token")
        return float(np.exp(-self.log_probs(ids).mean()))

    def __repr__(self) -> str:
        return f"MarkovChain(order={self.order}, smoothing={self.smoothing})"

    def _require_fitted(self) -> None:
        if not hasattr(self, "counts"):
            raise RuntimeError("this MarkovChain has counted nothing yet: call fit first")
