"""Hidden checks of exercise 3.9: rows of a table, PCA, and how pure neighborhoods are."""

import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from tests.hidden.student import Student
from tests.hidden.verdict import Mistakes, Part, award, likely, outcomes, same, telling

student = Student("Exercise 3.9, Embedding visualization", refused=["project"])
EXTRACT = "a) Extracting the embeddings"
REDUCE = "b) Reducing to two dimensions"
CLUSTER = "c) Do similar words cluster?"


def embeddings_of(function: Callable, points: float) -> float:
    """The rows of a table that belong to some words, in their order."""
    return award(
        points, [Part(2, partial(picks_rows, function)), Part(1, partial(edges, function))]
    )


def pca(function: Callable, points: float) -> float:
    """The two directions in which the vectors differ most; the sign is free."""
    parts = [
        Part(1, partial(is_centered, function)),
        Part(2, partial(finds_directions, function)),
        Part(1, partial(ignores_the_mean, function)),
    ]
    return award(points, parts)


def knn_purity(function: Callable, points: float) -> float:
    """The share of nearest neighbors, by cosine, that have a vector's own label."""
    parts = [
        Part(2, partial(purity_values, function)),
        Part(1, partial(purity_landmarks, function)),
    ]
    return award(points, parts)


def chance_purity(function: Callable, points: float) -> float:
    """The purity to expect of vectors that have nothing to do with the labels."""
    parts = [
        Part(2, partial(chance_values, function)),
        Part(1, partial(chance_landmarks, function)),
    ]
    return award(points, parts)


def number(what: str, value: Any) -> np.ndarray:
    """One number, as an array without axes."""
    return student.array(what, value, (), "it should be one number.")


def words(n: int) -> list[str]:
    """Made-up words, in no order."""
    rng = np.random.default_rng()
    found = {"".join(rng.choice(list("abdegiklmnoprstu"), size=5)) for _ in range(2 * n)}
    return [str(word) for word in rng.permutation(sorted(found))[:n]]


class Asked:
    """A table, its tokens, and the words whose rows are asked."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.tokens = tokens = words(17)
        # Some begin with another token, end in one, or differ from one in a capital letter.
        tokens[2], tokens[3] = tokens[9] + "s", "un" + tokens[10]
        tokens[4], tokens[15] = tokens[11].capitalize(), tokens[0].capitalize()
        self.table = rng.normal(size=(len(tokens), 5))  # (tokens, dim)
        # The first and the last token are among them, and the rest in no order.
        others = [1, 5, 6, 7, 8, 12, 13, 14]
        chosen = [0, 9, 10, 11, len(tokens) - 1, *rng.permutation(others)[:4]]
        self.ids = rng.permutation(chosen)
        self.small = [token.lower() for token in tokens]
        self.last_small = {token: i for i, token in enumerate(self.small)}
        self.asked = [tokens[i] for i in self.ids]

    @property
    def right(self) -> np.ndarray:
        """Reference: the rows of the words asked."""
        return self.table[self.ids]

    def first_where(self, fits: Callable[[str, str], bool]) -> np.ndarray:
        """Return the row of the first token that fits each word."""
        found = [[fits(token, word) for token in self.tokens].index(True) for word in self.asked]
        return self.table[found]


WRONG_ROWS: Mistakes = {
    "the rows come in the order of the table; keep the order of the words.": lambda k: k.table[
        np.sort(k.ids)
    ],
    "the words are sorted; keep their order.": lambda k: k.table[
        [k.tokens.index(word) for word in sorted(k.asked)]
    ],
    "token i is row i, counted from 0.": lambda k: k.table[(k.ids + 1) % len(k.tokens)],
    "token i is row i, not row i - 1.": lambda k: k.table[k.ids - 1],
    "the first rows are returned, whatever words are asked.": lambda k: k.table[: len(k.ids)],
    "the tokens are sorted first, so ids and rows no longer agree.": lambda k: k.table[
        [sorted(k.tokens).index(word) for word in k.asked]
    ],
    "the vectors are scaled to length 1; return them as they are.": lambda k: (
        k.table[k.ids] / np.linalg.norm(k.table[k.ids], axis=1, keepdims=True)
    ),
    "the mean is subtracted; return the vectors as they are.": lambda k: (
        k.table[k.ids] - k.table[k.ids].mean(axis=0)
    ),
    "the rows come backwards.": lambda k: k.table[k.ids[::-1]],
    "capital and small letters are taken for the same; a token is compared as it is.": lambda k: (
        k.table[[k.small.index(word.lower()) for word in k.asked]]
    ),
    "capital and small letters are taken for the same; compare a token as it is.": lambda k: (
        k.table[[k.last_small[word.lower()] for word in k.asked]]
    ),
    "a token that only begins with the word is taken; compare whole tokens.": lambda k: (
        k.first_where(str.startswith)
    ),
    "a token that only contains the word is taken; compare whole tokens.": lambda k: k.first_where(
        str.__contains__
    ),
}


def picks_rows(function: Callable) -> None:
    """The row of each word asked, in the order asked."""
    known = Asked(np.random.default_rng())
    got = student.call("embeddings_of", function, known.table, known.tokens, known.asked)
    hint = "one row for each word that is asked."
    got = student.array("The result", got, known.right.shape, hint)
    if not same(got, known.right):
        wrong = outcomes(WRONG_ROWS, known)
        raise student.fail(
            "embeddings_of does not return the rows of the words.",
            likely(got, wrong, "the id of a word is its place in tokens, and names its row."),
            EXTRACT,
        )


def edges(function: Callable) -> None:
    """A table with one row for one word, and a row twice for a word asked twice."""
    rng = np.random.default_rng()
    tokens = words(6)
    table = rng.normal(size=(len(tokens), 6))  # as many columns as rows
    for asked in ([tokens[4]], [tokens[2], tokens[5], tokens[2]]):
        right = np.stack([table[tokens.index(word)] for word in asked])
        got = student.call("embeddings_of", function, table, tokens, asked)
        hint = "(words, dim), for one word too."
        if len(asked) > 1:
            hint = "a word that is asked twice gets its row twice."
        got = student.array("The result", got, right.shape, hint)
        if not same(got, right):
            columns = table[:, [tokens.index(word) for word in asked]].T
            raise student.fail(
                "embeddings_of is wrong for one word, or for a word that is asked twice.",
                likely(
                    got,
                    {"columns are returned; a word is a row.": columns},
                    "each word that is asked gets its row, as often as it is asked.",
                ),
                EXTRACT,
            )


def cloud(rng: np.random.Generator) -> np.ndarray:
    """Vectors far from the origin, whose spread differs from axis to axis."""
    n, dim = 30 + int(rng.integers(9)), 6
    turn, _ = np.linalg.qr(rng.normal(size=(dim, dim)))
    spread = np.array([5.0, 3.0, 1.5, 1.0, 0.5, 0.2])
    X = rng.normal(size=(n, dim)) * spread
    return X @ turn + rng.normal(scale=9.0, size=dim)


def projected(X: np.ndarray) -> np.ndarray:
    """Reference: the rows centered, on the two directions of largest variance (n, 2)."""
    centered = X - X.mean(axis=0)
    _, vectors = np.linalg.eigh(centered.T @ centered)  # ascending
    return centered @ vectors[:, :-3:-1]


def without_sign(points: np.ndarray) -> np.ndarray:
    """Turn each column so that its largest number is positive."""
    largest = points[np.abs(points).argmax(axis=0), range(points.shape[1])]
    return points * np.where(largest < 0, -1.0, 1.0)


def points_of(function: Callable, X: np.ndarray) -> np.ndarray:
    """The points that ``pca`` answers, (n, 2)."""
    got = student.call("pca", function, X)
    return student.array("The result of pca", got, (len(X), 2), "one point for each row: (n, 2).")


def close(got: np.ndarray, right: np.ndarray) -> bool:
    """Whether points are equal up to the sign of each direction."""
    return same(without_sign(got), without_sign(right), rtol=1e-3, atol=2e-3)


class Cloud:
    """The directions that mistakes project on."""

    def __init__(self, X: np.ndarray) -> None:
        self.X = X
        self.centered = X - X.mean(axis=0)
        _, self.singular, self.Vt = np.linalg.svd(self.centered, full_matrices=False)
        self.U = self.centered @ self.Vt.T / self.singular
        self.raw_U, self.raw_s, self.raw_Vt = np.linalg.svd(X, full_matrices=False)
        self.standard = self.centered / self.centered.std(axis=0)
        _, _, self.standard_Vt = np.linalg.svd(self.standard, full_matrices=False)
        self.by_rows = X - X.mean(axis=1, keepdims=True)
        _, _, self.rows_Vt = np.linalg.svd(self.by_rows, full_matrices=False)
        self.one_mean = X - X.mean()
        _, _, self.one_Vt = np.linalg.svd(self.one_mean, full_matrices=False)
        self.unit = X / np.linalg.norm(X, axis=1, keepdims=True)
        self.unit = self.unit - self.unit.mean(axis=0)
        _, _, self.unit_Vt = np.linalg.svd(self.unit, full_matrices=False)
        self.directions = np.linalg.svd(self.centered, full_matrices=False)[2]


WRONG_POINTS: Mistakes = {
    "the vectors are not centered: subtract the mean of each column first.": lambda c: (
        c.raw_U[:, :2] * c.raw_s[:2]
    ),
    "the directions come from vectors that are not centered.": lambda c: (
        c.centered @ c.raw_Vt[:2].T
    ),
    "the vectors themselves are projected without being centered.": lambda c: (
        c.X @ c.directions[:2].T
    ),
    "the mean of each row is subtracted; the mean of each column is wanted.": lambda c: (
        c.by_rows @ c.rows_Vt[:2].T
    ),
    "one mean over all numbers is subtracted; every column has its own.": lambda c: (
        c.one_mean @ c.one_Vt[:2].T
    ),
    "U is returned without the singular values: all directions look equally wide.": lambda c: c.U[
        :, :2
    ],
    "the points are scaled to variance 1: all directions look equally wide.": lambda c: (
        c.U[:, :2] * np.sqrt(len(c.X) - 1)
    ),
    "the points are scaled to variance 1, so directions look equally wide.": lambda c: (
        c.U[:, :2] * np.sqrt(len(c.X))
    ),
    "the last two directions are taken; the first have the largest singular values.": lambda c: (
        c.centered @ c.directions[-2:].T
    ),
    "the last two directions are taken, the least one first.": lambda c: (
        c.centered @ c.directions[::-1][:2].T
    ),
    "the second direction stands first.": lambda c: c.centered @ c.directions[1::-1].T,
    "the first direction is left out.": lambda c: c.centered @ c.directions[1:3].T,
    "the columns of Vt are used; its rows are the directions.": lambda c: (
        c.centered @ c.directions[:, :2]
    ),
    "the first two numbers of each vector are kept; PCA looks for directions.": lambda c: (
        c.centered[:, :2]
    ),
    "the first two numbers of each vector are kept as they are.": lambda c: c.X[:, :2],
    "every column is scaled to variance 1 first; that changes the directions.": lambda c: (
        c.standard @ c.standard_Vt[:2].T
    ),
    "every vector is scaled to length 1 first; that changes the directions.": lambda c: (
        c.unit @ c.unit_Vt[:2].T
    ),
    "the singular values are multiplied twice.": lambda c: (
        c.centered @ c.directions[:2].T * c.singular[:2]
    ),
    "the points are divided by the root of n.": lambda c: (
        c.centered @ c.directions[:2].T / np.sqrt(len(c.X))
    ),
}


def wrong_points(X: np.ndarray) -> dict[str, np.ndarray]:
    """The results of common mistakes, each named."""
    return {
        cause: without_sign(points) for cause, points in outcomes(WRONG_POINTS, Cloud(X)).items()
    }


def is_centered(function: Callable) -> None:
    """Points whose mean is the origin."""
    X = cloud(np.random.default_rng())
    got = points_of(function, X)
    if not np.allclose(got.mean(axis=0), 0, atol=1e-3):
        if same(got, np.abs(projected(X)), 1e-3, 2e-3):
            raise student.fail(
                "The points of pca lie on one side of the origin.",
                "absolute values are taken: an axis may point either way, but a point and its "
                "mirror image are two points.",
                REDUCE,
            )
        raise student.fail(
            "The points of pca are not centered on the origin.",
            likely(
                without_sign(got),
                wrong_points(X),
                "the mean of the points is the origin where the mean of each column of X is "
                "subtracted, and nothing added.",
            ),
            REDUCE,
        )


OTHERS = (
    "these are directions of PCA, but not the two with the largest spread: np.linalg.eig gives its "
    "vectors in no order, so sort them by their values, the largest first."
)


def other_pairs(X: np.ndarray) -> list[np.ndarray]:
    """The projections on every other pair of directions, their signs taken off."""
    centered = X - X.mean(axis=0)
    points = centered @ np.linalg.svd(centered, full_matrices=False)[2].T
    pairs = itertools.permutations(range(X.shape[1]), 2)
    return [without_sign(points[:, pair]) for pair in map(list, pairs) if pair != [0, 1]]


def finds_directions(function: Callable) -> None:
    """The projection on the two directions of largest variance, whatever their signs."""
    rng = np.random.default_rng()
    for X in (cloud(rng) for _ in range(6)):  # where the order is chance, one may be right
        refuse_other_directions(function, X)
    refuse_other_directions(function, nearly_round(rng))
    X = widest_last(rng)
    got = points_of(function, X)
    if not close(got, projected(X)):  # a right answer to all the others has no mistake but one
        raise student.fail(
            "The points of pca are not the projection on the two widest directions.",
            OTHERS,
            REDUCE,
        )


def widest_last(rng: np.random.Generator) -> np.ndarray:
    """A cloud that is the wider the later the column: ``np.linalg.eig`` keeps their order."""
    X = rng.normal(size=(30, 6))
    U = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)[0]
    return U * [0.5, 1.0, 2.0, 3.0, 4.0, 6.0]


def nearly_round(rng: np.random.Generator) -> np.ndarray:
    """A cloud about as wide in some directions: a search that ends early has not found them."""
    X = rng.normal(size=(30, 6))
    U, _, Vt = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)
    return (U * [5.0, 4.0, 3.6, 1.0, 0.5, 0.2]) @ Vt


def refuse_other_directions(function: Callable, X: np.ndarray) -> None:
    """Fail where the points are not the projection on the two widest directions."""
    got = points_of(function, X)
    if not close(got, projected(X)):
        of_pairs = any(same(without_sign(got), pair, 1e-3, 2e-3) for pair in other_pairs(X))
        raise student.fail(
            "The points of pca are not the projection on the two widest directions.",
            likely(
                without_sign(got),
                wrong_points(X),
                OTHERS
                if of_pairs
                else "center, take the SVD, and project on the first two rows of Vt.",
            ),
            REDUCE,
        )


def ignores_the_mean(function: Callable) -> None:
    """The same points wherever the cloud lies, larger where it is larger, distances kept."""
    rng = np.random.default_rng()
    X = cloud(rng)
    one, moved = points_of(function, X), points_of(function, X + rng.normal(scale=50.0, size=6))
    if not close(one, moved):
        raise student.fail(
            "Moving all vectors together changes the picture.",
            "the vectors are not centered, so the first direction points at their mean.",
            REDUCE,
        )
    longer = points_of(function, 3.0 * X)
    flat = rng.normal(size=(12, 2)) @ rng.normal(size=(2, 6))
    distances = np.linalg.norm(flat[:, None] - flat, axis=-1)
    seen = points_of(function, flat)
    if not close(longer, 3.0 * one) or not same(
        np.linalg.norm(seen[:, None] - seen, axis=-1), distances, rtol=1e-3, atol=1e-3
    ):
        raise student.fail(
            "The distances in the picture are not those of the vectors.",
            "a projection keeps lengths along its directions: nothing is scaled to variance 1."
            if np.ptp(seen, axis=0).min() > 1e-6
            else OTHERS,
            REDUCE,
        )


def labeled(rng: np.random.Generator) -> tuple[np.ndarray, list[str], int]:
    """Vectors of three classes that overlap, with lengths that say nothing, and a k."""
    n, k = 38 + int(rng.integers(9)), 3 + int(rng.integers(3))
    kinds = rng.integers(3, size=n)
    kinds[:9] = np.repeat([0, 1, 2], 3)
    centers = rng.normal(size=(3, 4)) * 1.1
    X = (centers[kinds] + rng.normal(size=(n, 4))) * rng.uniform(0.2, 5.0, size=(n, 1))
    order = rng.permutation(n)
    return X[order], [["noun", "verb", "adverb"][kind] for kind in kinds[order]], k


def cosines(X: np.ndarray) -> np.ndarray:
    """Reference: the cosines of all pairs of rows (n, n)."""
    unit = X / np.linalg.norm(X, axis=1, keepdims=True)
    return unit @ unit.T


def hits(similarity: np.ndarray, labels: Sequence[str], first: int, last: int) -> np.ndarray:
    """Which of the ranks ``first`` to ``last`` (0 is the most similar) share the row's label."""
    order = np.argsort(-similarity, axis=1, kind="stable")[:, first:last]
    own = np.array(labels)
    return own[order] == own[:, None]


def most_frequent(labels: list[str]) -> str:
    """Of labels that are equally frequent, the one that comes first."""
    return Counter(labels).most_common(1)[0][0]


def purity(X: np.ndarray, labels: Sequence[str], k: int) -> float:
    """Reference: the mean share of the ``k`` nearest others with a vector's own label."""
    similarity = cosines(X)
    np.fill_diagonal(similarity, -np.inf)
    return float(hits(similarity, labels, 0, k).mean())


class Neighborhoods:
    """Which neighbors share a label, by several measures."""

    def __init__(self, X: np.ndarray, labels: Sequence[str], k: int) -> None:
        self.labels = labels
        self.k = k
        self.n = len(X)
        self.similarity = cosines(X)
        self.others = np.where(np.eye(self.n, dtype=bool), -np.inf, self.similarity)
        self.right = hits(self.others, labels, 0, k)
        order = np.argsort(-self.others, axis=1, kind="stable")[:, :k]
        self.near_labels = np.array(labels)[order].tolist()  # the nearest first
        self.distance = np.linalg.norm(X[:, None] - X, axis=-1)
        self.distance[np.diag_indices(self.n)] = np.inf
        self.dots = np.where(np.eye(self.n, dtype=bool), -np.inf, X @ X.T)
        centered = cosines(X - X.mean(axis=0))
        self.centered = np.where(np.eye(self.n, dtype=bool), -np.inf, centered)
        _, self.counts = np.unique(labels, return_counts=True)
        self.same_label = np.array(labels) == np.array(labels)[:, None]


WRONG_PURITIES: Mistakes = {
    "each vector counts as its own neighbor where its cosine is set to 0, as those of "
    "others may be smaller; take minus infinity.": lambda m: hits(
        np.where(np.eye(m.n, dtype=bool), 0.0, m.similarity), m.labels, 0, m.k
    ).mean(),
    "each vector counts as its own nearest neighbor; leave it out.": lambda m: hits(
        np.where(np.eye(m.n, dtype=bool), 2.0, m.similarity), m.labels, 0, m.k
    ).mean(),
    "each vector counts as its own neighbor besides the k others.": lambda m: hits(
        np.where(np.eye(m.n, dtype=bool), 2.0, m.similarity), m.labels, 0, m.k + 1
    ).mean(),
    "the nearest neighbor is left out besides the vector itself.": lambda m: hits(
        m.others, m.labels, 1, m.k + 1
    ).mean(),
    "only k - 1 neighbors are looked at: the vector itself took a place.": lambda m: hits(
        m.others, m.labels, 0, m.k - 1
    ).mean(),
    "it divides by k + 1; the vector itself is no neighbor.": lambda m: (
        m.right.sum(axis=1).mean() / (m.k + 1)
    ),
    "neighbors are the farthest vectors: a large cosine is near.": lambda m: hits(
        np.where(np.eye(m.n, dtype=bool), -np.inf, -m.similarity), m.labels, 0, m.k
    ).mean(),
    "distances are Euclidean; long vectors then have few neighbors. Use the cosine.": lambda m: (
        hits(-m.distance, m.labels, 0, m.k).mean()
    ),
    "it uses dot products; divide by the lengths, or long vectors are everybody's "
    "neighbor.": lambda m: hits(m.dots, m.labels, 0, m.k).mean(),
    "the mean vector is subtracted first; take the cosines of the vectors as they are.": lambda m: (
        hits(m.centered, m.labels, 0, m.k).mean()
    ),
    "it counts the vectors whose majority agrees; the mean share is wanted.": lambda m: (
        m.right.mean(axis=1) > 0.5
    ).mean(),
    "it counts the vectors whose label is the most frequent one among the neighbors, as a "
    "classifier would; the mean share is wanted.": lambda m: np.mean(
        [most_frequent(near) == own for near, own in zip(m.near_labels, m.labels, strict=True)]
    ),
    "it counts the vectors with at least one such neighbor; the mean share is wanted.": lambda m: (
        m.right.any(axis=1).mean()
    ),
    "it counts the vectors all of whose neighbors agree; the mean share is wanted.": lambda m: (
        m.right.all(axis=1).mean()
    ),
    "only the nearest neighbor is looked at, whatever k is.": lambda m: hits(
        m.others, m.labels, 0, 1
    ).mean(),
    "k is fixed at 5.": lambda m: hits(m.others, m.labels, 0, 5).mean(),
    "it is the share of neighbors of *another* label.": lambda m: 1 - m.right.mean(),
    "it is the number of such neighbors, not yet divided by k.": lambda m: m.right.sum(
        axis=1
    ).mean(),
    "it is the sum over all vectors, not yet divided.": lambda m: m.right.sum(),
    "it is the sum of the shares, not yet divided by the number of vectors.": lambda m: (
        m.right.mean(axis=1).sum()
    ),
    "all vectors are compared, not the nearest ones.": lambda m: m.same_label.mean(),
    "all other vectors are compared, not the nearest ones.": lambda m: (
        (m.same_label.sum() - m.n) / (m.n * (m.n - 1))
    ),
    "it divides by the size of the class.": lambda m: np.mean(
        m.right.sum(axis=1) / m.same_label.sum(axis=1)
    ),
    "it is the purity of the largest class alone.": lambda m: m.right[
        np.array(m.labels) == np.unique(m.labels)[m.counts.argmax()]
    ].mean(),
    "the classes are averaged, not the vectors.": lambda m: np.mean(
        [m.right[np.array(m.labels) == kind].mean() for kind in np.unique(m.labels)]
    ),
    "it is a percentage; a share from 0 to 1 is wanted.": lambda m: 100 * m.right.mean(),
}


def wrong_purities(X: np.ndarray, labels: Sequence[str], k: int) -> dict[str, np.ndarray]:
    """The results of common mistakes, each named."""
    return outcomes(WRONG_PURITIES, Neighborhoods(X, labels, k))


def purity_values(function: Callable) -> None:
    """The mean share of the ``k`` nearest others, by cosine, with the same label."""
    rng = np.random.default_rng()
    for _ in range(3):
        X, labels, k = telling(partial(labeled, rng), wrong_purities)
        got = number("The purity", student.call("knn_purity", function, X, labels, k))
        if not same(got, np.asarray(purity(X, labels, k))):
            raise student.fail(
                "knn_purity gives the wrong number.",
                likely(
                    got,
                    wrong_purities(X, labels, k),
                    "for each vector take its k nearest others by cosine, and the mean share of "
                    "those with its own label.",
                ),
                CLUSTER,
            )


def purity_landmarks(function: Callable) -> None:
    """1 where all neighbors agree, 0 where no label repeats, chance where ``k`` is all others."""
    rng = np.random.default_rng()
    lengths = rng.uniform(0.1, 9.0, size=(8, 1))
    ray = np.array([[1.0, 0.1], [1.0, 0.2], [1.0, 0.3], [1.0, 0.4]])
    X = np.concatenate([ray, ray[:, ::-1]]) * lengths
    labels = ["x"] * 4 + ["y"] * 4
    cases = [
        (X, labels, 3, 1.0, "where every neighbor agrees"),
        (X, labels, 7, 3 / 7, "where k is all the others"),
        (X * np.repeat([[1.0], [-1.0]], 4, axis=0), labels, 7, 3 / 7, "where cosines are negative"),
        (X, [str(i) for i in range(8)], 2, 0.0, "where every vector has a label of its own"),
    ]
    for vectors, names, k, expected, what in cases:
        got = number("The purity", student.call("knn_purity", function, vectors, names, k))
        if not same(got, np.asarray(expected)):
            raise student.fail(
                f"knn_purity is wrong {what}.",
                likely(
                    got,
                    wrong_purities(vectors, names, k),
                    "neighbors are the k others with the largest cosine, never the vector itself.",
                ),
                CLUSTER,
            )


def some_labels(rng: np.random.Generator) -> list[str]:
    """Labels of two to four classes of unlike sizes, in no order."""
    sizes = rng.permutation([2, 3, 5, 8])[: 2 + int(rng.integers(3))] + rng.integers(0, 2)
    return [str(x) for x in rng.permutation(np.repeat(["a", "b", "c", "d"][: len(sizes)], sizes))]


def chance(labels: Sequence[str]) -> float:
    """Reference: the share of ordered pairs of different vectors that have equal labels."""
    pairs = [a == b for i, a in enumerate(labels) for j, b in enumerate(labels) if i != j]
    return float(np.mean(pairs))


class Labels:
    """How often each label occurs."""

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = labels
        _, self.counts = np.unique(labels, return_counts=True)
        self.n = len(labels)


WRONG_CHANCES: Mistakes = {
    "a vector may be its own neighbor in this count; draw two *different* ones.": lambda m: np.sum(
        (m.counts / m.n) ** 2
    ),
    "it is 1 over the number of classes, as if all had one size.": lambda m: 1 / len(m.counts),
    "it is the share of the largest class.": lambda m: m.counts.max() / m.n,
    "it is the chance of *different* labels.": lambda m: 1 - chance(m.labels),
    "the vector itself is left out below, but not above: c * (c - 1).": lambda m: (
        np.sum(m.counts**2) / (m.n * (m.n - 1))
    ),
    "the vector itself is left out above, but not below: n * (n - 1).": lambda m: (
        np.sum(m.counts * (m.counts - 1)) / m.n**2
    ),
    "it is the mean over classes; a class counts by its size.": lambda m: np.mean(
        (m.counts - 1) / (m.n - 1)
    ),
    "each pair is counted once above and twice below.": lambda m: chance(m.labels) / 2,
    "each pair is counted twice above and once below.": lambda m: chance(m.labels) * 2,
    "it is the share of the smallest class.": lambda m: m.counts.min() / m.n,
    "it is the number of pairs, not yet divided.": lambda m: np.sum(m.counts * (m.counts - 1)),
    "it is the number of pairs, each once, not yet divided.": lambda m: (
        np.sum(m.counts * (m.counts - 1)) / 2
    ),
    "it is the entropy of the classes, not a chance.": lambda m: (
        -np.sum(m.counts / m.n * np.log(m.counts / m.n))
    ),
    "it is 1 over the number of labels.": lambda m: 1 / m.n,
    "it is a percentage; a share from 0 to 1 is wanted.": lambda m: 100 * chance(m.labels),
}


def wrong_chances(labels: Sequence[str]) -> dict[str, np.ndarray]:
    """The results of common mistakes, each named."""
    return outcomes(WRONG_CHANCES, Labels(labels))


def chance_values(function: Callable) -> None:
    """The probability that two different vectors, drawn at random, have equal labels."""
    rng = np.random.default_rng()
    for _ in range(3):
        (labels,) = telling(lambda: (some_labels(rng),), wrong_chances)
        got = number("The chance purity", student.call("chance_purity", function, labels))
        if not same(got, np.asarray(chance(labels))):
            raise student.fail(
                "chance_purity gives the wrong number.",
                likely(
                    got,
                    wrong_chances(labels),
                    "of all pairs of different vectors, the share with equal labels.",
                ),
                CLUSTER,
            )


def chance_landmarks(function: Callable) -> None:
    """1 for equal labels, 0 for different ones, and the share of pairs between."""
    cases = [
        (["a"] * 7, 1.0, "where all labels are equal"),
        (list("abcdefg"), 0.0, "where every label occurs once"),
        (["a", "b"] * 3, 2 / 5, "of two classes of one size"),
        (["verb", "noun", "verb"], 1 / 3, "of three labels"),
    ]
    for labels, expected, what in cases:
        got = number("The chance purity", student.call("chance_purity", function, labels))
        if not same(got, np.asarray(expected)):
            raise student.fail(
                f"chance_purity is wrong {what}.",
                "draw one vector, then another one: two different ones, so the second comes from "
                "n - 1.",
                CLUSTER,
            )
