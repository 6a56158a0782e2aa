"""Optimizers: from the gradients of a model to its next parameters.

Each works on the flat arrays ``model.parameters.values`` and ``model.parameters.gradients`` in
place, and takes its learning rate as a number or as a schedule (:mod:`lmcore.schedules`).
"""

import math

import numpy as np
from scipy.linalg import get_blas_funcs

from lmcore.clipping import clip_gradients
from lmcore.neural_model import NeuralModel
from lmcore.schedules import Constant, Schedule


class Optimizer:
    """What all optimizers share; each adds its ``_update``.

    Parameters
    ----------
    model : NeuralModel
    learning_rate : float or Schedule
    weight_decay : float
        Before each step every matrix is multiplied by ``1 - learning_rate * weight_decay``:
        decoupled from the gradient (Loshchilov and Hutter 2019, Decoupled Weight Decay
        Regularization). Biases are left alone.
    max_norm : float, optional
        Longer gradients are shortened to this length; see :mod:`lmcore.clipping`.

    Attributes
    ----------
    steps : int
        Steps taken so far.
    """

    # Names of the arrays that the optimizer carries from step to step; what a checkpoint keeps.
    state_names: tuple[str, ...] = ()

    def __init__(
        self,
        model: NeuralModel,
        learning_rate: float | Schedule,
        weight_decay: float,
        max_norm: float | None,
    ):
        if not callable(learning_rate):
            _check_positive("learning_rate", learning_rate)
            learning_rate = Constant(float(learning_rate))
        _check_range("weight_decay", weight_decay, 0, math.inf)
        if max_norm is not None:
            _check_positive("max_norm", max_norm)
        self.parameters = model.parameters
        self.schedule = learning_rate
        self.weight_decay = weight_decay
        self.max_norm = max_norm
        self.steps = 0
        for name in self.state_names:
            setattr(self, name, np.zeros_like(self.parameters.values))

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next step."""
        return self.schedule(self.steps)

    def step(self) -> None:
        """Update the parameters by their gradients."""
        self.parameters.collect()
        if self.max_norm is not None:
            clip_gradients(self.parameters.gradients, self.max_norm)
        learning_rate = self.learning_rate
        if self.weight_decay:
            for parameter in (self.parameters[name] for name in self.parameters):
                if parameter.ndim > 1:
                    parameter *= 1 - learning_rate * self.weight_decay
        self._update(learning_rate)
        self.steps += 1

    def _update(self, learning_rate: float) -> None:
        raise NotImplementedError


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
        As for :class:`Optimizer`.

    Raises
    ------
    ValueError
        If a number is out of its range.

    Examples
    --------
    >>> from lmcore.neural_bigram import NeuralBigram
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
        _check_range("momentum", momentum, 0, 1)
        super().__init__(model, learning_rate, weight_decay, max_norm)
        self.momentum = momentum

    def _update(self, learning_rate: float) -> None:
        self.velocity *= self.momentum
        self.velocity += self.parameters.gradients
        self.parameters.values -= learning_rate * self.velocity


class Adam(Optimizer):
    """Adam: every weight has a step size of its own (Kingma and Ba 2015, Algorithm 1).

    ``m`` is a running mean of the gradients, ``v`` of their squares; the step of a weight is
    ``learning_rate * m / (sqrt(v) + eps)`` with both means corrected for their start at zero.

    Parameters
    ----------
    model : NeuralModel
    learning_rate : float or Schedule
    betas : (float, float)
        How much of ``m`` and ``v`` is kept at each step, both in [0, 1).
    eps : float
        Keeps the step of a weight whose gradients are near zero from growing without bound.
    weight_decay, max_norm
        As for :class:`Optimizer`; with weight decay this is AdamW.

    Raises
    ------
    ValueError
        If a number is out of its range.
    """

    state_names = ("m", "v")

    def __init__(
        self,
        model: NeuralModel,
        learning_rate: float | Schedule = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        *,
        max_norm: float | None = None,
    ):
        for beta in betas:
            _check_range("betas", beta, 0, 1)
        _check_positive("eps", eps)
        super().__init__(model, learning_rate, weight_decay, max_norm)
        self.betas = betas
        self.eps = eps

    # Every pass over an array that is too large for the cache goes to memory. In pieces of this
    # many weights the five arrays of the update stay in the cache from the first pass to the last.
    CHUNK = 2**15

    def _update(self, learning_rate: float) -> None:
        """Algorithm 1 with scaled means, which saves two of its passes over the weights.

        Kept are ``m / (1 - beta1)`` and ``v / (1 - beta2)``, so a gradient is added without being
        multiplied first; the constants move into the step size and into eps.
        """
        beta1, beta2 = self.betas
        steps = self.steps + 1
        m_scale = (1 - beta1) / (1 - beta1**steps)
        v_scale = math.sqrt((1 - beta2) / (1 - beta2**steps))
        step_size = learning_rate * m_scale / v_scale
        eps = self.eps / v_scale

        size = self.parameters.values.size
        # values += a * update in one pass instead of two; in place, as both are contiguous.
        add_scaled = get_blas_funcs("axpy", (self.parameters.values,))
        scratch = np.empty(min(size, self.CHUNK), self.parameters.values.dtype)
        for start in range(0, size, self.CHUNK):
            chunk = slice(start, min(start + self.CHUNK, size))
            gradient = self.parameters.gradients[chunk]
            m, v = self.m[chunk], self.v[chunk]
            update = scratch[: len(m)]
            m *= beta1
            m += gradient
            v *= beta2
            v += np.multiply(gradient, gradient, out=update)
            np.sqrt(v, out=update)
            update += eps
            np.divide(m, update, out=update)
            add_scaled(update, self.parameters.values[chunk], a=-step_size)


def _check_range(name: str, value: float, low: float, high: float) -> None:
    if not low <= value < high:
        raise ValueError(f"{name} must be at least {low} and below {high}, got {value}")


def _check_positive(name: str, value: float) -> None:
    if not value > 0:
        raise ValueError(f"{name} must be positive, got {value}")
