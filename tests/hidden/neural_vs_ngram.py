"""Hidden checks of exercise 3.11: the smoothed trigram, windows of the network, perplexity.

The measures of generated text have their checks in ``neural_vs_ngram_generation``.
"""

from functools import partial

import numpy as np

from tests.hidden.neural_vs_ngram_generation import distinct_n, overlap
from tests.hidden.student import Student
from tests.hidden.verdict import Part, award, likely, same

__all__ = ["distinct_n", "overlap", "perplexity", "trigram", "windows"]

student = Student("Exercise 3.11, Compare to n-gram")
SMOOTHING = "a) A trigram with smoothing"
NETWORK = "b) A network that sees two tokens"
TEST = "c) Perplexity on the test text"


def trigram(function, points: float) -> float:
    """Add-k smoothed probabilities of a token after two tokens."""
    parts = [
        Part(1, partial(rows_sum_to_1, function)),
        Part(2, partial(smooths_with_k, function)),
        Part(1, partial(knows_contexts_never_seen, function)),
    ]
    return award(points, parts)


def windows(function, points: float) -> float:
    """Every context of a text, and the token after it."""
    return award(points, [Part(1, partial(cuts, function, size)) for size in (2, 1, 4)])


def perplexity(function, points: float) -> float:
    """exp of the mean loss in nats."""
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


def counted(function):
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


def cause_of(got, ids, vocab_size, k, otherwise: str) -> str:
    """Compare the rows of pairs that have followers; of the others mistakes are undefined."""
    rows = triple_counts(ids, vocab_size).sum(axis=-1) > 0
    tables = wrong_tables(ids, vocab_size, k)
    return likely(got[rows], {cause: table[rows] for cause, table in tables.items()}, otherwise)


def wrong_tables(ids: np.ndarray, vocab_size: int, k: float) -> dict[str, np.ndarray]:
    """The results of common mistakes, each named."""
    counts = triple_counts(ids, vocab_size)
    right = smoothed(counts, k)
    totals = counts.sum(axis=-1, keepdims=True)
    once = (counts > 0).astype(float)
    pairs = counts.sum(axis=0)  # without the very first pair
    skipped = np.zeros_like(counts)
    np.add.at(skipped, (ids[:-3], ids[1:-2], ids[3:]), 1)
    around = triple_counts(np.append(ids, ids[:2]), vocab_size)
    with np.errstate(all="ignore"):
        return {
            "nothing is smoothed: k has to be added to every count.": counts / totals,
            "k is added to the counts but not to their total: the total grows by k times "
            "vocab_size.": (counts + k) / totals,
            "the total grows by k once, but k was added to vocab_size counts.": (counts + k)
            / (totals + k),
            "the total grows by k times vocab_size squared; k was added to the vocab_size counts "
            "after one pair.": (counts + k) / (totals + k * vocab_size**2),
            "k is added to the total only; add it to every count too.": counts
            / (totals + k * vocab_size),
            "k is added only to triples that occur; it has to be added to every count.": (
                counts + k * once
            )
            / (counts + k * once).sum(axis=-1, keepdims=True),
            "1 is added whatever k is.": smoothed(counts, 1.0),
            "the two tokens of context are swapped: the older one comes first.": right.swapaxes(
                0, 1
            ),
            "the next token stands on the first axis; it belongs on the last.": np.moveaxis(
                right, 2, 0
            ),
            "the triples are counted backwards.": smoothed(counts.transpose(2, 1, 0), k),
            "it is divided by the sum over the first axis; what sums to 1 is the last one, the "
            "next token.": (counts + k) / (counts + k).sum(axis=0, keepdims=True),
            "it is divided by the sum over the middle axis; what sums to 1 is the last one, the "
            "next token.": (counts + k) / (counts + k).sum(axis=1, keepdims=True),
            "the whole table is divided by one sum; every pair has a distribution of its own.": (
                counts + k
            )
            / (counts + k).sum(),
            "the sums lost their axis: keepdims=True.": (counts + k) / (counts + k).sum(axis=-1),
            "the counts are not divided by anything yet.": counts + k,
            "`counts[a, b, c] += 1` on arrays counts a repeated triple only once.": smoothed(
                once, k
            ),
            "the end of the text is joined to its beginning.": smoothed(around, k),
            "a token is left out: the three follow each other without a gap.": smoothed(skipped, k),
            "only the last token is looked at: this is a bigram.": np.broadcast_to(
                smoothed(pairs, k), counts.shape
            ),
            "logarithms are returned; the table holds probabilities.": np.log(right),
        }


def rows_sum_to_1(function) -> None:
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


def smooths_with_k(function) -> None:
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


def knows_contexts_never_seen(function) -> None:
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
    if not same(got, smoothed(triple_counts(ids, vocab_size), 1.0)):
        raise student.fail(
            "The trigram is wrong where k is left at its default.",
            "the default of the signature is k = 1, one more of everything.",
            SMOOTHING,
        )


def cuts(function, size: int) -> None:
    rng = np.random.default_rng()
    ids = rng.permutation(500)[: 20 + int(rng.integers(9))]
    result = student.call("windows", function, ids, size)
    contexts, targets = student.pair(
        result,
        "windows does not return two arrays.",
        "end with `return contexts, targets`.",
        NETWORK,
    )
    n = len(ids) - size
    right = np.array([ids[i : i + size] for i in range(n)])
    counts = (student.shape(contexts)[:1], student.shape(targets)[:1])
    if counts[0] == counts[1] and counts[0] and counts[0] != (n,):
        causes = {
            (n - 1,): "the last window is lost: a text of n tokens has n - context_size of them.",
            (n + 1,): "there is a window too many: the last token is only a target.",
            (n // size,): "the windows do not overlap; a new one begins at every token.",
            (-(-n // size),): "the windows do not overlap; a new one begins at every token.",
            (len(ids),): "the text is wrapped around or padded: use only whole windows.",
        }
        raise student.fail(
            f"A text gives the wrong number of windows of {size} tokens.",
            causes.get(counts[0], "a text of n tokens has n - context_size windows."),
            NETWORK,
        )
    contexts = student.array("The contexts", contexts, (n, size), "(n_windows, context_size).")
    targets = student.array("The targets", targets, (n,), "one token for each window.")
    if not np.array_equal(contexts, right):
        causes = {
            "the context stands backwards; the older token comes first.": right[:, ::-1],
            "the windows begin one token late.": np.array(
                [ids[i + 1 : i + 1 + size] for i in range(n)]
            ),
            "the array is reshaped in the wrong order, so windows are mixed.": right.T.reshape(
                n, size
            ),
        }
        raise student.fail(
            f"The contexts of {size} tokens are wrong.",
            likely(contexts, causes, "window i holds the tokens i to i + context_size - 1."),
            NETWORK,
        )
    if not np.array_equal(targets, ids[size:]):
        causes = {
            "the target stands inside its own context: the network sees the answer.": right[:, -1],
            "the target is the first token of the context.": right[:, 0],
            "the targets are one token late.": np.append(ids[size + 1 :], ids[-1]),
            "the targets come backwards.": ids[size:][::-1],
        }
        raise student.fail(
            f"The targets after contexts of {size} tokens are wrong.",
            likely(targets, causes, "the target is the token right after the window."),
            NETWORK,
        )


def predictions(rng: np.random.Generator, n: int, size: int):
    probs = rng.dirichlet(np.full(size, 0.7), size=n) * 0.97 + 0.03 / size
    return probs, rng.integers(size, size=n)


def number(what: str, value) -> np.ndarray:
    return student.array(what, value, (), "it should be one number.")


def perplexity_values(function) -> None:
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
                    "it is exp of the mean of -log p(target).",
                ),
                TEST,
            )


def wrong_perplexities(probs, targets, picked) -> dict[str, np.ndarray]:
    """The results of common mistakes, each named."""
    nats = -np.log(picked)
    entropy = -(probs * np.log(probs)).sum(axis=1)
    numbers = {
        "the logarithm has base 2, but exp goes with the natural one.": np.exp(
            nats.mean() / np.log(2)
        ),
        "2 is raised to the mean in nats; exp goes with nats.": 2 ** nats.mean(),
        "10 is raised to the mean in nats; exp goes with nats.": 10 ** nats.mean(),
        "exp is missing: this is the mean loss in nats.": nats.mean(),
        "this is the mean loss in bits, not the perplexity.": nats.mean() / np.log(2),
        "it takes the log of the mean probability; the mean of the logs is wanted.": 1
        / picked.mean(),
        "it is the mean of 1 / p, the arithmetic mean; perplexity is the geometric one.": (
            1 / picked
        ).mean(),
        "the minus sign is missing, so it is 1 / perplexity.": np.exp(-nats.mean()),
        "the losses are summed; their mean is wanted.": np.exp(nats.sum()),
        "it divides by one less than the number of targets; all of them are predicted.": np.exp(
            nats.sum() / (len(nats) - 1)
        ),
        "it divides by one more than the number of targets.": np.exp(nats.sum() / (len(nats) + 1)),
        "it divides by the size of the vocabulary; divide by the number of targets.": np.exp(
            nats.sum() / probs.shape[1]
        ),
        "every row meets every target (probs[:, targets]); pick one number a row.": np.exp(
            -np.log(probs[:, targets]).mean()
        ),
        "it is the mean of the perplexities of single tokens.": np.exp(nats).mean(),
        "it is the entropy of the predictions: the targets are not used.": np.exp(entropy.mean()),
        "it takes the likeliest token of each row instead of the target.": np.exp(
            -np.log(probs.max(axis=1)).mean()
        ),
        "the mean runs over the whole table instead of the targets.": np.exp(-np.log(probs).mean()),
        "the last target is left out.": np.exp(nats[:-1].mean()),
        "the first target is left out.": np.exp(nats[1:].mean()),
        "the targets are shifted by one against the predictions.": np.exp(
            -np.log(probs[np.arange(len(targets) - 1), targets[1:]]).mean()
        ),
        "it takes the median of the losses; their mean is wanted.": np.exp(np.median(nats)),
        "it is rounded; return it whole.": np.round(np.exp(nats.mean())),
    }
    return {cause: np.asarray(value) for cause, value in numbers.items()}


def perplexity_landmarks(function) -> None:
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
