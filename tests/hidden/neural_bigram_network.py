"""Hidden checks of the mini-project's networks: ``NeuralBigram``, ``NeuralTrigram``.

Both are Embedding, Linear, Softmax with the weights ``E``, ``U`` and ``b``; they differ in how many
tokens they see. So one set of checks serves both.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from tests.hidden.measured import COMPLEX, MEASURED, STEPS, agree, off, overshot
from tests.hidden.student import Student
from tests.hidden.verdict import CheckFailed, Mistakes, Part, award, likely, outcomes, same

student = Student("Mini-project, Neural bigram model")
ARCHITECTURE = "The architecture"
TRAINING = "Training"
EXTENSION = "Extension: two tokens of context"

NAMES = ("E", "U", "b")
STEP = (
    "follow the chain rule from (p - one_hot) / batch back to b, U and E, and subtract "
    "learning_rate times each gradient."
)


BOUNDED = (
    "the gradient is clipped, or made smaller where it is large; subtract learning_rate times the "
    "gradient, however large it is."
)

Weights = dict[str, np.ndarray]  # by their names: E, U, b


class Network(NamedTuple):
    """What a check knows of the class under test."""

    make: Callable
    name: str
    context_size: int


def bigram_probabilities(make: Callable, points: float) -> float:
    """``probabilities`` of the bigram network: (batch, vocab), each row a distribution."""
    return probabilities(Network(make, "NeuralBigram", 1), points)


def bigram_step(make: Callable, points: float) -> float:
    """``step`` of the bigram network: the loss, and E, U and b after the update."""
    return step(Network(make, "NeuralBigram", 1), points)


def trigram(make: Callable, points: float) -> float:
    """Both methods of the extension; its probabilities count for half."""
    network = Network(make, "NeuralTrigram", 2)
    return award(points, [*probability_parts(network), *step_parts(network)])


def probabilities(network: Network, points: float) -> float:
    """Points for ``probabilities`` of a network with any context."""
    return award(points, probability_parts(network))


def step(network: Network, points: float) -> float:
    """Points for ``step`` of a network with any context."""
    return award(points, step_parts(network))


def probability_parts(network: Network) -> list[Part]:
    """Probabilities that are right, of the present weights, with large logits too."""
    return [
        Part(2, partial(predicts, network)),
        Part(1, partial(reads_its_weights, network)),
        Part(1, partial(survives_large_logits, network)),
    ]


def step_parts(network: Network) -> list[Part]:
    """The loss in nats, and each array of weights after one step."""
    return [
        Part(1, partial(returns_the_loss, network)),
        *(Part(1, partial(updates_each_time, network, name)) for name in NAMES),
    ]


def setup(
    network: Network, rng: np.random.Generator, repeated: bool = True
) -> tuple[Any, Weights, np.ndarray, np.ndarray]:
    """A network with known weights of unlike sizes, and a batch for it."""
    vocab_size, dim, batch = 11 + int(rng.integers(3)), 4, 7
    weights = {
        "E": rng.normal(scale=1.2, size=(vocab_size, dim)),
        "U": rng.normal(scale=1.2, size=(network.context_size * dim, vocab_size)),
        "b": rng.normal(size=vocab_size),
    }
    model = student.call(f"{network.name}(vocab_size, embed_dim)", network.make, vocab_size, dim)
    starts_with_weights(model, network, weights)
    put(model, weights)
    ids = rng.permutation(vocab_size)
    contexts = np.stack([ids[:batch], np.roll(ids, 3)[:batch]], axis=1)  # (batch, 2)
    if repeated:
        contexts[1] = contexts[0]
        contexts[2, ::-1] = contexts[0]
        contexts[3, 0] = contexts[3, 1] = contexts[4, 1]
    if network.context_size == 1:
        contexts = contexts[:, 0].copy()  # (batch,)
    return model, weights, contexts, rng.permutation(vocab_size)[:batch]


def starts_with_weights(model: Any, network: Network, weights: Weights) -> None:
    """A new network holds E, U and b in their shapes."""
    for name, expected in weights.items():
        student.array(
            f"{name} of a new {network.name}",
            getattr(model, name, None),
            expected.shape,
            "E, U and b were right as `__init__` set them: keep their names and shapes.",
        )


def put(model: Any, weights: Weights) -> None:
    """Give a network copies of the weights."""
    for name, value in weights.items():
        setattr(model, name, value.copy())


def joined(weights: Weights, contexts: np.ndarray) -> np.ndarray:
    """The vectors of each context, one after the other: (batch, context * dim)."""
    return weights["E"][contexts].reshape(len(contexts), -1)


def softmax(logits: np.ndarray, axis: int = -1) -> np.ndarray:
    """Reference: softmax along an axis, the largest logit taken off first."""
    e = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def reference(weights: Weights, contexts: np.ndarray) -> np.ndarray:
    """Reference: the probabilities of the network (batch, vocab)."""
    return softmax(joined(weights, contexts) @ weights["U"] + weights["b"])


def answer(network: Network, model: Any, weights: Weights, contexts: np.ndarray) -> np.ndarray:
    """What ``probabilities`` answers, (batch, vocab)."""
    got = student.call("probabilities", model.probabilities, contexts)
    shape = (len(contexts), len(weights["b"]))
    hint = "one row per context, one column per token of the vocabulary: (batch, vocab)."
    return student.array("The result of probabilities", got, shape, hint)


def fail(network: Network, symptom: str, misconception: str) -> CheckFailed:
    """Name the section that belongs to the network."""
    if network.context_size == 1:
        return student.fail(symptom, misconception, ARCHITECTURE)
    return student.fail(symptom, misconception, EXTENSION)


def predicts(network: Network) -> None:
    """The softmax of the looked-up E times U plus b, row by row."""
    model, weights, contexts, _ = setup(network, np.random.default_rng())
    got = answer(network, model, weights, contexts)
    right = reference(weights, contexts)
    if same(got, right):
        return
    wrong = wrong_probabilities(weights, contexts)
    otherwise = "look up E, multiply by U, add b, and take the softmax of each row."
    if not np.allclose(got.sum(axis=1), 1, atol=1e-4):
        raise fail(
            network,
            "The rows of probabilities do not sum to 1.",
            likely(got, wrong, "divide the exponentials by the sum of their own row (axis=-1)."),
        )
    raise fail(
        network,
        f"{network.name}.probabilities is wrong, though its rows sum to 1.",
        likely(got, wrong, otherwise),
    )


class Lookup:
    """The weights of a network, the vectors of a batch, and its logits."""

    def __init__(self, weights: Weights, contexts: np.ndarray) -> None:
        self.E, self.U, self.b = (weights[name] for name in NAMES)
        self.x = joined(weights, contexts)  # (batch, context * dim)
        self.x_before = joined(weights, contexts - 1)
        self.logits = self.x @ self.U + self.b  # (batch, vocab)
        if contexts.ndim == 2:
            self.half = len(self.U) // 2
            self.x_reversed = joined(weights, contexts[:, ::-1])
            self.older, self.newer = self.E[contexts[:, 0]], self.E[contexts[:, 1]]  # (batch, dim)


WRONG_PROBABILITIES: Mistakes = {
    "the logits are returned; softmax turns them into probabilities.": lambda k: k.logits,
    "the logarithms of the probabilities are returned.": lambda k: np.log(softmax(k.logits)),
    "the bias b is left out.": lambda k: softmax(k.x @ k.U),
    "the bias is added after the softmax; it belongs to the logits.": lambda k: (
        softmax(k.x @ k.U) + k.b
    ),
    "the exponentials are not divided by their sum.": lambda k: np.exp(k.logits),
    "the softmax runs over the batch (axis 0); it runs over the vocabulary.": lambda k: softmax(
        k.logits, axis=0
    ),
    "the softmax is taken twice.": lambda k: softmax(softmax(k.logits)),
    "the sign of the logits is turned round.": lambda k: softmax(-k.logits),
    "there is a tanh between embedding and linear layer; this network has no hidden "
    "layer.": lambda k: softmax(np.tanh(k.x) @ k.U + k.b),
    "the logits go through a non-linearity (ReLU) before the softmax.": lambda k: softmax(
        np.maximum(k.logits, 0)
    ),
    "the logits are divided by their sum without exp.": lambda k: (
        k.logits / k.logits.sum(axis=-1, keepdims=True)
    ),
    "token i is row i of E, counted from 0, not row i - 1.": lambda k: softmax(
        k.x_before @ k.U + k.b
    ),
    "the softmax has base 2; it is made of powers of e.": lambda k: softmax(k.logits * np.log(2)),
}
WRONG_CONTEXTS: Mistakes = {  # of two tokens
    "the two vectors are joined in reversed order: the older token comes first.": lambda k: softmax(
        k.x_reversed @ k.U + k.b
    ),
    "both tokens use the same half of U, so their order is lost (a bag of words).": lambda k: (
        softmax((k.older + k.newer) @ k.U[: k.half] + k.b)
    ),
    "the two vectors are averaged, so their order is lost (a bag of words).": lambda k: softmax(
        (k.older + k.newer) / 2 @ k.U[: k.half] + k.b
    ),
    "only the last token is used.": lambda k: softmax(k.newer @ k.U[k.half :] + k.b),
    "only the last token is used, with the first half of U.": lambda k: softmax(
        k.newer @ k.U[: k.half] + k.b
    ),
    "only the first token is used.": lambda k: softmax(k.older @ k.U[: k.half] + k.b),
    "the batch is mixed up: reshape the (batch, 2, dim) vectors to (batch, 2 * dim), "
    "or join them along axis 1.": lambda k: softmax(
        np.concatenate([k.older, k.newer]).reshape(len(k.x), -1) @ k.U + k.b
    ),
    "the numbers of the two vectors are interleaved; the whole older vector comes "
    "first.": lambda k: softmax(np.stack([k.older, k.newer], -1).reshape(len(k.x), -1) @ k.U + k.b),
}


def wrong_probabilities(weights: Weights, contexts: np.ndarray) -> dict[str, np.ndarray]:
    """The results of common mistakes, each named."""
    lookup = Lookup(weights, contexts)
    wrong = outcomes(WRONG_PROBABILITIES, lookup)
    return wrong if contexts.ndim == 1 else wrong | outcomes(WRONG_CONTEXTS, lookup)


def reads_its_weights(network: Network) -> None:
    """Probabilities of the present weights, for however many contexts."""
    rng = np.random.default_rng()
    model, weights, contexts, targets = setup(network, rng)
    answer(network, model, weights, contexts)
    newer = {name: value + rng.normal(size=value.shape) for name, value in weights.items()}
    put(model, newer)
    few = contexts[3:5]
    results = [answer(network, model, newer, batch) for batch in (contexts, few)]
    if not all(
        same(got, reference(newer, batch))
        for got, batch in zip(results, (contexts, few), strict=True)
    ):
        raise fail(
            network,
            "After the weights changed, the probabilities are wrong.",
            likely(
                results[0],
                {
                    "something is kept from an earlier call; probabilities should read E, U and b "
                    "each time, or training would never be seen.": reference(weights, contexts),
                    **wrong_probabilities(newer, contexts),
                },
                "each call should compute from the present weights and its own contexts alone.",
            ),
        )


def survives_large_logits(network: Network) -> None:
    """Right probabilities where logits are large and each row has its own level."""
    rng = np.random.default_rng()
    model, weights, contexts, _ = setup(network, rng)
    far = np.zeros_like(weights["b"])
    far[rng.choice(len(far), size=3, replace=False)] = [1200.0, 1200.5, -1200.0]
    # A first number of each vector that shifts all logits of its row: every row has its own level.
    weights["b"] = weights["b"] + far
    weights["E"][:, 0] = rng.permutation(np.linspace(-900, 900, len(far)))
    first, last = (np.ravel(contexts[i])[0] for i in (0, -1))
    weights["E"][[first, last], 0] = [900, -900]  # chance might bring rows of like levels
    weights["U"][0] = 1.0
    put(model, weights)
    got = answer(network, model, weights, contexts)
    if not same(got, reference(weights, contexts), rtol=1e-3):
        raise fail(
            network,
            "The probabilities are wrong, or nan, when the logits are large.",
            likely(
                got,
                wrong_probabilities(weights, contexts),
                "exp overflows or underflows; first subtract from each row its own largest logit.",
            ),
        )


def gradients(weights: Weights, contexts: np.ndarray, targets: np.ndarray) -> dict[str, np.ndarray]:
    """Of the mean loss, one example at a time."""
    total = {name: np.zeros_like(value) for name, value in weights.items()}
    dim = weights["E"].shape[1]
    for context, target in zip(contexts, targets, strict=True):
        tokens = np.atleast_1d(context)
        x = weights["E"][tokens].ravel()  # (context * dim,)
        error = softmax(x @ weights["U"] + weights["b"])  # (vocab,)
        error[target] -= 1
        total["b"] += error
        total["U"] += np.outer(x, error)
        for i, row in enumerate((weights["U"] @ error).reshape(-1, dim)):
            total["E"][tokens[i]] += row
    return {name: value / len(targets) for name, value in total.items()}


def take_step(
    network: Network,
    model: Any,
    weights: Weights,
    contexts: np.ndarray,
    targets: np.ndarray,
    learning_rate: float,
) -> tuple[Any, Weights]:
    """Run one step; return the loss and the new weights."""
    loss = student.call("step", model.step, contexts, targets, learning_rate)
    new = {
        name: student.array(f"{name} after a step", getattr(model, name, None), old.shape)
        for name, old in weights.items()
    }
    return loss, new


def updates_each_time(network: Network, name: str) -> None:
    """An array after one step, and after another one from the same weights."""
    updates(network, name)
    model, weights, contexts, targets = setup(network, np.random.default_rng())
    take_step(network, model, weights, contexts, targets[::-1].copy(), 0.4)
    put(model, weights)
    _, new = take_step(network, model, weights, contexts, targets, 0.4)
    if not same(weights[name] - new[name], 0.4 * gradients(weights, contexts, targets)[name]):
        raise student.fail(
            f"After a second step {name} is wrong.",
            "something of the step before is kept (a momentum, or a gradient that is not made "
            "anew); a step of gradient descent takes the gradient of its own batch alone.",
            TRAINING,
        )


class Loss(NamedTuple):
    """The probabilities of the targets, before an update and after it."""

    before: np.ndarray  # (batch,)
    after: np.ndarray  # (batch,)

    @property
    def right(self) -> float:
        """Reference: the mean loss before the update, in nats."""
        return float(-np.log(self.before).mean())


WRONG_LOSSES: Mistakes = {
    "the losses are summed; the mean over the batch is wanted.": lambda k: k.right * len(k.before),
    "the logarithm has base 2 (bits); use the natural one (nats).": lambda k: k.right / np.log(2),
    "the sign is turned round: a loss is minus the log-probability.": lambda k: -k.right,
    "it is the log of the mean probability; the loss is the mean of the logs.": lambda k: (
        -np.log(k.before.mean())
    ),
    "it is the mean probability, without the logarithm.": lambda k: k.before.mean(),
    "it is the perplexity; step returns the loss itself.": lambda k: np.exp(k.right),
    "it is the loss after the update; it should be the one before.": lambda k: (
        -np.log(k.after).mean()
    ),
}


def returns_the_loss(network: Network) -> None:
    """The mean of -log p(target) over the batch, before the update."""
    model, weights, contexts, targets = setup(network, np.random.default_rng())
    loss, new = take_step(network, model, weights, contexts, targets, 0.5)
    loss = student.array("The loss that step returns", loss, (), "one number: the mean loss.")
    rows = np.arange(len(targets))
    before, after = (reference(w, contexts)[rows, targets] for w in (weights, new))
    known = Loss(before, after)
    if not same(loss, np.asarray(known.right)):
        otherwise = "the loss is the mean of -log p(target), before the update."
        raise student.fail(
            "step does not return the mean loss of the batch in nats.",
            likely(loss, outcomes(WRONG_LOSSES, known), otherwise),
            TRAINING,
        )


def refuse_measured(network: Network) -> None:
    """Fail where the gradient of ``E`` is measured: steps are far too long beside a huge ``U``.

    The logits stay what they are where ``E`` is divided by what ``U`` is multiplied with, and the
    gradient of ``E`` grows by as much.
    """
    rng = np.random.default_rng()
    model, weights, contexts, targets = setup(network, rng, repeated=False)
    expected = gradients(weights, contexts, targets)["E"]

    def found(scale: float) -> np.ndarray:
        """The gradient of ``E``, as at scale 1."""
        scaled = weights | {"E": weights["E"] / scale, "U": weights["U"] * scale}
        put(model, scaled)
        _, new = take_step(network, model, scaled, contexts, targets, 0.5)
        return (scaled["E"] - new["E"]) / scale / 0.5

    try:
        if not agree(found(1.0), expected):
            return
        far = found(STEPS)
        # What agrees up to here may still be a complex step, which is shorter.
        measured = (
            off(found(COMPLEX), expected) if agree(far, expected) else overshot(far, expected)
        )
    except CheckFailed:  # another mistake, which has a check of its own
        return
    if measured:
        raise fail(network, "The gradients are measured, not worked out.", MEASURED)


def updates(network: Network, name: str) -> None:
    """An array of weights after one step: less the learning rate times its mean gradient."""
    refuse_measured(network)
    rng = np.random.default_rng()
    model, weights, contexts, targets = setup(network, rng)
    rate = 0.3 + rng.random()
    _, new = take_step(network, model, weights, contexts, targets, rate)
    moved = weights[name] - new[name]  # so much was subtracted
    right = rate * gradients(weights, contexts, targets)[name]
    if same(moved, right):
        refuse_bounded(network, name)
        return
    raise student.fail(
        f"After one step {name} is wrong.",
        likely(moved, wrong_updates(name, weights, new, contexts, targets, rate), STEP),
        TRAINING,
    )


def refuse_bounded(network: Network, name: str) -> None:
    """Fail where a large gradient is made smaller before it is subtracted."""
    model, weights, contexts, targets = setup(network, np.random.default_rng())
    scale = {"E": 2.0**-12, "U": 2.0**12, "b": 1.0}[name]
    weights |= {"E": weights["E"] * scale, "U": weights["U"] / scale}
    put(model, weights)
    _, new = take_step(network, model, weights, contexts, targets, 0.5)
    moved, right = weights[name] - new[name], 0.5 * gradients(weights, contexts, targets)[name]
    if not agree(moved, right):
        smaller = np.abs(moved).max() < np.abs(right).max()
        raise student.fail(
            f"After one step {name} is wrong where its gradient is large.",
            BOUNDED if smaller else STEP,
            TRAINING,
        )


def wrong_updates(
    name: str,
    weights: Weights,
    new: Weights,
    contexts: np.ndarray,
    targets: np.ndarray,
    rate: float,
) -> dict[str, np.ndarray]:
    """What common mistakes subtract, each named."""
    right = rate * gradients(weights, contexts, targets)[name]
    batch = len(targets)
    wrong = {
        f"{name} does not change: its gradient is computed but not subtracted.": 0 * right,
        "the sign is turned round: this step climbs the loss; subtract the gradient.": -right,
        "the gradients of the batch are summed; the loss is a mean, so divide by the batch.": right
        * batch,
        "the learning rate is not used.": right / rate,
        "the gradient is divided by the batch twice.": right / batch,
        "the gradient with respect to the logits is p alone; the 1 of the target has to be "
        "subtracted.": rate * without_target(weights, contexts, targets)[name],
    }
    wrong |= {
        f"{cause} changed before the gradient of {name} was computed; compute all gradients first, "
        "then subtract.": rate * value
        for cause, value in one_after_the_other(name, weights, new, contexts, targets)
    }
    if name == "E":
        back = rate * by_position(weights, weights["U"], contexts, targets)
        with_new_U = rate * by_position(weights, new["U"], contexts, targets)
        counts = np.bincount(np.ravel(contexts), minlength=len(right))[:, None]
        wrong |= {
            "`E[contexts] -= ...` writes a token that occurs twice only once (the last write "
            "wins); its gradients have to be added.": assigned(right, contexts, back),
            "a token that stands twice in one column of the contexts is written only once; its "
            "gradients have to be added.": assigned_by_column(right, contexts, back),
            "U is updated before the gradient of E is computed from it.": added(
                right, contexts, with_new_U
            ),
            "the gradients of a repeated token are averaged; they should be added.": right
            / np.maximum(counts, 1),
        }
        if contexts.ndim == 2:
            older, newer = (added(right, contexts[:, s], back[:, s]) for s in range(2))
            wrong |= {
                "only the newer token's vector gets its gradient; E serves both positions.": newer,
                "only the older token's vector gets its gradient; E serves both positions.": older,
            }
    return wrong


def one_after_the_other(
    name: str, weights: Weights, new: Weights, contexts: np.ndarray, targets: np.ndarray
) -> Iterator[tuple[str, np.ndarray]]:
    """What had been updated, and the gradient of an array that comes of it."""
    others = [other for other in weights if other != name]
    for count in range(1, len(others) + 1):
        for changed in combinations(others, count):
            mixed = weights | {other: new[other] for other in changed}
            with np.errstate(all="ignore"):  # a wrong step may lead anywhere
                value = gradients(mixed, contexts, targets)[name]
            yield " and ".join(changed), value


def without_target(
    weights: Weights, contexts: np.ndarray, targets: np.ndarray
) -> dict[str, np.ndarray]:
    """The gradients if the error were p instead of p - one_hot."""
    total = {name: np.zeros_like(value) for name, value in weights.items()}
    p = reference(weights, contexts) / len(targets)  # (batch, vocab)
    total["b"] = p.sum(axis=0)
    total["U"] = joined(weights, contexts).T @ p
    back = (p @ weights["U"].T).reshape(*contexts.shape, -1)  # (batch, [context,] dim)
    total["E"] = added(weights["E"], contexts, back)
    return total


def by_position(
    weights: Weights, U: np.ndarray, contexts: np.ndarray, targets: np.ndarray
) -> np.ndarray:
    """The gradient by each looked-up vector, if the error goes back through ``U``."""
    p = reference(weights, contexts)
    p[np.arange(len(targets)), targets] -= 1
    return (p / len(targets) @ U.T).reshape(*contexts.shape, -1)  # (batch, [context,] dim)


def added(like: np.ndarray, contexts: np.ndarray, back: np.ndarray) -> np.ndarray:
    """Reference: the gradients of repeated tokens added."""
    total = np.zeros_like(like)
    np.add.at(total, contexts, back)
    return total


def assigned(like: np.ndarray, contexts: np.ndarray, back: np.ndarray) -> np.ndarray:
    """The gradients of repeated tokens where the last one wins, a common mistake."""
    total = np.zeros_like(like)
    total[contexts] = back
    return total


def assigned_by_column(like: np.ndarray, contexts: np.ndarray, back: np.ndarray) -> np.ndarray:
    """The gradients added position by position, each position's repeats lost: a mistake."""
    total = np.zeros_like(like)
    contexts = contexts.reshape(len(contexts), -1)  # (batch, context)
    back = back.reshape(*contexts.shape, -1)  # (batch, context, dim)
    for s in range(contexts.shape[1]):
        total[contexts[:, s]] += back[:, s]
    return total
