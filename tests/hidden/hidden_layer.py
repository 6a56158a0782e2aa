"""Hidden checks of exercise 3.2: layers that collapse, a limit without one, gradients in depth."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial, reduce
from typing import Any

import numpy as np

from tests.hidden.measured import COMPLEX, MEASURED, STEPS, agree, off, vanished
from tests.hidden.student import Student
from tests.hidden.values import likely_slip, near, number
from tests.hidden.verdict import (
    CheckFailed,
    General,
    Mistakes,
    Part,
    award,
    likely,
    outcomes,
    passes,
    same,
)

student = Student("Exercise 3.2, Hidden layer purpose")
LEARN = "a) What does the hidden layer learn?"
REMOVE = "b) What if we remove it?"
TEN = "c) What if we add ten more?"


def random_layers(
    rng: np.random.Generator, widths: list[int]
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Weights ``(in, out)`` and biases ``(out,)``, far from zero."""
    pairs = list(zip(widths[:-1], widths[1:], strict=True))
    weights = [rng.normal(size=pair) for pair in pairs]
    biases = [rng.normal(scale=2.0, size=out) for _, out in pairs]
    return weights, biases


def collapse(function: Callable, points: float) -> float:
    """One matrix and one bias that do what all linear layers do."""
    parts = [
        Part(2, partial(multiplies_the_weights, function)),
        Part(1, partial(carries_the_biases, function)),
        Part(1, partial(takes_any_depth, function)),
    ]
    return award(points, parts)


def answer(
    function: Callable, weights: Sequence[np.ndarray], biases: Sequence[np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Call ``collapse`` and return its matrix and bias, in their shapes."""
    got = student.call("collapse", function, weights, biases)
    if got is None:
        raise student.fail(
            "collapse returns None.", "a `return` is missing, or `pass` still stands.", REMOVE
        )
    try:
        W, b = got
    except (TypeError, ValueError, OverflowError):
        raise student.fail(
            "collapse does not return two things.",
            "asked are the matrix and the bias, `return W, b`.",
            REMOVE,
        ) from None
    d_in, d_out = weights[0].shape[0], weights[-1].shape[1]
    hint = "W turns an input of the first layer into an output of the last: (first in, last out)."
    W = student.array("The matrix W of collapse", W, (d_in, d_out), hint)
    b = np.squeeze(np.array(b, dtype=object)) if b is not None else b
    hint = "the bias has one number for each output of the last layer."
    b = student.array("The bias b of collapse", np.atleast_1d(b) if b is not None else b,
                      (d_out,), hint)  # fmt: skip
    return W, b


def folded(
    weights: Sequence[np.ndarray], biases: Sequence[np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Reference: what the layers do to zero, and to each unit vector."""
    inputs = np.vstack([np.zeros(weights[0].shape[0]), np.eye(weights[0].shape[0])])
    for W, b in zip(weights, biases, strict=True):
        inputs = np.einsum("ni,io->no", inputs, W) + b
    return inputs[1:] - inputs[0], inputs[0]


def multiplies_the_weights(function: Callable) -> None:
    """The matrix of the collapsed layers is the product of theirs, in their order."""
    rng = np.random.default_rng()
    for widths in ([4, 4, 4], [3, 6, 5], [4, 4, 4, 4]):
        layers = Layers(*random_layers(rng, widths))
        got, _ = answer(function, layers.weights, layers.biases)
        if same(got, layers.W):
            continue
        wrong = outcomes(WRONG_MATRICES, layers)
        if widths[0] == widths[-1]:
            wrong |= outcomes(WRONG_SQUARE_MATRICES, layers)
        raise student.fail(
            "The matrix of collapse does not do what the layers do one after the other.",
            likely(
                got,
                wrong,
                "write x @ W1 @ W2 and move the brackets: the product of the matrices, in the "
                "order of the layers, is one matrix.",
            ),
            REMOVE,
        )


class Layers:
    """Linear layers, and the one that does the same."""

    def __init__(self, weights: Sequence[np.ndarray], biases: Sequence[np.ndarray]) -> None:
        self.weights, self.biases = weights, biases
        self.W, self.b = folded(weights, biases)
        no_first = [np.zeros_like(biases[0]), *biases[1:]]
        self.b_without_first = folded(weights, no_first)[1]


WRONG_MATRICES: Mistakes = {
    "only the first two layers are multiplied; all of them are needed.": lambda m: (
        m.weights[0] @ m.weights[1]
    ),
    "the bias is added into the matrix; it stands beside it.": lambda m: m.W + m.b,
}
WRONG_SQUARE_MATRICES: Mistakes = {  # where every layer has one width
    "the matrices stand in the wrong order: the first layer acts first, so with rows "
    "as inputs its matrix stands on the left.": lambda m: reduce(np.matmul, m.weights[::-1]),
    "`*` multiplies element by element; layers follow each other by a matrix product, "
    "`@`.": lambda m: np.prod(m.weights, axis=0),
    "the matrices are added; what follows one another is multiplied.": lambda m: np.sum(
        m.weights, axis=0
    ),
    "the matrices are averaged; what follows one another is multiplied.": lambda m: np.mean(
        m.weights, axis=0
    ),
    "the result is transposed: inputs are rows, so W is (in, out).": lambda m: m.W.T,
    "only the last matrix is returned.": lambda m: m.weights[-1],
    "only the first matrix is returned.": lambda m: m.weights[0],
    "a non-linearity is applied. The layers of this network have none, which is why "
    "they collapse.": lambda m: np.tanh(m.W),
}


def carries_the_biases(function: Callable) -> None:
    """The bias of the collapsed layers: each bias through all later matrices, added up."""
    rng = np.random.default_rng()
    causes = []
    # Of two layers some mistakes give the same; of unlike ones some give nothing.
    for widths in ([3, 6, 5, 2], [4, 4, 4, 4], [4, 4, 4]):
        layers = Layers(*random_layers(rng, widths))
        _, got = answer(function, layers.weights, layers.biases)
        if same(got, layers.b):
            continue
        wrong = outcomes(WRONG_BIASES, layers)
        if widths == [4, 4, 4]:
            wrong = outcomes(WRONG_EQUAL_BIASES, layers) | wrong
        causes.append(likely(got, wrong, PUSH_ZEROS))
    if causes:
        named = [cause for cause in causes if cause != PUSH_ZEROS]
        raise student.fail(
            "The bias of collapse is wrong.",
            max(reversed(named), key=named.count) if named else General(PUSH_ZEROS),
            REMOVE,
        )


PUSH_ZEROS = (
    "push an input of zeros through the layers: what comes out is the bias. Each bias goes through "
    "all later matrices."
)
WRONG_BIASES: Mistakes = {
    "the bias is zero: the layers have biases, and these do not vanish.": lambda m: 0 * m.b,
    "only the bias of the last layer is kept; the earlier ones go through the later "
    "matrices.": lambda m: m.biases[-1],
    "the bias of the last layer is lost.": lambda m: m.b - m.biases[-1],
    "the bias of the first layer is lost on the way.": lambda m: m.b_without_first,
    "the bias of the first layer is added twice: it goes in once, and through every later "
    "matrix.": lambda m: 2 * m.b - m.b_without_first,
    "the numbers of the earlier biases are added up and put on top; they are in the bias already, "
    "by way of the later matrices.": lambda m: m.b + sum(b.sum() for b in m.biases[:-1]),
}
WRONG_EQUAL_BIASES: Mistakes = {  # of two layers, as wide as their input
    "the biases are only added; a bias goes through every later matrix.": lambda m: sum(m.biases),
    "only the bias of the first layer is kept.": lambda m: m.biases[0],
    "the biases go through the matrices of their own layer; a bias is added after its "
    "matrix and goes through the later ones.": lambda m: (
        m.biases[0] @ m.weights[0] @ m.weights[1] + m.biases[1] @ m.weights[1]
    ),
    "the biases go through the matrices the wrong way round: b @ W, as inputs are "
    "rows.": lambda m: m.weights[1] @ m.biases[0] + m.biases[1],
    "the biases are multiplied.": lambda m: m.biases[0] * m.biases[1],
}


def takes_any_depth(function: Callable) -> None:
    """One matrix and one bias for any number of layers."""
    rng = np.random.default_rng()
    bias_counts = passes(partial(carries_the_biases, function))  # a wrong one costs points once
    for widths in ([5, 3], [2, 3], [3, 2, 4, 3, 2, 5], [1, 7, 1], [4] * 12):
        weights, biases = random_layers(rng, widths)
        weights = [W / np.sqrt(len(W)) for W in weights]
        W, b = answer(function, weights, biases)
        right_W, right_b = folded(weights, biases)
        right = same(W, right_W, 1e-4, 1e-4)
        if bias_counts:
            right = right and same(b, right_b, 1e-4, 1e-4)
        if not right:
            raise student.fail(
                "collapse is wrong for another number of layers.",
                "a fixed number of layers is written into it; loop over the lists, whatever "
                "their length.",
                REMOVE,
            )
    takes_wide_inputs(function, bias_counts)


def takes_wide_inputs(function: Callable, bias_counts: bool) -> None:
    """The same for an input of hundreds of numbers: a few examples do not determine the layer."""
    layers = Layers(*random_layers(np.random.default_rng(), [300, 2]))
    W, b = answer(function, layers.weights, layers.biases)
    if not same(W, layers.W, 1e-4, 1e-4) or (bias_counts and not same(b, layers.b, 1e-4, 1e-4)):
        raise student.fail(
            "collapse is wrong for a layer with many inputs.",
            "the layer is fitted to too few examples, or a size is written into it; multiply the "
            "matrices themselves.",
            REMOVE,
        )


def loss_without_hidden(value: Any, points: float) -> float:
    """The best loss of a network without hidden layer where the next token is an exclusive or."""
    return award(points, [Part(1, partial(is_the_limit, value))])


LIMIT = np.log(2)  # no sum of two effects tells equal from unequal tokens
WRONG_LIMITS = {
    "it is in bits; nats are asked, so use the natural logarithm.": 1.0,
    "the logarithm is to base 10; nats are asked, so use np.log.": np.log10(2),
    "the sign is turned round: a loss is not negative.": -LIMIT,
    "that is what a network with a hidden layer reaches. Without one the two tokens can only "
    "add up, and no sum tells equal from unequal.": 0.0,
    "that is a probability, or the share of right guesses; the loss is minus its logarithm.": 0.5,
    "three of the four contexts are taken as right, as for AND or OR; for equal against "
    "unequal no sum gets even three.": -0.75 * np.log(0.75) - 0.25 * np.log(0.25),
    "three of the four contexts are right at best by guessing, but the loss is a mean of logs, "
    "and a guess costs more than it gains.": -np.log(0.75),
    "three of four is a share of right guesses; the loss is a mean of logarithms.": 0.75,
    "one of four is a share; the loss is a mean of logarithms.": 0.25,
    "the logarithm of 4 counts the contexts; the next token has only two values.": np.log(4),
    "half of the contexts are taken as solved; a sum that gains on one loses as much on "
    "another.": LIMIT / 2,
    "that is the perplexity, the exponential of the loss.": 2.0,
    "the losses of the two values of the next token are added; only the token that came counts.": 4
    * LIMIT,
    "the loss is summed over contexts; asked is the mean.": 8 * LIMIT,
    "that is a squared error.": 0.125,
}


def is_the_limit(value: Any) -> None:
    """The smallest mean loss of a network without hidden layer, in nats."""
    name = "loss_without_hidden"
    got = number(student, name, value, REMOVE)
    if near(got, LIMIT):
        return
    symptom = f"{name} is not the smallest mean loss, in nats, that such a network can reach."
    if any(np.isclose(got, np.round(LIMIT, decimals)) for decimals in (1, 2)):
        cause = "it is rounded too coarsely: give three decimals, or let NumPy compute it."
    else:
        cause = likely_slip(
            got,
            WRONG_LIMITS,
            "a loss is not negative."
            if got < -1e-6
            else "without hidden layer the score is u + v, a number for each token: ask which "
            "probabilities are best when all four contexts count the same.",
        )
    raise student.fail(symptom, cause, REMOVE)


def gradient_norms(function: Callable, points: float) -> float:
    """The norm of the gradient at the input of each tanh layer, worked out backward."""
    refuse_measured(function)
    parts = [
        Part(1, partial(one_layer, function)),
        Part(2, partial(several_layers, function)),
        Part(1, partial(ten_layers, function)),
    ]
    return award(points, parts)


def gradients(weights: Sequence[np.ndarray], x: np.ndarray, grad: np.ndarray) -> list[np.ndarray]:
    """Reference: gradients at the inputs of the layers, the first layer first."""
    h = [x]
    for W in weights:
        h.append(np.tanh(h[-1] @ W))
    found = []
    for W, out in zip(weights[::-1], h[:0:-1], strict=True):
        grad = (grad * (1 - out**2)) @ W.T
        found.append(grad)
    return found[::-1]


def norms_of(arrays: Iterable) -> np.ndarray:
    """Reference: the Euclidean norm of each array."""
    return np.array([np.sqrt((a**2).sum()) for a in arrays])


def check_norms(function: Callable, widths: list[int], scale: float, symptom: str) -> None:
    """The norm of the gradient at the input of each layer, the first layer first."""
    rng = np.random.default_rng()
    weights = [
        rng.normal(scale=scale / np.sqrt(d_in), size=(d_in, d_out))
        for d_in, d_out in zip(widths[:-1], widths[1:], strict=True)
    ]
    x = rng.normal(scale=1.5, size=(6, widths[0]))  # (batch, in)
    grad = rng.normal(scale=3.0, size=(6, widths[-1]))  # (batch, out)
    given = [*weights]
    got = student.call("gradient_norms", function, given, x, grad)
    depth = len(weights)
    right = norms_of(gradients(weights, x, grad))
    try:
        length = np.array(got, dtype=np.float64).size if got is not None else depth
    except (TypeError, ValueError, OverflowError):
        length = depth
    if length == depth + 1:
        raise student.fail(
            "gradient_norms returns one number more than there are layers.",
            "the gradient it was given is in the list; asked are the gradients at the inputs of "
            "the layers, so one for each layer.",
            TEN,
        )
    got = np.squeeze(np.array(got, dtype=object)) if got is not None else got
    got = student.array(
        "The result of gradient_norms",
        np.atleast_1d(got) if got is not None else got,
        (depth,),
        "one number for each layer is asked: the norm of the gradient at its input.",
    )
    if same(got, right, rtol=1e-4, atol=1e-7):
        return
    raise student.fail(symptom, likely_norms(got, weights, x, grad), TEN)


def likely_norms(
    got: np.ndarray, weights: Sequence[np.ndarray], x: np.ndarray, grad: np.ndarray
) -> str:
    """Name the slip of the backward pass that gives these norms."""
    passed = Passes(weights, x, grad)
    wrong = outcomes(WRONG_NORMS, passed)
    if len({W.shape for W in weights}) == 1 and weights[0].shape[0] == weights[0].shape[1]:
        wrong |= outcomes(WRONG_ORDERS, passed)
    otherwise = (
        "go back from the last layer: times the slope 1 - h² of its output, then times W.T, and "
        "note the norm."
    )
    return likely(got, wrong, otherwise)


def refuse_measured(function: Callable) -> None:
    """Fail where gradients are measured: steps are lost beside a huge input, or far too long."""
    rng = np.random.default_rng()
    weights = [rng.normal(scale=0.5, size=(5, 5)) for _ in range(2)]
    x, grad = rng.normal(size=(6, 5)), rng.normal(size=(6, 5))
    expected = norms_of(gradients(weights, x, grad))[:1]

    def first_norm(scale: float) -> np.ndarray:
        """The norm at the input, as at scale 1; the product of input and matrix stays the same."""
        scaled = [weights[0] / scale, weights[1]]
        got = student.call("gradient_norms", function, scaled, x * scale, grad)
        norms = student.array("The result of gradient_norms", got, (2,))
        return norms[:1] * scale

    try:
        lost = agree(first_norm(1.0), expected) and vanished(first_norm(STEPS), expected)
        far = agree(first_norm(1 / STEPS), expected) and off(first_norm(1 / COMPLEX), expected)
    except CheckFailed:  # another mistake, which has a check of its own
        return
    if lost or far:
        raise student.fail("The gradients are measured, not worked out.", MEASURED, TEN)


class Passes:
    """A forward pass, the right backward pass, and the means to go back in a wrong way."""

    def __init__(self, weights: Sequence[np.ndarray], x: np.ndarray, grad: np.ndarray) -> None:
        self.weights = weights
        self.grad = grad  # (batch, out) of the last layer
        self.h = [x]
        for W in weights:
            self.h.append(np.tanh(self.h[-1] @ W))
        self.right = gradients(weights, x, grad)  # by the inputs of the layers, the first first
        self.norms = norms_of(self.right)
        self.by_outputs = [*self.right[1:], grad]
        self.by_sums = [  # before tanh
            g * (1 - out**2) for g, out in zip(self.by_outputs, self.h[1:], strict=True)
        ]

    def back(self, slope: Callable) -> np.ndarray:
        """Return the norms where ``slope(gradient, W, input, output)`` goes back by one layer."""
        g, found = self.grad, []
        for W, i, o in zip(self.weights[::-1], self.h[-2::-1], self.h[:0:-1], strict=True):
            g = slope(g, W, i, o)
            found.append(g)
        return norms_of(found[::-1])

    def in_forward_order(self) -> np.ndarray:
        """The norms where the way back starts at the first layer, a common mistake."""
        g, found = self.grad, []
        for W, out in zip(self.weights, self.h[1:], strict=True):
            g = (g * (1 - out**2)) @ W.T
            found.append(g)
        return norms_of(found)

    def not_passed_on(self) -> np.ndarray:
        """Return the norms where the given gradient enters every layer, if it fits."""
        if len({W.shape for W in self.weights}) > 1:
            return np.zeros(len(self.weights))
        pairs = zip(self.weights, self.h[1:], strict=True)
        return norms_of([(self.grad * (1 - o**2)) @ W.T for W, o in pairs])


WRONG_NORMS: Mistakes = {
    "the order is turned round: the first number belongs to the first layer, although "
    "the backward pass reaches it last.": lambda p: p.norms[::-1],
    "the slope of tanh is left out: the gradient goes through it too, times 1 - tanh².": lambda p: (
        p.back(lambda g, W, i, o: g @ W.T)
    ),
    "the slope is taken as 1 - tanh; it is 1 - tanh².": lambda p: p.back(
        lambda g, W, i, o: (g * (1 - o)) @ W.T
    ),
    "the slope of the sigmoid, h (1 - h), is used; that of tanh is 1 - tanh².": lambda p: p.back(
        lambda g, W, i, o: (g * o * (1 - o)) @ W.T
    ),
    "tanh is applied twice: the stored h is already the tanh, so its slope is 1 - h².": lambda p: (
        p.back(lambda g, W, i, o: (g * (1 - np.tanh(o) ** 2)) @ W.T)
    ),
    "the slope is 1 - z², from the sum before tanh (or tanh is left out of the forward pass); "
    "it is 1 - h².": lambda p: p.back(lambda g, W, i, o: (g * (1 - (i @ W) ** 2)) @ W.T),
    "these are squared norms; take the root of the sum.": lambda p: p.norms**2,
    "these are sums of absolute values; the norm is the root of the sum of squares.": lambda p: [
        np.abs(a).sum() for a in p.right
    ],
    "these are the largest entries; the norm is the root of the sum of squares.": lambda p: [
        np.abs(a).max() for a in p.right
    ],
    "these are spectral norms: `np.linalg.norm(g, 2)` of a table is another norm than the "
    "root of the sum of squares.": lambda p: [np.linalg.norm(a, 2) for a in p.right],
    "the norm is divided by the number of entries, or a root mean square.": lambda p: [
        np.sqrt((a**2).mean()) for a in p.right
    ],
    "the norm is divided by the batch size.": lambda p: p.norms / len(p.grad),
    "these are means of the norms of the rows; take the norm over the whole batch.": lambda p: [
        np.linalg.norm(a, axis=1).mean() for a in p.right
    ],
    "these are the gradients of the weights; asked are those of the layers' inputs.": lambda p: (
        norms_of(i.T @ dz for i, dz in zip(p.h[:-1], p.by_sums, strict=True))
    ),
    "these are norms of the layers' values; asked are those of the gradients.": lambda p: norms_of(
        p.h[:-1]
    ),
    "these are norms of the weights; asked are those of the gradients.": lambda p: norms_of(
        p.weights
    ),
    "these are the gradients before tanh; the matrix of the layer is still to be passed "
    "(@ W.T).": lambda p: norms_of(p.by_sums),
    "these are the gradients at the outputs of the layers; asked are those at their "
    "inputs.": lambda p: norms_of(p.by_outputs),
    "these are ratios to the given gradient; asked are the norms.": lambda p: (
        p.norms / np.linalg.norm(p.grad)
    ),
    "the same gradient enters every layer: pass on what came out of the layer above.": lambda p: (
        p.not_passed_on()
    ),
}
WRONG_ORDERS: Mistakes = {  # that only square layers allow
    "the matrix is not transposed: backwards the gradient is multiplied by W.T.": lambda p: p.back(
        lambda g, W, i, o: (g * (1 - o**2)) @ W
    ),
    "the slope is taken at the layer's input; it belongs to its output.": lambda p: p.back(
        lambda g, W, i, o: (g * (1 - i**2)) @ W.T
    ),
    "slope and matrix are swapped: backwards the slope comes first, then the matrix.": lambda p: (
        p.back(lambda g, W, i, o: (g @ W.T) * (1 - o**2))
    ),
    "the matrices are taken in forward order; backwards the last layer comes first.": lambda p: (
        p.in_forward_order()
    ),
}


def one_layer(function: Callable) -> None:
    """One norm for a single layer."""
    check_norms(function, [4, 4], 1.0, "gradient_norms is wrong for a single layer.")
    check_norms(function, [3, 5], 1.0, "gradient_norms is wrong for a single layer.")


def several_layers(function: Callable) -> None:
    """Right norms for three layers, of like and unlike width."""
    check_norms(function, [5, 5, 5, 5], 1.0, "gradient_norms is wrong for several layers.")
    check_norms(function, [4, 7, 3, 6], 1.2, "gradient_norms is wrong for layers of unlike width.")


def ten_layers(function: Callable) -> None:
    """Right norms for ten layers, where gradients vanish and where they grow."""
    symptom = "gradient_norms is wrong for ten layers."
    check_norms(function, [8] * 11, 0.7, symptom)
    check_norms(function, [8] * 11, 1.5, symptom)
