"""Learning-rate schedules: how large a step the optimizer takes, by the number of steps taken.

A schedule is a function of the step (0, 1, 2, ...); the optimizer calls it before each update.
"""

import math
from dataclasses import dataclass
from typing import Protocol


class Schedule(Protocol):
    """A function from the number of steps taken so far to the next learning rate."""

    def __call__(self, step: int) -> float:
        """The learning rate after so many steps."""
        ...


@dataclass(frozen=True)
class Constant:
    """The same learning rate always.

    Parameters
    ----------
    learning_rate : float

    Examples
    --------
    >>> Constant(0.1)(1000)
    0.1
    """

    learning_rate: float

    def __call__(self, step: int) -> float:
        """The learning rate after so many steps."""
        return self.learning_rate


@dataclass(frozen=True)
class Cosine:
    """From ``learning_rate`` down to ``final`` along half a cosine, flat at both ends.

    Large steps find the valley, small ones its floor (Loshchilov and Hutter 2017, SGDR,
    equation 5, without restarts).

    Parameters
    ----------
    learning_rate : float
        At the first step.
    total_steps : int
        When ``final`` is reached; at least 1.
    final : float

    Raises
    ------
    ValueError
        If ``total_steps`` is below 1.

    Examples
    --------
    >>> schedule = Cosine(0.1, total_steps=100)
    >>> [round(schedule(step), 3) for step in (0, 50, 100, 200)]
    [0.1, 0.05, 0.0, 0.0]
    """

    learning_rate: float
    total_steps: int
    final: float = 0.0

    def __post_init__(self) -> None:
        _check_positive("total_steps", self.total_steps)

    def __call__(self, step: int) -> float:
        """The learning rate after so many steps."""
        done = min(step / self.total_steps, 1.0)
        return self.final + (self.learning_rate - self.final) * (1 + math.cos(math.pi * done)) / 2


@dataclass(frozen=True)
class StepDecay:
    """Times ``factor`` after every ``every`` steps.

    Parameters
    ----------
    learning_rate : float
        Of the first steps.
    every : int
        At least 1.
    factor : float

    Raises
    ------
    ValueError
        If ``every`` is below 1.

    Examples
    --------
    >>> schedule = StepDecay(0.8, every=10, factor=0.5)
    >>> [schedule(step) for step in (0, 9, 10, 25)]
    [0.8, 0.8, 0.4, 0.2]
    """

    learning_rate: float
    every: int
    factor: float = 0.5

    def __post_init__(self) -> None:
        _check_positive("every", self.every)

    def __call__(self, step: int) -> float:
        """The learning rate after so many steps."""
        return self.learning_rate * self.factor ** (step // self.every)


@dataclass(frozen=True)
class Warmup:
    """From nearly nothing up to another schedule in a straight line, then that schedule.

    Adam's first steps rest on averages over very few gradients; small ones do less harm.

    Parameters
    ----------
    after : Schedule
        Whose steps count from the end of the warm-up.
    steps : int
        The length of the warm-up, at least 1.

    Raises
    ------
    ValueError
        If ``steps`` is below 1.

    Examples
    --------
    >>> schedule = Warmup(Constant(0.8), steps=4)
    >>> [schedule(step) for step in range(6)]
    [0.2, 0.4, 0.6000000000000001, 0.8, 0.8, 0.8]
    """

    after: Schedule
    steps: int

    def __post_init__(self) -> None:
        _check_positive("steps", self.steps)

    def __call__(self, step: int) -> float:
        """The learning rate after so many steps."""
        if step < self.steps:
            return self.after(0) * (step + 1) / self.steps
        return self.after(step - self.steps)


def _check_positive(name: str, value: int) -> None:
    if value < 1:
        raise ValueError(f"{name} must be at least 1, got {value}")
