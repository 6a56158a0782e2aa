"""A fast layer: embedding, flatten and linear in one, by a table of all products.

With ``S`` the one-hot matrix of a context position, ``E`` the embedding and ``W`` that position's
part of the weights, the pre-activation is ``S E W``. Matrix products may be done in any order:

- ``(S E) W``: look up the vectors, then multiply. The textbook's order; the cost of the product
  grows with the batch.
- ``S (E W)``: multiply the whole embedding once, then look up. The product costs the same for any
  batch, and what is left for each example is adding up one row per position.

The second is the faster one as soon as a batch is some times larger than the vocabulary, which is
the case for characters: they repeat, so the first order does the same products over and over.
`lmcore.models.neural_lm.NeuralLM` asks `ContextLayer.pays`, and takes the textbook's layers where
it does not.
"""

from typing import NamedTuple

import numpy as np

from lmcore.nn.embedding import Embedding
from lmcore.nn.linear import Linear
from lmcore.ops.one_hot import OneHot
from lmcore.ops.products import product


class ContextGradients(NamedTuple):
    """The gradients of a loss by the parameters that a context layer reads.

    Parameters
    ----------
    embedding : array (vocab, embed)
    W : array (context * embed, hidden)
    b : array (hidden,)
    """

    embedding: np.ndarray
    W: np.ndarray
    b: np.ndarray


class ContextLayer:
    """``concatenated vectors of the context @ W + b``, from a table of ``vectors @ W``.

    It has no parameters of its own and writes to nobody's: it reads those of the two layers whose
    work it does, and returns the gradients.

    Parameters
    ----------
    embedding : Embedding
        With vectors (vocab, embed).
    linear : Linear
        With weights (context * embed, hidden).

    Examples
    --------
    >>> layer = ContextLayer(Embedding(5, 2), Linear(3 * 2, 4))
    >>> layer.pays(batch_size=2), layer.pays(batch_size=100)
    (False, True)
    >>> z, chosen = layer.forward(np.array([[0, 1, 2], [4, 4, 4]]))
    >>> z.shape
    (2, 4)
    >>> [gradient.shape for gradient in layer.backward(np.ones((2, 4), np.float32), chosen)]
    [(5, 2), (6, 4), (4,)]
    """

    # The smallest batch, in multiples of the vocabulary, for which the table is worth making. With
    # 65 characters it loses at a batch of 64 and wins at 256.
    TABLE_FROM = 3

    def __init__(self, embedding: Embedding, linear: Linear):
        self.embedding = embedding
        self.linear = linear

    def pays(self, batch_size: int) -> bool:
        """Whether a batch is large enough for the table to save time.

        Parameters
        ----------
        batch_size : int

        Returns
        -------
        bool
        """
        return batch_size >= self.TABLE_FROM * len(self.embedding.W)

    def forward(self, contexts: np.ndarray) -> tuple[np.ndarray, OneHot]:
        """Pre-activations, and which rows of the table each context chose.

        Parameters
        ----------
        contexts : integer array (batch, context)
            Token ids, which are not checked.

        Returns
        -------
        z : array (batch, hidden)
        chosen : OneHot
            For ``backward``.
        """
        E, W = self.embedding.W, self._weights()
        vocab_size, (context_size, _, hidden_dim) = len(E), W.shape
        # What each token adds to z when it stands at each position.
        table = product(E, W)  # (context, vocab, hidden)
        first_rows = vocab_size * np.arange(context_size)  # (context,)
        chosen = OneHot(context_size * vocab_size, E.dtype)
        chosen.fill(contexts + first_rows)
        z = np.empty((len(contexts), hidden_dim), E.dtype)
        z[...] = self.linear.b
        chosen.look_up(table.reshape(-1, hidden_dim), z)  # (batch, hidden)
        return z, chosen

    def backward(self, dz: np.ndarray, chosen: OneHot) -> ContextGradients:
        """The gradients by the embedding and by the linear layer's weights and bias.

        Parameters
        ----------
        dz : array (batch, hidden)
            Gradient of the loss by ``z``.
        chosen : OneHot
            What ``forward`` returned with ``z``.

        Returns
        -------
        ContextGradients
            Three arrays, (vocab, embed), (context * embed, hidden) and (hidden,).
        """
        E, W = self.embedding.W, self._weights()
        dtable = np.zeros((len(W), len(E), W.shape[2]), dz.dtype)  # (context, vocab, hidden)
        chosen.add_up(dz, dtable.reshape(-1, W.shape[2]))
        return ContextGradients(
            embedding=product(dtable, W.transpose(0, 2, 1)).sum(axis=0),  # (vocab, embed)
            W=product(E.T, dtable).reshape(self.linear.W.shape),
            b=dtable[0].sum(axis=0),  # every context has one first position
        )

    def _weights(self) -> np.ndarray:
        """A view of the linear layer's weights by position, (context, embed, hidden)."""
        return self.linear.W.reshape(-1, self.embedding.W.shape[1], len(self.linear.b))
