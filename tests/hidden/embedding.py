"""Hidden checks of exercise 3.5: ``class Embedding``."""

import contextlib
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from tests.hidden.measured import MEASURED, STEPS, agree, vanished
from tests.hidden.student import Student
from tests.hidden.verdict import CheckFailed, Mistakes, Part, award, likely, outcomes, same

student = Student("Exercise 3.5, Embedding from scratch")
LOOKUP = "A lookup is a matrix product in disguise"
TWICE = "When a token occurs twice"
ADD = "Why backward adds"

SHAPE = "forward should answer (batch, seq, dim): one row of W for every index, nothing mixed."


def forward(Embedding: Callable, points: float) -> float:
    """Rows of the current ``W``, in the order and shape of the indices."""
    parts = [Part(2, partial(picks_rows, Embedding)), Part(1, partial(follows_W, Embedding))]
    return award(points, parts)


def backward(Embedding: Callable, points: float) -> float:
    """The gradient added into ``W_grad``: within a batch, across calls, nowhere else."""
    refuse_measured(Embedding)
    parts = [
        Part(1, partial(adds_each_row, Embedding)),
        Part(2, partial(adds_repeated_tokens, Embedding)),
        Part(1, partial(adds_across_calls, Embedding)),
        Part(1, partial(leaves_the_rest_alone, Embedding)),
    ]
    return award(points, parts)


def setup(
    Embedding: Callable, rng: np.random.Generator, repeated: bool = True
) -> tuple[Any, np.ndarray, np.ndarray, np.ndarray]:
    """Build a layer with a random ``W``, indices and upstream gradient of unlike sizes.

    Unlike sizes show swapped axes; an id above 255 shows one squeezed into a byte. Token 0 is
    always there, and the last token only among repeated ones: so neither may be treated apart,
    and the size of ``W_grad`` cannot be had from the largest index.
    """
    dim, batch, seq = 5, 3, 6 + 2 * int(rng.integers(2))
    vocab_size = 300 + int(rng.integers(9))
    layer = student.call("Embedding(vocab_size, dim)", Embedding, vocab_size, dim)
    layer.W = W = rng.normal(size=(vocab_size, dim))
    # Some low ids and some high ones, in no order, each once.
    ids = rng.permutation(np.r_[1:12, 257 : 257 + batch * seq - 11])
    indices = ids.reshape(batch, seq)
    indices[-1, -1] = 0
    if repeated:
        indices[0, 0] = indices[0, 2] = vocab_size - 1  # twice in a row of the batch
        indices[1, 0] = indices[2, 1] = vocab_size - 1  # in its column, and elsewhere
        indices[1, 3] = indices[1, 5]
    grad = rng.normal(scale=12.0, size=(batch, seq, dim))  # (batch, seq, dim); clipping shows
    return layer, W.copy(), indices, grad


def run_forward(layer: Any, *batches: np.ndarray) -> None:
    """Run forward as training does; its own mistakes cost points in its own check."""
    with contextlib.suppress(CheckFailed):
        for indices in batches:
            student.call("forward", layer.forward, indices)


def run_backward(
    layer: Any, grad: np.ndarray, indices: np.ndarray, shape: tuple[int, ...]
) -> np.ndarray:
    """Call ``backward`` and return ``W_grad`` (vocab, dim)."""
    student.call("backward", layer.backward, grad, indices)
    value = getattr(layer, "W_grad", None)
    if value is None:
        raise student.fail(
            "After backward there is no W_grad.",
            "backward should leave the gradient in `self.W_grad`, shaped like `self.W`; it need "
            "not return it.",
            ADD,
        )
    return student.array("W_grad", value, shape, "W_grad has one row per token, just as W has.")


def accumulated(W: np.ndarray, *calls: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Reference: one explicit loop, one row at a time."""
    total = np.zeros_like(W)  # (vocab, dim)
    for grad, indices in calls:
        for position in np.ndindex(indices.shape):
            total[indices[position]] += grad[position]
    return total


def starts_with_a_row_a_token(Embedding: Callable) -> None:
    """A new layer has ``W`` of shape (vocab_size, dim)."""
    layer = student.call("Embedding(7, 4)", Embedding, 7, 4)
    hint = "W should have vocab_size rows and dim columns; `__init__` was right as it was given."
    student.array("W of a new Embedding(7, 4)", getattr(layer, "W", None), (7, 4), hint)


def picks_rows(Embedding: Callable) -> None:
    """``forward`` returns the rows of ``W`` that the indices name, in their order."""
    starts_with_a_row_a_token(Embedding)
    layer, W, indices, _ = setup(Embedding, np.random.default_rng())
    shape = (*indices.shape, W.shape[1])
    out = student.call("forward", layer.forward, indices)
    out = student.array("The result of forward", out, shape, SHAPE)
    expected = np.stack([W[row] for row in indices.ravel()]).reshape(shape)
    if not same(out, expected):
        impostors = {
            "ids count from 0, so token i is row i of W, not row i - 1.": W[indices - 1],
            "it returns the rows in another order than the indices stand in.": W[
                np.sort(indices, axis=1)
            ],
            "the ids are squeezed into one byte, which holds no id above 255.": W[indices % 256],
            "it returns zeros: the lookup never happens.": np.zeros(shape),
        }
        raise student.fail(
            "forward does not return the rows of W that the indices name.",
            likely(out, impostors, "each index should pick its own row of the matrix W."),
            LOOKUP,
        )


def follows_W(Embedding: Callable) -> None:
    """``forward`` reads ``self.W`` anew in each call, changes nothing and shares no array."""
    rng = np.random.default_rng()
    layer, W, indices, _ = setup(Embedding, rng)
    student.call("forward", layer.forward, indices)
    refuse_changed_W(layer, W, "forward")
    new_W = rng.normal(scale=30.0, size=W.shape)  # (vocab, dim)
    layer.W = new_W.copy()
    batches = [indices, indices[:, ::-1].copy(), indices[:2, :1].copy()]
    results = student.calls("forward", layer.forward, batches)
    refuse_changed_W(layer, new_W, "forward")
    for batch, out in zip(batches, results, strict=True):
        out = student.array("The result of forward", out, (*batch.shape, W.shape[1]), SHAPE)
        if same(out, new_W[batch]):
            continue
        impostors = {
            "a copy of W, or of an earlier result, is kept; forward should read self.W each time, "
            "or training would never be seen.": W[batch],
            "the indices of an earlier call are kept; forward should use those it is given.": new_W[
                indices
            ],
            "all calls share one array, so a later call writes over an earlier result.": new_W[
                batches[1]
            ],
        }
        raise student.fail(
            "After W was replaced, forward does not return rows of the new W.",
            likely(
                out, impostors, "forward should be the rows of self.W, whatever self.W holds now."
            ),
            LOOKUP,
        )


def refuse_changed_W(layer: Any, W: np.ndarray, method: str) -> None:
    """Fail where a method wrote into ``W``."""
    if not same(student.array("W", layer.W, W.shape), W):
        task, section = {
            "forward": (
                "forward only reads W; rescaling it there would undo the training.",
                LOOKUP,
            ),
            "backward": (
                "backward only collects the gradient in W_grad; changing W is the optimizer's "
                "work.",
                ADD,
            ),
        }[method]
        raise student.fail(f"{method} changed W itself.", task, section)


def refuse_absent(got: np.ndarray, indices: np.ndarray) -> None:
    """Fail where a token that is not in the batch got a gradient."""
    absent = np.setdiff1d(np.arange(len(got)), indices)
    if np.any(got[absent]):
        raise student.fail(
            "Tokens that are not in the batch get a gradient.",
            "only the rows that the indices name took part in the forward pass.",
            TWICE,
        )


def refuse_measured(Embedding: Callable) -> None:
    """Fail where the gradient is measured: a step is lost beside a huge ``W``."""
    layer, W, indices, grad = setup(Embedding, np.random.default_rng(), repeated=False)
    expected = accumulated(W, (grad, indices))
    try:
        found = []
        for scale in (1.0, STEPS):
            layer = student.call("Embedding(vocab_size, dim)", Embedding, *W.shape)
            layer.W = W * scale
            run_forward(layer, indices)
            found.append(run_backward(layer, grad, indices, W.shape))
    except CheckFailed:  # another mistake, which has a check of its own
        return
    if agree(found[0], expected) and vanished(found[1], expected):
        raise student.fail("The gradient is measured, not worked out.", MEASURED, ADD)


def adds_each_row(Embedding: Callable) -> None:
    """Where every token occurs once, its row of ``W_grad`` is its position's upstream gradient."""
    layer, W, indices, grad = setup(Embedding, np.random.default_rng(), repeated=False)
    run_forward(layer, indices, indices[::-1].copy())
    got = run_backward(layer, grad, indices, W.shape)
    refuse_absent(got, indices)
    expected = accumulated(W, (grad, indices))
    if not same(got, expected):
        kept = "the indices of the last forward are used, not those that backward is given."
        raise student.fail(
            "W_grad is wrong even where every token occurs only once.",
            likely(
                got,
                {kept: accumulated(W, (grad, indices[::-1])), **wrong_gradients(W, grad, indices)},
                "row i of W_grad should be the "
                "upstream gradient of the position that holds token i.",
            ),
            ADD,
        )


def adds_repeated_tokens(Embedding: Callable) -> None:
    """Where a token repeats, its row of ``W_grad`` is the sum over its positions."""
    layer, W, indices, grad = setup(Embedding, np.random.default_rng())
    run_forward(layer, indices)
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


class Accumulated:
    """The upstream gradients, collected in several ways."""

    def __init__(self, W: np.ndarray, grad: np.ndarray, indices: np.ndarray) -> None:
        self.W = W
        self.indices = indices
        self.right = accumulated(W, (grad, indices))
        self.last_wins = np.zeros_like(W)
        self.last_wins[indices] = grad
        self.first_wins = np.zeros_like(W)
        self.first_wins[indices.ravel()[::-1]] = grad.reshape(-1, grad.shape[-1])[::-1]
        self.by_row = np.zeros_like(W)
        self.by_column = np.zeros_like(W)
        for i, g in zip(indices, grad, strict=True):
            self.by_row[i] += g
        for i, g in zip(indices.T, grad.swapaxes(0, 1), strict=True):
            self.by_column[i] += g
        self.counts = np.bincount(indices.ravel(), minlength=len(W))[:, None]


WRONG_GRADIENTS: Mistakes = {
    "`W_grad[indices] += grad` writes a repeated row only once (the last write wins); "
    "the sum needs an unbuffered addition.": lambda a: a.last_wins,
    "`W_grad[indices[b]] += grad[b]` writes a token that stands twice in one row of the "
    "batch only once; the sum needs an unbuffered addition.": lambda a: a.by_row,
    "`W_grad[indices[:, s]] += grad[:, s]` writes a token that stands twice in one "
    "column of the batch only once; the sum needs an unbuffered addition.": lambda a: a.by_column,
    "only the first position of a repeated token is counted.": lambda a: a.first_wins,
    "the gradient of a token's first position is multiplied by how often the token stands there; "
    "each position has a gradient of its own.": lambda a: a.counts * a.first_wins,
    "the gradients of a repeated token are averaged; they should be summed.": lambda a: (
        a.right / np.maximum(a.counts, 1)
    ),
    "the gradient is divided by the batch size; the mean belongs to the loss, not to the "
    "embedding.": lambda a: a.right / len(a.indices),
    "the gradient is divided by the number of positions; the mean belongs to the loss, "
    "not to the embedding.": lambda a: a.right / a.indices.size,
    "the sign is turned round: backward collects the gradient, the optimizer "
    "subtracts it.": lambda a: -a.right,
    "W_grad stays zero: the sum is computed but never stored in self.W_grad.": lambda a: (
        np.zeros_like(a.W)
    ),
    "occurrences are counted, but the upstream gradient is not used.": lambda a: (
        a.counts * np.ones_like(a.W)
    ),
}


def wrong_gradients(W: np.ndarray, grad: np.ndarray, indices: np.ndarray) -> dict[str, np.ndarray]:
    """The results of common mistakes, each named."""
    return outcomes(WRONG_GRADIENTS, Accumulated(W, grad, indices))


def adds_across_calls(Embedding: Callable) -> None:
    """``W_grad`` is the sum over all calls since the caller reset it."""
    rng = np.random.default_rng()
    layer, W, indices, grad = setup(Embedding, rng, repeated=False)
    first = (grad, indices)
    second = (rng.normal(size=grad.shape)[:2, :1], indices[1:, 1:2].copy())  # another batch size
    run_forward(layer, first[1], second[1])
    got = run_backward(layer, *first, W.shape)
    refuse_shared(student.call("Embedding(vocab_size, dim)", Embedding, *W.shape), got)
    run_forward(layer, first[1])
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


def refuse_shared(new_layer: Any, gradients: np.ndarray) -> None:
    """Fail where a layer begins with the gradients of another one."""
    value = getattr(new_layer, "W_grad", None)
    if value is None or student.shape(value) != gradients.shape:
        return
    if gradients.any() and same(student.array("W_grad", value, gradients.shape), gradients):
        raise student.fail(
            "A new layer begins with the gradients of another one.",
            "W_grad belongs to the class, or to the notebook; set `self.W_grad` in `__init__` or "
            "in backward, so that each layer has its own.",
            ADD,
        )


def leaves_the_rest_alone(Embedding: Callable) -> None:
    """``W_grad`` is zero where no token was, and ``W`` stays as it is."""
    layer, W, indices, grad = setup(Embedding, np.random.default_rng())
    run_forward(layer, indices)
    got = run_backward(layer, grad, indices, W.shape)
    if not got[indices].any():
        raise student.fail(
            "After backward W_grad holds nothing but zeros.",
            "the gradient is computed but not stored, or W_grad is never written to.",
            ADD,
        )
    refuse_absent(got, indices)
    run_backward(layer, grad, indices, W.shape)  # one that first applies the old gradient shows now
    refuse_changed_W(layer, W, "backward")
