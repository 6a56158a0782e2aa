"""Hidden checks of exercise 3.11: the smoothed trigram, windows of the network, perplexity.

The measures of generated text have their checks in ``neural_vs_ngram_generation``.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from tests.hidden.neural_vs_ngram_generation import distinct_n, overlap
from tests.hidden.student import Student
from tests.hidden.surprise import or_pieces, refuse_finite, refuse_pieces
from tests.hidden.verdict import Mistakes, Part, award, likely, outcomes, passes, same

__all__ = ["distinct_n", "overlap", "perplexity", "trigram", "windows"]

student = Student("Exercise 3.11, Compare to n-gram")
SMOOTHING = "a) A trigram with smoothing"
NETWORK = "b) A network that sees two tokens"
TEST = "c) Perplexity on the test text"


def trigram(function: Callable, points: float) -> float:
    """Add-k smoothed probabilities of a token after two tokens."""
    parts = [
        Part(1, partial(rows_sum_to_1, function)),
        Part(2, partial(smooths_with_k, function)),
        Part(1, partial(knows_contexts_never_seen, function)),
    ]
    return award(points, parts)


def windows(function: Callable, points: float) -> float:
    """Every context of a text, and the token after it."""
    return award(points, [Part(1, partial(cuts, function, size)) for size in (2, 1, 4)])


def perplexity(function: Callable, points: float) -> float:
    """The exponential of the mean loss in nats."""
    parts = [
        Part(2, partial(perplexity_values, function)),
        Part(1, partial(perplexity_landmarks, function)),
    ]
    return award(points, parts)


def triple_counts(ids: np.ndarray, vocab_size: int) -> np.ndarray:
    """How often each token followed each pair, (vocab, vocab, vocab), counted one by one."""
    counts = np.zeros((vocab_size,) * 3)
    for i in range(2, len(ids)):
        counts[ids[i - 2], ids[i - 1], ids[i]] += 1
    return counts


def smoothed(counts: np.ndarray, k: float) -> np.ndarray:
    return (counts + k) / (counts.sum(axis=-1, keepdims=True) + k * counts.shape[-1])


def counted(function: Callable) -> tuple[np.ndarray, int, float, np.ndarray]:
    """A short text, some k, and the table the student makes of it."""
    rng = np.random.default_rng()
    vocab_size = 5 + int(rng.integers(2))
    # Every pair but those of the last token stands in the text many times.
    ids = rng.choice(vocab_size - 1, p=rng.dirichlet(np.full(vocab_size - 1, 3.0)), size=400)
    ids[-1] = vocab_size - 1
    k = float(rng.uniform(0.2, 0.7))
    got = student.call("trigram", function, ids, vocab_size, k)
    hint = "axes: the token two before, the token before, the next token: (vocab, vocab, vocab)."
    return ids, vocab_size, k, student.array("The table", got, (vocab_size,) * 3, hint)


def cause_of(got: Any, ids: np.ndarray, vocab_size: int, k: float, otherwise: str) -> str:
    """Compare the rows of pairs that have followers; of the others mistakes are undefined."""
    rows = triple_counts(ids, vocab_size).sum(axis=-1) > 0
    tables = wrong_tables(ids, vocab_size, k)
    return likely(got[rows], {cause: table[rows] for cause, table in tables.items()}, otherwise)


class Triples:
    """The triples of a text, counted in several ways."""

    def __init__(self, ids: np.ndarray, vocab_size: int, k: float) -> None:
        self.vocab_size = vocab_size
        self.k = k
        self.counts = triple_counts(ids, vocab_size)
        self.right = smoothed(self.counts, k)
        self.totals = self.counts.sum(axis=-1, keepdims=True)
        self.once = (self.counts > 0).astype(float)
        self.pairs = self.counts.sum(axis=0)
        self.skipped = np.zeros_like(self.counts)
        np.add.at(self.skipped, (ids[:-3], ids[1:-2], ids[3:]), 1)
        self.around = triple_counts(np.append(ids, ids[:2]), vocab_size)


WRONG_TABLES: Mistakes = {
    "nothing is smoothed: k has to be added to every count.": lambda t: t.counts / t.totals,
    "k is added to the counts but not to their total: the total grows by k times "
    "vocab_size.": lambda t: (t.counts + t.k) / t.totals,
    "the total grows by k once, but k was added to vocab_size counts.": lambda t: (
        (t.counts + t.k) / (t.totals + t.k)
    ),
    "the total grows by k times vocab_size squared; k was added to the vocab_size counts "
    "after one pair.": lambda t: (t.counts + t.k) / (t.totals + t.k * t.vocab_size**2),
    "k is shared out among the tokens after a pair, k / vocab_size for each; every count gets all "
    "of k.": lambda t: (t.counts + t.k / t.vocab_size) / (t.totals + t.k),
    "k is added to the total only; add it to every count too.": lambda t: (
        t.counts / (t.totals + t.k * t.vocab_size)
    ),
    "k is added only to triples that occur; it has to be added to every count.": lambda t: (
        (t.counts + t.k * t.once) / (t.counts + t.k * t.once).sum(axis=-1, keepdims=True)
    ),
    "1 is added whatever k is.": lambda t: smoothed(t.counts, 1.0),
    "the two tokens of context are swapped: the older one comes first.": lambda t: t.right.swapaxes(
        0, 1
    ),
    "the next token stands on the first axis; it belongs on the last.": lambda t: np.moveaxis(
        t.right, 2, 0
    ),
    "the triples are counted backwards.": lambda t: smoothed(t.counts.transpose(2, 1, 0), t.k),
    "it is divided by the sum over the first axis; what sums to 1 is the last one, the "
    "next token.": lambda t: (t.counts + t.k) / (t.counts + t.k).sum(axis=0, keepdims=True),
    "it is divided by the sum over the middle axis; what sums to 1 is the last one, the "
    "next token.": lambda t: (t.counts + t.k) / (t.counts + t.k).sum(axis=1, keepdims=True),
    "the whole table is divided by one sum; every pair has a distribution of its own.": lambda t: (
        (t.counts + t.k) / (t.counts + t.k).sum()
    ),
    "the sums lost their axis: keepdims=True.": lambda t: (
        (t.counts + t.k) / (t.counts + t.k).sum(axis=-1)
    ),
    "the counts are not divided by anything yet.": lambda t: t.counts + t.k,
    "`counts[a, b, c] += 1` on arrays counts a repeated triple only once.": lambda t: smoothed(
        t.once, t.k
    ),
    "the end of the text is joined to its beginning.": lambda t: smoothed(t.around, t.k),
    "a token is left out: the three follow each other without a gap.": lambda t: smoothed(
        t.skipped, t.k
    ),
    "only the last token is looked at: this is a bigram.": lambda t: np.broadcast_to(
        smoothed(t.pairs, t.k), t.counts.shape
    ),
    "logarithms are returned; the table holds probabilities.": lambda t: np.log(t.right),
}


def wrong_tables(ids: np.ndarray, vocab_size: int, k: float) -> dict[str, np.ndarray]:
    """The results of common mistakes, each named."""
    return outcomes(WRONG_TABLES, Triples(ids, vocab_size, k))


def rows_sum_to_1(function: Callable) -> None:
    ids, vocab_size, k, got = counted(function)
    if np.allclose(got.sum(axis=-1), 1, atol=1e-4):
        return
    cause = cause_of(got, ids, vocab_size, k, "divide by the sum over the last axis (keepdims).")
    rows = triple_counts(ids, vocab_size).sum(axis=-1) > 0
    if np.allclose(got[rows].sum(axis=-1), 1, atol=1e-4) and "every count" not in cause:
        cause = "a pair that never occurs has no counts: all tokens are equally likely after it."
    raise student.fail(
        "After some pairs the probabilities of the next token do not sum to 1.", cause, SMOOTHING
    )


def smooths_with_k(function: Callable) -> None:
    def of_three(ids: np.ndarray) -> np.ndarray:
        table = student.call("trigram", function, ids, 3, 0.5)
        return student.array("The table of three tokens", table, (3,) * 3)

    long = np.random.default_rng().integers(2, size=24000)
    student.stands_alone("trigram", partial(of_three, long), partial(of_three, 0 * long), SMOOTHING)
    ids, vocab_size, k, got = counted(function)
    if not same(got, smoothed(triple_counts(ids, vocab_size), k)):
        formula = "it should be (count of the triple + k) / (count of its pair + k * vocab_size)."
        raise student.fail(
            "The probabilities of the trigram are wrong.",
            cause_of(got, ids, vocab_size, k, formula),
            SMOOTHING,
        )
    # Two tokens that follow each other thousands of times.
    got = of_three(long)
    if not same(got, smoothed(triple_counts(long, 3), 0.5), rtol=1e-4):
        raise student.fail(
            "The probabilities are wrong where a triple occurs thousands of times.",
            "the counts are kept in numbers of too few bits, which overflow or stop growing; use "
            "float or int.",
            SMOOTHING,
        )


def knows_contexts_never_seen(function: Callable) -> None:
    vocab_size = 5
    ids = np.random.default_rng().integers(vocab_size - 1, size=60)
    got = student.call("trigram", function, ids, vocab_size)
    got = student.array("The table with the default k", got, (vocab_size,) * 3)
    if not np.allclose(got[-1], 1 / vocab_size, atol=1e-5):
        raise student.fail(
            "After a pair that the training text lacks, the prediction is wrong.",
            "with no counts, add-k leaves k / (k * vocab_size): all tokens are equally likely. "
            "The table has vocab_size rows, whatever the text contains.",
            SMOOTHING,
        )
    right = same(got, smoothed(triple_counts(ids, vocab_size), 1.0))
    if not right and passes(partial(smooths_with_k, function)):
        raise student.fail(
            "The trigram is wrong where k is left at its default.",
            "the default of the signature is k = 1, one more of everything.",
            SMOOTHING,
        )


def cuts(function: Callable, size: int) -> None:
    rng = np.random.default_rng()
    # Ids of 4 bytes too: an answer that counts on 8 reads between the numbers.
    ids = rng.permutation(500)[: 20 + int(rng.integers(9))].astype("i4" if size == 4 else "i8")
    result = student.call("windows", function, ids, size)
    contexts, targets = student.pair(
        result,
        "windows does not return two arrays.",
        "end with `return contexts, targets`.",
        NETWORK,
    )
    refuse_wrong_number(contexts, targets, len(ids), size)
    n = len(ids) - size
    contexts = student.array("The contexts", contexts, (n, size), "(n_windows, context_size).")
    targets = student.array("The targets", targets, (n,), "one token for each window.")
    cut = Cut(ids, size)
    if not np.array_equal(contexts, cut.contexts):
        wrong = outcomes(WRONG_CONTEXTS, cut)
        otherwise = "window i holds the tokens i to i + context_size - 1."
        if ids.itemsize == 4:
            otherwise += " The ids have 4 bytes here: take strides from ids.strides."
        raise student.fail(
            f"The contexts of {size} tokens are wrong.", likely(contexts, wrong, otherwise), NETWORK
        )
    if not np.array_equal(targets, cut.targets):
        wrong = outcomes(WRONG_TARGETS, cut)
        raise student.fail(
            f"The targets after contexts of {size} tokens are wrong.",
            likely(targets, wrong, "the target is the token right after the window."),
            NETWORK,
        )


def refuse_wrong_number(contexts: Any, targets: Any, n_tokens: int, size: int) -> None:
    """Fail where there are as many contexts as targets, but not as many as the text has windows."""
    n = n_tokens - size
    found, of_targets = student.shape(contexts)[:1], student.shape(targets)[:1]
    if found != of_targets or found in ((), (0,), (n,)):
        return
    causes = {
        n - 1: "the last window is lost: a text of n tokens has n - context_size of them.",
        n + 1: "there is a window too many: the last token is only a target.",
        n // size: "the windows do not overlap; a new one begins at every token.",
        -(-n // size): "the windows do not overlap; a new one begins at every token.",
        n_tokens: "the text is wrapped around or padded: use only whole windows.",
    }
    if student.shape(contexts) == (n_tokens - 2, 2):
        causes[n_tokens - 2] = "windows have two tokens, whatever context_size is."
    raise student.fail(
        f"A text gives the wrong number of windows of {size} tokens.",
        causes.get(found[0], "a text of n tokens has n - context_size windows."),
        NETWORK,
    )


class Cut:
    """A text, its windows, and the token after each."""

    def __init__(self, ids: np.ndarray, size: int) -> None:
        n = len(ids) - size
        self.contexts = np.array([ids[i : i + size] for i in range(n)])  # (windows, context)
        self.one_late = np.array([ids[i + 1 : i + 1 + size] for i in range(n)])
        self.targets = ids[size:]  # (windows,)
        self.after_them = np.append(ids[size + 1 :], ids[-1])


WRONG_CONTEXTS: Mistakes = {
    "the context stands backwards; the older token comes first.": lambda c: c.contexts[:, ::-1],
    "the windows begin one token late.": lambda c: c.one_late,
    "the array is reshaped in the wrong order, so windows are mixed.": lambda c: (
        c.contexts.T.reshape(c.contexts.shape)
    ),
}
WRONG_TARGETS: Mistakes = {
    "the target stands inside its own context: the network sees the answer.": lambda c: c.contexts[
        :, -1
    ],
    "the target is the first token of the context.": lambda c: c.contexts[:, 0],
    "the targets are one token late.": lambda c: c.after_them,
    "the targets come backwards.": lambda c: c.targets[::-1],
}


def predictions(rng: np.random.Generator, n: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    probs = rng.dirichlet(np.full(size, 0.7), size=n) * 0.97 + 0.03 / size
    return probs, rng.integers(size, size=n)


def number(what: str, value: Any) -> np.ndarray:
    return student.array(what, value, (), "it should be one number.")


def perplexity_values(function: Callable) -> None:
    rng = np.random.default_rng()
    for n, size in ((31, 7), (6, 6)):
        probs, targets = predictions(rng, n, size)
        got = number("The perplexity", student.call("perplexity", function, probs, targets))
        picked = np.array([row[target] for row, target in zip(probs, targets, strict=True)])
        if not same(got, np.exp(-np.log(picked).mean())):
            raise student.fail(
                "perplexity gives the wrong number.",
                likely(
                    got,
                    wrong_perplexities(probs, targets, picked),
                    or_pieces(got, -np.log(picked), "it is exp of the mean of -log p(target)."),
                ),
                TEST,
            )


class Predictions:
    """Probabilities, the targets, and what these got."""

    def __init__(self, probs: np.ndarray, targets: np.ndarray, picked: np.ndarray) -> None:
        self.probs = probs
        self.targets = targets
        self.picked = picked
        self.nats = -np.log(picked)
        self.entropy = -(probs * np.log(probs)).sum(axis=1)


WRONG_PERPLEXITIES: Mistakes = {
    "the logarithm has base 2, but exp goes with the natural one.": lambda p: np.exp(
        p.nats.mean() / np.log(2)
    ),
    "2 is raised to the mean in nats; exp goes with nats.": lambda p: 2 ** p.nats.mean(),
    "10 is raised to the mean in nats; exp goes with nats.": lambda p: 10 ** p.nats.mean(),
    "exp is missing: this is the mean loss in nats.": lambda p: p.nats.mean(),
    "this is the mean loss in bits, not the perplexity.": lambda p: p.nats.mean() / np.log(2),
    "it takes the log of the mean probability; the mean of the logs is wanted.": lambda p: (
        1 / p.picked.mean()
    ),
    "it is the mean of 1 / p, the arithmetic mean; perplexity is the geometric one.": lambda p: (
        1 / p.picked
    ).mean(),
    "the minus sign is missing, so it is 1 / perplexity.": lambda p: np.exp(-p.nats.mean()),
    "the losses are summed; their mean is wanted.": lambda p: np.exp(p.nats.sum()),
    "it divides by one less than the number of targets; all of them are predicted.": lambda p: (
        np.exp(p.nats.sum() / (len(p.nats) - 1))
    ),
    "it divides by one more than the number of targets.": lambda p: np.exp(
        p.nats.sum() / (len(p.nats) + 1)
    ),
    "it divides by the size of the vocabulary; divide by the number of targets.": lambda p: np.exp(
        p.nats.sum() / p.probs.shape[1]
    ),
    "every row meets every target (probs[:, targets]); pick one number per row.": lambda p: np.exp(
        -np.log(p.probs[:, p.targets]).mean()
    ),
    "it is the entropy of the predictions: the targets are not used.": lambda p: np.exp(
        p.entropy.mean()
    ),
    "it takes the likeliest token of each row instead of the target.": lambda p: np.exp(
        -np.log(p.probs.max(axis=1)).mean()
    ),
    "the mean runs over the whole table instead of the targets.": lambda p: np.exp(
        -np.log(p.probs).mean()
    ),
    "the last target is left out.": lambda p: np.exp(p.nats[:-1].mean()),
    "the first target is left out.": lambda p: np.exp(p.nats[1:].mean()),
    "the targets are shifted by one against the predictions.": lambda p: np.exp(
        -np.log(p.probs[np.arange(len(p.targets) - 1), p.targets[1:]]).mean()
    ),
    "it takes the median of the losses; their mean is wanted.": lambda p: np.exp(np.median(p.nats)),
    "it is rounded; return it whole.": lambda p: np.round(np.exp(p.nats.mean())),
}


def wrong_perplexities(
    probs: np.ndarray, targets: np.ndarray, picked: np.ndarray
) -> dict[str, np.ndarray]:
    """The results of common mistakes, each named."""
    return outcomes(WRONG_PERPLEXITIES, Predictions(probs, targets, picked))


def perplexity_landmarks(function: Callable) -> None:
    rng = np.random.default_rng()
    n, size = 300, 8 + int(rng.integers(9))
    targets = rng.integers(size, size=n)
    surprised = np.full((n, size), 1e-9)
    surprised[np.arange(n), (targets + 1) % size] = 1 - (size - 1) * 1e-9
    cases = [
        (np.full((n, size), 1 / size), size, "that knows nothing"),
        (np.eye(size)[targets], 1, "that is always right"),
        (surprised, 1e9, "that is always surprised"),
    ]
    for probs, expected, who in cases:
        got = number("The perplexity", student.call("perplexity", function, probs, targets))
        if not same(got, np.asarray(float(expected)), rtol=1e-3):
            raise student.fail(
                f"The perplexity of a model {who} is wrong.",
                "a model that knows nothing has the perplexity vocab_size, one that is always "
                "right has 1. Add logarithms instead of multiplying probabilities, which vanish "
                "in a long text, and clip nothing.",
                TEST,
            )
    ask = partial(student.call, "perplexity", function)
    if passes(partial(perplexity_values, function)):
        refuse_pieces(student, lambda probs: ask(*guesses(rng, probs, size)), rng, TEST)
    certain = np.eye(size)[targets]
    certain[n // 2] = np.roll(certain[n // 2], 1)
    refuse_finite(student, lambda: ask(certain, targets), TEST)


def guesses(
    rng: np.random.Generator, probs: np.ndarray, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return distributions over ``size`` tokens, and targets that have these probabilities."""
    targets = rng.integers(size, size=len(probs))
    rows = np.repeat(((1 - probs) / (size - 1))[:, None], size, axis=1)  # (n, vocab)
    rows[np.arange(len(probs)), targets] = probs
    return rows, targets
