"""The neural bigram: Embedding, Linear, Softmax, and nothing between them.

With one token of context it can learn every bigram distribution that its width allows, and no
more: it ends where counting ends. Without a hidden layer, two tokens of context (the extension)
are weighed separately and their logits added; what a *pair* means it cannot learn.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike

from lmcore.models.base import NeuralModel, TrainingBatch
from lmcore.models.windows import check_sizes
from lmcore.nn.embedding import Embedding
from lmcore.nn.linear import Linear
from lmcore.nn.parameters import Layer
from lmcore.nn.softmax import log_softmax
from lmcore.text.token_ids import check_token_ids


@dataclass(frozen=True)
class BigramCounts:
    """A whole text as one batch for ``NeuralBigram.train_step``: its table of counts.

    With one token of context, all that a text says about the next token is how often each pair
    occurs. The loss over the text is ``-sum counts[i, j] * log p[j | i] / n``, and its gradient
    with respect to the logits of context ``i`` is ``(counts[i].sum() * p[i] - counts[i]) / n``:
    the same as over all windows, from ``vocab_size`` rows instead of a million.

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


class NeuralBigram(NeuralModel):
    """Embedding, linear layer, softmax.

    Parameters
    ----------
    vocab_size, embed_dim : int
    context_size : int
        1 for the bigram model; 2 for the extension to trigrams.
    rng : numpy.random.Generator or int, optional
        Where the starting weights come from.
    dtype : numpy dtype
        float32 to train, float64 to check gradients.
    embed_scale : float
        Standard deviation of the starting embeddings.
    padding_id : int
        What stands before the beginning of a text.

    Examples
    --------
    >>> model = NeuralBigram(vocab_size=10, embed_dim=4, rng=0)
    >>> model.forward(np.array([[3], [7]])).shape
    (2, 10)
    """

    def __init__(
        self,
        vocab_size: int,
        embed_dim: int,
        context_size: int = 1,
        *,
        rng: np.random.Generator | int | None = None,
        dtype: DTypeLike = np.float32,
        embed_scale: float = 0.05,
        padding_id: int = 0,
    ):
        check_sizes(vocab_size=vocab_size, embed_dim=embed_dim, context_size=context_size)
        rng = np.random.default_rng(rng)
        self.embedding = Embedding(vocab_size, embed_dim, rng, scale=embed_scale, dtype=dtype)
        self.output = Linear(context_size * embed_dim, vocab_size, rng, dtype=dtype)
        layers: dict[str, Layer] = {"embedding": self.embedding, "output": self.output}
        super().__init__(vocab_size, context_size, layers, padding_id)

    def forward(self, context_indices: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
        """Logits of the token that follows each context.

        Parameters
        ----------
        context_indices : integer array (batch, context_size)
        out : array (batch, vocab_size), optional
            Where the logits go; a new array by default.

        Returns
        -------
        array (batch, vocab_size)

        Raises
        ------
        ValueError
            If ``context_indices`` has another shape.
        TypeError, IndexError
            If it holds something that is no token id.
        """
        contexts = self._check_contexts(context_indices)
        vectors = self.embedding.forward(contexts)  # (batch, context, embed)
        x = vectors.reshape(len(vectors), -1)  # (batch, context * embed)
        logits = self.output(x, out)  # (batch, vocab)
        self._keep(logits, contexts, x)
        return logits

    def backward(self) -> None:
        """Set the gradients of the last ``loss`` by every parameter.

        Raises
        ------
        ValueError
            If ``forward`` and ``loss`` were not called before.
        """
        dlogits, (contexts, x) = self._kept_for_backward()
        dx = self.output.backward(dlogits, x=x)  # (batch, context * embed)
        self.embedding.W_grad.fill(0)  # the embedding adds
        self.embedding.backward(dx.reshape(*contexts.shape, -1), contexts)

    def train_step(self, batch: TrainingBatch | BigramCounts) -> float:
        """Forward, loss, backward on a batch of windows, or on the table of counts of a text.

        Parameters
        ----------
        batch : Batch or BigramCounts
            Counts only with a ``context_size`` of 1.

        Returns
        -------
        float
            Mean loss in nats.

        Raises
        ------
        lmcore.models.base.NonFiniteLoss
            If the loss is NaN or infinite.
        """
        if not isinstance(batch, BigramCounts):
            return super().train_step(batch)
        logits = self.forward(batch.contexts)  # (vocab, vocab)
        loss, gradient = batch.loss_and_gradient(logits)
        self._keep_loss(logits, gradient)
        self._check_finite(loss)
        self.backward()
        return loss
