"""Hidden checks of exercise 3.6, second half: ``class TrainableLM``.

A gradient is right if it is the slope of the loss. So each array inside the model is moved a
little along a random direction; the loss, worked out here from the model's own logits, has to
change by what the student's gradients foretell. The names of the arrays do not matter.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from tests.hidden.student import Student
from tests.hidden.two_layer_network import (
    Sizes,
    cross_entropy,
    logits_of,
    new_model,
    wrong_losses,
)
from tests.hidden.verdict import Part, award, likely, same

student = Student("Exercise 3.6, Two-layer network")
NETWORK = "The network"
WAY_BACK = "Backpropagation"
TRAINING = "Training"
FALLS = "Does the loss fall?"

BIASES = {"the hidden layer's bias", "the output layer's bias"}
BIAS_IS_A_SUM = "a bias is added to each row of the batch, so its gradient is a sum over them."


class Precision(NamedTuple):
    """How far an array is moved along a direction, and how much of a gradient may be missing."""

    step: float
    tolerance: float  # of the gradient's length


FINE = Precision(1e-5, 1e-4)  # of float64: the notebook's own check calls 1e-5 right
COARSE = Precision(3e-4, 0.03)  # of float32, between its rounding and the kinks of relu
# A wrong gradient may lie across a single direction, and look right along it.
DIRECTIONS = 5


Pairs = list[tuple[np.ndarray, np.ndarray]]  # weights, and their gradient


class ScriptedBatch:
    """Contexts, the tokens that follow them, and how many these are."""

    student_may_call = ()

    def __init__(self, contexts: np.ndarray, targets: np.ndarray) -> None:
        self.contexts = contexts  # (batch, context)
        self.targets = targets  # (batch,)
        self.n_tokens = len(targets)


class Slope(NamedTuple):
    """How the loss changed along a direction, and how the gradients foretold it."""

    measured: float
    foretold: float
    expected_size: float
    tolerance: float

    @property
    def wrong(self) -> bool:
        """Whether the loss changed otherwise than the gradients foretold."""
        scale = max(self.expected_size, abs(self.measured))
        return abs(self.measured - self.foretold) > self.tolerance * scale


def gradients(TrainableLM: Callable, points: float) -> float:
    """``train_step``: the loss, and the gradient of this batch for every array of weights."""
    parts = [
        Part(1, partial(answers_the_loss, TrainableLM)),
        Part(1, partial(names_all_weights, TrainableLM)),
        Part(3, partial(each_slope_is_right, TrainableLM)),
        Part(2, partial(repeated_tokens_add_up, TrainableLM)),
        Part(1, partial(batches_do_not_mix, TrainableLM)),
        Part(1, partial(stands_large_logits, TrainableLM)),
    ]
    return award(points, parts)


def training(TrainableLM: Callable, Adam: Callable, points: float) -> float:
    """The loss on a small language falls below a bound that guessing and bigrams cannot reach."""
    return award(points, [Part(1, partial(learns_a_small_language, TrainableLM, Adam))])


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


def answers_the_loss(TrainableLM: Callable) -> None:
    """The mean loss before any update; the weights stay as they are."""
    rng = np.random.default_rng()
    sizes, model = random_model(TrainableLM, rng)
    for size in (6, 4):
        batch = some_batch(sizes, rng, size, repeated=True)
        logits = logits_of(model, batch.contexts, sizes)
        got = train_step(model, batch)
        if not same(got, np.asarray(cross_entropy(logits, batch.targets).mean()), rtol=1e-4):
            raise student.fail(
                "train_step does not return the mean loss of the batch.",
                likely(
                    got,
                    wrong_losses(logits, batch.targets),
                    "it should return the cross-entropy of the logits before any update, in nats.",
                ),
                TRAINING,
            )
        if not same(logits, logits_of(model, batch.contexts, sizes)):
            raise student.fail(
                "train_step changes the weights.",
                "train_step only works out loss and gradients; changing the weights is the "
                "optimizer's work, so they would be changed twice.",
                TRAINING,
            )


def loss_now(model: Any, batch: ScriptedBatch, sizes: Sizes) -> float:
    """The mean loss of a batch with the present weights, in nats."""
    return float(cross_entropy(logits_of(model, batch.contexts, sizes), batch.targets).mean())


def slopes(
    model: Any,
    path: str,
    array: np.ndarray,
    gradients: Sequence[np.ndarray],
    batch: ScriptedBatch,
    sizes: Sizes,
    rng: np.random.Generator,
    directions: int = DIRECTIONS,
    precision: Precision = COARSE,
) -> Iterator[tuple[Slope, bool]]:
    """Move one array to either side of where it is; yield what came of it, and put it back."""
    for _ in range(directions):
        direction = rng.normal(size=array.shape)
        seen = []
        for sign in (1, -1):
            student.write(model, path, array + sign * precision.step * direction)
            weights = [weights for weights, _ in pairs_of(model)]
            seen.append((loss_now(model, batch, sizes), weights))
        student.write(model, path, array)
        (loss_up, up), (loss_down, down) = seen
        moves = [(a - b) / (2 * precision.step) for a, b in zip(up, down, strict=True)]
        foretold = sum(float((g * m).sum()) for g, m in zip(gradients, moves, strict=True))
        moved = [g for g, m in zip(gradients, moves, strict=True) if m.any()]
        size = float(np.sqrt(sum((g**2).sum() for g in moved)))
        yield (
            Slope(
                (loss_up - loss_down) / (2 * precision.step), foretold, size, precision.tolerance
            ),
            bool(moved),
        )


def precision_of(model: Any, batch: ScriptedBatch, sizes: Sizes) -> Precision:
    """Return what a model computes in: the loss of float32 is rough on a small scale."""
    rng = np.random.default_rng()
    arrays = student.arrays(model)
    if not arrays:
        return COARSE
    path, array = max(arrays.items(), key=lambda item: item[1].size)
    rough = []
    for _ in range(5):  # in one of them a kink may lie near
        direction = rng.normal(size=array.shape)
        losses = []
        for step in (-1e-6, 0.0, 1e-6):
            student.write(model, path, array + step * direction)
            losses.append(loss_now(model, batch, sizes))
        rough.append(abs(losses[0] - 2 * losses[1] + losses[2]))
    student.write(model, path, array)
    return COARSE if np.median(rough) > 2e-9 else FINE


def names_all_weights(TrainableLM: Callable) -> None:
    """Every array that the logits depend on should be in the list."""
    rng = np.random.default_rng()
    sizes, model = random_model(TrainableLM, rng)
    batch = some_batch(sizes, rng, 6, repeated=False)
    train_step(model, batch)
    pairs = pairs_of(model)
    at_least = sizes.vocab_size * (sizes.embed_dim + sizes.hidden_dim)
    at_least += sizes.context_size * sizes.embed_dim * sizes.hidden_dim
    complete = sum(weights.size for weights, _ in pairs) >= at_least
    shapes = {weights.shape for weights, _ in pairs}
    arrays = student.arrays(model)
    if not arrays:
        raise student.fail(
            "The model holds no array.",
            "keep the weights in self, as arrays, lists or dicts of arrays.",
            TRAINING,
        )
    for path, array in arrays.items():
        bias = np.squeeze(array).shape in ((sizes.hidden_dim,), (sizes.vocab_size,))
        if complete and not bias:
            continue
        gradients = [gradient for _, gradient in pairs]
        ((slope, listed),) = slopes(model, path, array, gradients, batch, sizes, rng, 1)
        if not listed and abs(slope.measured) > 1e-4 and array.shape in shapes:
            raise student.fail(
                f"Changing `{path}` changes the logits, but not the list of parameters.",
                "parameters_and_gradients hands out copies; the list should hold the very arrays "
                "that forward uses.",
                TRAINING,
            )
        if not listed and abs(slope.measured) > 1e-4:
            raise student.fail(
                f"parameters_and_gradients leaves out {role(array.shape, sizes)} (`{path}`).",
                "the logits depend on it, so without a gradient in the list the optimizer can "
                "never change it.",
                TRAINING,
            )
        if listed and abs(slope.measured) < 1e-9 and slope.expected_size > 1e-6:
            raise student.fail(
                f"Changing `{path}` changes the list of parameters, but not the logits.",
                "parameters_and_gradients hands out copies, or forward does not use this array; "
                "the list should hold the very arrays that forward uses.",
                TRAINING,
            )
    if not complete:
        raise student.fail(
            "parameters_and_gradients lists fewer weights than the network has.",
            "it needs the embedding table, both matrices, and the biases if there are any.",
            TRAINING,
        )


def role(shape: tuple[int, ...], sizes: Sizes) -> str:
    """Name an array by its shape."""
    vocab, embed, hidden, context = sizes
    names = {
        frozenset({vocab, embed}): "the embedding table",
        frozenset({context * embed, hidden}): "the hidden layer's matrix",
        frozenset({vocab, hidden}): "the output layer's matrix",
        frozenset({hidden}): "the hidden layer's bias",
        frozenset({vocab}): "the output layer's bias",
    }
    return names.get(frozenset(n for n in shape if n > 1), "an array")


class Wrong(NamedTuple):
    """An array with a wrong gradient."""

    path: str
    role: str
    slopes: list[Slope]


def wrong_gradients(
    model: Any, pairs: Pairs, batch: ScriptedBatch, sizes: Sizes, rng: np.random.Generator
) -> list[Wrong]:
    """Return the arrays along which the loss does not change as foretold."""
    gradients = [gradient for _, gradient in pairs]
    shapes = {weights.shape for weights, _ in pairs}
    largest = max((weights.size for weights, _ in pairs), default=0)
    precision = precision_of(model, batch, sizes)
    found = []
    for path, array in student.arrays(model).items():
        if array.shape not in shapes and array.size <= largest:
            continue  # no weights: something the model remembers
        seen = list(slopes(model, path, array, gradients, batch, sizes, rng, precision=precision))
        measured = [slope for slope, listed in seen if listed]
        if sum(slope.wrong for slope in measured) > len(measured) / 2:
            found.append(Wrong(path, role(array.shape, sizes), measured))
    return found


def prepared(
    TrainableLM: Callable, repeated: bool, scale: float
) -> tuple[Any, Pairs, ScriptedBatch, Sizes, np.random.Generator]:
    """Return a model after its first step, and all that a check of its gradients needs."""
    rng = np.random.default_rng()
    sizes, model = random_model(TrainableLM, rng, scale)
    batch = some_batch(sizes, rng, 6, repeated)
    train_step(model, batch)
    return model, pairs_of(model), batch, sizes, rng


class Judged(NamedTuple):
    """What a check of gradients found on a model, and on which batch."""

    wrong: list[Wrong]
    all_zero: bool
    batch: ScriptedBatch
    sizes: Sizes

    @property
    def right(self) -> bool:
        """Whether no gradient was wrong and not all were zero."""
        return not self.wrong and not self.all_zero


def judged(TrainableLM: Callable, repeated: bool, scale: float = 0.6) -> Judged:
    """Return what two of at most three models agree on.

    A right slope may look wrong on one model, where a kink of relu lies between the two sides of
    a difference, and a wrong one right, where chance makes the mistake small.
    """
    verdicts: Counter[bool] = Counter()
    while max(verdicts.values(), default=0) < 2:
        model, pairs, batch, sizes, rng = prepared(TrainableLM, repeated, scale)
        wrong = wrong_gradients(model, pairs, batch, sizes, rng)
        all_zero = not any(gradient.any() for _, gradient in pairs)
        found = Judged(wrong, all_zero, batch, sizes)
        verdicts[found.right] += 1
    return found


def each_slope_is_right(TrainableLM: Callable) -> None:
    """Where no token repeats, the gradient of every array is the slope of the loss."""
    found = judged(TrainableLM, repeated=False)
    if found.right:
        found = judged(TrainableLM, repeated=False, scale=1.5)  # large logits, large gradients
    if found.right:
        return
    wrong, all_zero, batch, sizes = found
    if all_zero:
        raise student.fail(
            "After train_step all gradients are zero.",
            "they are not worked out, or not stored where parameters_and_gradients finds them.",
            WAY_BACK,
        )
    names = " and ".join(f"{item.role} (`{item.path}`)" for item in wrong[:2])
    if len(wrong) > 2:
        names = f"{wrong[0].role} (`{wrong[0].path}`) and of others"
    raise student.fail(
        f"The gradient of {names} is not the slope of the loss.",
        diagnosis(wrong, len(batch.targets), sizes),
        WAY_BACK,
    )


def diagnosis(wrong: list[Wrong], batch_size: int, sizes: Sizes) -> str:
    """Name the misconception by which arrays are wrong, and by which factor."""
    roles = {item.role for item in wrong}
    factor = common_factor(wrong)
    if roles <= BIASES and factor not in (0.0, None) and factor > 0:
        return BIAS_IS_A_SUM
    factors = {
        0.0: "the gradient stays zero: it is not worked out, or not stored where "
        "parameters_and_gradients finds it.",
        -1.0: "the sign is turned round: the list should hold the gradient, and the optimizer "
        "subtracts it.",
        float(batch_size): "it is summed over the batch; the loss is a mean, so its gradient is "
        "divided by the batch size.",
        1 / batch_size: "it is divided by the batch size twice (the mean of a mean).",
        1 / sizes.vocab_size: "it is divided by vocab_size; the mean is over the batch.",
        2.0: "it is twice as large as it should be; is something added twice?",
        1
        / sizes.context_size: "it is divided by the context size; the mean is over the batch, and "
        "each position gets its whole share.",
        0.5: "it is half as large as it should be; the 2 of a squared error has no place here.",
    }
    if factor is not None and 0.9 < factor < 1:
        return (
            "it is divided by a little more than the batch size, or scaled down: the loss is a "
            "mean over the batch, neither more nor less."
        )
    for value, text in factors.items():
        if factor is not None and abs(factor - value) < 0.01 * max(abs(value), 0.02):
            return text
    output = {"the output layer's matrix", "the output layer's bias"}
    if roles == {"the embedding table"}:
        return (
            "the gradient of x = flatten(E) has to go back to the shape (batch, context, embed), "
            "and each position's share to the row of its token."
        )
    if roles <= BIASES:
        return BIAS_IS_A_SUM
    if roles & output:
        return (
            "begin at the end: the gradient by the logits is (softmax - one-hot) / batch, and that "
            "of the output matrix is h transposed times it."
        )
    return (
        "what comes back through the output layer (times its matrix, transposed) is multiplied by "
        "the slope of the activation at each hidden unit (1 - h**2 for tanh), before it goes on "
        "to the layers below."
    )


def common_factor(wrong: list[Wrong]) -> float | None:
    """Return foretold over measured where it is one and the same number in every direction."""
    slopes = [slope for item in wrong for slope in item.slopes]
    foretold = np.array([slope.foretold for slope in slopes])
    measured = np.array([slope.measured for slope in slopes])
    factor = float(foretold @ measured / (measured @ measured))
    misfit = np.abs(foretold - factor * measured).max()
    return factor if misfit < 0.01 * max(np.abs(foretold).max(), np.abs(measured).max()) else None


def repeated_tokens_add_up(TrainableLM: Callable) -> None:
    """Where tokens repeat, the embedding's gradients are added up, and the others right too."""
    wrong, _, batch, sizes = judged(TrainableLM, repeated=True)
    alone = wrong and {item.role for item in wrong} == {"the embedding table"}
    if alone and common_factor(wrong) is None:
        raise student.fail(
            "The embedding table gets a wrong gradient where a token occurs several times.",
            "`gradient[contexts] += ...` writes a repeated row only once; np.add.at adds up, as in "
            "Exercise 3.5.",
            WAY_BACK,
        )
    if wrong:
        raise student.fail(
            "Gradients are wrong where tokens occur several times in a batch.",
            diagnosis(wrong, len(batch.targets), sizes),
            WAY_BACK,
        )


def batches_do_not_mix(TrainableLM: Callable) -> None:
    """The second of two steps must leave the gradients that it would leave as the first."""
    rng = np.random.default_rng()
    sizes, models = random_models(TrainableLM, rng, 2)
    first, second = (some_batch(sizes, rng, size, repeated=True) for size in (6, 4))
    train_step(models[0], first)
    after: list[np.ndarray] = []
    alone: list[np.ndarray] = []
    for model, found in zip(models, (after, alone), strict=True):
        train_step(model, second)
        found += [gradient for _, gradient in pairs_of(model)]
    if not all(same(a, b) for a, b in zip(after, alone, strict=True)):
        raise student.fail(
            "The gradients after train_step depend on the batches before.",
            "each train_step should start its gradients from zero (or make them anew); here they "
            "pile up, or something of an earlier batch is kept.",
            TRAINING,
        )


def stands_large_logits(TrainableLM: Callable) -> None:
    """Gradients stay numbers where the logits lie thousands apart."""
    # One maximum for all rows fails only where whole rows lie apart, which chance may not bring.
    finite = True
    for _ in range(5):
        rng = np.random.default_rng()
        sizes, model = random_model(TrainableLM, rng)
        batch = some_batch(sizes, rng, 6, repeated=True)
        for path, array in student.arrays(model).items():
            student.write(model, path, 1000 * array)
        logits_of(model, batch.contexts, sizes)
        train_step(model, batch)
        finite &= all(np.isfinite(gradient).all() for _, gradient in pairs_of(model))
    if not finite:
        raise student.fail(
            "Gradients are nan or inf when the logits are large.",
            "the softmax in train_step overflows; subtract the largest logit of each row first, "
            "as in Exercise 3.7.",
            WAY_BACK,
        )


def learns_a_small_language(TrainableLM: Callable, Adam: Callable) -> None:
    """Six tokens; the next one is fixed by the last two, in their order, and by no rule."""
    for _ in range(2):
        before, after = losses_on_a_small_language(TrainableLM, Adam)
        if after >= 0.4:
            break
    else:
        return
    if after > before - 0.1:
        raise student.fail(
            "The loss does not fall while the model is trained.",
            "the gradients point the wrong way, or the list holds copies of the weights, so that "
            "what the optimizer changes is not what forward uses.",
            FALLS,
        )
    raise student.fail(
        "On six tokens whose order decides what follows, the loss stays above 0.4 nats.",
        "a part of the network is not trained, the order of the context is lost, or the "
        "non-linearity is missing.",
        FALLS,
    )


def losses_on_a_small_language(TrainableLM: Callable, Adam: Callable) -> tuple[float, float]:
    """Loss in nats before and after a brief training."""
    rng = np.random.default_rng()
    sizes = Sizes(6, 4, 24, 2)
    contexts = np.stack(np.divmod(np.arange(36), 6), axis=1)  # (36, 2)
    # Chance makes languages that the sum of two effects can tell, or two tokens without order.
    targets = min((rng.permutation(np.repeat(np.arange(6), 6)) for _ in range(30)), key=simplicity)
    batch = ScriptedBatch(contexts, targets)
    model = new_model(TrainableLM, sizes, "TrainableLM")
    optimizer = student.call("Adam(model, learning_rate)", Adam, model, 0.05)
    before = loss_now(model, batch, sizes)
    for _ in range(120):
        train_step(model, batch)
        student.call("optimizer.step", optimizer.step)
    return before, loss_now(model, batch, sizes)


def simplicity(targets: np.ndarray) -> int:
    """How much each of two tokens tells alone of what follows, and how often order is nothing."""
    table = targets.reshape(6, 6)
    follows = table[..., None] == np.arange(6)  # (first, second, next)
    alone = sum(((follows.sum(axis=axis) - 1) ** 2).sum() for axis in (0, 1))
    return int(alone + (table == table.T).sum())
