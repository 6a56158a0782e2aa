import numpy as np
import pytest

from lmcore.models.neural_lm import NeuralLM
from lmcore.training.checkpoint import (
    CheckpointError,
    TrainingState,
    load_checkpoint,
    save_checkpoint,
)
from lmcore.training.optimizers import SGD, Adam


@pytest.fixture
def saved(tmp_path):
    """A model and its optimizer after one step, and the checkpoint of that moment."""
    model = NeuralLM(6, 3, 8, 2, rng=0)
    optimizer = Adam(model)
    model.parameters.gradients[:] = 1
    optimizer.step()
    path = tmp_path / "run.npz"
    rng_state = np.random.default_rng(0).bit_generator.state
    state = TrainingState(epoch=2, batches_done=5, total_loss=1 / 3, rng_state=rng_state)
    state.history.batch_losses.append(0.1)
    state.best_values = model.parameters.values * 2
    save_checkpoint(path, model, optimizer, state)
    return path, model, optimizer, state


def test_everything_comes_back(saved):
    path, model, optimizer, state = saved
    other = NeuralLM(6, 3, 8, 2, rng=1)
    other_optimizer = Adam(other)
    loaded = load_checkpoint(path, other, other_optimizer)
    np.testing.assert_array_equal(loaded.best_values, state.best_values)
    loaded.best_values = state.best_values = None
    assert loaded == state
    np.testing.assert_array_equal(other.parameters.values, model.parameters.values)
    np.testing.assert_array_equal(other_optimizer.m, optimizer.m)
    np.testing.assert_array_equal(other_optimizer.v, optimizer.v)
    assert other_optimizer.steps == 1


def test_the_state_of_any_generator_comes_back(saved):
    path, model, optimizer, state = saved
    state.rng_state = np.random.MT19937(3).state
    save_checkpoint(path, model, optimizer, state)
    again = np.random.MT19937(4)
    again.state = load_checkpoint(path, model, optimizer).rng_state
    assert again.random_raw(5).tolist() == np.random.MT19937(3).random_raw(5).tolist()


def test_it_holds_no_pickle(saved):
    with np.load(saved[0], allow_pickle=False) as file:
        assert {file[name].dtype.kind for name in file} <= {"f", "U"}


def test_it_is_written_whole_or_not_at_all(saved, monkeypatch):
    path, model, optimizer, state = saved
    before = path.read_bytes()

    def break_off(file, **arrays):
        file.write(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(np, "savez", break_off)
    with pytest.raises(OSError, match="disk full"):
        save_checkpoint(path, model, optimizer, state)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("damage", ["cut", "garbage", "empty", "flipped"])
def test_a_damaged_checkpoint_is_named_and_changes_nothing(saved, damage):
    path, model, optimizer, _ = saved
    content = path.read_bytes()
    middle = len(content) // 2
    flipped = content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :]
    path.write_bytes(
        {"cut": content[:-100], "garbage": b"PK no", "empty": b"", "flipped": flipped}[damage]
    )
    before = model.parameters.values.copy()
    with pytest.raises(CheckpointError, match=f"{path.name} is damaged or no checkpoint"):
        load_checkpoint(path, model, optimizer)
    np.testing.assert_array_equal(model.parameters.values, before)


def test_a_checkpoint_of_another_model_or_optimizer_is_refused(saved):
    path, model, optimizer, _ = saved
    with pytest.raises(CheckpointError, match="does not fit: its parameters"):
        other = NeuralLM(6, 3, 9, 2)
        load_checkpoint(path, other, Adam(other))
    with pytest.raises(CheckpointError, match="does not fit: its optimizer is Adam, expected SGD"):
        load_checkpoint(path, model, SGD(model))
    with pytest.raises(FileNotFoundError):
        load_checkpoint(path.with_name("none.npz"), model, optimizer)
