"""Hidden checks of exercise 3.2: layers that collapse, a limit without one, gradients in depth."""

from functools import partial

import numpy as np

from tests.hidden.student import Student
from tests.hidden.values import likely_slip, near, number
from tests.hidden.verdict import Part, award, likely, same

student = Student("Exercise 3.2, Hidden layer purpose")
LEARN = "a) What does the hidden layer learn?"
REMOVE = "b) What if we remove it?"
TEN = "c) What if we add ten more?"


def random_layers(rng: np.random.Generator, widths: list[int]):
    """Weights ``(in, out)`` and biases ``(out,)``, far from zero."""
    pairs = list(zip(widths[:-1], widths[1:], strict=True))
    weights = [rng.normal(size=pair) for pair in pairs]
    biases = [rng.normal(scale=2.0, size=out) for _, out in pairs]
    return weights, biases


def collapse(function, points: float) -> float:
    """One matrix and one bias that do what all linear layers do."""
    parts = [
        Part(2, partial(multiplies_the_weights, function)),
        Part(1, partial(carries_the_biases, function)),
        Part(1, partial(takes_any_depth, function)),
    ]
    return award(points, parts)


def answer(function, weights, biases) -> tuple[np.ndarray, np.ndarray]:
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


def folded(weights, biases) -> tuple[np.ndarray, np.ndarray]:
    """Reference: what the layers do to zero, and to each unit vector."""
    inputs = np.vstack([np.zeros(weights[0].shape[0]), np.eye(weights[0].shape[0])])
    for W, b in zip(weights, biases, strict=True):
        inputs = np.stack([sum(x * row for x, row in zip(h, W, strict=True)) + b for h in inputs])
    return inputs[1:] - inputs[0], inputs[0]


def multiplies_the_weights(function) -> None:
    rng = np.random.default_rng()
    for widths in ([4, 4, 4], [3, 6, 5], [4, 4, 4, 4]):
        weights, biases = random_layers(rng, widths)
        got, _ = answer(function, weights, biases)
        right, bias = folded(weights, biases)
        if same(got, right):
            continue
        wrong = {
            "only the first two layers are multiplied; all of them are needed.": weights[0]
            @ weights[1],
            "the bias is added into the matrix; it stands beside it.": right + bias,
        }
        if weights[0].shape == weights[-1].shape:
            product, by_element, added = weights[0], weights[0], weights[0]
            for W in weights[1:]:
                product, by_element, added = W @ product, by_element * W, added + W
            wrong |= {
                "the matrices stand in the wrong order: the first layer acts first, so with rows "
                "as inputs its matrix stands on the left.": product,
                "`*` multiplies element by element; layers follow each other by a matrix product, "
                "`@`.": by_element,
                "the matrices are added; what follows one another is multiplied.": added,
                "the matrices are averaged; what follows one another is multiplied.": added
                / len(weights),
                "the result is transposed: inputs are rows, so W is (in, out).": right.T,
                "only the last matrix is returned.": weights[-1],
                "only the first matrix is returned.": weights[0],
                "a non-linearity is applied. The layers of this network have none, which is why "
                "they collapse.": np.tanh(right),
            }
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


def carries_the_biases(function) -> None:
    rng = np.random.default_rng()
    for widths in ([4, 4, 4], [3, 6, 5, 2]):
        weights, biases = random_layers(rng, widths)
        _, got = answer(function, weights, biases)
        _, right = folded(weights, biases)
        if same(got, right):
            continue
        d = widths[-1]
        wrong = {
            "the bias is zero: the layers have biases, and these do not vanish.": np.zeros(d),
            "only the bias of the last layer is kept; the earlier ones go through the later "
            "matrices.": biases[-1],
            "the bias of the last layer is lost.": right - biases[-1],
            "the bias of the first layer is lost on the way.": folded(
                weights, [np.zeros_like(biases[0]), *biases[1:]]
            )[1],
        }
        if len({len(b) for b in biases}) == 1:
            wrong |= {
                "the biases are only added; a bias goes through every later matrix.": sum(biases),
                "only the bias of the first layer is kept.": biases[0],
                "the biases go through the matrices of their own layer; a bias is added after its "
                "matrix and goes through the later ones.": biases[0] @ weights[0] @ weights[1]
                + biases[1] @ weights[1],
                "the biases go through the matrices the wrong way round: b @ W, as inputs are "
                "rows.": weights[1] @ biases[0] + biases[1],
                "the biases are multiplied.": biases[0] * biases[1],
            }
        raise student.fail(
            "The bias of collapse is wrong.",
            likely(
                got,
                wrong,
                "push an input of zeros through the layers: what comes out is the bias. Each bias "
                "goes through all later matrices.",
            ),
            REMOVE,
        )


def takes_any_depth(function) -> None:
    rng = np.random.default_rng()
    for widths in ([5, 3], [2, 3], [3, 2, 4, 3, 2, 5], [1, 7, 1], [4] * 12):
        weights, biases = random_layers(rng, widths)
        weights = [W / np.sqrt(len(W)) for W in weights]
        W, b = answer(function, weights, biases)
        right_W, right_b = folded(weights, biases)
        if not (same(W, right_W, 1e-4, 1e-4) and same(b, right_b, 1e-4, 1e-4)):
            raise student.fail(
                "collapse is wrong for another number of layers.",
                "a fixed number of layers is written into it; loop over the lists, whatever "
                "their length.",
                REMOVE,
            )


def loss_without_hidden(value, points: float) -> float:
    """The best loss of a network without hidden layer where the next token is an exclusive or."""
    return award(points, [Part(1, partial(is_the_limit, value))])


def is_the_limit(value) -> None:
    name = "loss_without_hidden"
    got, right = number(student, name, value, REMOVE), np.log(2)
    if near(got, right):
        return
    wrong = {
        "it is in bits; nats are asked, so use the natural logarithm.": 1.0,
        "the logarithm is to base 10; nats are asked, so use np.log.": np.log10(2),
        "the sign is turned round: a loss is not negative.": -right,
        "that is what a network with a hidden layer reaches. Without one the two tokens can only "
        "add up, and no sum tells equal from unequal.": 0.0,
        "that is a probability, or the share of right guesses; the loss is minus its "
        "logarithm.": 0.5,
        "three of the four contexts are taken as right, as for AND or OR; for equal against "
        "unequal no sum gets even three.": -0.75 * np.log(0.75) - 0.25 * np.log(0.25),
        "three of the four contexts are right at best by guessing, but the loss is a mean of logs, "
        "and a guess costs more than it gains.": -np.log(0.75),
        "three of four is a share of right guesses; the loss is a mean of logarithms.": 0.75,
        "one of four is a share; the loss is a mean of logarithms.": 0.25,
        "the logarithm of 4 counts the contexts; the next token has only two values.": np.log(4),
        "half of the contexts are taken as solved; a sum that gains on one loses as much on "
        "another.": right / 2,
        "that is the perplexity, the exponential of the loss.": 2.0,
        "the losses of the two values of the next token are added; only the token that came "
        "counts.": 4 * right,
        "the loss is summed over contexts; asked is the mean.": 8 * right,
        "that is a squared error.": 0.125,
    }
    symptom = f"{name} is not the smallest mean loss, in nats, that such a network can reach."
    if any(np.isclose(got, np.round(right, decimals)) for decimals in (1, 2)):
        cause = "it is rounded too coarsely: give three decimals, or let NumPy compute it."
    else:
        cause = likely_slip(
            got,
            wrong,
            "a loss is not negative."
            if got < -1e-6
            else "without hidden layer the score is u + v, a number for each token: ask which "
            "probabilities are best when all four contexts count the same.",
        )
    raise student.fail(symptom, cause, REMOVE)


def gradient_norms(function, points: float) -> float:
    """The norm of the gradient at the input of each tanh layer."""
    parts = [
        Part(1, partial(one_layer, function)),
        Part(2, partial(several_layers, function)),
        Part(1, partial(ten_layers, function)),
    ]
    return award(points, parts)


def gradients(weights, x, grad) -> list[np.ndarray]:
    """Reference: gradients at the inputs of the layers, the first layer first."""
    h = [x]
    for W in weights:
        h.append(np.tanh(h[-1] @ W))
    found = []
    for W, out in zip(weights[::-1], h[:0:-1], strict=True):
        grad = (grad * (1 - out**2)) @ W.T
        found.append(grad)
    return found[::-1]


def norms_of(arrays) -> np.ndarray:
    return np.array([np.sqrt((a**2).sum()) for a in arrays])


def check_norms(function, widths: list[int], scale: float, symptom: str) -> None:
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


def likely_norms(got, weights, x, grad) -> str:
    """Name the slip of the backward pass that gives these norms."""
    right = gradients(weights, x, grad)
    h = [x]
    for W in weights:
        h.append(np.tanh(h[-1] @ W))
    linear = [x]
    for W in weights:
        linear.append(linear[-1] @ W)

    def backward(slope, hidden):
        g, found = grad, []
        for W, before, after in zip(weights[::-1], hidden[-2::-1], hidden[:0:-1], strict=True):
            g = slope(g, W, before, after)
            found.append(g)
        return norms_of(found[::-1])

    of_weights = []
    g = grad
    for W, before, after in zip(weights[::-1], h[-2::-1], h[:0:-1], strict=True):
        dz = g * (1 - after**2)
        of_weights.append(before.T @ dz)
        g = dz @ W.T
    norms = norms_of(right)
    wrong = {
        "the order is turned round: the first number belongs to the first layer, although "
        "the backward pass reaches it last.": norms[::-1],
        "the slope of tanh is left out: the gradient goes through it too, times 1 - "
        "tanh².": backward(lambda g, W, i, o: g @ W.T, h),
        "the slope is taken as 1 - tanh; it is 1 - tanh².": backward(
            lambda g, W, i, o: (g * (1 - o)) @ W.T, h
        ),
        "the slope of the sigmoid, h (1 - h), is used; that of tanh is 1 - tanh².": backward(
            lambda g, W, i, o: (g * o * (1 - o)) @ W.T, h
        ),
        "tanh is applied twice: the stored h is already the tanh, so its slope is "
        "1 - h².": backward(lambda g, W, i, o: (g * (1 - np.tanh(o) ** 2)) @ W.T, h),
        "the slope is 1 - z², from the sum before tanh (or tanh is left out of the forward pass); "
        "it is 1 - h².": backward(lambda g, W, i, o: (g * (1 - (i @ W) ** 2)) @ W.T, h),
        "tanh is left out of the forward pass, so its slope comes from the wrong "
        "numbers.": backward(lambda g, W, i, o: (g * (1 - o**2)) @ W.T, linear),
        "these are squared norms; take the root of the sum.": norms**2,
        "these are sums of absolute values; the norm is the root of the sum of squares.": np.array(
            [np.abs(a).sum() for a in right]
        ),
        "these are the largest entries; the norm is the root of the sum of squares.": np.array(
            [np.abs(a).max() for a in right]
        ),
        "these are spectral norms: `np.linalg.norm(g, 2)` of a table is another norm than the "
        "root of the sum of squares.": np.array([np.linalg.norm(a, 2) for a in right]),
        "the norm is divided by the number of entries, or a root mean square.": np.array(
            [np.sqrt((a**2).mean()) for a in right]
        ),
        "the norm is divided by the batch size.": norms / len(x),
        "these are means of the norms of the rows; take the norm over the whole batch.": np.array(
            [np.linalg.norm(a, axis=1).mean() for a in right]
        ),
        "these are the gradients of the weights; asked are those of the layers' inputs.": norms_of(
            of_weights[::-1]
        ),
        "these are norms of the layers' values; asked are those of the gradients.": norms_of(
            h[:-1]
        ),
        "these are norms of the weights; asked are those of the gradients.": norms_of(weights),
        "these are the gradients before tanh; the matrix of the layer is still to be passed "
        "(@ W.T).": norms_of([a for a in before_matrix(weights, h, grad)]),
        "these are the gradients at the outputs of the layers; asked are those at their "
        "inputs.": np.append(norms[1:], np.linalg.norm(grad)),
        "these are ratios to the given gradient; asked are the norms.": norms
        / np.linalg.norm(grad),
        "the same gradient enters every layer: pass on what came out of the layer above.": norms_of(
            [(grad * (1 - o**2)) @ W.T for W, o in zip(weights, h[1:], strict=True)]
            if len({W.shape for W in weights}) == 1
            else [np.zeros(1)] * len(weights)
        ),
    }
    if len({W.shape for W in weights}) == 1 and weights[0].shape[0] == weights[0].shape[1]:
        wrong |= {
            "the matrix is not transposed: backwards the gradient is multiplied by W.T.": backward(
                lambda g, W, i, o: (g * (1 - o**2)) @ W, h
            ),
            "the slope is taken at the layer's input; it belongs to its output.": backward(
                lambda g, W, i, o: (g * (1 - i**2)) @ W.T, h
            ),
            "slope and matrix are swapped: backwards the slope comes first, then the "
            "matrix.": backward(lambda g, W, i, o: (g @ W.T) * (1 - o**2), h),
            "the matrices are taken in forward order; backwards the last layer comes "
            "first.": wrong_order(weights, h, grad),
        }
    otherwise = (
        "go back from the last layer: times the slope 1 - h² of its output, then times W.T, and "
        "note the norm."
    )
    return likely(got, wrong, otherwise)


def before_matrix(weights, h, grad) -> list[np.ndarray]:
    found, g = [], grad
    for W, out in zip(weights[::-1], h[:0:-1], strict=True):
        dz = g * (1 - out**2)
        found.append(dz)
        g = dz @ W.T
    return found[::-1]


def wrong_order(weights, h, grad) -> np.ndarray:
    found, g = [], grad
    for W, out in zip(weights, h[1:], strict=True):
        g = (g * (1 - out**2)) @ W.T
        found.append(g)
    return norms_of(found)


def one_layer(function) -> None:
    check_norms(function, [4, 4], 1.0, "gradient_norms is wrong for a single layer.")
    check_norms(function, [3, 5], 1.0, "gradient_norms is wrong for a single layer.")


def several_layers(function) -> None:
    check_norms(function, [5, 5, 5, 5], 1.0, "gradient_norms is wrong for several layers.")
    check_norms(function, [4, 7, 3, 6], 1.2, "gradient_norms is wrong for layers of unlike width.")


def ten_layers(function) -> None:
    symptom = "gradient_norms is wrong for ten layers."
    check_norms(function, [8] * 11, 0.7, symptom)
    check_norms(function, [8] * 11, 1.5, symptom)
