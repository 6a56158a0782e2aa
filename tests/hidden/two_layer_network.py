"""Hidden checks of exercise 3.6, first half: ``class NeuralLM``.

The names of the parameters are the student's, so everything is seen from outside: how the logits
answer to the context, and what happens when whatever arrays the model holds are written over.
"""

import contextlib
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from tests.hidden.student import Student
from tests.hidden.verdict import CheckFailed, Mistakes, Part, award, likely, outcomes, same

student = Student("Exercise 3.6, Two-layer network")
NETWORK = "The network"

LOGITS = "forward should return logits, one row per context and one column per token."
SPREAD = 0.7  # of the random weights: far enough from zero for every non-linearity to show


class Sizes(NamedTuple):
    """The arguments of ``NeuralLM``; all unlike, so that one in another's place shows."""

    vocab_size: int
    embed_dim: int
    hidden_dim: int
    context_size: int


def forward(NeuralLM: Callable, points: float) -> float:
    """Embedding, flatten, hidden layer, output: each seen in what the logits depend on."""
    parts = [
        Part(1, partial(answers_logits, NeuralLM)),
        Part(2, partial(sees_every_position, NeuralLM)),
        Part(2, partial(keeps_the_order, NeuralLM)),
        Part(1, partial(puts_vectors_side_by_side, NeuralLM)),
        Part(1, partial(keeps_rows_and_models_apart, NeuralLM)),
        Part(2, partial(bends, NeuralLM)),
        Part(1, partial(is_as_wide_as_asked, NeuralLM)),
        Part(1, partial(uses_all_its_biases, NeuralLM)),
        Part(1, partial(starts_out_undecided, NeuralLM)),
    ]
    return award(points, parts)


def loss(NeuralLM: Callable, points: float) -> float:
    """Mean cross-entropy in nats, of the logits it is given, at any size of them."""
    parts = [Part(2, partial(loss_values, NeuralLM)), Part(1, partial(loss_large, NeuralLM))]
    return award(points, parts)


def some_sizes(rng: np.random.Generator) -> Sizes:
    """Sizes of a small network, the vocabulary drawn at random."""
    return Sizes(29 + int(rng.integers(5)), 3, 8, 4)


def new_model(NeuralLM: Callable, sizes: Sizes, name: str = "NeuralLM") -> Any:
    """A new model of these sizes."""
    return student.call(
        f"{name}(vocab_size, embed_dim, hidden_dim, context_size)", NeuralLM, *sizes
    )


def random_model(NeuralLM: Callable, sizes: Sizes, rng: np.random.Generator) -> Any:
    """Build a model and write random numbers into its arrays.

    A layer may rightly start at zero, and small weights hide what we look for.
    """
    model = new_model(NeuralLM, sizes)
    contexts = some_contexts(sizes, rng, 2)
    logits_of(model, contexts, sizes)
    for path, array in student.arrays(model).items():
        if array.size > 1:
            write_if_possible(model, path, rng.normal(scale=SPREAD, size=array.shape))
    try:
        logits_of(model, contexts, sizes)
    except CheckFailed:  # it held an array that is no weight
        model = new_model(NeuralLM, sizes)
    return model


def write_if_possible(model: Any, path: str, values: np.ndarray) -> None:
    """Write values into an array of a model, where it can be written."""
    with contextlib.suppress(ValueError, KeyError):  # read-only, or made anew in each call
        student.write(model, path, values)


def some_contexts(sizes: Sizes, rng: np.random.Generator, batch: int) -> np.ndarray:
    """Contexts (batch, context_size) drawn at random."""
    return rng.integers(sizes.vocab_size, size=(batch, sizes.context_size))


def logits_of(model: Any, contexts: np.ndarray, sizes: Sizes) -> np.ndarray:
    """Call ``forward`` and return logits (batch, vocab), finite."""
    out = student.call("forward", model.forward, contexts)
    shape = (len(contexts), sizes.vocab_size)
    logits = student.array("The result of forward", out, shape, LOGITS)
    if not np.isfinite(logits).all():
        raise student.fail(
            "forward returns nan or inf.",
            "the weights start far too large, or a division or logarithm does not belong here.",
            NETWORK,
        )
    return logits


def cross_entropy(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Reference: the loss of each row, one at a time in plain Python sums, in nats."""
    nats = []
    for row, target in zip(logits, targets, strict=True):
        top = row.max()
        nats.append(np.log(sum(np.exp(v - top) for v in row)) + top - row[target])
    return np.array(nats)


def answers_logits(NeuralLM: Callable) -> None:
    """Logits (batch, vocab), of both signs: neither probabilities nor their logs."""
    rng = np.random.default_rng()
    sizes = some_sizes(rng)
    model = random_model(NeuralLM, sizes, rng)
    contexts = some_contexts(sizes, rng, 5)
    contexts[0, 0], contexts[-1, -1] = sizes.vocab_size - 1, 0
    logits = logits_of(model, contexts, sizes)
    if (logits >= 0).all() and np.allclose(logits.sum(axis=1), 1, atol=1e-4):
        raise student.fail(
            "forward returns probabilities, not logits.",
            "the softmax belongs in the loss; forward ends with the output layer.",
            NETWORK,
        )
    if np.allclose(np.exp(logits).sum(axis=1), 1, atol=1e-4):
        raise student.fail(
            "forward returns log-probabilities, not logits.",
            "the log-softmax belongs in the loss; forward ends with the output layer.",
            NETWORK,
        )
    if logits.any() and ((logits >= 0).all() or (logits <= 0).all()):
        raise student.fail(
            "All logits have the same sign.",
            "the activation is applied to the logits too; the output layer has none.",
            NETWORK,
        )


def sees_every_position(NeuralLM: Callable) -> None:
    """Logits that depend on every position of the context."""
    rng = np.random.default_rng()
    sizes = some_sizes(rng)
    model = random_model(NeuralLM, sizes, rng)
    contexts = some_contexts(sizes, rng, 8)
    variants = [contexts]
    for position in range(sizes.context_size):
        changed = contexts.copy()
        changed[:, position] = (changed[:, position] + 1 + rng.integers(5)) % sizes.vocab_size
        variants.append(changed)
    base, *others = np.split(logits_of(model, np.concatenate(variants), sizes), len(variants))
    ignored = [p for p, other in enumerate(others) if unmoved(base, other)]
    if not ignored:
        return
    last = sizes.context_size - 1
    if len(ignored) > last:
        misconception = (
            "the logits do not depend on the context at all: the embedding, or the hidden layer, "
            "is left out on the way."
        )
    elif ignored == list(range(last)):
        misconception = "only the last token of the context is used; flatten takes all of them."
    elif ignored == list(range(1, last + 1)):
        misconception = "only the first token of the context is used; flatten takes all of them."
    elif ignored == [last]:
        misconception = "the last token of the context is left out, an end of a slice too early."
    elif ignored == [0]:
        misconception = "the first token of the context is left out."
    else:
        misconception = "only some positions of the context are used; flatten takes all of them."
    raise student.fail(
        "Some tokens of the context can be changed without any effect on the logits.",
        misconception,
        NETWORK,
    )


def unmoved(before: np.ndarray, after: np.ndarray, tolerance: float = 1e-6) -> bool:
    """Whether logits are the same up to rounding."""
    return bool(np.abs(after - before).max() <= tolerance * max(np.abs(before).max(), 1e-6))


def keeps_the_order(NeuralLM: Callable) -> None:
    """Logits that change where two neighbors of a context change places."""
    rng = np.random.default_rng()
    sizes = some_sizes(rng)
    model = random_model(NeuralLM, sizes, rng)
    contexts = np.stack([rng.permutation(sizes.vocab_size)[: sizes.context_size] for _ in range(6)])
    variants = [contexts]
    for position in range(sizes.context_size - 1):
        swapped = contexts.copy()
        swapped[:, [position, position + 1]] = swapped[:, [position + 1, position]]
        variants.append(swapped)
    base, *others = np.split(logits_of(model, np.concatenate(variants), sizes), len(variants))
    if any(unmoved(base, other, 1e-5) for other in others):
        raise student.fail(
            "Two tokens of the context can change places without any effect on the logits.",
            "the embeddings are summed or averaged over the context (a bag of words); flattening "
            "puts them side by side and keeps their order.",
            NETWORK,
        )


def puts_vectors_side_by_side(NeuralLM: Callable) -> None:
    """Every position has weights of its own; a sum, however weighted, shares them."""
    rng = np.random.default_rng()
    sizes = Sizes(30 + int(rng.integers(5)), 3, 9, 7)
    if has_too_few_weights(NeuralLM, sizes) or all(
        acts_through_too_few_directions(NeuralLM, sizes, rng) for _ in range(6)
    ):
        raise student.fail(
            "The positions of the context share weights.",
            "the vectors are added, with weights or one after the other, or a small window moves "
            "over them; flattening puts them side by side, so that the hidden layer has weights "
            "of its own for each position (W1 has context_size * embed_dim rows).",
            NETWORK,
        )


def has_too_few_weights(NeuralLM: Callable, sizes: Sizes) -> bool:
    """Whether the model's arrays hold a table and an output layer, but no hidden layer for all."""
    vocab, embed, hidden, context = sizes
    held = sum(array.size for array in student.arrays(new_model(NeuralLM, sizes)).values())
    ends = vocab * embed + hidden * vocab
    return ends <= held < ends + context * embed * hidden


def acts_through_too_few_directions(
    NeuralLM: Callable, sizes: Sizes, rng: np.random.Generator
) -> bool:
    """Whether near zero weights the positions together move the logits less freely than they may.

    There the hidden layer is nearly straight, so they have a direction for each unit that is open,
    and a sum over positions has no more than the embedding.
    """
    effects = effects_near_zero(random_model(NeuralLM, sizes, rng), sizes, rng)
    if effects is None:
        return False
    return rank(np.concatenate(list(effects)), tolerance=0.01) <= sizes.embed_dim


def keeps_rows_and_models_apart(NeuralLM: Callable) -> None:
    """Logits of a context that depend on nothing but it and the model's own weights."""
    rng = np.random.default_rng()
    sizes = some_sizes(rng)
    model = random_model(NeuralLM, sizes, rng)
    contexts = some_contexts(sizes, rng, sizes.context_size + 2)
    together = logits_of(model, contexts, sizes)
    if not same(together, logits_of(model, contexts, sizes), atol=1e-4):
        raise student.fail(
            "The same context twice gives different logits.",
            "forward draws random numbers, or changes the weights; both belong elsewhere.",
            NETWORK,
        )
    alone = np.concatenate([logits_of(model, row[None], sizes) for row in contexts])
    if not same(together, alone, rtol=1e-4, atol=1e-4):
        raise student.fail(
            "The logits of a context depend on what else is in its batch.",
            "the rows of the batch are mixed: flatten keeps the batch axis first, and a mean or a "
            "norm does not run over it.",
            NETWORK,
        )
    other = Sizes(sizes.vocab_size + 2, 4, 5, 3)
    logits_of(random_model(NeuralLM, other, rng), some_contexts(other, rng, 2), other)
    try:
        changed = not same(together, logits_of(model, contexts, sizes), atol=1e-4)
    except CheckFailed:
        changed = True
    if changed:
        raise student.fail(
            "A second model changes the logits of the first.",
            "the weights are kept on the class or as globals; each model keeps its own, in self.",
            NETWORK,
        )


def second_difference(model: Any, sizes: Sizes, rng: np.random.Generator) -> tuple[float, float]:
    """Return how far the effects of two positions are from adding up, and how large they are."""
    corner = some_contexts(sizes, rng, 12)
    p, q = rng.permutation(sizes.context_size)[:2]
    shift = 1 + rng.integers(sizes.vocab_size - 1, size=(2, len(corner)))
    first, second, both = corner.copy(), corner.copy(), corner.copy()
    first[:, p] = both[:, p] = (corner[:, p] + shift[0]) % sizes.vocab_size
    second[:, q] = both[:, q] = (corner[:, q] + shift[1]) % sizes.vocab_size
    stacked = logits_of(model, np.concatenate([corner, first, second, both]), sizes)
    f00, f10, f01, f11 = np.split(stacked, 4)
    return float(np.abs(f11 - f10 - f01 + f00).max()), float(np.abs(f10 - f00).max())


def bends(NeuralLM: Callable) -> None:
    """Without a non-linearity after the hidden layer, the effects of two positions add up."""
    rng = np.random.default_rng()
    sizes = some_sizes(rng)
    model = random_model(NeuralLM, sizes, rng)
    crossed, plain = second_difference(model, sizes, rng)
    if crossed <= 1e-4 * plain:
        effects = effects_of_positions(model, sizes, rng)
        if rank(effects[0]) > sizes.embed_dim:
            raise student.fail(
                "The tokens of the context act on the logits independently of each other.",
                "the non-linearity acts on each position alone, and only sums follow it; the "
                "hidden layer takes all positions together, side by side, before it bends.",
                NETWORK,
            )
        raise student.fail(
            "The tokens of the context act on the logits independently of each other.",
            "the non-linearity after the hidden layer is missing: without it two layers are one, "
            "and what two tokens mean together cannot be learned.",
            NETWORK,
        )
    if freedom(model, sizes, rng) > sizes.hidden_dim:
        raise student.fail(
            "The logits have more freedom than a hidden layer of hidden_dim units can give.",
            "an activation is applied after the output layer, the hidden layer is wider than "
            "hidden_dim, or something goes round it.",
            NETWORK,
        )


def rank(logits: np.ndarray, tolerance: float = 1e-4) -> int:
    """Count the independent directions in which rows differ."""
    lengths = np.linalg.svd(logits - logits.mean(axis=0), compute_uv=False)
    return int((lengths > tolerance * lengths[0]).sum())


def freedom(model: Any, sizes: Sizes, rng: np.random.Generator) -> int:
    """Count the independent directions of the logits over many contexts."""
    contexts = some_contexts(sizes, rng, 30 * sizes.hidden_dim)
    return rank(logits_of(model, contexts, sizes))


def is_as_wide_as_asked(NeuralLM: Callable) -> None:
    """A hidden layer with ``hidden_dim`` units, an embedding with ``embed_dim`` numbers."""
    rng = np.random.default_rng()
    for _ in range(2):  # sizes that are written into the code fit at most once
        sizes = some_sizes(rng)
        sizes = sizes._replace(hidden_dim=sizes.hidden_dim + int(rng.integers(3)))
        sizes = sizes._replace(context_size=4 + int(rng.integers(2)))
        for _ in range(4):  # chance may close a unit of relu on every context
            model = random_model(NeuralLM, sizes, rng)
            directions = freedom(model, sizes, rng)
            if directions >= sizes.hidden_dim:
                break
        # Units that are normalized together have a direction less: softmax, layer norm.
        shapes = {n for array in student.arrays(model).values() for n in np.squeeze(array).shape}
        if directions < sizes.hidden_dim - int(sizes.hidden_dim in shapes):
            units = {
                sizes.embed_dim: "embed_dim",
                sizes.context_size: "context_size",
            }.get(directions, "fewer")
            raise student.fail(
                "The hidden layer is narrower than hidden_dim.",
                f"it seems to have {units} units; W1 leads from context_size * embed_dim numbers "
                "to hidden_dim.",
                NETWORK,
            )
        # Three draws: in one of them a knee of the non-linearity may lie near.
        models = (random_model(NeuralLM, sizes, rng) for _ in range(3))
        if all(
            embedding_width(model, sizes, rng) not in (None, sizes.embed_dim) for model in models
        ):
            raise student.fail(
                "The embedding does not have embed_dim numbers per token.",
                "the table has vocab_size rows and embed_dim columns, and the same table serves "
                "every position of the context.",
                NETWORK,
            )


def embedding_width(model: Any, sizes: Sizes, rng: np.random.Generator) -> int | None:
    """Count the numbers per token is known by, or return None where that cannot be seen.

    Near zero weights the hidden layer is nearly straight, and the effects of all tokens lie in as
    many directions as the embedding has columns.
    """
    effects = effects_near_zero(model, sizes, rng)
    return None if effects is None else rank(np.concatenate(list(effects), axis=1), tolerance=0.03)


def effects_near_zero(model: Any, sizes: Sizes, rng: np.random.Generator) -> np.ndarray | None:
    """Write small weights and return the effects of positions, or None if they do not add up."""
    for path, array in student.arrays(model).items():
        if min(np.squeeze(array).shape, default=1) > 1 and np.squeeze(array).ndim > 1:
            write_if_possible(model, path, rng.normal(scale=0.02, size=array.shape))
        elif array.size in (sizes.hidden_dim, sizes.vocab_size):
            # A bias that keeps relu open, and away from the other knees that functions have.
            write_if_possible(model, path, rng.uniform(0.2, 0.4, size=array.shape))
    crossed, plain = second_difference(model, sizes, rng)
    return (
        None if crossed > 0.1 * plain or plain < 1e-12 else effects_of_positions(model, sizes, rng)
    )


def effects_of_positions(model: Any, sizes: Sizes, rng: np.random.Generator) -> np.ndarray:
    """Return how each token moves the logits at each position: (context, vocab, vocab)."""
    contexts = np.tile(some_contexts(sizes, rng, 1), (sizes.context_size, sizes.vocab_size, 1))
    for position in range(sizes.context_size):
        contexts[position, :, position] = np.arange(sizes.vocab_size)
    logits = logits_of(model, contexts.reshape(-1, sizes.context_size), sizes)
    effects = logits.reshape(sizes.context_size, sizes.vocab_size, -1)
    return effects - effects.mean(axis=1, keepdims=True)


def uses_all_its_biases(NeuralLM: Callable) -> None:
    """A model may do without biases; one that it makes has to reach the logits."""
    rng = np.random.default_rng()
    sizes = some_sizes(rng)
    model = random_model(NeuralLM, sizes, rng)
    contexts = some_contexts(sizes, rng, 6)
    before = logits_of(model, contexts, sizes)
    for layer, units in {"hidden": sizes.hidden_dim, "output": sizes.vocab_size}.items():
        biases = {p: a for p, a in student.arrays(model).items() if np.squeeze(a).shape == (units,)}
        moved = False
        for path, array in biases.items():
            write_if_possible(model, path, array + rng.normal(size=array.shape))
            moved = moved or not unmoved(before, logits_of(model, contexts, sizes))
            write_if_possible(model, path, array)
        if biases and not moved:
            raise student.fail(
                f"The {layer} layer's bias (`{next(iter(biases))}`) has no effect on the logits.",
                "it is made in __init__, but never added in forward.",
                NETWORK,
            )


def starts_out_undecided(NeuralLM: Callable) -> None:
    """A new model with a loss near log(vocab_size), its weights not all alike."""
    rng = np.random.default_rng()
    sizes = Sizes(31 + int(rng.integers(4)), 16, 64, 4)
    model = new_model(NeuralLM, sizes)
    logits = logits_of(model, some_contexts(sizes, rng, 200), sizes)
    nats = cross_entropy(logits, rng.integers(sizes.vocab_size, size=200)).mean()
    if nats > np.log(sizes.vocab_size) + 1.5:
        raise student.fail(
            "Before any training the loss is far above log(vocab_size), the loss of a guess.",
            "the weights start too large, so the softmax is sure of itself, and wrong; scale them, "
            "say by 0.01 or by one over the square root of the number of inputs.",
            NETWORK,
        )
    matrices = [a for a in student.arrays(model).values() if min(a.shape) > 1 and a.ndim > 1]
    if matrices and sum(np.ptp(matrix) > 0 for matrix in matrices) < 2:
        raise student.fail(
            "The weights all start at one and the same value.",
            "then all hidden units get the same gradient and stay alike forever; start from "
            "random numbers.",
            NETWORK,
        )


def loss_of(model: Any, logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """What ``loss`` answers: one number."""
    value = student.call("loss", model.loss, logits, targets)
    hint = "loss should return one number, the mean over the batch."
    return student.array("The result of loss", value, (), hint)


class Predictions:
    """Logits of a batch, and what is made of them."""

    def __init__(self, logits: np.ndarray, targets: np.ndarray) -> None:
        self.logits = logits
        self.targets = targets
        self.nats = cross_entropy(logits, targets)
        self.p = np.exp(logits - logits.max(axis=1, keepdims=True))
        self.p /= self.p.sum(axis=1, keepdims=True)
        self.own = self.p[np.arange(len(self.p)), targets]
        self.columns = np.exp(logits) / np.exp(logits).sum(axis=0, keepdims=True)
        self.everything = np.exp(logits) / np.exp(logits).sum()
        self.twice = np.exp(self.p) / np.exp(self.p).sum(axis=1, keepdims=True)
        self.one_hot = np.eye(logits.shape[1])[targets]
        self.before = self.p[np.arange(len(self.p)), targets - 1]


WRONG_LOSSES: Mistakes = {
    "the losses are summed over the batch; take their mean.": lambda m: m.nats.sum(),
    "the sign is turned round: the loss is minus the log of the probability.": lambda m: (
        -m.nats.mean()
    ),
    "the logarithm has base 2 (bits); use the natural one (nats).": lambda m: (
        m.nats.mean() / np.log(2)
    ),
    "the logarithm has base 10; use the natural one (nats).": lambda m: m.nats.mean() / np.log(10),
    "it is the mean probability of the targets; take minus the log of each.": lambda m: (
        m.own.mean()
    ),
    "it is minus the mean probability; the log is missing.": lambda m: -m.own.mean(),
    "it is the mean of 1 - p; the log is missing.": lambda m: (1 - m.own).mean(),
    "the log is taken of the mean probability; take the mean of the logs.": lambda m: (
        -np.log(m.own.mean())
    ),
    "the mean runs over batch and vocabulary; divide by the batch size only.": lambda m: (
        m.nats.mean() / m.logits.shape[1]
    ),
    "the softmax runs over the batch (axis 0), not over the vocabulary.": lambda m: (
        -np.log(m.columns[np.arange(len(m.p)), m.targets]).mean()
    ),
    "the softmax runs over the whole array; every row has its own.": lambda m: (
        -np.log(m.everything[np.arange(len(m.p)), m.targets]).mean()
    ),
    "the softmax is taken twice: the arguments are logits, and one softmax is enough.": lambda m: (
        -np.log(m.twice[np.arange(len(m.p)), m.targets]).mean()
    ),
    "ids count from 0, so target i is column i, not column i - 1.": lambda m: (
        -np.log(m.before).mean()
    ),
    "it is the squared error; cross-entropy is minus the log of the target's "
    "probability.": lambda m: ((m.p - m.one_hot) ** 2).mean(),
    "it is the squared error, summed over the vocabulary; cross-entropy is minus the log "
    "of the target's probability.": lambda m: ((m.p - m.one_hot) ** 2).sum(axis=1).mean(),
    "the softmax is missing: minus the logit of the target is no loss yet.": lambda m: (
        -m.logits[np.arange(len(m.p)), m.targets].mean()
    ),
    "it is the perplexity; the exp comes later, in Exercise 3.8.": lambda m: np.exp(m.nats.mean()),
    "it is the entropy of the predictions; the targets are not used.": lambda m: (
        -(m.p * np.log(m.p)).sum(axis=1).mean()
    ),
    "the target's probability is used, and so are all others: that is the cross-entropy "
    "of every token by itself.": lambda m: (
        -(m.one_hot * np.log(m.p) + (1 - m.one_hot) * np.log(1 - m.p)).sum(axis=1).mean()
    ),
    "only the first row of the batch counts.": lambda m: m.nats[0],
    "only the last row of the batch counts.": lambda m: m.nats[-1],
    "the largest logit is taken for the target: targets are not used.": lambda m: (
        -np.log(m.p.max(axis=1)).mean()
    ),
    "logits are taken row by row for all targets at once; pick one column per row: "
    "log_p[arange(batch), targets].": lambda m: -np.log(m.p[:, m.targets]).mean(),
    "the sum is divided by the batch size less one.": lambda m: m.nats.sum() / max(len(m.p) - 1, 1),
    "the sum is divided by 2; that is for squared errors.": lambda m: m.nats.mean() / 2,
    "it is the median over the batch; take the mean.": lambda m: np.median(m.nats),
}


def wrong_losses(logits: np.ndarray, targets: np.ndarray) -> dict[str, np.ndarray]:
    """The results of common mistakes, each named."""
    return outcomes(WRONG_LOSSES, Predictions(logits, targets))


def loss_values(NeuralLM: Callable) -> None:
    """The mean cross-entropy in nats of the logits given, for batches of any size."""
    rng = np.random.default_rng()
    sizes = some_sizes(rng)
    model = new_model(NeuralLM, sizes)
    for batch in (6, 4, 1):
        logits_of(model, some_contexts(sizes, rng, batch), sizes)  # whose logits must not matter
        logits = rng.uniform(-2, 2, size=(batch, sizes.vocab_size))
        targets = rng.integers(1, sizes.vocab_size, size=batch)
        targets[-1] = 0
        got = loss_of(model, logits, targets)
        if not same(got, np.asarray(cross_entropy(logits, targets).mean())):
            raise student.fail(
                "loss is wrong on logits of ordinary size.",
                likely(
                    got,
                    wrong_losses(logits, targets),
                    "the loss is minus the log of the probability that softmax gives to the "
                    "target, averaged over the batch.",
                ),
                NETWORK,
            )


def loss_large(NeuralLM: Callable) -> None:
    """The finite mean cross-entropy where logits are large."""
    rng = np.random.default_rng()
    sizes = some_sizes(rng)
    model = new_model(NeuralLM, sizes)
    for level in (0.0, 1000.0, -1000.0):
        logits = rng.integers(-16, 17, size=(4, sizes.vocab_size)) / 8 + level
        logits[1] -= 2 * level  # rows on unlike levels
        logits[2, rng.integers(sizes.vocab_size)] += 1000.0
        targets = rng.integers(sizes.vocab_size, size=4)
        got = loss_of(model, logits, targets)
        if not np.isfinite(got):
            raise student.fail(
                "loss is nan or inf when the logits are large.",
                "exp overflows, or the log is taken of a probability that is already 0; subtract "
                "the largest logit of the row and stay in logs, as in Exercise 3.7.",
                NETWORK,
            )
        if not same(got, np.asarray(cross_entropy(logits, targets).mean()), rtol=1e-4, atol=1e-3):
            raise student.fail(
                "loss is wrong when the logits are large.",
                "something small is added inside the logarithm, or clipped, or one maximum serves "
                "all rows; subtract the largest logit of each row and stay in logs.",
                NETWORK,
            )
