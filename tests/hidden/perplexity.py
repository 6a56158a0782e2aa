"""Hidden checks of exercise 3.8: ``train_epoch``."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from tests.hidden.student import Student
from tests.hidden.verdict import Cause, Mistakes, Part, award, likely, outcomes, same, telling

student = Student("Exercise 3.8, Perplexity tracking")
MEANING = "What perplexity means"
TOKENS = "Why tokens, not batches, are averaged"
STEP = "The step that the skeleton forgot"

PRODUCT = Cause(
    "a product over all tokens is too large, or too small, for a float: sum the losses, and take "
    "exp once at the end."
)
RIGHT = "perplexity is exp(total loss / number of tokens), and nothing else is returned."


def perplexity(train_epoch: Callable, points: float) -> float:
    """The exponential of the mean loss per token, for batches of any size, anew in every epoch."""
    parts = [
        Part(1, partial(equal_batches, train_epoch)),
        Part(2, partial(unequal_batches, train_epoch)),
        Part(1, partial(epochs_of_all_kinds, train_epoch)),
    ]
    return award(points, parts)


def loop(train_epoch: Callable, points: float) -> float:
    """Every batch once, in its order, each followed by one step of the optimizer."""
    parts = [
        Part(1, partial(every_batch_once, train_epoch)),
        Part(2, partial(one_step_a_batch, train_epoch)),
        Part(1, partial(any_iterable, train_epoch)),
    ]
    return award(points, parts)


class ScriptedBatch:
    """A batch that knows what its loss will be; contexts and targets are only there to be fit."""

    student_may_call = ()

    def __init__(self, number: int, loss: float, n_tokens: int) -> None:
        self.number = number
        self.loss = float(loss)
        self.n_tokens = int(n_tokens)
        self.contexts = np.zeros((n_tokens, 2), dtype=np.int64)  # (batch, context)
        self.targets = np.zeros(n_tokens, dtype=np.int64)  # (batch,)


class Script:
    """Writes down the calls of a scripted model and a scripted optimizer, in their order."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, object]] = []
        self.model = ScriptedModel(self.calls)
        self.optimizer = ScriptedOptimizer(self.calls)

    def trained(self) -> list:
        """The batches that the model was trained on, in their order."""
        return [batch for name, batch in self.calls if name == "train_step"]

    def names(self) -> list[str]:
        """The names of the calls, in their order."""
        return [name for name, _ in self.calls]


class ScriptedModel:
    """A model that writes down each batch and answers the loss that the batch carries."""

    student_may_call = ("train_step",)

    def __init__(self, calls: list[tuple[str, object]]) -> None:
        self._calls = calls

    def train_step(self, batch: Any) -> float:
        """Write down the call and return the batch's loss, in nats."""
        self._calls.append(("train_step", batch))
        return batch.loss if isinstance(batch, ScriptedBatch) else 1.0


class ScriptedOptimizer:
    """An optimizer that writes down its steps."""

    student_may_call = ("step",)

    def __init__(self, calls: list[tuple[str, object]]) -> None:
        self._calls = calls

    def step(self) -> None:
        """Write down the call."""
        self._calls.append(("step", None))


class OnePass:
    """Data that can be gone through once, as a generator can; it has no length and no index."""

    student_may_call = ()

    def __init__(self, batches: Sequence[ScriptedBatch]) -> None:
        self._batches = iter(batches)

    def __iter__(self) -> Iterator[ScriptedBatch]:
        return self

    def __next__(self) -> ScriptedBatch:
        return next(self._batches)


def epoch(rng: np.random.Generator, equal: bool = False) -> list[ScriptedBatch]:
    """Return batches of very unlike losses; the short ones have the largest, and none is sorted."""
    n_batches = int(rng.choice([4, 6]))  # an even number: the median is none of the losses
    losses = rng.permutation(np.linspace(0.5, 4.0, n_batches) + rng.uniform(0, 0.3, n_batches))
    worst = int(losses.argmax())
    losses[[1, worst]] = losses[[worst, 1]]
    sizes = (120 / losses).astype(int) + rng.permutation(n_batches)
    if equal:
        sizes[:] = rng.integers(3, 30)
    return [ScriptedBatch(i, *pair) for i, pair in enumerate(zip(losses, sizes, strict=True))]


def run(train_epoch: Callable, script: Script, data: Any) -> np.ndarray:
    """Call ``train_epoch`` and return its result as an array of no axis."""
    result = student.call("train_epoch", train_epoch, script.model, data, script.optimizer)
    if not all(isinstance(batch, ScriptedBatch) for batch in script.trained()):
        raise student.fail(
            "train_step was not given a batch.",
            "train_step takes the batch itself, as it comes out of data.",
            STEP,
        )
    hint = "train_epoch should return one number, the perplexity."
    return student.array("The result of train_epoch", result, (), hint)


def right(batches: Sequence[ScriptedBatch]) -> float:
    """Reference: every token's loss written out one by one, then the mean."""
    nats = [batch.loss for batch in batches for _ in range(batch.n_tokens)]
    return float(np.exp(np.mean(nats)))


class Epoch:
    """What mistakes make of an epoch: its losses in nats, and the sizes of its batches."""

    def __init__(self, batches: Sequence[ScriptedBatch]) -> None:
        self.batches = batches
        self.losses = np.array([batch.loss for batch in batches])
        self.sizes = np.array([batch.n_tokens for batch in batches], dtype=np.float64)
        self.mean = float(self.losses @ self.sizes / self.sizes.sum())


EVERY_BATCH_ALIKE = (
    "every batch counts the same here, short or long; weight each loss by batch.n_tokens."
)

MEAN_OF_PERPLEXITIES = (
    "the perplexities of the batches are averaged; average the losses, and take exp once "
    "at the end."
)

WRONG_PERPLEXITIES: Mistakes = {
    "it is the mean loss itself; the exp is missing.": lambda e: e.mean,
    "the losses are in nats, so the base is e, not 2.": lambda e: 2.0**e.mean,
    "the losses are in nats, so the base is e, not 10.": lambda e: 10.0**e.mean,
    "the sign is turned round: the loss is -log p already, so exp(loss) is 1/p.": lambda e: np.exp(
        -e.mean
    ),
    "the logarithm is taken where exp undoes it: the loss is a logarithm already.": lambda e: (
        np.log(e.mean)
    ),
    "the loss is turned into bits first; exp takes nats as they are.": lambda e: np.exp(
        e.mean / np.log(2)
    ),
    "exp(loss) - 1 is returned: a perfect model has perplexity 1, not 0.": lambda e: np.expm1(
        e.mean
    ),
    "1 is added: a perfect model has perplexity exp(0) = 1 already.": lambda e: np.exp(e.mean) + 1,
    EVERY_BATCH_ALIKE: lambda e: np.exp(e.losses.mean()),
    MEAN_OF_PERPLEXITIES: lambda e: np.exp(e.losses).mean(),
    MEAN_OF_PERPLEXITIES + " (They are weighted by tokens.)": lambda e: (
        np.exp(e.losses) @ (e.sizes / e.sizes.sum())
    ),
    MEAN_OF_PERPLEXITIES + " (It was the median.)": lambda e: np.median(np.exp(e.losses)),
    "the total loss is divided by the number of batches, not of tokens.": lambda e: np.exp(
        e.losses @ e.sizes / len(e.sizes)
    ),
    "the sum of the batches' mean losses is divided by the number of tokens; multiply "
    "each by batch.n_tokens first.": lambda e: np.exp(e.losses.sum() / e.sizes.sum()),
    "the losses are summed over the batches, and never averaged.": lambda e: np.exp(e.losses.sum()),
    "the total loss is never divided by the number of tokens.": lambda e: np.exp(
        e.losses @ e.sizes
    ),
    "only the last batch counts; the loss has to be summed over all of them.": lambda e: np.exp(
        e.losses[-1]
    ),
    "only the first batch counts; does a `return` stand inside the loop?": lambda e: np.exp(
        e.losses[0]
    ),
    "the last batch is left out of the average.": lambda e: right(e.batches[:-1]),
    "the first batch is left out of the average.": lambda e: right(e.batches[1:]),
    "the last batch's loss stands in for the average.": lambda e: e.losses[-1],
    "all tokens are counted as if every batch were as long as the first.": lambda e: np.exp(
        e.losses @ e.sizes / (e.sizes[0] * len(e.sizes))
    ),
    "all tokens are counted as if every batch were as long as the last.": lambda e: np.exp(
        e.losses @ e.sizes / (e.sizes[-1] * len(e.sizes))
    ),
    "n_tokens is set anew for each batch; it should grow by batch.n_tokens.": lambda e: np.exp(
        e.losses @ e.sizes / e.sizes[-1]
    ),
    "total_loss is set anew for each batch; it should grow.": lambda e: np.exp(
        e.losses[-1] * e.sizes[-1] / e.sizes.sum()
    ),
    "the number of tokens starts at 1; it should start at 0.": lambda e: np.exp(
        e.losses @ e.sizes / (e.sizes.sum() + 1)
    ),
    "the total loss starts at 1; it should start at 0.": lambda e: np.exp(
        (e.losses @ e.sizes + 1) / e.sizes.sum()
    ),
    "one token fewer is counted than there are.": lambda e: np.exp(
        e.losses @ e.sizes / (e.sizes.sum() - 1)
    ),
    "the result is rounded.": lambda e: np.round(np.exp(e.mean)),
    "the result is rounded to one decimal.": lambda e: np.round(np.exp(e.mean), 1),
    "the result is rounded to two decimals.": lambda e: np.round(np.exp(e.mean), 2),
    "this is the perplexity divided by the number of tokens; the division belongs "
    "in exp.": lambda e: np.exp(e.mean) / e.sizes.sum(),
}


def wrong_perplexities(batches: Sequence[ScriptedBatch]) -> dict[str, np.ndarray]:
    """The results of common mistakes, each named."""
    return outcomes(WRONG_PERPLEXITIES, Epoch(batches))


def telling_epoch(rng: np.random.Generator) -> list[ScriptedBatch]:
    """Return batches under which the most mistakes give results of their own."""
    (batches,) = telling(lambda: (epoch(rng),), wrong_perplexities)
    return batches


def compare(
    train_epoch: Callable,
    batches: Sequence[ScriptedBatch],
    symptom: str,
    section: str,
    otherwise: str = RIGHT,
) -> None:
    """The exponential of the total loss by the total number of tokens, the same in every call."""
    got = run(train_epoch, Script(), batches)
    if same(got, np.asarray(right(batches))):
        return
    if not same(got, run(train_epoch, Script(), batches)):
        raise student.fail(
            "The same epoch twice gives two perplexities.",
            "the sums live outside the function; start them at 0 inside it, in every call.",
            TOKENS,
        )
    if np.isposinf(got):
        otherwise = PRODUCT
    raise student.fail(symptom, likely(got, wrong_perplexities(batches), otherwise), section)


def equal_batches(train_epoch: Callable) -> None:
    """The perplexity of an epoch whose batches are of one size."""
    batches = epoch(np.random.default_rng(), equal=True)
    symptom = "The perplexity is wrong even where all batches are of one size."
    compare(train_epoch, batches, symptom, MEANING)


def unequal_batches(train_epoch: Callable) -> None:
    """The perplexity of an epoch whose batches differ, each weighted by its tokens."""
    batches = telling_epoch(np.random.default_rng())
    symptom = "The perplexity is wrong where batches differ in their number of tokens."
    compare(train_epoch, batches, symptom, TOKENS)


def epochs_of_all_kinds(train_epoch: Callable) -> None:
    """One epoch after the other, very good and very bad models; nothing may be kept or limited."""
    rng = np.random.default_rng()
    first = telling_epoch(rng)
    compare(train_epoch, first, "The perplexity of a first epoch is wrong.", TOKENS)
    compare(train_epoch, epoch(rng)[:2], "The perplexity of a second epoch is wrong.", TOKENS)
    limited = "the loss, or the perplexity, is limited somewhere; report it as it is."
    never_surprised = [ScriptedBatch(0, 0.0, 5), ScriptedBatch(1, 0.0, 2)]
    symptom = "A model that is never surprised has the wrong perplexity."
    compare(train_epoch, never_surprised, symptom, MEANING, limited)
    very_bad = [ScriptedBatch(0, 90.0, 1), ScriptedBatch(1, 21.0, 3)]
    symptom = "A very bad model has the wrong perplexity."
    compare(train_epoch, very_bad, symptom, MEANING, limited)


def every_batch_once(train_epoch: Callable) -> None:
    """``train_step`` once for each batch, in the order of the data."""
    batches = epoch(np.random.default_rng())
    script = Script()
    run(train_epoch, script, batches)
    trained = [batch.number for batch in script.trained()]
    wanted = [batch.number for batch in batches]
    if trained == wanted:
        return
    if not trained:
        misconception = "the model is never trained: model.train_step(batch) is not called."
    elif sorted(trained) == wanted:
        misconception = "the batches come in another order than data gives them."
    elif set(trained) == set(wanted):
        misconception = (
            "train_step is called more than once for a batch; it does forward, loss and backward "
            "in one, so keep the loss that it returns."
        )
    elif set(trained) < set(wanted):
        misconception = "some batches are left out; every one of them, also a short one, counts."
    else:
        misconception = "call model.train_step(batch) once for each batch of data."
    raise student.fail("Not every batch is trained on exactly once.", misconception, STEP)


def one_step_a_batch(train_epoch: Callable) -> None:
    """``optimizer.step`` once after each ``train_step``."""
    batches = epoch(np.random.default_rng())
    script = Script()
    run(train_epoch, script, batches)
    names = script.names()
    if names == ["train_step", "step"] * len(batches):
        return
    steps = names.count("step")
    if steps == 0:
        misconception = (
            "optimizer.step() is never called: gradients are computed, but the weights stay as "
            "they are."
        )
    elif names == ["step", "train_step"] * len(batches):
        misconception = (
            "optimizer.step() comes before train_step, so it uses the gradients of the batch "
            "before."
        )
    elif steps == 1:
        misconception = (
            "optimizer.step() is called once an epoch; it should follow every batch, inside the "
            "loop."
        )
    elif steps > len(batches):
        misconception = "optimizer.step() is called more than once for a batch."
    elif steps < len(batches):
        misconception = "optimizer.step() is left out after some batches."
    else:
        misconception = "the calls should alternate: train_step, step, train_step, step."
    raise student.fail(
        "The optimizer does not make one step after each train_step.", misconception, STEP
    )


def any_iterable(train_epoch: Callable) -> None:
    """Data of any kind: a tuple, many batches, and batches that come by only once."""
    rng = np.random.default_rng()
    symptom = "The perplexity is wrong where data is a tuple of batches."
    compare(train_epoch, tuple(telling_epoch(rng)), symptom, TOKENS)
    many = list(itertools.chain.from_iterable(epoch(rng) for _ in range(8)))
    script = Script()
    symptom = "The perplexity is wrong where batches can be gone through only once."
    again = "data is gone through twice; a generator is empty by then, so sum up in one loop."
    compare(train_epoch, many, "The perplexity of many batches is wrong.", TOKENS, PRODUCT)
    if not same(run(train_epoch, script, OnePass(many)), np.asarray(right(many))):
        raise student.fail(symptom, again, TOKENS)
    if script.names() != ["train_step", "step"] * len(many):
        raise student.fail(
            "Where batches can be gone through only once, some are not trained on.", again, STEP
        )
