"""Stochastic gradient descent: a step along the gradient, with momentum if wanted."""

from lmcore.models.base import NeuralModel
from lmcore.training.optimizers.base import Optimizer, check_range
from lmcore.training.schedules import Schedule


class SGD(Optimizer):
    """Stochastic gradient descent with momentum.

    ``velocity = momentum * velocity + gradient``, then ``W -= learning_rate * velocity``
    (Sutskever et al. 2013, On the importance of initialization and momentum in deep learning,
    written as PyTorch does).

    Parameters
    ----------
    model : NeuralModel
    learning_rate : float or Schedule
    momentum : float
        In [0, 1); 0 is plain gradient descent.
    weight_decay, max_norm
        As for :class:`lmcore.training.optimizers.base.Optimizer`.

    Raises
    ------
    ValueError
        If a number is out of its range.

    Examples
    --------
    >>> import numpy as np
    >>> from lmcore.models.neural_bigram import NeuralBigram
    >>> model = NeuralBigram(vocab_size=3, embed_dim=2, rng=0)
    >>> optimizer = SGD(model, learning_rate=0.1)
    >>> before = model.parameters.values.copy()
    >>> model.parameters.gradients[:] = 1
    >>> optimizer.step()
    >>> np.allclose(model.parameters.values, before - 0.1)
    True
    """

    state_names = ("velocity",)

    def __init__(
        self,
        model: NeuralModel,
        learning_rate: float | Schedule = 0.1,
        momentum: float = 0.0,
        *,
        weight_decay: float = 0.0,
        max_norm: float | None = None,
    ):
        check_range("momentum", momentum, 0, 1)
        super().__init__(model, learning_rate, weight_decay, max_norm)
        self.momentum = momentum
        self.velocity = self._one_per_weight()

    def _update(self, learning_rate: float) -> None:
        self.velocity *= self.momentum
        self.velocity += self.parameters.gradients
        self.parameters.values -= learning_rate * self.velocity
