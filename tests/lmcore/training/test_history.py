import math

import numpy as np
import pytest

from lmcore.training.history import History
from tests.machine import needed


@pytest.fixture
def history():
    return History(
        batch_losses=[3.0, 2.5, 2.0, 1.5],
        train_perplexity=[16.0, 6.0],
        validation_perplexity=[9.0, 10.0],
        epoch_ends=[2, 4],
    )


def test_the_best_epoch(history):
    assert (history.best_epoch, history.best_validation_perplexity) == (0, 9.0)
    assert History().best_epoch is None
    assert History().best_validation_perplexity == math.inf


def test_plots_itself(history):
    matplotlib = needed("matplotlib")
    matplotlib.use("agg")
    ax = history.plot()
    lines = {line.get_label(): line for line in ax.get_lines()}
    np.testing.assert_array_equal(lines["one batch"].get_ydata(), history.batch_losses)
    np.testing.assert_array_equal(lines["validation"].get_xdata(), [2, 4])
    np.testing.assert_allclose(lines["validation"].get_ydata(), np.log([9, 10]))
    assert list(lines["kept"].get_xdata()) == [2, 2]
    assert ax.get_ylabel() == "loss (nats per token)"
    assert history.plot(ax) is ax
