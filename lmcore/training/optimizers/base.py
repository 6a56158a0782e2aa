"""What all optimizers share: learning rate, weight decay, clipping, and the count of steps."""

import math

import numpy as np

from lmcore.models.base import NeuralModel
from lmcore.ops.buffers import aligned_zeros
from lmcore.training.optimizers.clipping import clip_gradients
from lmcore.training.schedules import Constant, Schedule


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
        Longer gradients are shortened to this length; see
        :func:`lmcore.training.optimizers.clipping.clip_gradients`.

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
