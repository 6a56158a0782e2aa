"""How a network with a fixed window of context serves as a language model: it scores any text."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from lmcore.softmax import log_softmax
from lmcore.token_ids import check_token_ids
from lmcore.workspace import Workspace


class WindowScoring:
    """The methods of :class:`lmcore.language_model.LanguageModel`, by way of ``forward``.

    A model that inherits from it has the attributes below and ``forward(contexts, out)``.
    """

    vocab_size: int
    context_size: int
    padding_id: int
    _scratch: Workspace

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
        return log_softmax(self.forward(padded)[0])

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
        result = np.empty(len(ids))
        # Blocks of about a million logits: enough to keep BLAS busy, small enough for the cache.
        size = max(1, 2**20 // self.vocab_size)
        for start in range(0, len(ids), size):
            block = slice(start, start + size)
            targets = ids[block]
            place = self._scratch("logits", (len(targets), self.vocab_size))
            log_probs = log_softmax(self.forward(contexts[block], out=place))
            result[block] = log_probs[np.arange(len(targets)), targets]
        return result
