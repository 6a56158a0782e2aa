"""Where to write the labels of points so that they can be read: beside a point, over no other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: where a label may stand: horizontal and vertical direction from its point, the best first
SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))


def write_labels(ax: Axes, points: np.ndarray, labels: Sequence[str], color: str) -> None:
    """Write a label beside each point of a plot.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        With everything else drawn: what comes later may move the points.
    points : array (n, 2)
        In the units of the axes.
    labels : sequence of n str
    color : str
    """
    figure = ax.figure.canvas.figure  # the whole one, if the axes stand in a part of it
    figure.draw_without_rendering()  # fixes the layout, which decides where there is room
    style: dict[str, Any] = {"color": color, "fontsize": 9, "ha": "center", "va": "center"}
    texts = [
        ax.annotate(label, at, (0, 0), textcoords="offset points", annotation_clip=False, **style)
        for label, at in zip(labels, points, strict=True)
    ]
    pixels = figure.dpi / 72  # in a point, the unit of type: 1/72 of an inch
    boxes = np.array([text.get_window_extent().size for text in texts]) / pixels  # (n, 2)
    at = ax.transData.transform(points) / pixels  # (n, 2)
    for text, offset in zip(texts, place_labels(boxes, at, gap=5) - at, strict=True):
        text.xyann = tuple(offset)


def place_labels(boxes: np.ndarray, points: np.ndarray, gap: float) -> np.ndarray:
    """Choose a side of its point for each label, one after the other.

    Each label takes the side on which it covers least of the points and of the labels placed
    before it. Not the best arrangement there is, but a good one found at once.

    Parameters
    ----------
    boxes : array (n, 2)
        Width and height of each label.
    points : array (n, 2)
        In the same unit, such as pixels.
    gap : float
        From the point to the edge of its label; the point itself is taken to be as wide.

    Returns
    -------
    array (n, 2)
        The centers of the labels.

    Raises
    ------
    ValueError
        If the shapes do not fit.

    Examples
    --------
    >>> place_labels(np.array([[20, 8], [20, 8]]), np.array([[0, 0], [15, 0]]), gap=4)
    array([[-14.,   0.],
           [ 29.,   0.]])
    """
    boxes, points = np.asarray(boxes, float), np.asarray(points, float)
    if boxes.shape != points.shape or points.ndim != 2 or points.shape[1] != 2:
        raise ValueError(
            f"boxes and points must both have the shape (n, 2), got {boxes.shape}, {points.shape}"
        )
    taken_at = list(points)
    taken_size = [np.full(2, gap)] * len(points)
    centers = np.empty_like(points)
    for i, (box, point) in enumerate(zip(boxes, points, strict=True)):
        candidates = point + np.array(SIDES) * (box / 2 + gap)  # (8, 2)
        covered = _covered(candidates, box, np.array(taken_at), np.array(taken_size))
        centers[i] = candidates[covered.argmin()]  # the first of the best
        taken_at.append(centers[i])
        taken_size.append(box)
    return centers


def _covered(at: np.ndarray, size: np.ndarray, others: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Area that a box of this size, at each of these centers, shares with the other boxes."""
    distance = np.abs(at[:, None] - others)  # (8, others, 2)
    shared = np.minimum((size + sizes) / 2 - distance, np.minimum(size, sizes))
    return shared.clip(min=0).prod(axis=-1).sum(axis=-1)  # (8,)
