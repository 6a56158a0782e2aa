"""Embedding and linear layer in one: from the tokens of a context to the hidden layer.

With ``S`` the one-hot matrix of a context position, ``E`` the embedding and ``W`` that position's
part of the weights, the pre-activation is ``S E W``. Matrix products may be done in any order:

- ``(S E) W``: look up the vectors, then multiply. The textbook's order; the cost of the product
  grows with the batch.
- ``S (E W)``: multiply the whole embedding once, then look up. The product costs the same for any
  batch, and what is left for each example is adding up one row per position.

The second is the faster one as soon as a batch is some times larger than the vocabulary, which is
the case for characters: they repeat, so the first order does the same products over and over.
"""

import numpy as np

from lmcore.nn.embedding import Embedding
from lmcore.nn.linear import Linear
from lmcore.ops.buffers import Workspace
from lmcore.ops.one_hot import OneHot
from lmcore.text.token_ids import check_token_ids


class ContextLayer:
    """``concatenated vectors of the context @ W + b``, in the cheaper order.

    Parameters
    ----------
    embedding : Embedding (vocab, embed)
    linear : Linear (context * embed, hidden)

    Examples
    --------
    >>> layer = ContextLayer(Embedding(5, 2), Linear(3 * 2, 4))
    >>> layer.forward(np.array([[0, 1, 2], [4, 4, 4]])).shape
    (2, 4)
    """

    # The smallest batch, in multiples of the vocabulary, for which the table is worth making. With
    # 65 characters it loses at a batch of 64 and wins at 256.
    TABLE_FROM = 3

    def __init__(self, embedding: Embedding, linear: Linear):
        self.embedding = embedding
        self.linear = linear
        self._scratch = Workspace(embedding.W.dtype)
        vocab_size, embed_dim = embedding.W.shape
        self._one_hot = OneHot(vocab_size * (len(linear.W) // embed_dim), embedding.W.dtype)

    def forward(self, contexts: np.ndarray) -> np.ndarray:
        """Pre-activations (batch, hidden) of ``contexts`` (batch, context)."""
        self._contexts = contexts
        self._by_table = len(contexts) >= self.TABLE_FROM * len(self.embedding.W)
        if self._by_table:
            return self._forward_by_table(contexts)
        return self._forward_by_vectors(contexts)

    def backward(self, dz: np.ndarray) -> None:
        """Set the gradients of the embedding's and the linear layer's parameters.

        Parameters
        ----------
        dz : array (batch, hidden)
            Gradient of the loss by what the last ``forward`` returned.
        """
        self.embedding.W_grad.fill(0)  # the embedding adds
        if self._by_table:
            self._backward_by_table(dz)
        else:
            self._backward_by_vectors(dz)

    def _forward_by_vectors(self, contexts: np.ndarray) -> np.ndarray:
        shape = (*contexts.shape, self.embedding.W.shape[1])
        vectors = self.embedding.forward(contexts, out=self._scratch("vectors", shape))
        x = vectors.reshape(len(contexts), -1)  # (batch, context * embed)
        return self.linear.forward(x, out=self._scratch("z", (len(x), len(self.linear.b))))

    def _backward_by_vectors(self, dz: np.ndarray) -> None:
        dx = self.linear.backward(dz, out=self._scratch("dx", (len(dz), len(self.linear.W))))
        self.embedding.backward(dx.reshape(*self._contexts.shape, -1), self._contexts)

    def _forward_by_table(self, contexts: np.ndarray) -> np.ndarray:
        E, W = self.embedding.W, self._weights()
        (batch, context_size), vocab_size = contexts.shape, len(E)
        contexts = check_token_ids(contexts, vocab_size, "context_indices")
        # What each token adds to z when it stands at each position.
        hidden_dim = W.shape[2]
        table = self._scratch("table", (context_size, vocab_size, hidden_dim))
        np.matmul(E, W, out=table)  # (context, vocab, hidden)
        first_rows = vocab_size * np.arange(context_size, dtype=np.int32)  # (context,)
        self._one_hot.fill(contexts + first_rows)
        z = self._scratch("z", (batch, hidden_dim))
        z[...] = self.linear.b
        self._one_hot.look_up(table.reshape(-1, hidden_dim), z)  # (batch, hidden)
        return z

    def _backward_by_table(self, dz: np.ndarray) -> None:
        E, W = self.embedding.W, self._weights()
        dtable = np.zeros((len(W), len(E), W.shape[2]), dz.dtype)  # (context, vocab, hidden)
        self._one_hot.add_up(dz, dtable.reshape(-1, W.shape[2]))
        self.linear.W_grad[...] = (E.T @ dtable).reshape(self.linear.W.shape)
        self.linear.b_grad[...] = dtable[0].sum(axis=0)  # every context has one first position
        self.embedding.W_grad += (dtable @ W.transpose(0, 2, 1)).sum(axis=0)  # (vocab, embed)

    def _weights(self) -> np.ndarray:
        """A view of the linear layer's weights by position, (context, embed, hidden)."""
        return self.linear.W.reshape(-1, self.embedding.W.shape[1], len(self.linear.b))
