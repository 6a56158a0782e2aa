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

from tests.hidden.measured import MEASURED
from tests.hidden.two_layer_network import (
    Sizes,
    cross_entropy,
    logits_of,
    new_model,
    wrong_losses,
)
from tests.hidden.two_layer_network_causes import (
    OUTPUT_MATRIX,
    TABLE,
    Slope,
    Wrong,
    diagnosis,
    role,
)
from tests.hidden.two_layer_network_measured import is_measured
from tests.hidden.two_layer_network_steps import (
    TRAINING,
    Pairs,
    ScriptedBatch,
    loss_now,
    pairs_of,
    random_model,
    random_models,
    some_batch,
    student,
    train_step,
)
from tests.hidden.verdict import CheckFailed, General, Part, award, likely, passes, same

WAY_BACK = "Backpropagation"


class Precision(NamedTuple):
    """How far an array is moved along a direction, and how much of a gradient may be missing."""

    step: float
    tolerance: float  # of the gradient's length


FINE = Precision(1e-5, 1e-4)  # of float64: the notebook's own check calls 1e-5 right
COARSE = Precision(3e-4, 0.03)  # of float32, between its rounding and the kinks of relu
# A wrong gradient may lie across a single direction, and look right along it.
DIRECTIONS = 5


def gradients(TrainableLM: Callable, points: float) -> float:
    """``train_step``: the loss, and the gradient of this batch for every array of weights."""
    refuse_measured(TrainableLM)
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
    refuse_measured(TrainableLM)
    return award(points, [Part(1, partial(learns_a_small_language, TrainableLM, Adam))])


def refuse_measured(TrainableLM: Callable) -> None:
    """Fail where the gradients are not worked out backward but measured, weight by weight."""
    try:
        measured = is_measured(TrainableLM)
    except CheckFailed:  # another mistake, which has a check of its own
        return
    if measured:
        raise student.fail("The gradients are measured, not worked out.", MEASURED, WAY_BACK)


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
            seen.append((logits_of(model, batch.contexts, sizes), weights))
        student.write(model, path, array)
        (logits_up, up), (logits_down, down) = seen
        loss_up, loss_down = (cross_entropy(z, batch.targets).mean() for z, _ in seen)
        moves = [(a - b) / (2 * precision.step) for a, b in zip(up, down, strict=True)]
        moved = [g for g, m in zip(gradients, moves, strict=True) if m.any()]
        yield (
            Slope(
                measured=float(loss_up - loss_down) / (2 * precision.step),
                foretold=inner(gradients, moves),
                expected_size=float(np.sqrt(inner(moved, moved))),
                tolerance=precision.tolerance,
                by_weights=inner([(a + b) / 2 for a, b in zip(up, down, strict=True)], moves),
                logits=(logits_up - logits_down) / (2 * precision.step),
            ),
            bool(moved),
        )


def inner(arrays: Sequence[np.ndarray], others: Sequence[np.ndarray]) -> float:
    """The sum of all products of an entry with its partner."""
    return sum(float((a * b).sum()) for a, b in zip(arrays, others, strict=True))


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
        for step in (-2e-6, -1e-6, 0.0, 1e-6, 2e-6):
            student.write(model, path, array + step * direction)
            losses.append(loss_now(model, batch, sizes))
        # The fourth difference of what is smooth is nothing, however strongly it is curved.
        rough.append(abs(np.diff(losses, 4).item()) / max(1.0, losses[2]))
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


class Case(NamedTuple):
    """A batch, and how far from zero the weights are drawn."""

    repeated: bool  # tokens stand in it twice, or none does
    scale: float = 0.6
    output: float = 1.0  # by this much the output layer's matrix is larger


# Where no token repeats: ordinary weights; large logits; logits so large that gradients are, too.
ONCE = [Case(False), Case(False, scale=1.5), Case(False, output=40.0)]


class Judged(NamedTuple):
    """What a check of gradients found on a model, and all that tells why."""

    wrong: list[Wrong]
    gradients: list[np.ndarray]
    logits: np.ndarray  # (batch, vocab)
    targets: np.ndarray  # (batch,)
    sizes: Sizes

    @property
    def all_zero(self) -> bool:
        """Whether no gradient has an entry."""
        return not any(gradient.any() for gradient in self.gradients)

    @property
    def right(self) -> bool:
        """Whether no gradient was wrong and not all were zero."""
        return not self.wrong and not self.all_zero

    @property
    def why(self) -> str:
        """The likely misconception."""
        return diagnosis(self.wrong, self.gradients, self.logits, self.targets, self.sizes)


def judge(TrainableLM: Callable, case: Case) -> Judged:
    """Judge the gradients of a new model after its first step."""
    rng = np.random.default_rng()
    sizes, model = random_model(TrainableLM, rng, case.scale)
    for path, array in student.arrays(model).items():
        if role(array.shape, sizes) == OUTPUT_MATRIX:
            student.write(model, path, array * case.output)
    batch = some_batch(sizes, rng, 6, case.repeated)
    train_step(model, batch)
    pairs = pairs_of(model)
    wrong = wrong_gradients(model, pairs, batch, sizes, rng)
    logits = logits_of(model, batch.contexts, sizes)
    return Judged(wrong, [gradient for _, gradient in pairs], logits, batch.targets, sizes)


def judged(TrainableLM: Callable, case: Case) -> Judged:
    """Return what two of at most three models agree on.

    A right slope may look wrong on one model, where a kink of relu lies between the two sides of
    a difference, and a wrong one right, where chance makes the mistake small.
    """
    verdicts: Counter[bool] = Counter()
    while max(verdicts.values(), default=0) < 2:
        found = judge(TrainableLM, case)
        verdicts[found.right] += 1
    return found


def each_slope_is_right(TrainableLM: Callable) -> None:
    """Where no token repeats, the gradient of every array is the slope of the loss."""
    for case in ONCE:
        found = judged(TrainableLM, case)
        if not found.right:
            break
    else:
        return
    if found.all_zero:
        raise student.fail(
            "After train_step all gradients are zero.",
            "they are not worked out, or not stored where parameters_and_gradients finds them.",
            WAY_BACK,
        )
    wrong = found.wrong
    names = " and ".join(f"{item.role} (`{item.path}`)" for item in wrong[:2])
    if len(wrong) > 2:
        names = f"{wrong[0].role} (`{wrong[0].path}`) and of others"
    where = " where the weights are large" if case is not ONCE[0] else ""
    raise student.fail(
        f"The gradient of {names} is not the slope of the loss{where}.", found.why, WAY_BACK
    )


def repeated_tokens_add_up(TrainableLM: Callable) -> None:
    """Where tokens repeat, the embedding's gradients are added up, and the others right too."""
    cause = why_not_added_up(TrainableLM)
    if not passes(partial(each_slope_is_right, TrainableLM)):  # what is wrong there costs it there
        if cause in (WRITTEN_ONCE, AVERAGED):
            raise student.fail(REPEATED, cause, WAY_BACK)
        return
    found = judged(TrainableLM, Case(repeated=True))
    if found.wrong and {item.role for item in found.wrong} == {TABLE}:
        raise student.fail(REPEATED, cause, WAY_BACK)
    if found.wrong:
        raise student.fail(
            "Gradients are wrong where tokens occur several times in a batch.",
            found.why,
            WAY_BACK,
        )


REPEATED = "The embedding table gets a wrong gradient where a token occurs several times."
WRITTEN_ONCE = (
    "`gradient[contexts] += ...` writes a repeated row only once; np.add.at adds up, as in "
    "Exercise 3.5."
)
ONCE_A_ROW = (
    "a token that stands twice in one context is written only once; np.add.at adds up, as in "
    "Exercise 3.5."
)
AVERAGED = "the gradients of a token that occurs several times are averaged; they are added up."
NOT_ADDED = General(
    "each position's share is added to the row of its token, as often as the token stands there."
)


def why_not_added_up(TrainableLM: Callable) -> str:
    """Say what becomes of a context that comes twice, with another target each time."""
    rng = np.random.default_rng()
    sizes, model = random_model(TrainableLM, rng)
    once = some_batch(sizes, rng, 1, repeated=False)
    targets = rng.permutation(sizes.vocab_size)[:2]
    alone = [table_gradient(model, once.contexts, targets[i : i + 1], sizes) for i in (0, 1)]
    both = table_gradient(model, np.repeat(once.contexts, 2, axis=0), targets, sizes)
    if same(both, (alone[0] + alone[1]) / 2):
        return ONCE_A_ROW
    if same(both, (alone[0] + alone[1]) / 4):
        return AVERAGED
    return WRITTEN_ONCE if any(same(both, share / 2) for share in alone) else NOT_ADDED


def table_gradient(
    model: Any, contexts: np.ndarray, targets: np.ndarray, sizes: Sizes
) -> np.ndarray:
    """The gradient that the embedding table gets from a batch, or an empty one."""
    train_step(model, ScriptedBatch(contexts, targets))
    found = [g for w, g in pairs_of(model) if role(w.shape, sizes) == TABLE]
    return found[0] if found else np.zeros(0)


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
        if after < LEARNED:  # no chance: a loop in Python takes long to do it again
            return
        if after >= 0.4:
            break
    else:
        return
    if after > before - 0.1:
        raise student.fail(
            "The loss does not fall while the model is trained.",
            "the gradients point the wrong way, or the list holds copies of the weights, so that "
            "what the optimizer changes is not what forward uses.",
            TRAINING,
        )
    raise student.fail(
        "On six tokens whose order decides what follows, the loss stays above 0.4 nats.",
        "a part of the network is not trained, the order of the context is lost, or the "
        "non-linearity is missing.",
        TRAINING,
    )


LEARNED = 0.02  # nats; right answers come below 0.002


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
