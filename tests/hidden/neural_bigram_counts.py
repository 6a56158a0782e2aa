"""Hidden checks of the mini-project's Markov chain: counting pairs, add-k."""

from collections.abc import Callable
from functools import partial

import numpy as np

from tests.hidden.student import Student
from tests.hidden.verdict import Mistakes, Part, award, likely, outcomes, passes, same

student = Student("Mini-project, Neural bigram model")
COMPARISON = "The comparison"

OCCURRENCES = (
    "the total counts occurrences of a token; the last one of the text is followed by nothing."
)


def markov_bigram(function: Callable, points: float) -> float:
    """Add-k smoothed bigram probabilities."""
    parts = [
        Part(1, partial(rows_sum_to_1, function)),
        Part(2, partial(smooths_with_k, function)),
        Part(1, partial(knows_contexts_never_seen, function)),
    ]
    return award(points, parts)


def pair_counts(ids: np.ndarray, vocab_size: int) -> np.ndarray:
    """How often each token followed each, (vocab, vocab), counted one by one."""
    counts = np.zeros((vocab_size, vocab_size))
    for before, after in zip(ids[:-1], ids[1:], strict=True):
        counts[before, after] += 1
    return counts


def smoothed(counts: np.ndarray, k: float) -> np.ndarray:
    """Reference: add-k smoothing of a table of counts."""
    return (counts + k) / (counts.sum(axis=1, keepdims=True) + k * len(counts))


def counted(
    function: Callable, rng: np.random.Generator
) -> tuple[np.ndarray, int, float, np.ndarray]:
    """A short text, some k, and the table the student makes of it."""
    vocab_size = 7 + int(rng.integers(3))
    # Uneven, so that rows and columns differ; the last token but one is never followed.
    weights = rng.dirichlet(np.ones(vocab_size - 1))
    ids = rng.choice(vocab_size - 1, p=weights, size=300)
    ids[-1] = vocab_size - 1
    k = float(rng.uniform(0.2, 0.7))
    got = student.call("markov_bigram", function, ids, vocab_size, k)
    hint = "one row for each context, one column for each next token: (vocab, vocab)."
    return ids, vocab_size, k, student.array("The table", got, (vocab_size, vocab_size), hint)


class Pairs:
    """The pairs of a text, counted in several ways."""

    def __init__(self, ids: np.ndarray, vocab_size: int, k: float) -> None:
        self.vocab_size = vocab_size
        self.k = k
        self.counts = pair_counts(ids, vocab_size)
        self.totals = self.counts.sum(axis=1, keepdims=True)
        self.once = (self.counts > 0).astype(float)
        self.around = pair_counts(np.append(ids, ids[0]), vocab_size)
        self.occurrences = np.bincount(ids, minlength=vocab_size)[:, None]
        self.apart = np.zeros_like(self.counts)
        np.add.at(self.apart, (ids[:-2], ids[2:]), 1)
        self.single = np.bincount(ids, minlength=vocab_size) + k


WRONG_TABLES: Mistakes = {
    "nothing is smoothed: k has to be added to every count.": lambda p: p.counts / p.totals,
    "k is added to the counts but not to their total: the total grows by k times "
    "vocab_size.": lambda p: (p.counts + p.k) / p.totals,
    "the total grows by k once, but k was added to vocab_size counts.": lambda p: (
        (p.counts + p.k) / (p.totals + p.k)
    ),
    "k is shared out among the tokens of a row, k / vocab_size for each; every count gets all of "
    "k.": lambda p: (p.counts + p.k / p.vocab_size) / (p.totals + p.k),
    "k is added to the total only; add it to every count too.": lambda p: (
        p.counts / (p.totals + p.k * p.vocab_size)
    ),
    "k is added only to pairs that occur; it has to be added to every count.": lambda p: (
        (p.counts + p.k * p.once) / (p.counts + p.k * p.once).sum(axis=1, keepdims=True)
    ),
    "the sums lost their axis, so each column is divided by another row's sum: "
    "keepdims=True.": lambda p: (p.counts + p.k) / (p.counts + p.k).sum(axis=1),
    "1 is added whatever k is.": lambda p: smoothed(p.counts, 1.0),
    "rows and columns are swapped: the row is the token before, the column the one "
    "after.": lambda p: smoothed(p.counts, p.k).T,
    "the pairs are counted backwards: the row is the token before, the column the "
    "one after.": lambda p: smoothed(p.counts.T, p.k),
    "each column is divided by its sum; every row has to sum to 1.": lambda p: (
        (p.counts + p.k) / (p.counts + p.k).sum(axis=0)
    ),
    "the whole table is divided by one sum; every row has to sum to 1.": lambda p: (
        (p.counts + p.k) / (p.counts + p.k).sum()
    ),
    "the counts are not divided by anything yet.": lambda p: p.counts + p.k,
    "`counts[before, after] += 1` on arrays counts a repeated pair only once.": lambda p: smoothed(
        p.once, p.k
    ),
    "the last token is joined to the first, a pair that is not in the text.": lambda p: smoothed(
        p.around, p.k
    ),
    "logarithms are returned; the table holds probabilities.": lambda p: np.log(
        smoothed(p.counts, p.k)
    ),
    "every row is the same: tokens are counted, not pairs.": lambda p: np.tile(
        p.single / p.single.sum(), (p.vocab_size, 1)
    ),
    "the pairs are two apart: the token after ids[:-2] is not ids[2:].": lambda p: smoothed(
        p.apart, p.k
    ),
}


def wrong_tables(ids: np.ndarray, vocab_size: int, k: float) -> dict[str, np.ndarray]:
    """The results of common mistakes, each named."""
    counts = pair_counts(ids, vocab_size)
    tables = outcomes(WRONG_TABLES, Pairs(ids, vocab_size, k))
    return {cause: table[followed(counts)] for cause, table in tables.items()}


def followed(counts: np.ndarray) -> np.ndarray:
    """Which tokens are ever followed by one; of the others every mistake is undefined."""
    return counts.sum(axis=1) > 0


def cause_of(got: np.ndarray, ids: np.ndarray, vocab_size: int, k: float, otherwise: str) -> str:
    """The likely misconception behind a wrong table; rows never followed are left aside."""
    rows = followed(pair_counts(ids, vocab_size))
    return likely(got[rows], wrong_tables(ids, vocab_size, k), otherwise)


def rows_sum_to_1(function: Callable) -> None:
    """A table whose rows are distributions."""
    ids, vocab_size, k, got = counted(function, np.random.default_rng())
    if not np.allclose(got.sum(axis=1), 1, atol=1e-4):
        cause = cause_of(got, ids, vocab_size, k, "divide each row by the sum of that row.")
        rows = followed(pair_counts(ids, vocab_size))
        if np.allclose(got[rows].sum(axis=1), 1, atol=1e-4) and "every count" not in cause:
            cause = "a token that is never followed has no counts: all are equally likely after it."
        pairs = Pairs(ids, vocab_size, k)
        if same(got, (pairs.counts + k) / (pairs.occurrences + k * vocab_size)):
            cause = OCCURRENCES
        raise student.fail("The rows of the Markov table do not sum to 1.", cause, COMPARISON)


def smooths_with_k(function: Callable) -> None:
    """(count of the pair + k) / (count of the first token + k * vocab_size), however large."""

    def of_three(ids: np.ndarray) -> np.ndarray:
        table = student.call("markov_bigram", function, ids, 3, 0.5)
        return student.array("The table of three tokens", table, (3,) * 2)

    long = np.random.default_rng().integers(2, size=12000)
    student.stands_alone(
        "markov_bigram", partial(of_three, long), partial(of_three, 0 * long), COMPARISON
    )
    ids, vocab_size, k, got = counted(function, np.random.default_rng())
    if not same(got, smoothed(pair_counts(ids, vocab_size), k)):
        raise student.fail(
            "The probabilities of the Markov table are wrong.",
            cause_of(
                got,
                ids,
                vocab_size,
                k,
                "it should be (count of the pair + k) / (count of the first + k * vocab_size).",
            ),
            COMPARISON,
        )
    # Two tokens that follow each other thousands of times.
    got = of_three(long)
    if not same(got, smoothed(pair_counts(long, 3), 0.5), rtol=1e-4):
        raise student.fail(
            "The probabilities are wrong where a pair occurs thousands of times.",
            "the counts are kept in numbers of too few bits, which overflow or stop growing; use "
            "float or int.",
            COMPARISON,
        )


def knows_contexts_never_seen(function: Callable) -> None:
    """The same probability for all after a token never followed; k is 1 by default."""
    vocab_size = 6
    ids = np.random.default_rng().integers(vocab_size - 2, size=40)
    got = student.call("markov_bigram", function, ids, vocab_size)
    got = student.array("The table with the default k", got, (vocab_size, vocab_size))
    if not np.allclose(got[-1], 1 / vocab_size, atol=1e-5):
        raise student.fail(
            "After a token that the training text lacks, the prediction is wrong.",
            "with no counts, add-k leaves k / (k * vocab_size) for every token: all are equally "
            "likely. The table has vocab_size rows, whatever the text contains.",
            COMPARISON,
        )
    right = same(got, smoothed(pair_counts(ids, vocab_size), 1.0))
    if not right and passes(partial(smooths_with_k, function)):
        raise student.fail(
            "The Markov table is wrong where k is left at its default.",
            "the default of the signature is k = 1, one more of everything.",
            COMPARISON,
        )
