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

from lmcore.embedding import Embedding
from lmcore.linear import Linear
from lmcore.one_hot import OneHot
from lmcore.token_ids import check_token_ids
from lmcore.workspace import Workspace


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
    # 65 characters it loses at a batch of 64, is even at 256 and wins clearly at 1024.
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
        E, context_size = self.embedding.W, contexts.shape[1]
        contexts = check_token_ids(contexts, len(E), "context_indices")
        # What each token adds to z when it stands at each position.
        table = (E @ self._weights()).reshape(len(E), context_size, -1)  # (vocab, context, hidden)
        table[:, 0] += self.linear.b  # every context has one first position
        rows = contexts.astype(np.int32) * context_size + np.arange(context_size, dtype=np.int32)
        self._one_hot.fill(rows)
        return self._one_hot.look_up(table.reshape(-1, table.shape[2]))  # (batch, hidden)

    def _backward_by_table(self, dz: np.ndarray) -> None:
        E, hidden_dim = self.embedding.W, dz.shape[1]
        dtable = np.zeros((self._one_hot.n_columns, hidden_dim), dz.dtype)
        self._one_hot.add_up(dz, dtable)
        dtable = dtable.reshape(len(E), -1)  # (vocab, context * hidden)
        dweights = (E.T @ dtable).reshape(E.shape[1], -1, hidden_dim)  # (embed, context, hidden)
        self.linear.W_grad[...] = dweights.transpose(1, 0, 2).reshape(self.linear.W.shape)
        self.linear.b_grad[...] = dtable[:, :hidden_dim].sum(axis=0)
        self.embedding.W_grad += dtable @ self._weights().T

    def _weights(self) -> np.ndarray:
        """The linear layer's weights with the positions side by side, (embed, context * hidden)."""
        embed_dim, hidden_dim = self.embedding.W.shape[1], len(self.linear.b)
        by_position = self.linear.W.reshape(-1, embed_dim, hidden_dim)  # (context, embed, hidden)
        return by_position.transpose(1, 0, 2).reshape(embed_dim, -1)
