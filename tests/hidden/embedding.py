"""Hidden checks of exercise 3.5: ``class Embedding``."""

from functools import partial

import numpy as np

from tests.hidden.student import Student
from tests.hidden.verdict import Part, award, likely, same

student = Student("Exercise 3.5, Embedding from scratch")
LOOKUP = "A lookup is a matrix product in disguise"
TWICE = "When a token occurs twice"
ADD = "Why backward adds"


def forward(Embedding, points: float) -> float:
    """Rows of the current ``W``, in the order and shape of the indices."""
    parts = [Part(2, partial(picks_rows, Embedding)), Part(1, partial(follows_W, Embedding))]
    return award(points, parts)


def backward(Embedding, points: float) -> float:
    """The gradient added into ``W_grad``: within a batch, across calls, nowhere else."""
    parts = [
        Part(1, partial(adds_each_row, Embedding)),
        Part(2, partial(adds_repeated_tokens, Embedding)),
        Part(1, partial(adds_across_calls, Embedding)),
        Part(1, partial(leaves_the_rest_alone, Embedding)),
    ]
    return award(points, parts)


def setup(Embedding, rng: np.random.Generator, repeated: bool = True):
    """Build a layer with a random ``W``, indices and upstream gradient of unlike sizes."""
    dim, batch, seq = 5, 3, 2 + 2 * int(rng.integers(2))  # unlike sizes: swapped axes show
    vocab_size = batch * seq + int(rng.integers(4, 9))  # some tokens stay absent
    layer = student.call("Embedding(vocab_size, dim)", Embedding, vocab_size, dim)
    layer.W = W = rng.normal(size=(vocab_size, dim))
    indices = rng.permutation(vocab_size - 1)[: batch * seq].reshape(batch, seq)
    indices[0, 0] = vocab_size - 1  # the last row counts too, and the ids are not in order
    if repeated:
        indices[1, 0] = indices[2, 1] = indices[0, 0]
    grad = rng.normal(size=(batch, seq, dim))  # (batch, seq, dim)
    return layer, W.copy(), indices, grad


def run_backward(layer, grad, indices, shape) -> np.ndarray:
    student.call("backward", layer.backward, grad, indices)
    value = getattr(layer, "W_grad", None)
    if value is None:
        raise student.fail(
            "After backward there is no W_grad.",
            "backward should leave the gradient in `self.W_grad`, shaped like `self.W`; it need "
            "not return it.",
            ADD,
        )
    return student.array("W_grad", value, shape, "W_grad has one row a token, just as W has.")


def accumulated(W, *calls) -> np.ndarray:
    """Reference: one explicit loop, one row at a time."""
    total = np.zeros_like(W)  # (vocab, dim)
    for grad, indices in calls:
        for position in np.ndindex(indices.shape):
            total[indices[position]] += grad[position]
    return total


def picks_rows(Embedding) -> None:
    layer, W, indices, _ = setup(Embedding, np.random.default_rng())
    shape = (*indices.shape, W.shape[1])
    out = student.call("forward", layer.forward, indices)
    hint = "forward should answer (batch, seq, dim): one row of W for every index, nothing mixed."
    out = student.array("The result of forward", out, shape, hint)
    expected = np.stack([W[row] for row in indices.ravel()]).reshape(shape)
    if not same(out, expected):
        impostors = {
            "ids count from 0, so token i is row i of W, not row i - 1.": W[indices - 1],
            "it returns the rows in another order than the indices stand in.": W[
                np.sort(indices, axis=1)
            ],
            "it returns zeros: the lookup never happens.": np.zeros(shape),
        }
        raise student.fail(
            "forward does not return the rows of W that the indices name.",
            likely(out, impostors, "each index should pick its own row of the matrix W."),
            LOOKUP,
        )


def follows_W(Embedding) -> None:
    layer, W, indices, _ = setup(Embedding, np.random.default_rng())
    student.call("forward", layer.forward, indices)
    layer.W = 2.0 * W
    out = student.call("forward", layer.forward, indices)
    out = student.array("The result of forward", out, (*indices.shape, W.shape[1]))
    if same(out, 2.0 * W[indices]):
        return
    stale = {
        "a copy of W, or of an earlier result, is kept; forward should read self.W each time, "
        "or training would never be seen.": W[indices]
    }
    raise student.fail(
        "After W was replaced, forward does not return rows of the new W.",
        likely(out, stale, "forward should be the rows of self.W, whatever self.W holds now."),
        LOOKUP,
    )


def refuse_absent(got: np.ndarray, indices: np.ndarray) -> None:
    """Fail where a token that is not in the batch got a gradient."""
    absent = np.setdiff1d(np.arange(len(got)), indices)
    if np.any(got[absent]):
        raise student.fail(
            "Tokens that are not in the batch get a gradient.",
            "only the rows that the indices name took part in the forward pass.",
            TWICE,
        )


def adds_each_row(Embedding) -> None:
    layer, W, indices, grad = setup(Embedding, np.random.default_rng(), repeated=False)
    got = run_backward(layer, grad, indices, W.shape)
    refuse_absent(got, indices)
    expected = accumulated(W, (grad, indices))
    if not same(got, expected):
        raise student.fail(
            "W_grad is wrong even where every token occurs only once.",
            likely(
                got,
                wrong_gradients(W, grad, indices),
                "row i of W_grad should be the "
                "upstream gradient of the position that holds token i.",
            ),
            ADD,
        )


def adds_repeated_tokens(Embedding) -> None:
    layer, W, indices, grad = setup(Embedding, np.random.default_rng())
    got = run_backward(layer, grad, indices, W.shape)
    if same(got, accumulated(W, (grad, indices))):
        return
    raise student.fail(
        "A token that occurs several times in a batch gets the wrong gradient.",
        likely(
            got,
            wrong_gradients(W, grad, indices),
            "the gradients of all its positions should "
            "be summed, as the same row served each of them.",
        ),
        TWICE,
    )


def wrong_gradients(W, grad, indices) -> dict[str, np.ndarray]:
    """The results of common mistakes, each named."""
    right = accumulated(W, (grad, indices))
    last_wins = np.zeros_like(W)
    last_wins[indices] = grad
    first_wins = np.zeros_like(W)
    first_wins[indices.ravel()[::-1]] = grad.reshape(-1, grad.shape[-1])[::-1]
    counts = np.bincount(indices.ravel(), minlength=len(W))[:, None]
    return {
        "`W_grad[indices] += grad` writes a repeated row only once (the last write wins); "
        "the sum needs an unbuffered addition.": last_wins,
        "only the first position of a repeated token is counted.": first_wins,
        "the gradients of a repeated token are averaged; they should be summed.": right
        / np.maximum(counts, 1),
        "the gradient is divided by the batch size; the mean belongs to the loss, not to the "
        "embedding.": right / len(indices),
        "the gradient is divided by the number of positions; the mean belongs to the loss, not "
        "to the embedding.": right / indices.size,
        "the sign is turned round: backward collects the gradient, the optimizer subtracts "
        "it.": -right,
        "W_grad stays zero: the sum is computed but never stored in self.W_grad.": np.zeros_like(W),
        "occurrences are counted, but the upstream gradient is not used.": counts * np.ones_like(W),
    }


def adds_across_calls(Embedding) -> None:
    rng = np.random.default_rng()
    layer, W, indices, grad = setup(Embedding, rng)
    first, second = (grad, indices), (rng.normal(size=grad.shape), indices[::-1].copy())
    run_backward(layer, *first, W.shape)
    student.call("forward", layer.forward, indices)
    got = run_backward(layer, *second, W.shape)
    if not same(got, accumulated(W, first, second)):
        impostors = {
            "W_grad is started anew in each call; backward should add, and only the caller "
            "resets.": accumulated(W, second),
            "W_grad keeps the first call only.": accumulated(W, first),
        }
        raise student.fail(
            "A second call of backward does not add to the first.",
            likely(
                got,
                impostors,
                "W_grad should hold the sum over all calls since the caller reset it.",
            ),
            ADD,
        )
    layer.W_grad = np.zeros_like(W)
    got = run_backward(layer, *first, W.shape)
    if not same(got, accumulated(W, first)):
        raise student.fail(
            "After the caller set W_grad to zero, backward does not start from zero.",
            "the gradients are kept in a second place; self.W_grad should be the only one.",
            ADD,
        )


def leaves_the_rest_alone(Embedding) -> None:
    layer, W, indices, grad = setup(Embedding, np.random.default_rng())
    got = run_backward(layer, grad, indices, W.shape)
    if not got[indices].any():
        raise student.fail(
            "After backward W_grad holds nothing but zeros.",
            "the gradient is computed but not stored, or W_grad is never written to.",
            ADD,
        )
    refuse_absent(got, indices)
    if not same(student.array("W", layer.W, W.shape), W):
        raise student.fail(
            "backward changed W itself.",
            "backward only collects the gradient in W_grad; changing W is the optimizer's work.",
            ADD,
        )
