"""Optimizers: from the gradients of a model to its next parameters.

An optimizer works on the flat arrays ``model.parameters.values`` and
``model.parameters.gradients`` in place, and takes its learning rate as a number or as a schedule
(:mod:`lmcore.training.schedules`).
"""

from lmcore.training.optimizers.adam import Adam
from lmcore.training.optimizers.base import Optimizer
from lmcore.training.optimizers.clipping import clip_gradients
from lmcore.training.optimizers.sgd import SGD

__all__ = ["SGD", "Adam", "Optimizer", "clip_gradients"]
