"""A student's ``TrainableLM`` with random weights, its steps, and the gradients it lists."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tests.hidden.student import Student
from tests.hidden.two_layer_network import Sizes, cross_entropy, logits_of, new_model

student = Student("Exercise 3.6, Two-layer network")
TRAINING = "Training"

Pairs = list[tuple[np.ndarray, np.ndarray]]  # weights, and their gradient


class ScriptedBatch:
    """Contexts, the tokens that follow them, and how many these are."""

    student_may_call = ()

    def __init__(self, contexts: np.ndarray, targets: np.ndarray) -> None:
        self.contexts = contexts  # (batch, context)
        self.targets = targets  # (batch,)
        self.n_tokens = len(targets)


def some_batch(sizes: Sizes, rng: np.random.Generator, size: int, repeated: bool) -> ScriptedBatch:
    """Return a batch in which no token stands twice, or many do, also within one context."""
    n_tokens = size * sizes.context_size
    ids = rng.permutation(sizes.vocab_size)[:n_tokens]
    if repeated:
        ids = rng.choice(ids[:5], size=n_tokens)
    contexts = ids.reshape(size, sizes.context_size)
    if repeated:
        contexts[0, 0] = contexts[0, 1] = contexts[1, 0] = contexts[-1, -1]
    return ScriptedBatch(contexts, rng.integers(sizes.vocab_size, size=size))


def random_models(
    TrainableLM: Callable, rng: np.random.Generator, count: int, scale: float = 0.6
) -> tuple[Sizes, list]:
    """Return sizes, and models with the same random numbers in their weights; no step was taken.

    Which arrays are weights is found out on another model, after a step. Random numbers, as a
    layer may rightly start at zero, and small weights make gradients too small to be seen.
    """
    sizes = Sizes(26 + int(rng.integers(3)), 3, 5, 4)
    probe = new_model(TrainableLM, sizes, "TrainableLM")
    train_step(probe, some_batch(sizes, rng, 3, repeated=False))
    pairs = pairs_of(probe)
    new_values = {
        path: rng.normal(scale=scale, size=array.shape)
        for path, array in student.arrays(probe).items()
        if any(np.array_equal(array, weights) for weights, _ in pairs)
        and not any(np.array_equal(array, gradient) for _, gradient in pairs)
    }
    models = [new_model(TrainableLM, sizes, "TrainableLM") for _ in range(count)]
    for path in student.arrays(models[0]).keys() & new_values.keys():
        student.write(models[0], path, new_values[path])
    for path, array in student.arrays(models[0]).items():
        for other in models[1:]:
            student.write(other, path, array)
    return sizes, models


def random_model(
    TrainableLM: Callable, rng: np.random.Generator, scale: float = 0.6
) -> tuple[Sizes, Any]:
    """A model with random weights, and its sizes."""
    sizes, (model,) = random_models(TrainableLM, rng, 1, scale)
    return sizes, model


def train_step(model: Any, batch: ScriptedBatch) -> np.ndarray:
    """Take one step on copies of a batch and return the loss."""
    own = ScriptedBatch(batch.contexts.copy(), batch.targets.copy())
    value = student.call("train_step", model.train_step, own)
    hint = "train_step should return one number, the mean loss of the batch."
    return student.array("The result of train_step", value, (), hint)


def pairs_of(model: Any) -> Pairs:
    """Return the student's pairs of weights and gradient, as float64 copies."""
    name = "parameters_and_gradients"
    value = student.call(name, model.parameters_and_gradients)
    shape_hint = "a gradient has the shape of the weights it belongs to."
    try:
        pairs = [(weights, gradient) for weights, gradient in value]
    except (TypeError, ValueError):
        raise student.fail(
            f"{name} does not return a list of pairs.",
            "it should return [(weights, gradient), ...], one pair for each array of weights.",
            TRAINING,
        ) from None
    found = []
    for weights, gradient in pairs:
        if gradient is None:
            raise student.fail(
                "After train_step a gradient is still None.",
                "train_step should work out the gradient of every array of weights.",
                TRAINING,
            )
        weights = student.array("An array of weights", weights, student.shape(weights))
        found.append((weights, student.array("A gradient", gradient, weights.shape, shape_hint)))
    return found


def loss_now(model: Any, batch: ScriptedBatch, sizes: Sizes) -> float:
    """The mean loss of a batch with the present weights, in nats."""
    return float(cross_entropy(logits_of(model, batch.contexts, sizes), batch.targets).mean())
