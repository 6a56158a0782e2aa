"""Whether a ``TrainableLM`` measures its gradients instead of working them out (``measured``)."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tests.hidden.measured import COMPLEX, NOISE, STEPS, agree, off, vanished
from tests.hidden.two_layer_network import Sizes
from tests.hidden.two_layer_network_causes import TABLE, role
from tests.hidden.two_layer_network_steps import (
    ScriptedBatch,
    pairs_of,
    random_model,
    some_batch,
    student,
    train_step,
)


def is_measured(TrainableLM: Callable) -> bool:
    """Whether a way back by the chain rule could not have given these gradients."""
    rng = np.random.default_rng()
    sizes, model = random_model(TrainableLM, rng)
    batch = some_batch(sizes, rng, 6, repeated=False)
    return takes_steps(model, batch, sizes) or is_rough(model, batch, rng)


def takes_steps(model: Any, batch: ScriptedBatch, sizes: Sizes) -> bool:
    """Whether a tiny table before a huge hidden matrix has other gradients than it should."""
    expected = gradients_at(model, batch, sizes, 1.0)
    if not all(gradient.any() for gradient in expected):
        return False
    found = gradients_at(model, batch, sizes, STEPS)
    if vanished(found[1], expected[1]):
        return True
    if not agree(found[0], expected[0]):  # some other mistake, such as clipping
        return False
    if any(array.dtype != np.float64 for array in student.arrays(model).values()):
        return False
    return off(gradients_at(model, batch, sizes, COMPLEX)[0], expected[0])


def gradients_at(
    model: Any, batch: ScriptedBatch, sizes: Sizes, scale: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of table and hidden matrix as at scale 1, or none where they differ.

    What the hidden layer sees is the product of both, so it stays as it was, and the loss too. The
    loss is ``train_step``'s own: an answer whose ``forward`` fails is judged all the same.
    """
    before = train_step(model, batch)
    weights = {
        path: (array, 1 / scale if role(array.shape, sizes) == TABLE else scale)
        for path, array in student.arrays(model).items()
        if role(array.shape, sizes) == TABLE or is_hidden_matrix(array.shape, sizes)
    }
    try:
        for path, (array, by) in weights.items():
            student.write(model, path, array * by)
        after = train_step(model, batch)
        pairs = pairs_of(model)
    finally:
        for path, (array, _) in weights.items():
            student.write(model, path, array)
    if not agree(after, before, 1e-4):  # a layer between the two: nothing can be said
        return np.zeros(0), np.zeros(0)
    table = [g / scale for w, g in pairs if role(w.shape, sizes) == TABLE]
    hidden = [g * scale for w, g in pairs if is_hidden_matrix(w.shape, sizes)]
    return joined(table), joined(hidden)


def is_hidden_matrix(shape: tuple[int, ...], sizes: Sizes) -> bool:
    """Whether an array is the first matrix, or the part of it that belongs to a position."""
    _, embed, hidden, context = sizes
    found = tuple(sorted(n for n in shape if n > 1))
    kinds = [(context * embed, hidden), (embed, hidden), (context, embed, hidden)]
    return found in [tuple(sorted(kind)) for kind in kinds]


def joined(arrays: list[np.ndarray]) -> np.ndarray:
    """All numbers in one row."""
    return np.concatenate([np.zeros(0), *(array.ravel() for array in arrays)])


def is_rough(model: Any, batch: ScriptedBatch, rng: np.random.Generator) -> bool:
    """Whether gradients are rough on a small scale, as the rounding of differences makes them.

    A knee may lie just there, so two places have to be rough; and gradients that pile up from step
    to step say nothing.
    """
    once, again = (gradients_after_a_step(model, batch) for _ in range(2))
    if not np.array_equal(once, again):
        return False
    return all(NOISE[0] < roughness(model, batch, rng) < NOISE[1] for _ in range(2))


def gradients_after_a_step(model: Any, batch: ScriptedBatch) -> np.ndarray:
    """All gradients in one row."""
    train_step(model, batch)
    return joined([gradient for _, gradient in pairs_of(model)])


def roughness(model: Any, batch: ScriptedBatch, rng: np.random.Generator) -> float:
    """By how much of the largest gradient three gradients close together do not lie on a line.

    Between points as close as these a smooth function is straight.
    """
    arrays = student.arrays(model)
    if any(array.dtype != np.float64 for array in arrays.values()):
        return 0.0
    listed = [weights for weights, _ in pairs_of(model)]
    directions = {
        path: rng.normal(size=array.shape)
        for path, array in arrays.items()
        if any(np.array_equal(array, weights) for weights in listed)
    }
    found = []
    for step in range(3):
        for path, direction in directions.items():
            student.write(model, path, arrays[path] + step * 2.0**-30 * direction)
        found.append(gradients_after_a_step(model, batch))
    for path in directions:
        student.write(model, path, arrays[path])
    bend = found[0] - 2 * found[1] + found[2]
    largest = np.abs(found[1]).max(initial=0.0)
    return float(np.sqrt(np.mean(bend**2)) / largest) if largest else 0.0
