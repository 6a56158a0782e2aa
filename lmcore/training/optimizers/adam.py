"""Adam: gradient descent with a step size for every weight."""

import functools
import math
from typing import Protocol

import numpy as np

from lmcore.models.base import NeuralModel
from lmcore.training.optimizers.base import Optimizer, check_positive, check_range
from lmcore.training.schedules import Schedule


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
        As for :class:`lmcore.training.optimizers.base.Optimizer`; with weight decay this is AdamW.

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
