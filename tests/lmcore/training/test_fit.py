import math
import os
import signal
import subprocess
import sys

import numpy as np
import pytest
import tqdm.auto
import tqdm.std

from lmcore.evaluation.perplexity import perplexity
from lmcore.models.base import NonFiniteLoss
from lmcore.models.neural_lm import NeuralLM
from lmcore.text.batches import batches
from lmcore.training.epoch import train_epoch
from lmcore.training.fit import fit
from lmcore.training.optimizers import Adam
from lmcore.training.schedules import Cosine

IDS = np.random.default_rng(0).integers(3, size=500).cumsum() % 6
TRAIN, VALIDATION = IDS[:400], IDS[400:]


def setup(learning_rate=0.02, seed=0):
    model = NeuralLM(6, 3, 8, 2, rng=seed)
    data = batches(TRAIN, 2, 64, np.random.default_rng(seed))
    schedule = Cosine(learning_rate, total_steps=4 * len(data))
    return model, data, Adam(model, schedule, weight_decay=0.1)


class StopAfter:
    """Data that interrupt the training when one of their batches has been asked for."""

    def __init__(self, data, batch):
        self.data, self.batch, self.seen = data, batch, 0
        self.rng = data.rng

    def __len__(self):
        return len(self.data)

    def __iter__(self):
        for batch in self.data:
            self.seen += 1
            if self.seen == self.batch:
                signal.raise_signal(signal.SIGINT)
            yield batch


def test_is_the_loop_of_train_epoch():
    model, data, optimizer = setup()
    history = fit(model, data, optimizer, epochs=3, progress=False)
    other, data, optimizer = setup()
    expected = [train_epoch(other, data, optimizer) for _ in range(3)]
    np.testing.assert_allclose(history.train_perplexity, expected, rtol=1e-12)
    np.testing.assert_array_equal(model.parameters.values, other.parameters.values)
    assert len(history.batch_losses) == 3 * len(data) == history.epoch_ends[-1]
    assert history.validation_perplexity == []
    assert not history.interrupted


def test_keeps_the_weights_that_were_best_on_the_validation_text():
    model, data, _ = setup()
    optimizer = Adam(model, 0.05)  # long and fast enough to overfit
    history = fit(model, data, optimizer, epochs=15, validation=VALIDATION, progress=False)
    assert 0 < history.best_epoch < 14
    best = min(history.validation_perplexity)
    assert perplexity(model, VALIDATION) == best == history.best_validation_perplexity


@pytest.mark.parametrize("stop", [1, 5, 7, 10, 14])  # an epoch has seven batches
def test_an_interrupt_keeps_what_was_learned_and_resume_continues_bit_for_bit(tmp_path, stop):
    path = tmp_path / "run.npz"
    kwargs = {"epochs": 4, "validation": VALIDATION, "checkpoint": path, "progress": False}
    model, data, optimizer = setup()
    whole = fit(model, data, optimizer, **kwargs)

    broken, data, optimizer = setup()
    path.unlink()
    start = broken.parameters.values.copy()
    history = fit(broken, StopAfter(data, stop), optimizer, **kwargs)
    assert history.interrupted
    assert history.batch_losses == whole.batch_losses[:stop]
    assert not np.array_equal(broken.parameters.values, start)
    assert len(history.train_perplexity) == math.ceil(stop / len(data))

    resumed, data, optimizer = setup(seed=5)  # all of this is written over
    history = fit(resumed, data, optimizer, resume=True, **kwargs)
    np.testing.assert_array_equal(resumed.parameters.values, model.parameters.values)
    assert history == whole
    assert not history.interrupted


def test_resume_without_a_file_begins_and_after_the_end_does_nothing(tmp_path):
    kwargs = {"checkpoint": tmp_path / "run.npz", "resume": True, "progress": False}
    model, data, optimizer = setup()
    fit(model, data, optimizer, epochs=1, **kwargs)
    before, steps = model.parameters.values.copy(), optimizer.steps
    assert len(fit(model, data, optimizer, epochs=1, **kwargs).train_perplexity) == 1
    np.testing.assert_array_equal(model.parameters.values, before)
    assert optimizer.steps == steps


def test_divergence_is_named_and_the_best_weights_stay(monkeypatch):
    model, data, optimizer = setup()
    steps = []
    train_step = model.train_step

    def fail_in_the_third_epoch(batch):
        steps.append(1)
        if len(steps) == 2 * len(data) + 3:
            model.output.b[0] = np.inf
        return train_step(batch)

    monkeypatch.setattr(model, "train_step", fail_in_the_third_epoch)
    with (
        np.errstate(invalid="ignore"),
        pytest.raises(NonFiniteLoss, match=r"epoch 3, batch 3: the loss became nan"),
    ):
        fit(model, data, optimizer, epochs=4, validation=VALIDATION, progress=False)
    assert np.isfinite(perplexity(model, VALIDATION))


def test_errors():
    model, data, optimizer = setup()
    with pytest.raises(ValueError, match="epochs .* at least 1, got 0"):
        fit(model, data, optimizer, epochs=0)
    with pytest.raises(ValueError, match="path of a checkpoint"):
        fit(model, data, optimizer, epochs=1, resume=True)


def test_shows_its_progress(capsys):
    model, data, optimizer = setup()
    fit(model, data, optimizer, epochs=2, validation=VALIDATION)
    shown = capsys.readouterr().err
    assert f"{2 * len(data)}/{2 * len(data)}" in shown
    assert "validation=" in shown


@pytest.mark.parametrize(("disabled", "bars"), [("", True), ("1", False)])
def test_the_bar_is_off_where_the_environment_says_so(disabled, bars):
    """As a build of the book does: a bar in a notebook is a widget, which loads from elsewhere."""
    program = """
import numpy as np
from lmcore import Adam, NeuralLM, batches, fit
model = NeuralLM(6, 3, 8, 2, rng=0)
data = batches(np.arange(200) % 6, 2, 64, np.random.default_rng(0))
fit(model, data, Adam(model, 0.02), epochs=1)
"""
    environment = os.environ | {"TQDM_DISABLE": disabled}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert ("batch" in done.stderr) == bars


@pytest.mark.parametrize(("disabled", "off"), [("", False), ("1", True)])
def test_a_bar_that_does_not_look_at_the_environment_is_off_too(monkeypatch, disabled, off):
    """tqdm's bar for notebooks makes its own False of a missing ``disable``."""
    told = []

    class Bar(tqdm.std.tqdm):
        def __init__(self, *args, **kwargs):
            told.append(bool(kwargs.get("disable", False)))
            super().__init__(*args, **kwargs)

    monkeypatch.setattr(tqdm.auto, "tqdm", Bar)
    monkeypatch.setenv("TQDM_DISABLE", disabled)
    model, data, optimizer = setup()
    fit(model, data, optimizer, epochs=1)
    assert told == [off]
