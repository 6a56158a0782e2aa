"""Predicting from windows: what a model of a fixed context makes of a text of any length."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import DTypeLike

from lmcore.nn.softmax import log_softmax
from lmcore.text.token_ids import check_token_ids


def check_sizes(**sizes: int) -> None:
    """Check the sizes of a model.

    Parameters
    ----------
    **sizes : int
        Each under the name that the caller knows it by.

    Raises
    ------
    ValueError
        That names the first size that is not a whole number of at least 1.
    """
    for name, size in sizes.items():
        if not isinstance(size, int | np.integer) or size < 1:
            raise ValueError(f"{name} must be at least 1, got {size}")


class WindowModel:
    """Scores texts, given the logits of single windows; a subclass computes those in ``_predict``.

    It is a :class:`lmcore.models.protocol.LanguageModel`.

    Parameters
    ----------
    vocab_size, context_size : int
    padding_id : int
        The token that stands in for what a context too short does not have.
    dtype : numpy dtype
        That of the logits.

    Raises
    ------
    TypeError, IndexError
        If ``padding_id`` is no token id.
    """

    def __init__(self, vocab_size: int, context_size: int, padding_id: int, dtype: DTypeLike):
        check_token_ids(padding_id, vocab_size, "padding_id")
        self.vocab_size = vocab_size
        self.context_size = context_size
        self.padding_id = padding_id
        self._dtype = dtype

    def next_log_probs(self, context: np.ndarray) -> np.ndarray:
        """Log-probabilities of the token that comes next.

        Parameters
        ----------
        context : integer array (n,)
            The tokens so far. The last ``context_size`` count; where there are fewer,
            ``padding_id`` stands before them.

        Returns
        -------
        array (vocab,)
            In nats.

        Raises
        ------
        TypeError, IndexError
            If a token id is not one of the vocabulary.
        """
        context = np.asarray(context)[-self.context_size :]
        padded = np.full((1, self.context_size), self.padding_id)  # (1, context)
        padded[0, self.context_size - len(context) :] = check_token_ids(
            context, self.vocab_size, "context"
        )
        return log_softmax(self._predict(padded)[0])

    def log_probs(self, ids: np.ndarray) -> np.ndarray:
        """Log-probability of every token of a text given the ``context_size`` before it.

        Parameters
        ----------
        ids : integer array (n,)
            Before the first tokens stands ``padding_id``.

        Returns
        -------
        array (n,)
            In nats, float64.

        Raises
        ------
        ValueError
            If the text is empty or not one-dimensional.
        TypeError, IndexError
            If a token id is not one of the vocabulary.
        """
        ids = check_token_ids(ids, self.vocab_size)
        if ids.ndim != 1 or ids.size == 0:
            raise ValueError(f"ids must be a text of at least one token, got shape {ids.shape}")
        padded = np.concatenate([np.full(self.context_size, self.padding_id, ids.dtype), ids])
        contexts = sliding_window_view(padded[:-1], self.context_size)  # (n, context)
        return self._score(contexts, ids)

    def _score(self, contexts: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """Log-probability (n,) of each target after its context (n, context)."""
        result = np.empty(len(targets))
        # Blocks of about a million logits: enough to keep BLAS busy, small enough for the cache.
        size = max(1, 2**20 // self.vocab_size)
        place = np.empty((min(size, len(targets)), self.vocab_size), self._dtype)
        for start in range(0, len(targets), size):
            block = slice(start, start + size)
            wanted = targets[block]
            logits = self._predict(contexts[block], out=place[: len(wanted)])
            log_probs = log_softmax(logits)  # (rows, vocab)
            result[block] = log_probs[np.arange(len(wanted)), wanted]
        return result

    def _check_contexts(self, context_indices: np.ndarray) -> np.ndarray:
        """The contexts, checked; a copy, so that the caller may use the array again."""
        contexts = np.asarray(context_indices)
        if contexts.ndim != 2 or contexts.shape[1] != self.context_size or len(contexts) == 0:
            raise ValueError(
                f"context_indices must have the shape (batch, {self.context_size}), "
                f"got {contexts.shape}"
            )
        return check_token_ids(contexts, self.vocab_size, "context_indices").astype(np.intp)

    def _predict(self, contexts: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
        """Logits (batch, vocab) of the tokens that follow contexts (batch, context)."""
        raise NotImplementedError
