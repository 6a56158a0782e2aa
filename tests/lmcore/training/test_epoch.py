import math
from types import SimpleNamespace

import pytest

from lmcore.training.epoch import train_epoch


class Recorder:
    """Stands for model and optimizer; writes down who was called."""

    def __init__(self):
        self.calls = []

    def train_step(self, batch):
        self.calls.append("train_step")
        return batch.loss

    def step(self):
        self.calls.append("step")


def test_the_mean_is_over_tokens_and_each_batch_is_followed_by_an_update():
    recorder = Recorder()
    data = [SimpleNamespace(loss=1.0, n_tokens=30), SimpleNamespace(loss=4.0, n_tokens=10)]
    assert train_epoch(recorder, data, recorder) == pytest.approx(math.exp(1.75))
    assert recorder.calls == ["train_step", "step"] * 2


def test_no_batch_is_an_error():
    with pytest.raises(ValueError, match="data has no batch"):
        train_epoch(Recorder(), iter([]), Recorder())
