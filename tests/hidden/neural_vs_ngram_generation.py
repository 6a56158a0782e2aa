"""Hidden checks of exercise 3.11, d): what generated text is measured by."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from tests.hidden.known_runs import (
    HASHED,
    JOINED,
    ONE_BYTE,
    PACKED,
    ROUND_BASES,
    grams,
    hashed,
    many_runs,
    mix_up,
)
from tests.hidden.student import Student
from tests.hidden.verdict import (
    Mistakes,
    Part,
    award,
    likely,
    outcomes,
    passes,
    same,
    share,
    telling,
)

student = Student("Exercise 3.11, Compare to n-gram")
QUALITY = "d) Quality of generation"

PAST_THE_END = (
    "slices run past the end of the text, or its end is joined to its beginning; there are only "
    "len(ids) - n + 1 n-grams."
)


def distinct_n(function: Callable, points: float) -> float:
    """The share of n-grams of a text that are different ones."""
    parts = [
        Part(2, partial(distinct_values, function)),
        Part(1, partial(distinct_landmarks, function)),
    ]
    return award(points, parts)


def overlap(function: Callable, points: float) -> float:
    """The share of n-grams of a sample that the training text contains."""
    parts = [
        Part(2, partial(overlap_values, function)),
        Part(1, partial(overlap_landmarks, function)),
    ]
    return award(points, parts)


def number(what: str, value: Any) -> np.ndarray:
    """One number, as an array without axes."""
    return student.array(what, value, (), "it should be one number.")


def distinct_values(function: Callable) -> None:
    """The different n-grams divided by all n-grams."""
    rng = np.random.default_rng()

    def of_pairs(ids: list[int]) -> np.ndarray:
        return number("distinct_n", student.call("distinct_n", function, np.array(ids), 2))

    student.stands_alone(
        "distinct_n", partial(of_pairs, [0, 0, 0, 0]), partial(of_pairs, [4, 1, 3, 2]), QUALITY
    )
    for n in (2, 3, 1):
        ids, _ = telling(partial(distinct_text, rng, n), wrong_distinct)
        got = number("distinct_n", student.call("distinct_n", function, ids, n))
        if not same(got, np.asarray(len(set(grams(ids, n))) / len(grams(ids, n)))):
            raise student.fail(
                f"distinct_n is wrong for n = {n}.",
                likely(
                    got,
                    wrong_distinct(ids, n),
                    "it is the number of different n-grams divided by the number of all "
                    "n-grams, len(ids) - n + 1.",
                ),
                QUALITY,
            )


def distinct_text(rng: np.random.Generator, n: int) -> tuple[np.ndarray, int]:
    """A text with repeated n-grams, whose last one occurs once; an id below the last is missing."""
    size = 5 + int(rng.integers(3))
    ids = rng.integers(size, size=int(rng.integers(35, 50)))
    ids[-2:] = [size, size + 2]
    ids[:2] = ids[2:4] = [0, 1]
    return ids, n


class Text:
    """The n-grams of a text."""

    def __init__(self, ids: np.ndarray, n: int) -> None:
        self.ids = ids
        self.n = n
        self.all_grams = grams(ids, n)
        self.kinds = set(grams(ids, n))
        self.size = len(np.unique(ids))
        self.last = int(ids.max()) + 1
        self.chunks = [tuple(ids[i : i + n].tolist()) for i in range(0, len(ids) - n + 1, n)]
        self.short = self.all_grams[:-1]
        self.hapax = [gram for gram in self.kinds if self.all_grams.count(gram) == 1]


WRONG_DISTINCT: Mistakes = {
    "it divides by the number of tokens; there are len(ids) - n + 1 n-grams.": lambda t: (
        len(t.kinds) / len(t.ids)
    ),
    "it divides by the number of n-grams one could think of, vocab_size ** n; divide by "
    "those of the text.": lambda t: len(t.kinds) / t.size**t.n,
    "it divides by vocab_size ** n; divide by the n-grams of the text.": lambda t: (
        len(t.kinds) / t.last**t.n
    ),
    "it divides by the number of different tokens; divide by the n-grams of the text.": lambda t: (
        len(t.kinds) / t.size
    ),
    "it divides by len(ids) - n; there are len(ids) - n + 1 n-grams.": lambda t: (
        len(t.kinds) / (len(t.ids) - t.n)
    ),
    "it is the number of different n-grams, not yet divided.": lambda t: len(t.kinds),
    "it is turned round: all n-grams divided by the different ones.": lambda t: (
        len(t.all_grams) / len(t.kinds)
    ),
    "it is the share of repeated n-grams, 1 minus what is wanted.": lambda t: (
        1 - len(t.kinds) / len(t.all_grams)
    ),
    "the n-grams do not overlap; a new one begins at every token.": lambda t: (
        len(set(t.chunks)) / len(t.chunks)
    ),
    "the last n-gram is lost: range(len(ids) - n + 1).": lambda t: len(set(t.short)) / len(t.short),
    PAST_THE_END: lambda t: (
        len({tuple(t.ids[i : i + t.n].tolist()) for i in range(len(t.ids))}) / len(t.ids)
    ),
    "only n-grams that occur exactly once are counted.": lambda t: len(t.hapax) / len(t.all_grams),
    "the order inside an n-gram is lost (sorted or a set): (a, b) is not (b, a).": lambda t: (
        len({tuple(sorted(gram)) for gram in t.all_grams}) / len(t.all_grams)
    ),
    "tokens are counted, whatever n is.": lambda t: len(set(t.ids.tolist())) / len(t.ids),
    "pairs are counted, whatever n is.": lambda t: len(set(grams(t.ids, 2))) / len(grams(t.ids, 2)),
    "the n-grams are one token too long.": lambda t: (
        len(set(grams(t.ids, t.n + 1))) / len(grams(t.ids, t.n + 1))
    ),
    "the n-grams are summed to one number, so different ones look alike.": lambda t: (
        len({sum(gram) for gram in t.all_grams}) / len(t.all_grams)
    ),
    "it is a percentage; a share from 0 to 1 is wanted.": lambda t: (
        100 * len(t.kinds) / len(t.all_grams)
    ),
}


def wrong_distinct(ids: np.ndarray, n: int) -> dict[str, np.ndarray]:
    """The results of common mistakes, each named."""
    return outcomes(WRONG_DISTINCT, Text(ids, n))


def distinct_landmarks(function: Callable) -> None:
    """1 / (n-grams) for one token repeated, 1 where no n-gram repeats; none mixed up."""
    # Pairs that are all different, and look alike to those who write them in another way.
    for pairs, what, cause in [
        ([1, 12, 11, 2, 3, 1, 1, 2], "ids of one and of two digits", JOINED),
        ([0, 9, 1, 0, 3, 9, 8], "different n-grams", PACKED),
        ([1, 300, 257, 44], "ids below and above 255", ONE_BYTE),
        *(
            ([5, 7, 3, 5 + base, 6, 1, 7, 5, 2, 6, 5 + base], "ids that are packed", PACKED)
            for base in ROUND_BASES
        ),
    ]:
        got = number("distinct_n", student.call("distinct_n", function, np.array(pairs), 2))
        if not same(got, np.asarray(1.0)):
            raise student.fail(f"distinct_n mixes up {what}.", cause, QUALITY)
    text, _ = many_runs(np.random.default_rng())
    right = np.asarray(len(set(grams(text, 2))) / len(grams(text, 2)))
    got = number("distinct_n", student.call("distinct_n", function, text, 2))
    if not same(got, right) and passes(partial(distinct_values, function)):
        raise student.fail("distinct_n mixes up n-grams of many different ids.", HASHED, QUALITY)
    rng = np.random.default_rng()
    length = 20 + int(rng.integers(20))
    cases = [
        (np.zeros(length, dtype=int), 2, 1 / (length - 1), "always the same token"),
        (rng.permutation(length), 3, 1.0, "no token twice"),
        (np.array([4, 5, 6]), 3, 1.0, "as many tokens as an n-gram"),
    ]
    for ids, n, expected, what in cases:
        got = number("distinct_n", student.call("distinct_n", function, ids, n))
        if not same(got, np.asarray(expected)):
            raise student.fail(
                f"distinct_n is wrong for a text with {what}.",
                likely(
                    got,
                    wrong_distinct(ids, n),
                    "divide by the number of n-grams, which may be 1.",
                ),
                QUALITY,
            )


def overlap_texts(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray, int]:
    """A sample that shares much with a training text, at its beginning and at its end too."""
    size = 5 + int(rng.integers(3))
    train = rng.integers(size, size=50)
    train[20:28] = train[5:13]  # n-grams that the training text repeats
    copied = [train[i : i + n + 2] for i in (*rng.integers(10, 40, size=2), 5)]
    foreign = np.array([size, size + 1])  # tokens that the training text lacks
    new = rng.integers(size, size=int(rng.integers(8, 14)))
    return np.concatenate([*copied, copied[0], foreign, new, train[-n:]]), train, n


def keeps_ngrams_apart(function: Callable) -> None:
    """N-grams are found only where they are equal, not where they look alike."""

    def share_found(run: np.ndarray, text: np.ndarray) -> np.ndarray:
        return number("overlap", student.call("overlap", function, run, text, 2))

    if found := mix_up(share_found):
        raise student.fail(f"overlap mixes up {found.what}.", found.cause, QUALITY)
    if hashed(share_found):
        raise student.fail("overlap mixes up n-grams of many different ids.", HASHED, QUALITY)


def overlap_values(function: Callable) -> None:
    """The share of the sample's n-grams that the training text contains."""
    rng = np.random.default_rng()
    train = rng.permutation(60)

    def known_to(text: np.ndarray) -> np.ndarray:
        return number("overlap", student.call("overlap", function, train[7:29], text, 2))

    backwards = train[::-1].copy()
    student.stands_alone("overlap", partial(known_to, backwards), partial(known_to, train), QUALITY)
    keeps_ngrams_apart(function)
    for n in (5, 2, 3):
        sample, train, _ = telling(partial(overlap_texts, rng, n), wrong_overlaps)
        got = number("overlap", student.call("overlap", function, sample, train, n))
        known = set(grams(train, n))
        right = share(gram in known for gram in grams(sample, n))
        if not same(got, np.asarray(right)):
            raise student.fail(
                f"overlap is wrong for n = {n}.",
                likely(
                    got,
                    wrong_overlaps(sample, train, n),
                    "go through the n-grams of the sample, and take the share of those that the "
                    "training text contains.",
                ),
                QUALITY,
            )
    keeps_many_ngrams_apart(function)


def keeps_many_ngrams_apart(function: Callable) -> None:
    """N-grams of many different ids are found only where they are equal."""
    text, other = many_runs(np.random.default_rng())
    known = set(grams(text, 2))
    got = number("overlap", student.call("overlap", function, other, text, 2))
    if not same(got, np.asarray(share(gram in known for gram in grams(other, 2)))):
        raise student.fail("overlap mixes up n-grams of many different ids.", HASHED, QUALITY)


class Overlap:
    """The n-grams of a sample and of a training text."""

    def __init__(self, sample: np.ndarray, train: np.ndarray, n: int) -> None:
        self.sample = sample
        self.n = n
        self.ours = grams(sample, n)
        self.theirs = grams(train, n)
        self.mine = set(self.ours)
        self.known = set(self.theirs)
        self.right = share(gram in self.known for gram in self.ours)
        self.both = len(self.mine & self.known)
        self.chunks = grams(sample, n)[::n]
        self.known_tokens = set(train.tolist())
        self.bags = {tuple(sorted(gram)) for gram in self.known}
        self.sets = set(map(frozenset, self.known))
        self.theirs_but_last = set(self.theirs[:-1])
        self.their_chunks = set(self.theirs[::n])
        self.pairs = set(grams(train, 2))
        self.triples = set(grams(train, 3))
        self.longer = set(grams(train, n + 1))
        self.shorter = set(grams(train, n - 1))


WRONG_OVERLAPS: Mistakes = {
    "every n-gram counts once, however often the sample repeats it; go through all "
    "of them.": lambda o: o.both / len(o.mine),
    "it divides by the n-grams of the training text; divide by those of the sample.": lambda o: (
        o.both / len(o.known)
    ),
    "it divides by the length of the training text; divide by the n-grams of the "
    "sample.": lambda o: o.both / len(o.theirs),
    "sample and training text are swapped: it asks how much of the training text is in "
    "the sample.": lambda o: share(gram in o.mine for gram in o.theirs),
    "it is the intersection over the union (Jaccard); divide by the n-grams of the "
    "sample.": lambda o: o.both / len(o.mine | o.known),
    "it is the share of new n-grams, 1 minus what is wanted.": lambda o: 1 - o.right,
    "it is a number of n-grams, not yet divided.": lambda o: o.right * len(o.ours),
    "it is the number of different shared n-grams, not yet divided.": lambda o: o.both,
    "it divides by the number of tokens; there are len(sample) - n + 1 n-grams.": lambda o: (
        o.right * len(o.ours) / len(o.sample)
    ),
    "it divides by len(sample) - n; there are len(sample) - n + 1 n-grams.": lambda o: (
        o.right * len(o.ours) / (len(o.ours) - 1)
    ),
    "the n-grams of the sample do not overlap; a new one begins at every token.": lambda o: share(
        gram in o.known for gram in o.chunks
    ),
    "the last n-gram of the sample is lost: range(len(sample) - n + 1).": lambda o: share(
        gram in o.known for gram in o.ours[:-1]
    ),
    "the last n-gram of the training text is lost: range(len(train_ids) - n + 1).": lambda o: share(
        gram in o.theirs_but_last for gram in o.ours
    ),
    "the n-grams of the training text do not overlap; a new one begins at every token.": lambda o: (
        share(gram in o.their_chunks for gram in o.ours)
    ),
    "tokens are compared, whatever n is.": lambda o: share(
        token in o.known_tokens for token in o.sample.tolist()
    ),
    "an n-gram counts if its tokens occur anywhere; they have to stand together and in "
    "order.": lambda o: share(set(gram) <= o.known_tokens for gram in o.ours),
    "the order inside an n-gram is lost: (a, b) is not (b, a).": lambda o: share(
        tuple(sorted(gram)) in o.bags for gram in o.ours
    ),
    "an n-gram is a set of tokens: their order is lost, and how often each of them stands "
    "there.": lambda o: share(frozenset(gram) in o.sets for gram in o.ours),
    "the n-grams are one token too long.": lambda o: share(
        gram in o.longer for gram in grams(o.sample, o.n + 1)
    ),
    "the n-grams are one token too short.": lambda o: share(
        gram in o.shorter for gram in grams(o.sample, o.n - 1)
    ),
    "n is fixed at 2.": lambda o: share(gram in o.pairs for gram in grams(o.sample, 2)),
    "n is fixed at 3.": lambda o: share(gram in o.triples for gram in grams(o.sample, 3)),
    "it is a percentage; a share from 0 to 1 is wanted.": lambda o: 100 * o.right,
}


def wrong_overlaps(sample: np.ndarray, train: np.ndarray, n: int) -> dict[str, np.ndarray]:
    """The results of common mistakes, each named."""
    return outcomes(WRONG_OVERLAPS, Overlap(sample, train, n))


def overlap_landmarks(function: Callable) -> None:
    """1 for a copy of the training text, 0 for it backwards, 1 for a single known n-gram."""
    rng = np.random.default_rng()
    train = rng.permutation(60)
    cases = [
        (train[7:29], train, 4, 1.0, "copied from the training text"),
        (train[::-1].copy(), train, 2, 0.0, "that is the training text backwards"),
        (np.array([12, 3]), np.array([12, 3, 9]), 2, 1.0, "of a single n-gram"),
    ]
    for sample, text, n, expected, what in cases:
        got = number("overlap", student.call("overlap", function, sample, text, n))
        if not same(got, np.asarray(expected)):
            raise student.fail(
                f"overlap is wrong for a sample {what}.",
                likely(
                    got,
                    wrong_overlaps(sample, text, n),
                    "divide by the number of n-grams of the sample, which may be 1.",
                ),
                QUALITY,
            )
