"""Optimizers: from the gradients of a model to its next parameters.

An optimizer works on the flat arrays ``model.parameters.values`` and
``model.parameters.gradients`` in place, and takes its learning rate as a number or as a schedule
(:mod:`lmcore.training.schedules`).
"""

import functools
import math
from typing import Protocol

import numpy as np

from lmcore.models.base import NeuralModel
from lmcore.ops.buffers import aligned_zeros
from lmcore.training.schedules import Constant, Schedule


def clip_gradients(gradients: np.ndarray, max_norm: float) -> float:
    """Shorten the gradient to the length ``max_norm`` if it is longer, keeping its direction.

    Pascanu et al. (2013), On the difficulty of training recurrent neural networks, Algorithm 1.

    Parameters
    ----------
    gradients : array (number of parameters,)
        The gradient with respect to all parameters together, changed in place.
    max_norm : float
        Positive.

    Returns
    -------
    float
        The Euclidean length before.

    Raises
    ------
    ValueError
        If ``max_norm`` is not positive.

    Examples
    --------
    >>> gradients = np.array([3.0, 4.0])
    >>> clip_gradients(gradients, max_norm=1.0)
    5.0
    >>> gradients
    array([0.6, 0.8])
    """
    if not max_norm > 0:
        raise ValueError(f"max_norm must be positive, got {max_norm}")
    norm = math.sqrt(np.dot(gradients, gradients))
    if norm > max_norm:
        gradients *= max_norm / norm
    return norm


class AddScaled(Protocol):
    """``y += a * x`` for two arrays of one dimension."""

    def __call__(self, x: np.ndarray, y: np.ndarray, *, a: float) -> object: ...  # noqa: D102


@functools.cache
def _add_scaled(dtype: np.dtype) -> AddScaled:
    """``y += a * x``: in one pass by SciPy's BLAS, in two where there is no SciPy."""
    try:
        from scipy.linalg import get_blas_funcs
    except ImportError:
        return _add_scaled_by_numpy
    return get_blas_funcs("axpy", dtype=dtype)


def _add_scaled_by_numpy(x: np.ndarray, y: np.ndarray, *, a: float) -> None:
    y += x.dtype.type(a) * x


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
        Longer gradients are shortened to this length; see :func:`clip_gradients`.

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
            check_positive("learning_rate", learning_rate)
            learning_rate = Constant(float(learning_rate))
        check_range("weight_decay", weight_decay, 0, math.inf)
        if max_norm is not None:
            check_positive("max_norm", max_norm)
        self.parameters = model.parameters
        self.schedule = learning_rate
        self.weight_decay = weight_decay
        self.max_norm = max_norm
        self.steps = 0

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
            for _, parameter in self.parameters.items():
                if parameter.ndim > 1:
                    parameter *= 1 - learning_rate * self.weight_decay
        self._update(learning_rate)
        self.steps += 1

    def _update(self, learning_rate: float) -> None:
        raise NotImplementedError

    def _one_per_weight(self) -> np.ndarray:
        """Zeros, as many as there are parameters."""
        return aligned_zeros(self.parameters.values.shape, self.parameters.values.dtype)


def check_range(name: str, value: float, low: float, high: float) -> None:
    """Check a setting.

    Parameters
    ----------
    name : str
        What the caller calls it.
    value : float
    low, high : float
        Allowed is from ``low`` to below ``high``.

    Raises
    ------
    ValueError
        If it is outside.
    """
    if not low <= value < high:
        raise ValueError(f"{name} must be at least {low} and below {high}, got {value}")


def check_positive(name: str, value: float) -> None:
    """Check a setting.

    Parameters
    ----------
    name : str
        What the caller calls it.
    value : float

    Raises
    ------
    ValueError
        If it is not positive.
    """
    if not value > 0:
        raise ValueError(f"{name} must be positive, got {value}")


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
        As for :class:`lmcore.training.optimizers.Optimizer`.

    Raises
    ------
    ValueError
        If a number is out of its range.

    Examples
    --------
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
        As for :class:`lmcore.training.optimizers.Optimizer`; with weight decay this is AdamW.

    Raises
    ------
    ValueError
        If a number is out of its range.

    Examples
    --------
    >>> from lmcore.models.neural_bigram import NeuralBigram
    >>> model = NeuralBigram(vocab_size=3, embed_dim=2, rng=0)
    >>> optimizer = Adam(model, learning_rate=0.1)
    >>> before = model.parameters.values.copy()
    >>> model.parameters.gradients[:] = 5  # the first step is as long for any gradient
    >>> optimizer.step()
    >>> np.allclose(model.parameters.values, before - 0.1)
    True
    """

    state_names = ("m", "v", "decays")

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
            check_range("betas", beta, 0, 1)
        check_positive("eps", eps)
        super().__init__(model, learning_rate, weight_decay, max_norm)
        self.betas = betas
        self.eps = eps
        self.m, self.v = self._one_per_weight(), self._one_per_weight()
        self.decays = np.ones(2)  # what m and v are still to be multiplied with; see _decay

    # Every pass over an array that is too large for the cache goes to memory. In pieces of this
    # many weights the five arrays of the update stay in the cache from the first pass to the last.
    CHUNK = 2**15
    SMALLEST_DECAY = 2**-10  # before a gradient, divided by it, grows too large for float32

    def _update(self, learning_rate: float) -> None:
        """Algorithm 1 with scaled means, which saves four of its passes over the weights.

        Kept are ``m / (1 - beta1)`` and ``v / (1 - beta2)``, so a gradient is added without being
        multiplied first, and both but for a factor (see ``_decay``). The constants move into the
        step size and into eps.
        """
        self._decay()
        (beta1, beta2), (m_decay, v_decay) = self.betas, self.decays.tolist()
        steps = self.steps + 1
        m_scale = m_decay * (1 - beta1) / (1 - beta1**steps)
        v_scale = math.sqrt(v_decay * (1 - beta2) / (1 - beta2**steps))
        step_size = learning_rate * m_scale / v_scale
        eps = self.eps / v_scale

        size = self.parameters.values.size
        # y += a * x in one pass instead of two; in place, as both are contiguous.
        add_scaled = _add_scaled(self.parameters.values.dtype)
        scratch = np.empty(min(size, self.CHUNK), self.parameters.values.dtype)
        for start in range(0, size, self.CHUNK):
            chunk = slice(start, min(start + self.CHUNK, size))
            gradient = self.parameters.gradients[chunk]
            m, v = self.m[chunk], self.v[chunk]
            update = scratch[: len(m)]
            add_scaled(gradient, m, a=1 / m_decay)
            add_scaled(np.multiply(gradient, gradient, out=update), v, a=1 / v_decay)
            np.sqrt(v, out=update)
            update += eps
            np.divide(m, update, out=update)
            add_scaled(update, self.parameters.values[chunk], a=-step_size)

    def _decay(self) -> None:
        """Multiply both means by their betas, without going through them at every step.

        What each is to be multiplied with is kept beside it, as one number, and what is added to
        the mean is divided by that number. Now and then it is put into the mean.
        """
        self.decays *= self.betas
        for i, mean in enumerate((self.m, self.v)):
            decay = float(self.decays[i])
            if decay < self.SMALLEST_DECAY:
                mean *= decay
                self.decays[i] = 1
