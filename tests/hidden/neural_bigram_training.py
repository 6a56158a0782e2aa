"""Hidden checks of the mini-project's training loop, ``train``."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from tests.hidden.student import Student
from tests.hidden.verdict import Mistakes, Part, award, likely, outcomes, same

student = Student("Mini-project, Neural bigram model")
TRAINING = "Training"


def train(function: Callable, points: float) -> float:
    """Every pair once an epoch, in an order that is new each time; losses averaged over tokens."""
    parts = [
        Part(1, partial(visits_every_pair_once, function)),
        Part(1, partial(keeps_pairs_together, function)),
        Part(1, partial(shuffles, function)),
        Part(1, partial(averages_over_tokens, function)),
        Part(1, partial(passes_its_arguments_on, function)),
    ]
    return award(points, parts)


class Recorder:
    """A model that learns nothing and remembers what it was trained on.

    Its losses are random; from step to step they grow, or shrink, by the factor ``drift``.
    """

    student_may_call = ("step",)

    def __init__(self, rng: np.random.Generator, drift: float = 1.0) -> None:
        self.rng = rng
        self.drift = drift
        self.contexts: list[np.ndarray] = []
        self.targets: list[np.ndarray] = []
        self.rates: list[float] = []
        self.losses: list[float] = []

    def step(self, contexts: np.ndarray, targets: np.ndarray, learning_rate: float) -> float:
        """Write down a step of training and return a loss drawn at random."""
        self.contexts.append(np.array(contexts))
        self.targets.append(np.array(targets))
        self.rates.append(float(learning_rate))
        self.losses.append(float(self.rng.uniform(1, 5)) * self.drift ** len(self.losses))
        return self.losses[-1]

    def sizes(self) -> np.ndarray:
        """The number of tokens in each batch."""
        return np.array([len(targets) for targets in self.targets])


class Run(NamedTuple):
    """One call of ``train``: what went in, what the model saw, what came back."""

    recorder: Recorder
    contexts: np.ndarray
    targets: np.ndarray
    epochs: int
    batch_size: int
    rate: float
    losses: object

    def per_epoch(self, values: Sequence[np.ndarray]) -> np.ndarray:
        """What was recorded token by token, one row an epoch."""
        return np.concatenate(values).reshape(self.epochs, len(self.targets), -1)


def run_train(
    function: Callable,
    context_size: int = 1,
    seed: int | None = None,
    epochs: int = 3,
    drift: float = 1.0,
) -> Run:
    """Call ``train`` on a recorder, with pairs and numbers drawn at random."""
    rng = np.random.default_rng()
    batch_size = 6 + int(rng.integers(4))
    n = 5 * batch_size + int(rng.integers(1, 4))  # the last batch is short
    contexts = rng.permutation(1000)[:n]  # every context once
    if context_size > 1:
        contexts = np.stack([contexts, contexts + 1000], axis=1)  # (n, 2)
    targets = rng.permutation(2000)[:n]
    recorder, rate = Recorder(rng, drift), float(rng.uniform(0.1, 3))
    seed = int(rng.integers(1000)) if seed is None else seed
    losses = student.call(
        "train", function, recorder, contexts, targets, epochs, batch_size, rate, seed
    )
    if not recorder.targets:
        raise student.fail(
            "train never calls model.step.",
            "each batch goes through `model.step(contexts, targets, learning_rate)`.",
            TRAINING,
        )
    return Run(recorder, contexts, targets, epochs, batch_size, rate, losses)


def visits_every_pair_once(function: Callable) -> None:
    """Every pair once an epoch, whether the loss falls, rises or is 0."""
    # Training goes on when the loss rises (not so far that exp overflows), and when it is nothing.
    for drift in (1.0, 1.1, 0.0):
        visits_once(run_train(function, epochs=5, drift=drift))


def visits_once(run: Run) -> None:
    """Fail where an epoch leaves pairs out or brings them twice."""
    seen, n = int(run.recorder.sizes().sum()), len(run.targets)
    if seen != run.epochs * n:
        whole = n - n % run.batch_size
        cause = "in every epoch each pair goes through model.step once."
        if seen == run.epochs * whole:
            cause = "the last batch, which is short, is left out."
        elif seen == n:
            cause = "there is one epoch only; repeat over `epochs`."
        elif seen == run.epochs * run.batch_size:
            cause = "there is one batch an epoch; go on until all pairs are used."
        raise student.fail("The model does not see every pair once in each epoch.", cause, TRAINING)
    for epoch in run.per_epoch(run.recorder.targets)[..., 0]:
        if not np.array_equal(np.sort(epoch), np.sort(run.targets)):
            raise student.fail(
                "In one epoch some pairs come twice and others never.",
                "batches are drawn with replacement; shuffle all pairs (a permutation) and cut "
                "them into batches.",
                TRAINING,
            )


def keeps_pairs_together(function: Callable) -> None:
    """Every target comes with its own context, in the shape it was given."""
    for context_size in (1, 2):
        run = run_train(function, context_size)
        partner = dict(zip(run.targets.tolist(), run.contexts.tolist(), strict=True))
        for contexts, targets in zip(run.recorder.contexts, run.recorder.targets, strict=True):
            if contexts.shape != (len(targets), *run.contexts.shape[1:]):
                raise student.fail(
                    "The contexts of a batch have the wrong shape.",
                    "pick rows: contexts[batch] keeps (batch,) or (batch, 2) as it is.",
                    TRAINING,
                )
            if [partner.get(int(t)) for t in targets] != contexts.tolist():
                raise student.fail(
                    "Contexts and targets do not belong together.",
                    "they are shuffled apart, or not both: use the same order for both arrays.",
                    TRAINING,
                )


def shuffles(function: Callable) -> None:
    """A new order of pairs in each epoch, which follows the seed."""
    run = run_train(function, seed=7)
    if run.recorder.sizes().sum() != run.epochs * len(run.targets):
        raise student.fail(
            "The order of an epoch cannot be judged.",
            "first make every pair go through model.step once an epoch.",
            TRAINING,
        )
    epochs = run.per_epoch(run.recorder.targets)[..., 0]
    if any(np.array_equal(epoch, run.targets) for epoch in epochs):
        raise student.fail(
            "The pairs come in the order of the text.",
            "neighbors in a text resemble each other: shuffle the pairs, in every epoch.",
            TRAINING,
        )
    if np.array_equal(epochs[0], epochs[1]):
        raise student.fail(
            "Every epoch has the same order.",
            "the generator is made anew, or the shuffle done only once; shuffle inside the loop "
            "over epochs, with one generator.",
            TRAINING,
        )
    batches = [frozenset(batch.tolist()) for batch in run.recorder.targets]
    if len(set(batches)) <= len(batches) // run.epochs + 1:
        raise student.fail(
            "The same pairs share a batch in every epoch.",
            "whole batches are shuffled; shuffle the pairs, and cut them into batches afterwards.",
            TRAINING,
        )
    follows_its_seed(function)


def follows_its_seed(function: Callable) -> None:
    """The same order of the same number of pairs, whatever these hold."""
    orders = []
    for seed in (1, 1, 2):
        recorder = Recorder(np.random.default_rng())
        student.call("train", function, recorder, np.arange(23), np.arange(23), 1, 5, 0.1, seed)
        orders.append(np.concatenate(recorder.targets).tolist())
    if orders[0] != orders[1] or orders[0] == orders[2]:
        raise student.fail(
            "The order does not follow the seed.",
            "make the generator from the argument: np.random.default_rng(seed). The same seed "
            "gives the same order, another seed another.",
            TRAINING,
        )


class Epochs:
    """The losses of the batches of each epoch, and the sizes of these batches."""

    def __init__(self, run: Run) -> None:
        losses, sizes = np.array(run.recorder.losses), run.recorder.sizes()
        epoch = np.repeat(np.arange(run.epochs), -(-len(sizes) // run.epochs))[: len(sizes)]
        self.per_epoch = [(losses[epoch == e], sizes[epoch == e]) for e in range(run.epochs)]
        self.batch_size = run.batch_size
        self.right = np.array([np.average(loss, weights=size) for loss, size in self.per_epoch])


WRONG_AVERAGES: Mistakes = {
    "the batches are averaged as if all were of one size; weigh each loss by its "
    "number of tokens.": lambda k: np.array([loss.mean() for loss, _ in k.per_epoch]),
    "it is the loss of the last batch of each epoch.": lambda k: np.array(
        [loss[-1] for loss, _ in k.per_epoch]
    ),
    "it is the loss of the first batch of each epoch.": lambda k: np.array(
        [loss[0] for loss, _ in k.per_epoch]
    ),
    "it is the sum over tokens, not yet divided by their number.": lambda k: np.array(
        [loss @ size for loss, size in k.per_epoch]
    ),
    "the losses are added up, not averaged.": lambda k: np.array(
        [loss.sum() for loss, _ in k.per_epoch]
    ),
    "the sum is not set back to zero after an epoch.": lambda k: np.cumsum(k.right),
    "sum and number run on from epoch to epoch.": lambda k: (
        np.cumsum(k.right) / np.arange(1, len(k.right) + 1)
    ),
    "perplexities are returned; the losses are wanted, in nats.": lambda k: np.exp(k.right),
    "the losses are multiplied by batch_size, also that of the last, short batch.": lambda k: (
        np.array([loss.sum() * k.batch_size / size.sum() for loss, size in k.per_epoch])
    ),
}


def averages_over_tokens(function: Callable) -> None:
    """One loss an epoch: the mean over its tokens, not its batches."""
    run = run_train(function)
    known = Epochs(run)
    if student.shape(run.losses) == (len(run.recorder.losses),):
        raise student.fail(
            "train returns a loss for every batch.",
            "one number an epoch is wanted: the mean over its tokens.",
            TRAINING,
        )
    hint = "one mean loss for each epoch, in a list."
    got = student.array("What train returns", run.losses, (run.epochs,), hint)
    if not same(got, known.right):
        otherwise = (
            "sum loss * number of tokens over the batches of an epoch, and divide by the tokens."
        )
        raise student.fail(
            "The losses that train returns are wrong.",
            likely(got, outcomes(WRONG_AVERAGES, known), otherwise),
            TRAINING,
        )


def passes_its_arguments_on(function: Callable) -> None:
    """Batches of ``batch_size``, the last of an epoch aside, and the learning rate as given."""
    run = run_train(function, epochs=2)
    sizes = run.recorder.sizes()
    if sizes.max() != run.batch_size or np.sum(sizes != run.batch_size) > run.epochs:
        raise student.fail(
            "The batches have the wrong size.",
            "cut the shuffled pairs into pieces of batch_size; only the last one of an epoch may "
            "be shorter.",
            TRAINING,
        )
    if not np.allclose(run.recorder.rates, run.rate):
        raise student.fail(
            "model.step gets another learning rate than train was given.",
            "pass the argument learning_rate on as it is.",
            TRAINING,
        )
