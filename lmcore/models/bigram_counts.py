"""A whole text as one batch for the neural bigram: its table of counts.

With one token of context, all that a text says about the next token is how often each pair
occurs. The loss over the text is ``-sum counts[i, j] * log p[j | i] / n``, and its gradient with
respect to the logits of context ``i`` is ``(counts[i].sum() * p[i] - counts[i]) / n``: the same as
over all windows, from ``vocab_size`` rows instead of a million.
"""

from dataclasses import dataclass

import numpy as np

from lmcore.nn.softmax import log_softmax
from lmcore.text.token_ids import check_token_ids


@dataclass(frozen=True)
class BigramCounts:
    """How often each token followed each; a batch for ``NeuralBigram.train_step``.

    Parameters
    ----------
    counts : array (vocab, vocab)
        Row: the context; column: the token that followed.

    Examples
    --------
    >>> batch = BigramCounts.from_ids(np.array([0, 1, 0, 1, 1]), vocab_size=2)
    >>> batch.counts
    array([[0, 2],
           [1, 1]])
    >>> batch.n_tokens
    4
    """

    counts: np.ndarray

    @classmethod
    def from_ids(cls, ids: np.ndarray, vocab_size: int) -> "BigramCounts":
        """Count the pairs of a text.

        Parameters
        ----------
        ids : integer array (n,)
            At least two tokens.
        vocab_size : int

        Returns
        -------
        BigramCounts

        Raises
        ------
        ValueError
            If the text is shorter, or not of one dimension.
        TypeError, IndexError
            If the ids are no token ids.
        """
        ids = check_token_ids(ids, vocab_size).astype(np.intp)
        if ids.ndim != 1 or len(ids) < 2:
            raise ValueError(f"ids must be a text of at least two tokens, got shape {ids.shape}")
        pairs = ids[:-1] * vocab_size + ids[1:]
        return cls(np.bincount(pairs, minlength=vocab_size**2).reshape(vocab_size, vocab_size))

    @property
    def contexts(self) -> np.ndarray:
        """Every token once, (vocab, 1)."""
        return np.arange(len(self.counts))[:, None]

    @property
    def n_tokens(self) -> int:
        """How many tokens are predicted."""
        return int(self.counts.sum())

    def loss_and_gradient(self, logits: np.ndarray) -> tuple[float, np.ndarray]:
        """Loss over the text, and its gradient with respect to the logits.

        Parameters
        ----------
        logits : array (vocab, vocab)
            Those that follow each token, in the order of ``contexts``.

        Returns
        -------
        loss : float
            Mean cross-entropy in nats.
        gradient : array (vocab, vocab)
        """
        log_probs = log_softmax(logits)  # (vocab, vocab)
        loss = -float((self.counts * log_probs).sum(dtype=np.float64)) / self.n_tokens
        totals = self.counts.sum(axis=1, keepdims=True)  # (vocab, 1)
        gradient = (totals * np.exp(log_probs) - self.counts) / self.n_tokens
        return loss, gradient.astype(logits.dtype)
