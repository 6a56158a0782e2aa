"""A language model with any number of hidden layers: what depth gives, and what it costs.

With one hidden layer it is :class:`lmcore.models.neural_lm.NeuralLM`. Each further layer multiplies
the gradient once more in the backward pass; whether it arrives depends on the scale of the starting
weights (Glorot and Bengio 2010, Understanding the Difficulty of Training Deep Feedforward Neural
Networks) and on residual connections, which let it pass by (He et al. 2016, Deep Residual
Learning).
"""

import numpy as np
from numpy.typing import DTypeLike

from lmcore.models.base import NeuralModel
from lmcore.models.windows import check_sizes
from lmcore.nn.activations import ACTIVATIONS
from lmcore.nn.embedding import Embedding
from lmcore.nn.linear import Linear
from lmcore.nn.parameters import Layer


class DeepLM(NeuralModel):
    """Embedding, ``n_hidden`` hidden layers, softmax.

    Parameters
    ----------
    vocab_size, embed_dim, hidden_dim, context_size : int
    n_hidden : int
        At least 1.
    activation : {"tanh", "relu"}
    residual : bool
        Whether every hidden layer after the first adds to its input instead of replacing it:
        ``h + act(h W + b)``.
    gain : float, optional
        The hidden weights start with standard deviation ``gain / sqrt(inputs)``. By default what
        keeps the signal's variance from layer to layer.
    rng : numpy.random.Generator or int, optional
        Where the starting weights come from.
    dtype : numpy dtype
        float32 to train, float64 to check gradients.
    embed_scale : float
        Standard deviation of the starting embeddings.
    padding_id : int
        What stands before the beginning of a text.

    Attributes
    ----------
    hidden : list of Linear
        Their parameters are called ``hidden_1.W``, ``hidden_1.b`` and so on.

    Raises
    ------
    ValueError
        If a size is not positive, or the activation unknown.

    Examples
    --------
    >>> model = DeepLM(10, embed_dim=4, hidden_dim=8, context_size=3, n_hidden=5, rng=0)
    >>> model.forward(np.array([[0, 1, 2], [1, 2, 3]])).shape
    (2, 10)
    >>> [name for name in model.parameters if "hidden" in name][-2:]
    ['hidden_5.W', 'hidden_5.b']
    """

    def __init__(
        self,
        vocab_size: int,
        embed_dim: int,
        hidden_dim: int,
        context_size: int,
        n_hidden: int,
        *,
        activation: str = "tanh",
        residual: bool = False,
        gain: float | None = None,
        rng: np.random.Generator | int | None = None,
        dtype: DTypeLike = np.float32,
        embed_scale: float = 0.05,
        padding_id: int = 0,
    ):
        if activation not in ACTIVATIONS:
            raise ValueError(f"activation must be one of {sorted(ACTIVATIONS)}, got {activation!r}")
        check_sizes(
            vocab_size=vocab_size,
            embed_dim=embed_dim,
            hidden_dim=hidden_dim,
            context_size=context_size,
            n_hidden=n_hidden,
        )
        rng = np.random.default_rng(rng)
        self.activation = ACTIVATIONS[activation]
        self.residual = residual
        gain = self.activation.gain if gain is None else gain
        self.embedding = Embedding(vocab_size, embed_dim, rng, scale=embed_scale, dtype=dtype)
        in_dims = [context_size * embed_dim] + [hidden_dim] * (n_hidden - 1)
        self.hidden = [Linear(n, hidden_dim, rng, gain=gain, dtype=dtype) for n in in_dims]
        self.output = Linear(hidden_dim, vocab_size, rng, dtype=dtype)
        hidden = {f"hidden_{i}": layer for i, layer in enumerate(self.hidden, start=1)}
        layers: dict[str, Layer] = {"embedding": self.embedding, **hidden, "output": self.output}
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
        h = vectors.reshape(len(vectors), -1)  # (batch, context * embed)
        inputs, activations = [], []  # of every hidden layer, for the backward pass
        for i, layer in enumerate(self.hidden):
            inputs.append(h)
            a = self.activation.forward(layer(h))  # (batch, hidden)
            activations.append(a)
            h = h + a if self._has_link(i) else a
        logits = self.output(h, out)  # (batch, vocab)
        self._keep(logits, contexts, inputs, activations, h)
        return logits

    def backward(self) -> None:
        """Set the gradients of the last ``loss`` by every parameter.

        Raises
        ------
        ValueError
            If ``forward`` and ``loss`` were not called before.
        """
        dlogits, (contexts, inputs, activations, h) = self._kept_for_backward()
        dh = self.output.backward(dlogits, x=h)  # (batch, hidden)
        for i in reversed(range(len(self.hidden))):
            # The activation's backward pass writes over what it is given; a link needs dh again.
            dz = self.activation.backward(dh.copy(), activations[i])  # (batch, hidden)
            dx = self.hidden[i].backward(dz, x=inputs[i])  # (batch, inputs of the layer)
            dh = dh + dx if self._has_link(i) else dx
        self.embedding.W_grad.fill(0)  # the embedding adds
        self.embedding.backward(dh.reshape(*contexts.shape, -1), contexts)

    def _has_link(self, i: int) -> bool:
        return self.residual and i > 0  # what enters the first layer has another width
