"""Pictures of an embedding in two dimensions: words or letters, colored by their class."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from lmcore.analysis.labels import write_labels
from lmcore.text.letters import letter_class_and_case

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Okabe and Ito (2008), told apart with every form of color vision; gray for their black
COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442", "#767676")
MARKERS = ("o", "s", "^", "D", "v", "P", "*", "X")
#: a gray with a contrast of more than 4 to white and to nearly black
INK = "#767676"


def plot_letters(points: np.ndarray, tokens: Sequence[str], ax: Axes | None = None) -> Axes:
    """Draw letters, capitals and small, vowels and consonants; other tokens are left out.

    Parameters
    ----------
    points, tokens, ax
        As for :func:`plot_words`; the tokens are characters.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        As for :func:`plot_words`, and if no token is a letter.
    """
    points = _check_points(points, tokens)
    classes = [letter_class_and_case(token) for token in tokens]
    letters = {i: name for i, name in enumerate(classes) if name is not None}
    if not letters:
        raise ValueError(f"tokens hold no letter from a to z: {list(tokens)[:5]}")
    return plot_words(
        points[list(letters)], [tokens[i] for i in letters], list(letters.values()), ax=ax
    )


def plot_words(
    points: np.ndarray,
    words: Sequence[str],
    classes: Sequence[str],
    *,
    pairs: Sequence[tuple[str, str]] = (),
    ax: Axes | None = None,
) -> Axes:
    """Draw words as labeled points.

    A new figure has a transparent background and gray ink, readable on light and on dark pages.

    Parameters
    ----------
    points : array (n, 2)
        From :func:`lmcore.analysis.projection.project`.
    words, classes : sequence of n str
        At most 8 classes; they stand in the legend in the order in which they come.
    pairs : sequence of (str, str)
        Words to join by a line: parallel lines are analogies that hold.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If points, words and classes differ in number, there are more than 8 classes, or a pair
        has a word that is not drawn.

    Examples
    --------
    >>> ax = plot_words([[0, 0], [1, 0]], ["king", "queen"], ["man", "woman"])
    >>> [text.get_text() for text in ax.texts]
    ['king', 'queen']
    """
    points = _check_points(points, words)
    names = list(dict.fromkeys(classes))
    if len(classes) != len(words) or len(names) > len(COLORS):
        raise ValueError(
            f"classes must be one for each of {len(words)} words, of at most {len(COLORS)} kinds, "
            f"got {len(classes)} of {len(names)} kinds; plot fewer words at a time"
        )
    place = dict(zip(words, points, strict=True))
    missing = {word for pair in pairs for word in pair} - set(place)
    if missing:
        raise ValueError(f"pairs has words that are not in words: {sorted(missing)}")
    ax = _new_axes() if ax is None else ax
    for one, other in pairs:
        x, y = np.transpose([place[one], place[other]])
        ax.plot(x, y, color=INK, linewidth=0.8, alpha=0.5, zorder=1)
    class_of = np.asarray(classes)  # (n,)
    style: dict[str, Any] = {"s": 36, "edgecolors": INK, "linewidths": 0.6, "zorder": 2}
    for name, color, marker in zip(names, COLORS, MARKERS, strict=False):
        x, y = points[class_of == name].T
        ax.scatter(x, y, c=color, marker=marker, label=name, **style)
    _set_frame(ax, names)
    write_labels(ax, points, words, INK)
    return ax


def _set_frame(ax: Axes, names: Sequence[str]) -> None:
    """No ticks, equal scales, the legend above the points and not over them."""
    ax.set(xticks=[], yticks=[])
    ax.set_aspect("equal", adjustable="datalim")  # distances mean the same in both directions
    ax.margins(0.08)
    # Above the points, not over them; no row wider than the axes, which it would make narrow.
    room = ax.get_position().width * ax.figure.canvas.figure.get_size_inches()[0] * 72  # points
    columns = max(1, int(room // (28 + 6 * max(map(len, names)))))
    columns = math.ceil(len(names) / math.ceil(len(names) / columns))
    ax.legend(
        loc="lower center",
        bbox_to_anchor=(0.5, 1),
        ncols=columns,
        frameon=False,
        labelcolor=INK,
        columnspacing=1,
    )


def _check_points(points: np.ndarray, words: Sequence[str]) -> np.ndarray:
    points = np.asarray(points, float)
    if points.shape != (len(words), 2) or not len(words) or not np.isfinite(points).all():
        raise ValueError(
            f"points must be finite, of the shape (n, 2) for n = {len(words)} tokens, got "
            f"{points.shape}: project an embedding to two dimensions first"
        )
    return points


def _new_axes() -> Axes:
    import matplotlib.pyplot as plt

    figure, ax = plt.subplots(figsize=(7, 5.5), layout="constrained")
    figure.patch.set_alpha(0)
    ax.patch.set_alpha(0)
    ax.spines[:].set_visible(False)
    return ax
