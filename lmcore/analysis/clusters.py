"""Clusters against known classes: do vectors of one class lie together?

The model was never shown the classes. A picture of two dimensions can deceive; these scores look
at all of them.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from lmcore.analysis.vectors import check_table

METRICS = ("cosine", "euclidean")
Labels = Sequence[Any] | np.ndarray


def knn_purity(W: np.ndarray, labels: Labels, k: int = 5, *, metric: str = "cosine") -> float:
    """Mean share of a vector's ``k`` nearest neighbors that have its own label.

    Parameters
    ----------
    W : array (n, dim)
    labels : sequence of n, or array (n,)
        The class of every row, such as its part of speech.
    k : int
        At most ``n - 1``.
    metric : {"cosine", "euclidean"}
        Cosine for embeddings, Euclidean for points that
        :func:`lmcore.analysis.projection.project` made.

    Returns
    -------
    float
        From 0 to 1. Compare it with :func:`chance_purity`.

    Raises
    ------
    ValueError
        If labels do not fit ``W``, name one class only, or ``k`` or ``metric`` is not possible.

    Examples
    --------
    >>> W = [[1.0, 0.1], [1.0, 0.2], [0.1, 1.0], [0.2, 1.0]]
    >>> knn_purity(W, ["vowel", "vowel", "consonant", "consonant"], k=1)
    1.0
    """
    W, classes_of = _check(W, labels, metric)
    neighbors = _neighbors(W, k, metric)  # (n, k)
    return float(np.mean(classes_of[neighbors] == classes_of[:, None]))


def knn_accuracy(W: np.ndarray, labels: Labels, k: int = 3, *, metric: str = "cosine") -> float:
    """Share of vectors whose label is the most frequent among their ``k`` nearest neighbors.

    Classification by neighbors, each vector left out in its turn (Cover and Hart 1967). Of labels
    equally frequent the first in sorted order counts.

    Parameters
    ----------
    W, labels, k, metric
        As for :func:`knn_purity`, errors too.

    Returns
    -------
    float
        From 0 to 1. Naming always the largest class reaches that class's share.

    Examples
    --------
    >>> W = [[1.0, 0.1], [1.0, 0.2], [0.1, 1.0], [0.2, 1.0]]
    >>> knn_accuracy(W, ["vowel", "vowel", "consonant", "vowel"], k=1)
    0.5
    """
    W, classes_of = _check(W, labels, metric)
    neighbors = _neighbors(W, k, metric)  # (n, k)
    classes = np.unique(classes_of)
    votes = (classes_of[neighbors][:, :, None] == classes).sum(axis=1)  # (n, classes)
    return float(np.mean(classes[votes.argmax(axis=1)] == classes_of))


def chance_purity(labels: Labels) -> float:
    """The purity to expect of vectors that have nothing to do with the labels.

    Parameters
    ----------
    labels : sequence of n, or array (n,)

    Returns
    -------
    float
        The chance that two different rows, drawn at random, have the same label.

    Raises
    ------
    ValueError
        If there are not at least two labels in a row.

    Examples
    --------
    >>> chance_purity(["vowel", "vowel", "consonant", "consonant"])
    0.3333333333333333
    """
    classes_of = np.asarray(labels)  # (n,)
    if classes_of.ndim != 1 or len(classes_of) < 2:
        raise ValueError(f"labels must be at least 2 in a row, got shape {classes_of.shape}")
    n = len(classes_of)
    _, counts = np.unique(classes_of, return_counts=True)
    return float(counts @ (counts - 1) / (n * (n - 1)))


def silhouette(W: np.ndarray, labels: Labels, *, metric: str = "cosine") -> float:
    """How much nearer a vector is to its own class than to the next, on average.

    With ``own`` the mean distance to the rest of its class and ``other`` to the nearest other
    class: the mean of ``(other - own) / max(own, other)`` (Rousseeuw 1987).

    Parameters
    ----------
    W, labels, metric
        As for :func:`knn_purity`.

    Returns
    -------
    float
        1 is dense and well apart, 0 is on the border, below 0 nearer to another class.

    Raises
    ------
    ValueError
        As :func:`knn_purity`; or if no class has two members.

    Examples
    --------
    >>> silhouette([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]], [0, 0, 1, 1])
    1.0
    """
    from sklearn.metrics import silhouette_score

    W, classes_of = _check(W, labels, metric)  # (n, dim), (n,)
    if len(np.unique(classes_of)) == len(W):
        raise ValueError(f"labels must share classes: {len(W)} vectors have as many classes")
    return float(silhouette_score(W, classes_of, metric=metric))


def _neighbors(W: np.ndarray, k: int, metric: str) -> np.ndarray:
    """Indices of the ``k`` rows nearest to each row, without itself: (n, k)."""
    from sklearn.neighbors import NearestNeighbors

    if not isinstance(k, int | np.integer) or not 1 <= k < len(W):
        raise ValueError(f"k must be a whole number from 1 to n - 1 = {len(W) - 1}, got {k}")
    search = NearestNeighbors(n_neighbors=k, metric=metric, algorithm="brute").fit(W)
    return search.kneighbors(return_distance=False)


def _check(W: np.ndarray, labels: Labels, metric: str) -> tuple[np.ndarray, np.ndarray]:
    W, classes_of = check_table(W), np.asarray(labels)
    if classes_of.shape != (len(W),):
        raise ValueError(
            f"labels must be one for each of the {len(W)} rows of W, got shape {classes_of.shape}"
        )
    if len(np.unique(classes_of)) < 2:
        raise ValueError("labels must name at least 2 classes, to compare one with another")
    if metric not in METRICS:
        raise ValueError(f"metric must be one of {', '.join(METRICS)}, got {metric!r}")
    return W, classes_of
