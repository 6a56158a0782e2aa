"""The course of a training: what ``fit`` returns, and its picture."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass
class History:
    """Losses and perplexities in the order in which they came.

    Parameters
    ----------
    batch_losses : list of float
        Mean loss of every batch in nats, before its update.
    train_perplexity : list of float
        Of every epoch, over its tokens as they came by.
    validation_perplexity : list of float
        After every epoch; empty if ``fit`` was given no validation text.
    epoch_ends : list of int
        How many batches had been trained on when each of these was taken.
    interrupted : bool
        Whether the training was stopped by hand; the last epoch is not a whole one then.

    Examples
    --------
    >>> history = History(train_perplexity=[9.0, 7.0, 6.0], validation_perplexity=[8.0, 7.5, 7.9])
    >>> history.best_epoch, history.best_validation_perplexity
    (1, 7.5)
    """

    batch_losses: list[float] = field(default_factory=list)
    train_perplexity: list[float] = field(default_factory=list)
    validation_perplexity: list[float] = field(default_factory=list)
    epoch_ends: list[int] = field(default_factory=list)
    interrupted: bool = False

    @property
    def best_epoch(self) -> int | None:
        """Index of the epoch with the lowest validation perplexity, the one that is kept."""
        if not self.validation_perplexity:
            return None
        return self.validation_perplexity.index(self.best_validation_perplexity)

    @property
    def best_validation_perplexity(self) -> float:
        """The lowest validation perplexity; infinite without validation."""
        return min(self.validation_perplexity, default=math.inf)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw losses against batches: every batch, the mean of each epoch, the validation.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to draw; a new figure by default.

        Returns
        -------
        matplotlib.axes.Axes
            The vertical axis is in nats per token; perplexity is its exponential.
        """
        if ax is None:
            import matplotlib.pyplot as plt

            _, ax = plt.subplots(figsize=(7, 4), layout="constrained")
        batches = range(1, len(self.batch_losses) + 1)
        ax.plot(batches, self.batch_losses, color="0.8", linewidth=0.7, label="one batch")
        for values, label, marker in (
            (self.train_perplexity, "training, mean of the epoch", "o"),
            (self.validation_perplexity, "validation", "s"),
        ):
            if values:
                nats = [math.log(value) for value in values]
                ax.plot(self.epoch_ends, nats, marker=marker, label=label)
        if self.best_epoch is not None:
            ax.axvline(self.epoch_ends[self.best_epoch], color="0.5", linestyle=":", label="kept")
        ax.set_xlabel("batches")
        ax.set_ylabel("loss (nats per token)")
        ax.legend()
        return ax
