"""Hidden checks of exercise 3.7: ``stable_softmax`` and ``log_softmax``."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from tests.hidden.student import Student
from tests.hidden.verdict import Part, award, likely, same

student = Student("Exercise 3.7, Softmax stability")
OVERFLOW = "Where exp overflows"
LOG = "Never take the log of a softmax"
ROWS = "Every row has its own maximum"

FAR = 1e-4  # float32 next to 1000 is known to 3e-5

SUM_1 = "it is not normalized: divide by the sum over the last axis."
AXIS = "the sum runs over the wrong axis: softmax works along the last one, for any number of axes."
SHIFT = (
    "the maximum runs over the wrong axis: only a shift that is the same for all logits of a row "
    "leaves softmax unchanged."
)
ONE_MAX = (
    "one maximum is taken over the whole array, so rows far below it underflow; every row needs "
    "its own maximum (axis=-1, keepdims=True)."
)
OWN_MAX = "every row needs its own maximum (axis=-1, keepdims=True), whatever the other rows hold."
SHARED = (
    "something is kept between calls (a cache, or one array for all results); every call should "
    "stand alone."
)


def stable_softmax(function: Callable, points: float) -> float:
    """Right values on any number of axes, at any size of the logits, input untouched."""
    parts = [
        Part(2, partial(softmax_values, function)),
        Part(1, partial(softmax_large, function)),
        Part(1, partial(softmax_rows, function)),
    ]
    return award(points, parts)


def log_softmax(function: Callable, points: float) -> float:
    """Right logarithms, also where the probability itself is too small for a float."""
    parts = [
        Part(2, partial(log_values, function)),
        Part(1, partial(log_large, function)),
        Part(1, partial(log_rows, function)),
    ]
    return award(points, parts)


def inputs(rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Logits with one to five axes: the last longer than any other, as long, shorter; one row."""
    for shape in [(7,), (3, 5), (4, 2, 6), (2, 3, 2, 5), (4, 4), (6, 3), (1, 5), (2, 1, 2, 3, 4)]:
        # Within 2 of zero, so that no probability is so near 1 that it hides the rest.
        z = rng.uniform(-2.0, 2.0, size=shape)
        z[..., 0], z[..., 1] = -np.abs(z[..., 0]), np.abs(z[..., 1])  # both signs in each row
        z[..., 2] = 0.0  # a logit like any other
        yield z
    yield rng.permutation(np.arange(-4, 4))  # whole numbers


def reference(z: np.ndarray) -> np.ndarray:
    """Log softmax, one row at a time in plain Python sums."""
    rows = z.reshape(-1, z.shape[-1])  # (rows, vocab)
    out = [row - row.max() - np.log(sum(np.exp(v - row.max()) for v in row)) for row in rows]
    return np.array(out).reshape(z.shape)


def described(z: np.ndarray) -> str:
    """Logits in words, for a message."""
    if z.dtype.kind == "i":
        return "logits that are whole numbers"
    return f"{z.ndim}-dimensional logits of ordinary size"


def why_whole(got: np.ndarray, z: np.ndarray) -> str:
    """Say that whole numbers came out because whole numbers went in, if they did."""
    return WHOLE if z.dtype.kind == "i" and np.array_equal(got, np.round(got)) else ""


def answer(function: Callable, name: str, z: np.ndarray) -> np.ndarray:
    """What a function answers to logits, in their shape."""
    hint = "the result should have the shape of the logits."
    return student.array(
        f"The result of {name} on {z.ndim}-dimensional logits",
        student.call(name, function, z),
        z.shape,
        hint,
    )


WHOLE = (
    "the logits are whole numbers here, and an array made like them (z.copy(), np.zeros_like(z)) "
    "holds nothing else: the probabilities are cut to 0. Begin with z.astype(float)."
)


def wrong_softmax(z: np.ndarray) -> dict[str, np.ndarray]:
    """What common mistakes make of softmax, each named."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    wrong = {
        SUM_1: e,
        "it is not normalized: the exponentials are returned as they are.": np.exp(z),
        "it returns the logarithm of the probabilities.": reference(z),
        "the sign of the logits is turned round.": np.exp(reference(-z)),
        "it uses powers of 2; softmax uses powers of e.": np.exp(reference(z * np.log(2))),
        "it divides the logits by their sum and never takes exp.": z / z.sum(-1, keepdims=True),
        "it answers with the largest logit only (a hard maximum).": 1.0
        * (z == z.max(-1, keepdims=True)),
    }
    if z.ndim > 1:
        for axis in range(z.ndim - 1):
            summed = f"{AXIS} (It summed over axis {axis}"
            wrong[f"{summed}.)"] = np.exp(z) / np.exp(z).sum(axis, keepdims=True)
            wrong[f"{summed}, the maximum is right.)"] = e / e.sum(axis, keepdims=True)
            shifted = np.exp(z - z.max(axis, keepdims=True))
            wrong[f"{SHIFT} (It ran over axis {axis}.)"] = shifted / shifted.sum(-1, keepdims=True)
        wrong["the sum runs over the whole array, so only all rows together sum to 1."] = (
            np.exp(z) / np.exp(z).sum()
        )
    return wrong


def softmax_values(function: Callable) -> None:
    """Softmax along the last axis, whatever the number of axes; whole numbers too."""
    for z in inputs(np.random.default_rng()):
        got = answer(function, "stable_softmax", z)
        if not same(got, np.exp(reference(z))):
            raise student.fail(
                f"stable_softmax is wrong on {described(z)}.",
                why_whole(got, z)
                or likely(
                    got,
                    wrong_softmax(z),
                    "softmax is exp(z_i) / sum_j exp(z_j) along the last axis.",
                ),
                ROWS,
            )


def eighths(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Multiples of 1/8: float32 holds them exactly even next to a thousand."""
    return rng.integers(-16, 17, size=shape) / 8.0


def far_apart(rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Logits outside the range of exp, too low, too far apart even for extended precision.

    The largest stands first, last and in the middle, alone and with ties: so no other logit, nor
    a mean or median, will do in its place.
    """
    tied = [-1000.0, *rng.permutation([0.0, 0.0, 1000.0, 1000.0]), -1000.0]
    last = [-1000.0, *rng.permutation([0.0, 0.0, -1000.0, -1000.0]), 1000.0]
    yield np.array([tied, last, last[::-1]]) + rng.integers(-20, 20)
    yield eighths(rng, (2, 5)) - 1000.0
    yield rng.permutation([-30000.0, 0.0, 30000.0])


def softmax_large(function: Callable) -> None:
    """Right probabilities, neither nan nor inf, where logits are large."""
    rng = np.random.default_rng()
    for z in far_apart(rng):
        got = answer(function, "stable_softmax", z)
        if np.isnan(got).any() or np.isinf(got).any():
            raise student.fail(
                "stable_softmax gives nan or inf when the logits are large.",
                "exp overflows (or every term underflows to 0) before the division; subtract the "
                "largest logit first.",
                OVERFLOW,
            )
        if not same(got, np.exp(reference(z)), rtol=FAR):
            raise student.fail(
                "stable_softmax gives wrong probabilities when the logits are large.",
                "the logits are clipped or rescaled; only a shift, the same for the whole row, "
                "leaves softmax unchanged.",
                OVERFLOW,
            )


def uneven_rows(rng: np.random.Generator) -> np.ndarray:
    """Rows whose levels lie hundreds apart: one maximum cannot serve them all."""
    return eighths(rng, (3, 8)) + np.array([[0.0], [-900.0], [900.0]])  # (rows, vocab)


def uneven_answers(
    function: Callable, name: str
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield uneven logits, the answer, and the right answer to the *other* call.

    Both calls are made before either answer is looked at, so what is kept between them shows.
    """
    rng = np.random.default_rng()
    batches = [uneven_rows(rng), uneven_rows(rng)]
    results = student.calls(name, function, batches)
    for z, result, other in zip(batches, results, batches[::-1], strict=True):
        yield z, student.array(f"The result of {name}", result, z.shape), reference(other)


def lost(got: np.ndarray, one_max: np.ndarray) -> bool:
    """Whether the rows that one maximum loses are lost, and those that it keeps are the same."""
    kept = np.isfinite(one_max).all(axis=-1)
    return not np.isfinite(got[~kept]).any() and same(got[kept], one_max[kept], rtol=FAR)


def softmax_rows(function: Callable) -> None:
    """Right probabilities where the rows of a batch lie at different levels."""
    for z, got, other in uneven_answers(function, "stable_softmax"):
        if same(got, np.exp(reference(z)), rtol=FAR):
            continue
        far = np.exp(z - z.max())
        with np.errstate(all="ignore"):
            one_max = far / far.sum(-1, keepdims=True)
        raise student.fail(
            "stable_softmax breaks on a batch whose rows lie at different levels.",
            ONE_MAX if lost(got, one_max) else likely(got, {SHARED: np.exp(other)}, OWN_MAX),
            ROWS,
        )


def wrong_logs(z: np.ndarray) -> dict[str, np.ndarray]:
    """What common mistakes make of log-softmax, each named."""
    right = reference(z)
    wrong = {
        "it returns the probabilities themselves, without the logarithm.": np.exp(right),
        "the sign is turned round: log-probabilities are negative, losses are positive.": -right,
        "the logarithm has base 2 (bits); use the natural one (nats).": right / np.log(2),
        "the logarithm has base 10; use the natural one (nats).": right / np.log(10),
        "the log of the sum is missing: subtracting the maximum is only half of it.": z
        - z.max(-1, keepdims=True),
        "the maximum is taken off inside the sum, but not off the logits.": right
        + z.max(-1, keepdims=True),
        "the sum is subtracted, not its logarithm.": z
        - z.max(-1, keepdims=True)
        - np.exp(z - z.max(-1, keepdims=True)).sum(-1, keepdims=True),
    }
    if z.ndim > 1:
        for axis in range(z.ndim - 1):
            summed = f"{AXIS} (It summed over axis {axis}"
            wrong[f"{summed}.)"] = z - np.log(np.exp(z).sum(axis, keepdims=True))
            top = z.max(-1, keepdims=True)
            wrong[f"{summed}, the maximum is right.)"] = (
                z - top - np.log(np.exp(z - top).sum(axis, keepdims=True))
            )
        wrong["the sum runs over the whole array."] = z - np.log(np.exp(z).sum())
    return wrong


def log_values(function: Callable) -> None:
    """The log of softmax along the last axis, in nats."""
    for z in inputs(np.random.default_rng()):
        got = answer(function, "log_softmax", z)
        if not same(got, reference(z)):
            raise student.fail(
                f"log_softmax is wrong on {described(z)}.",
                why_whole(got, z)
                or likely(
                    got,
                    wrong_logs(z),
                    "log softmax is z_i - log(sum_j exp(z_j)) along the last axis.",
                ),
                LOG,
            )


def log_large(function: Callable) -> None:
    """Finite log-probabilities where logits lie far apart."""
    rng = np.random.default_rng()
    for z in far_apart(rng):
        got = answer(function, "log_softmax", z)
        if same(got, reference(z), rtol=FAR, atol=FAR):
            continue
        if np.isnan(got).any() or np.isinf(got).any():
            raise student.fail(
                "log_softmax gives nan or inf when logits lie far apart.",
                "the logarithm is taken of a softmax that is already 0 (or overflowed); stay in "
                "logs: z - max - log(sum(exp(z - max))).",
                LOG,
            )
        misconception = (
            "a small number is added inside the logarithm, or something is clipped or replaced: "
            "that hides the overflow and falsifies the result."
            if abs(got.min() - reference(z).min()) > 100
            else "stay in logs all the way: z - max - log(sum(exp(z - max)))."
        )
        raise student.fail("log_softmax is wrong when logits lie far apart.", misconception, LOG)


def log_rows(function: Callable) -> None:
    """Right log-probabilities where the rows of a batch lie at different levels."""
    for z, got, other in uneven_answers(function, "log_softmax"):
        if same(got, reference(z), rtol=FAR, atol=FAR):
            continue
        far = z - z.max()
        with np.errstate(all="ignore"):
            one_max = far - np.log(np.exp(far).sum(-1, keepdims=True))
        raise student.fail(
            "log_softmax breaks on a batch whose rows lie at different levels.",
            ONE_MAX if lost(got, one_max) else likely(got, {SHARED: other}, OWN_MAX),
            ROWS,
        )
