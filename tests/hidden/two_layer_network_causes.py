"""Why a gradient of exercise 3.6 is wrong: which arrays are, and what predicts the numbers found.

The names and shapes of a student's arrays are free, so a mistake is known by what it foretells
along the directions in which the check moved the weights. A cause is named where it foretells what
the student's gradients do, also where these are not the slope of the loss.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from tests.hidden.two_layer_network import Sizes
from tests.hidden.verdict import General

TABLE = "the embedding table"
HIDDEN_MATRIX = "the hidden layer's matrix"
OUTPUT_MATRIX = "the output layer's matrix"
OUTPUT_BIAS = "the output layer's bias"
BIASES = {"the hidden layer's bias", OUTPUT_BIAS}
BIAS_IS_A_SUM = "a bias is added to each row of the batch, so its gradient is a sum over them."
CLIPPED = (
    "the gradients are clipped: none of them, or not all together, may be larger than a bound. "
    "train_step works out the gradient as it is; clipping belongs to the optimizer."
)
DECAY = (
    "weight decay is in it: a share of the weights themselves is added. The gradient of the loss "
    "holds nothing else; decay belongs to the optimizer."
)
SHORT = (
    "it is divided by a little more than the batch size, or scaled down: the loss is a mean over "
    "the batch, neither more nor less."
)
ROWS = (
    "the gradient of x = flatten(E) has to go back to the shape (batch, context, embed), and each "
    "position's share to the row of its token."
)
FROM_THE_END = General(
    "begin at the end: the gradient with respect to the logits is (softmax - one-hot) / batch, and "
    "that of the output matrix is h transposed times it."
)
THROUGH_THE_MIDDLE = General(
    "what comes back through the output layer (times its matrix, transposed) is multiplied by the "
    "slope of the activation at each hidden unit (1 - h**2 for tanh), before it goes on to the "
    "layers below."
)


class Slope(NamedTuple):
    """What came of moving one array along a direction, for each step of length 1."""

    measured: float  # how the loss changed
    foretold: float  # how the student's gradients say it changes
    expected_size: float  # the length of these gradients
    tolerance: float
    by_weights: float  # how half the sum of squared weights changes
    logits: np.ndarray  # how the logits change, (batch, vocab)

    @property
    def wrong(self) -> bool:
        """Whether the loss changed otherwise than the gradients foretold."""
        scale = max(self.expected_size, abs(self.measured))
        return abs(self.measured - self.foretold) > self.tolerance * scale


class Wrong(NamedTuple):
    """An array with a wrong gradient."""

    path: str
    role: str
    slopes: list[Slope]


class Batch:
    """The end of the way forward, where the way back begins."""

    def __init__(self, logits: np.ndarray, targets: np.ndarray) -> None:
        self.size, self.vocab_size = logits.shape
        self.one_hot = np.eye(self.vocab_size)[targets]  # (batch, vocab)
        self.raw = np.exp(logits)  # without the largest logit taken off
        self.exps = np.exp(logits - logits.max(axis=1, keepdims=True))
        self.p = self.exps / self.exps.sum(axis=1, keepdims=True)
        self.own = (self.p * self.one_hot).sum(axis=1, keepdims=True)  # (batch, 1)
        self.right = (self.p - self.one_hot) / self.size


# What mistakes take for the gradient with respect to the logits; ``t`` is a number that the student
# chose.
WRONG_ENDINGS: dict[str, Callable[[Batch, float], np.ndarray]] = {
    "the labels are smoothed in it: a little of each target's 1 is spread over all tokens. The "
    "loss takes the target as it is, so the gradient with respect to the logits is (softmax - "
    "one-hot) / batch.": lambda b, t: b.right + t * (b.one_hot - 1 / b.vocab_size) / b.size,
    "a small number is added to the divisor of the softmax, so that its probabilities do not sum "
    "to 1; subtract the largest logit of each row instead.": lambda b, t: (
        (b.exps / (b.exps.sum(axis=1, keepdims=True) + t) - b.one_hot) / b.size
    ),
    "a small number is added to the divisor of a softmax without the largest logit taken off, so "
    "that its probabilities do not sum to 1.": lambda b, t: (
        (b.raw / (b.raw.sum(axis=1, keepdims=True) + t) - b.one_hot) / b.size
    ),
    "a small number is added inside the logarithm, or to a probability that is divided by: where "
    "the target is improbable the gradient vanishes. Stay in logs, and it cancels.": lambda b, t: (
        b.right * b.own / (b.own + t)
    ),
    "the gradient with respect to the logits is clipped; it is (softmax - one-hot) / batch, "
    "however large.": lambda b, t: np.clip(b.right, -t, t),
    "the gradient with respect to the logits is clipped before it is divided by the batch size; it "
    "is (softmax - one-hot) / batch, however large.": lambda b, t: (
        np.clip(b.p - b.one_hot, -t, t) / b.size
    ),
}


def role(shape: tuple[int, ...], sizes: Sizes) -> str:
    """Name an array by its shape."""
    vocab, embed, hidden, context = sizes
    names = {
        frozenset({vocab, embed}): TABLE,
        frozenset({context * embed, hidden}): HIDDEN_MATRIX,
        frozenset({vocab, hidden}): OUTPUT_MATRIX,
        frozenset({hidden}): "the hidden layer's bias",
        frozenset({vocab}): OUTPUT_BIAS,
    }
    return names.get(frozenset(n for n in shape if n > 1), "an array")


def wrong_factors(batch_size: int, sizes: Sizes) -> dict[str, float]:
    """By what a gradient is too large where it is too large everywhere, by the cause."""
    return {
        "the gradient stays zero: it is not worked out, or not stored where "
        "parameters_and_gradients finds it.": 0.0,
        "the sign is turned round: the list should hold the gradient, and the optimizer "
        "subtracts it.": -1.0,
        "it is summed over the batch; the loss is a mean, so its gradient is divided by the batch "
        "size.": float(batch_size),
        "it is divided by the batch size twice (the mean of a mean).": 1 / batch_size,
        "it is divided by one more than the batch size.": batch_size / (batch_size + 1),
        "it is divided by one less than the batch size.": batch_size / (batch_size - 1),
        "it is divided by vocab_size; the mean is over the batch.": 1 / sizes.vocab_size,
        "it is divided by the context size; the mean is over the batch, and each position gets "
        "its whole share.": 1 / sizes.context_size,
        "it is twice as large as it should be; is something added twice?": 2.0,
        "it is half as large as it should be; the 2 of a squared error has no place here.": 0.5,
    }


def diagnosis(
    wrong: Sequence[Wrong],
    gradients: Sequence[np.ndarray],
    logits: np.ndarray,
    targets: np.ndarray,
    sizes: Sizes,
) -> str:
    """Name the misconception by which arrays are wrong, and by what predicts their numbers."""
    slopes = [slope for item in wrong for slope in item.slopes]
    batch = Batch(logits, targets)
    factor = common_factor(wrong)
    roles = {item.role for item in wrong}
    if factor is not None:
        return why_this_factor(factor, roles, gradients, batch, sizes)
    if is_decay(slopes):
        return DECAY
    if cause := best_ending(slopes, batch):
        return cause
    if at_a_bound(gradients):
        return CLIPPED
    if roles == {TABLE}:
        return ROWS
    if roles <= BIASES:
        return BIAS_IS_A_SUM
    return FROM_THE_END if roles & {OUTPUT_MATRIX, OUTPUT_BIAS} else THROUGH_THE_MIDDLE


def why_this_factor(
    factor: float,
    roles: set[str],
    gradients: Sequence[np.ndarray],
    batch: Batch,
    sizes: Sizes,
) -> str:
    """Name what makes gradients too large, or too small, by one and the same factor."""
    if roles <= BIASES and factor > 0:
        return BIAS_IS_A_SUM
    for cause, value in wrong_factors(batch.size, sizes).items():
        if abs(factor - value) < 0.002 * max(abs(value), 0.1):
            return cause
    if factor < 1 and has_a_round_length(gradients):
        return CLIPPED
    if 0.9 < factor < 1:
        return SHORT
    return THROUGH_THE_MIDDLE if OUTPUT_MATRIX not in roles else FROM_THE_END


def common_factor(wrong: Sequence[Wrong]) -> float | None:
    """Return foretold over measured where it is one and the same number in every direction."""
    slopes = [slope for item in wrong for slope in item.slopes]
    foretold = np.array([slope.foretold for slope in slopes])
    measured = np.array([slope.measured for slope in slopes])
    factor = float(foretold @ measured / (measured @ measured))
    return factor if fits(slopes, factor * measured) else None


def fits(slopes: Sequence[Slope], predicted: np.ndarray) -> bool:
    """Whether a prediction leaves next to nothing of what is wrong unexplained."""
    foretold = np.array([slope.foretold for slope in slopes])
    measured = np.array([slope.measured for slope in slopes])
    unexplained = np.abs(foretold - predicted).max()
    return bool(unexplained < 0.02 * np.abs(foretold - measured).max())


def is_decay(slopes: Sequence[Slope]) -> bool:
    """Whether one and the same share of the weights is what is too much in the gradients."""
    excess = np.array([slope.foretold - slope.measured for slope in slopes])
    weights = np.array([slope.by_weights for slope in slopes])
    measured = np.array([slope.measured for slope in slopes])
    return fits(slopes, measured + weights * (weights @ excess) / (weights @ weights))


def best_ending(slopes: Sequence[Slope], batch: Batch) -> str | None:
    """Return the wrong gradient at the logits that predicts what all slopes are, if one does."""
    by_logits = np.stack([slope.logits for slope in slopes])  # (slopes, batch, vocab)
    foretold = np.array([slope.foretold for slope in slopes])
    misfits = {}
    for cause, ending in WRONG_ENDINGS.items():

        def predict(t: float, ending: Callable = ending) -> np.ndarray:
            return np.einsum("sbv,bv->s", by_logits, ending(batch, t))

        best = min(choices(predict, foretold), key=lambda t: misfit(predict(t), foretold))
        if fits(slopes, predict(best)):
            misfits[cause] = misfit(predict(best), foretold)
    return min(misfits, key=misfits.__getitem__, default=None)


def misfit(predicted: np.ndarray, foretold: np.ndarray) -> float:
    """The largest difference between what a cause predicts and what the student foretells."""
    return float(np.abs(predicted - foretold).max())


def choices(predict: Callable[[float], np.ndarray], foretold: np.ndarray) -> Iterator[float]:
    """Numbers a student may have chosen: of every magnitude, then closer and closer to the best."""
    grid = np.logspace(-12, 1, 79)
    for _ in range(5):
        yield from grid
        best = int(np.argmin([misfit(predict(t), foretold) for t in grid]))
        grid = np.linspace(grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)], 25)


def at_a_bound(gradients: Sequence[np.ndarray]) -> bool:
    """Whether many entries, of both signs, have the very same size, which no other exceeds."""
    entries = np.concatenate([gradient.ravel() for gradient in gradients])
    bound = np.abs(entries).max(initial=0.0)
    up, down = np.sum(entries == bound), np.sum(entries == -bound)
    return bool(up and down and 3 <= up + down < np.count_nonzero(entries))


def has_a_round_length(gradients: Sequence[np.ndarray]) -> bool:
    """Whether the gradients together, or all of them alone, are as long as a number one types."""
    lengths = [float(np.linalg.norm(gradient)) for gradient in gradients]
    together = float(np.linalg.norm(lengths))
    return is_round(together) or (len(lengths) > 1 and all(map(is_round, lengths)))


def is_round(length: float) -> bool:
    """Whether a length is, but for rounding, a number of at most two digits."""
    return length > 0 and abs(length / float(f"{length:.1e}") - 1) < 1e-5
