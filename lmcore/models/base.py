"""What the neural language models share: the forward pass of a loss, and the training step."""

import math
from typing import Any, NamedTuple, Protocol

import numpy as np

from lmcore.models.windows import WindowModel
from lmcore.nn.cross_entropy import cross_entropy_gradient
from lmcore.nn.parameters import Layer, Parameters
from lmcore.ops.buffers import Workspace
from lmcore.text.token_ids import check_token_ids


class NonFiniteLoss(ValueError):
    """The loss became NaN or infinite: the training has diverged."""


class TrainingBatch(Protocol):
    """Contexts, the tokens that followed them, and how many these are."""

    contexts: np.ndarray
    targets: np.ndarray
    n_tokens: int


class ForwardPass(NamedTuple):
    """What a forward pass leaves for the backward pass that belongs to it.

    Parameters
    ----------
    logits : array (batch, vocab)
        What it returned, by which ``loss`` knows it again.
    kept : tuple
        Inputs and outputs of layers, as the model's ``backward`` unpacks them.
    """

    logits: np.ndarray
    kept: tuple[Any, ...]


class NeuralModel(WindowModel):
    """The common part; a model adds its layers, ``forward`` and ``backward``.

    It is a :class:`lmcore.models.protocol.LanguageModel` by way of ``forward``. A gradient is
    always of the forward pass whose logits ``loss`` was given: ``forward`` keeps the last pass,
    ``loss`` takes it over together with the gradient with respect to the logits, ``backward`` uses
    both. What only predicts, as ``log_probs`` and all that is built on it, keeps nothing.

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
        self.parameters = Parameters(layers)
        dtype = self.parameters.values.dtype
        super().__init__(vocab_size, context_size, padding_id, dtype)
        self._scratch = Workspace(dtype)
        self._last_pass: ForwardPass | None = None
        self._loss_pass: ForwardPass | None = None  # of the last loss, None if it is not known
        self._logits_grad: np.ndarray | None = None  # (batch, vocab), of the last loss

    def forward(self, context_indices: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
        """Logits of the token that follows each context; each model has its own.

        Parameters
        ----------
        context_indices : integer array (batch, context)
        out : array (batch, vocab), optional
            Where the logits go; a new array by default.

        Returns
        -------
        array (batch, vocab)

        Raises
        ------
        NotImplementedError
            Here, where there are no layers.
        """
        raise NotImplementedError

    def backward(self) -> None:
        """Set the gradients of the last ``loss`` by every parameter; each model has its own.

        Raises
        ------
        NotImplementedError
            Here, where there are no layers.
        """
        raise NotImplementedError

    def loss(self, logits: np.ndarray, targets: np.ndarray, out: np.ndarray | None = None) -> float:
        """Cross-entropy of the predictions; remembers its gradient for ``backward``.

        Parameters
        ----------
        logits : array (batch, vocab)
            What the last ``forward`` returned, the array itself; of any other logits there is a
            loss, but no backward pass.
        targets : integer array (batch,)
        out : array (batch, vocab), optional
            Where the gradient with respect to the logits goes; may be ``logits``. By default a
            new array.

        Returns
        -------
        float
            Mean cross-entropy in nats.

        Raises
        ------
        ValueError, TypeError, IndexError
            As :func:`lmcore.nn.cross_entropy.cross_entropy`.
        """
        loss, gradient = cross_entropy_gradient(logits, targets, out)
        self._keep_loss(logits, gradient)
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
        counts = np.bincount(ids.ravel().astype(np.intp), minlength=self.vocab_size)
        self.parameters["output.b"][:] = np.log(np.maximum(counts, 0.5) / counts.sum())

    def _check_finite(self, loss: float) -> None:
        if not math.isfinite(loss):
            raise NonFiniteLoss(
                f"the loss became {loss}: the training has diverged. Use a smaller learning rate, "
                "clip the gradients, or check that the starting weights are finite"
            )

    def _predict(self, contexts: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
        """The logits of ``forward``, which this once keeps nothing."""
        last_pass = self._last_pass
        try:
            return self.forward(contexts, out)  # (batch, vocab)
        finally:
            self._last_pass = last_pass

    def _keep(self, logits: np.ndarray, *kept: Any) -> None:
        """Keep a pass for its loss; if its logits stand where a gradient stood, that is gone."""
        if self._logits_grad is not None and np.may_share_memory(logits, self._logits_grad):
            self._logits_grad = self._loss_pass = None
        self._last_pass = ForwardPass(logits, kept)

    def _keep_loss(self, logits: np.ndarray, gradient: np.ndarray) -> None:
        """Keep the gradient of a loss, with the pass whose logits it is of."""
        last = self._last_pass
        self._loss_pass = last if last is not None and last.logits is logits else None
        self._logits_grad = gradient
        if last is not None and np.may_share_memory(last.logits, gradient):
            self._last_pass = None  # the gradient was written over its logits

    def _kept_for_backward(self) -> tuple[np.ndarray, tuple[Any, ...]]:
        """The gradient with respect to the logits of the last loss, and what its pass has kept."""
        if self._logits_grad is None:
            raise ValueError("backward needs a loss: call forward and loss first")
        if self._loss_pass is None:
            raise ValueError(
                "backward does not know the forward pass of this loss: `loss` was given other "
                "logits than the last `forward` returned (a copy, changed ones, or those of an "
                "earlier pass). Call loss with the result of forward, right after it; to predict "
                "in between use log_probs or next_log_probs, which keep nothing"
            )
        return self._logits_grad, self._loss_pass.kept
