"""Embedding: a table with one vector per token. Looking up is indexing; learning is adding."""

import numpy as np
from numpy.typing import DTypeLike

from lmcore.ops.one_hot import OneHot
from lmcore.text.token_ids import check_token_ids


class Embedding:
    """A table of token vectors.

    Parameters
    ----------
    vocab_size : int
        Number of tokens, the rows of the table.
    dim : int
        Length of each token's vector.
    rng : numpy.random.Generator or int, optional
        Where the starting values come from.
    scale : float
        Standard deviation of the starting values. Small ones leave the geometry to the training.
    dtype : numpy dtype
        float32 to train, float64 to check gradients.

    Attributes
    ----------
    W : array (vocab_size, dim)
        The table.
    W_grad : array (vocab_size, dim)
        Its gradient. ``backward`` adds to it; only the caller sets it back to zero.

    Examples
    --------
    >>> embedding = Embedding(vocab_size=5, dim=2)
    >>> embedding.forward(np.array([[0, 4, 4]])).shape
    (1, 3, 2)
    >>> embedding.backward(np.ones((1, 3, 2)), np.array([[0, 4, 4]]))
    >>> embedding.W_grad[:, 0]
    array([1., 0., 0., 0., 2.], dtype=float32)
    """

    parameter_names = ("W",)

    def __init__(
        self,
        vocab_size: int,
        dim: int,
        rng: np.random.Generator | int | None = None,
        *,
        scale: float = 0.01,
        dtype: DTypeLike = np.float32,
    ):
        rng = np.random.default_rng(rng)
        self.W: np.ndarray = (scale * rng.standard_normal((vocab_size, dim))).astype(dtype)
        self.W_grad = np.zeros_like(self.W)
        self._one_hot: OneHot | None = None

    def forward(self, indices: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
        r"""Look up the vector of every token.

        Parameters
        ----------
        indices : integer array, any shape, usually (batch, context)
        out : array (\*indices.shape, dim), optional
            Where the vectors go.

        Returns
        -------
        array (\*indices.shape, dim)

        Raises
        ------
        TypeError, IndexError
            If an index is no token id. A negative index does not count from the end.
        """
        indices = check_token_ids(indices, len(self.W), "indices")
        # W[indices] gives the same; take with mode="clip" skips a second check of the range
        # and is three to four times as fast.
        return np.take(self.W, indices.astype(np.intp, copy=False), axis=0, out=out, mode="clip")

    def backward(self, grad: np.ndarray, indices: np.ndarray) -> None:
        r"""Add the gradient of every looked-up vector to the row it came from.

        A token that occurs many times collects many gradients: the plain way to write this is
        ``np.add.at(self.W_grad, indices, grad)``. The same sum is a product with the transposed
        one-hot matrix of the indices, several times as fast (benchmarks/embedding.py).

        Parameters
        ----------
        grad : array (\*indices.shape, dim)
            Gradient of the loss by what ``forward(indices)`` returned.
        indices : integer array, any shape
            What ``forward`` was given.

        Raises
        ------
        ValueError
            If the shape of ``grad`` does not fit ``indices``.
        TypeError, IndexError
            If an index is no token id.
        """
        vocab_size, dim = self.W.shape
        indices = check_token_ids(indices, vocab_size, "indices")
        if np.shape(grad) != (*indices.shape, dim):
            raise ValueError(
                f"grad must have the shape of the embeddings, {(*indices.shape, dim)}, "
                f"got {np.shape(grad)}"
            )
        if (self.W_grad.shape, self.W_grad.dtype) != (self.W.shape, self.W.dtype):
            self.W_grad = np.zeros_like(self.W)  # the caller replaced the table
        if self._one_hot is None or self._one_hot.n_columns != vocab_size:
            self._one_hot = OneHot(vocab_size, self.W.dtype)
        self._one_hot.fill(indices.reshape(-1, 1))
        self._one_hot.add_up(np.reshape(grad, (-1, dim)), self.W_grad)
