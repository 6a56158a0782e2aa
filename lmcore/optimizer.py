"""What all optimizers share: the parameters, the schedule, weight decay and clipping.

An optimizer works on the flat arrays ``model.parameters.values`` and
``model.parameters.gradients`` in place. The update itself is in :mod:`lmcore.optimizers`.
"""

import math

import numpy as np

from lmcore.clipping import clip_gradients
from lmcore.neural_model import NeuralModel
from lmcore.schedules import Constant, Schedule
from lmcore.workspace import aligned_zeros


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
            for parameter in (self.parameters[name] for name in self.parameters):
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
    if not low <= value < high:
        raise ValueError(f"{name} must be at least {low} and below {high}, got {value}")


def check_positive(name: str, value: float) -> None:
    if not value > 0:
        raise ValueError(f"{name} must be positive, got {value}")
