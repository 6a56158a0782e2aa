"""Where a model errs: its losses sorted by position and by context.

All functions take the loss of every token, ``nats = -model.log_probs(ids)``, so the model is asked
only once.
"""

from typing import Any, NamedTuple

import numpy as np


class GroupLoss(NamedTuple):
    """The losses of the tokens that share a position or a context.

    Parameters
    ----------
    label : int or tuple of int
        The position, or the tokens of the context.
    count : int
        How many tokens.
    mean : float
        Their mean loss in nats.
    share : float
        Their part of the total loss of the text.
    """

    label: int | tuple[int, ...]
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody misses
    mean: float
    share: float


def loss_by_position(
    nats: np.ndarray, ids: np.ndarray, boundary_ids: np.ndarray, max_position: int = 20
) -> list[GroupLoss]:
    """Losses by how many tokens ago a boundary was, such as a space or the end of a line.

    The first letter of a word is hard to guess, the last ones are easy: this shows how hard.

    Parameters
    ----------
    nats : array (n,)
        The loss of every token.
    ids : integer array (n,)
        The text.
    boundary_ids : int or integer array (n_boundaries,)
        The tokens that set the position back: the token after one of them has position 0.
    max_position : int
        All later positions count as this one.

    Returns
    -------
    list of GroupLoss
        In the order of the positions.

    Raises
    ------
    ValueError
        If ``nats`` and ``ids`` are not equally long, or empty.

    Examples
    --------
    >>> ids = np.array([1, 2, 0, 1, 2, 0])  # 0 ends a word
    >>> nats = np.array([2.0, 1.0, 0.5, 3.0, 1.0, 0.5])
    >>> [(group.label, group.count, group.mean) for group in loss_by_position(nats, ids, 0)]
    [(0, 2, 2.5), (1, 2, 1.0), (2, 2, 0.5)]
    """
    nats, ids = _check(nats, ids)
    starts = np.zeros(len(ids), np.int64)
    after_boundary = 1 + np.flatnonzero(np.isin(ids[:-1], boundary_ids))
    starts[after_boundary] = after_boundary
    positions = np.arange(len(ids)) - np.maximum.accumulate(starts)
    labels, groups = np.unique(np.minimum(positions, max_position), return_inverse=True)
    return _group(nats, groups, labels.tolist())


def loss_by_context(nats: np.ndarray, ids: np.ndarray, length: int = 1) -> list[GroupLoss]:
    """Losses by the tokens just before.

    Parameters
    ----------
    nats : array (n,)
        The loss of every token.
    ids : integer array (n,)
        The text.
    length : int
        How many tokens count as the context, at least 1.

    Returns
    -------
    list of GroupLoss
        Those with the largest share of the total loss first; labels are tuples of ids.

    Raises
    ------
    ValueError
        If ``nats`` and ``ids`` are not equally long, or the text is not longer than a context.

    Examples
    --------
    >>> ids = np.array([1, 2, 1, 3])
    >>> nats = np.array([9.0, 1.0, 0.5, 2.0])
    >>> [(group.label, group.count, group.mean) for group in loss_by_context(nats, ids)]
    [((1,), 2, 1.5), ((2,), 1, 0.5)]
    """
    nats, ids = _check(nats, ids)
    if not 1 <= length < len(ids):
        raise ValueError(
            f"length must be at least 1 and below the {len(ids)} tokens of the text, got {length}"
        )
    contexts = np.lib.stride_tricks.sliding_window_view(ids[:-1], length)  # (n - length, length)
    labels, groups = np.unique(contexts, axis=0, return_inverse=True)
    result = _group(nats[length:], groups.reshape(-1), [tuple(row) for row in labels.tolist()])
    return sorted(result, key=lambda group: -group.share)


def _group(nats: np.ndarray, groups: np.ndarray, labels: list[Any]) -> list[GroupLoss]:
    counts = np.bincount(groups)
    sums = np.bincount(groups, weights=nats)
    shares = sums / max(sums.sum(), np.finfo(float).tiny)
    return [
        GroupLoss(label, int(count), float(total / count), float(share))
        for label, count, total, share in zip(labels, counts, sums, shares, strict=True)
    ]


def _check(nats: np.ndarray, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    nats, ids = np.asarray(nats, np.float64), np.asarray(ids)
    if nats.ndim != 1 or nats.shape != ids.shape or nats.size == 0:
        raise ValueError(
            "nats and ids must be the losses and tokens of one text, two arrays (n,), "
            f"got {nats.shape} and {ids.shape}"
        )
    return nats, ids
