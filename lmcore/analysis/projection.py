"""Projections: many dimensions flattened to two, to look at.

PCA turns the cloud of vectors to its widest side: distances shrink, but what is straight stays
straight (Pearson 1901). t-SNE keeps neighbors together and gives up the rest: clusters come out
clearly, but their sizes and the distances between them mean nothing (van der Maaten and Hinton
2008, Visualizing Data using t-SNE, JMLR 9).
"""

import numpy as np

from lmcore.analysis.vectors import check_table

METHODS = ("pca", "tsne")


def project(
    W: np.ndarray,
    method: str = "pca",
    *,
    rng: np.random.Generator | int = 0,
    perplexity: float | None = None,
) -> np.ndarray:
    """Points in the plane for the rows of a table.

    Project only the rows that you will plot: the others would choose the directions too.

    Parameters
    ----------
    W : array (n, dim)
        At least 4 vectors of at least 2 numbers.
    method : {"pca", "tsne"}
    rng : numpy.random.Generator or int
        For t-SNE; the same gives the same points. PCA leaves nothing to chance.
    perplexity : float, optional
        For t-SNE: how many neighbors a point tries to keep, below ``n``. By default 30, or a
        third of the other points where there are few. No relation to that of a language model,
        but for the formula.

    Returns
    -------
    array (n, 2)
        float64, centered.

    Raises
    ------
    ValueError
        If the method is unknown, ``W`` too small, ``perplexity`` out of range or not for PCA.

    Examples
    --------
    >>> line = np.outer([0, 1, 2, 3], [0.6, 0.0, 0.8])
    >>> project(line)[:, 0].round(6)
    array([-1.5, -0.5,  0.5,  1.5])
    """
    W = check_table(W, min_rows=4)
    if method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}, got {method!r}")
    if W.shape[1] < 2:
        raise ValueError("W must have at least 2 columns to be projected to 2, got 1")
    if method == "tsne":
        return _tsne(W, np.random.default_rng(rng), perplexity)
    if perplexity is not None:
        raise ValueError(f"perplexity is for method='tsne', got {perplexity} with 'pca'")
    return _pca(W)


def _pca(W: np.ndarray) -> np.ndarray:
    from sklearn.decomposition import PCA

    return PCA(n_components=2, svd_solver="full").fit_transform(W)  # (n, 2)


def _tsne(W: np.ndarray, rng: np.random.Generator, perplexity: float | None) -> np.ndarray:
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

    n = len(W)
    if perplexity is None:
        perplexity = min(30, (n - 1) / 3)
    if not 1 <= perplexity < n:
        raise ValueError(f"perplexity must be at least 1 and below n = {n}, got {perplexity}")
    # Starting from PCA keeps what is far apart apart. One thread: sums of several are added in
    # the order in which they finish, and t-SNE magnifies the last bit.
    tsne = TSNE(
        n_components=2, perplexity=perplexity, init="pca", random_state=int(rng.integers(2**32))
    )
    with threadpool_limits(limits=1):
        points = tsne.fit_transform(W).astype(np.float64)  # (n, 2)
    return points - points.mean(axis=0)
