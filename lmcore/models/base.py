"""What the neural language models share: scoring a text, the loss, and the training step."""

import math
from typing import Protocol

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from lmcore.nn.cross_entropy import cross_entropy_gradient
from lmcore.nn.parameters import Layer, Parameters
from lmcore.nn.softmax import log_softmax
from lmcore.ops.buffers import Workspace
from lmcore.text.token_ids import check_token_ids


class WindowScoring:
    """The methods of :class:`lmcore.models.protocol.LanguageModel`, by way of ``forward``.

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


class NonFiniteLoss(ValueError):
    """The loss became NaN or infinite: the training has diverged."""


class TrainingBatch(Protocol):
    """Contexts, the tokens that followed them, and how many these are."""

    contexts: np.ndarray
    targets: np.ndarray
    n_tokens: int


def check_sizes(**sizes: int) -> None:
    """Raise a ValueError naming the first size that is not a whole number of at least 1."""
    for name, size in sizes.items():
        if not isinstance(size, int | np.integer) or size < 1:
            raise ValueError(f"{name} must be at least 1, got {size}")


class NeuralModel(WindowScoring):
    """The common part; a model adds its layers, ``forward`` and ``backward``.

    Parameters
    ----------
    vocab_size, context_size : int
    layers : dict of str to layer
        Their arrays become views of one flat array, :attr:`parameters`.
    padding_id : int
        The token that stands in for what a context too short does not have. Token 0 by default:
        the newline, in a vocabulary of characters in their order.
    """

    def __init__(
        self, vocab_size: int, context_size: int, layers: dict[str, Layer], padding_id: int = 0
    ):
        check_token_ids(padding_id, vocab_size, "padding_id")
        self.vocab_size = vocab_size
        self.context_size = context_size
        self.padding_id = padding_id
        self.parameters = Parameters(layers)
        self._scratch = Workspace(self.parameters.values.dtype)
        self._logits_grad: np.ndarray | None = None  # (batch, vocab), for the backward pass

    def forward(self, context_indices: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
        raise NotImplementedError

    def backward(self) -> None:
        raise NotImplementedError

    def loss(self, logits: np.ndarray, targets: np.ndarray, out: np.ndarray | None = None) -> float:
        """Cross-entropy of the predictions; remembers its gradient for ``backward``.

        Parameters
        ----------
        logits : array (batch, vocab)
            From ``forward``.
        targets : integer array (batch,)
        out : array (batch, vocab), optional
            Where the gradient by the logits goes; may be ``logits``. A new array by default.

        Returns
        -------
        float
            Mean cross-entropy in nats.

        Raises
        ------
        ValueError, TypeError, IndexError
            As :func:`lmcore.nn.cross_entropy.cross_entropy`.
        """
        loss, self._logits_grad = cross_entropy_gradient(logits, targets, out)
        return loss

    def train_step(self, batch: TrainingBatch) -> float:
        """Forward, loss, backward on one batch. The optimizer's step is the caller's.

        Parameters
        ----------
        batch : Batch
            With ``contexts`` (batch, context) and ``targets`` (batch,).

        Returns
        -------
        float
            Mean loss in nats; the gradients are in ``parameters.gradients``.

        Raises
        ------
        NonFiniteLoss
            If the loss is NaN or infinite.
        """
        # The logits, and after them their gradient, are the largest array of the network: one
        # place in memory serves every step.
        place = self._scratch("logits", (len(batch.contexts), self.vocab_size))
        logits = self.forward(batch.contexts, out=place)
        loss = self.loss(logits, batch.targets, out=place)
        self._check_finite(loss)
        self.backward()
        return loss

    def start_from_frequencies(self, ids: np.ndarray) -> None:
        """Set the output bias to the logarithm of how often every token occurs.

        The network then starts at the unigram distribution and need not spend its first steps
        learning which tokens are frequent. A token that does not occur counts as half a time.

        Parameters
        ----------
        ids : integer array (n,)
            The training text.

        Raises
        ------
        ValueError
            If the text is empty.
        """
        ids = check_token_ids(ids, self.vocab_size)
        if ids.size == 0:
            raise ValueError("ids is empty: frequencies need at least one token")
        counts = np.bincount(ids.ravel(), minlength=self.vocab_size)
        self.parameters["output.b"][:] = np.log(np.maximum(counts, 0.5) / counts.sum())

    def _check_finite(self, loss: float) -> None:
        if not math.isfinite(loss):
            raise NonFiniteLoss(
                f"the loss became {loss}: the training has diverged. Use a smaller learning rate, "
                "clip the gradients, or check that the starting weights are finite"
            )

    def _check_contexts(self, context_indices: np.ndarray) -> np.ndarray:
        contexts = np.asarray(context_indices)
        if contexts.ndim != 2 or contexts.shape[1] != self.context_size or len(contexts) == 0:
            raise ValueError(
                f"context_indices must have the shape (batch, {self.context_size}), "
                f"got {contexts.shape}"
            )
        return contexts

    def _gradient_of_loss(self) -> np.ndarray:
        if self._logits_grad is None:
            raise ValueError("backward needs a loss: call forward and loss first")
        return self._logits_grad
