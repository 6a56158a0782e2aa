from types import SimpleNamespace

import numpy as np
import pytest

from grading.inside.parameter_arrays import read_arrays, walk, write_array


class Slotted:
    __slots__ = ("W", "unset")

    def __init__(self):
        self.W = np.ones(2)


@pytest.fixture
def model():
    layer = SimpleNamespace(W=np.zeros((2, 3)), b=np.ones(3, dtype=np.float32))
    model = SimpleNamespace(embedding=SimpleNamespace(W=np.eye(2)), layers=[layer, (np.ones(1),)])
    model.extra = {"scale": np.array(2.0), 3: Slotted()}
    model.counts = np.arange(3)  # no float array
    model.forward = lambda: None
    model.itself = model
    model.tied = model.embedding
    return model


def test_every_float_array_is_found_once_in_order(model):
    assert [path for path, _ in walk(model)] == [
        "embedding.W",
        "layers.0.W",
        "layers.0.b",
        "layers.1.0",
        "extra.scale",
        "extra.3.W",
    ]


def test_arrays_are_copies(model):
    read_arrays(model)["embedding.W"][:] = 7
    assert not np.any(model.embedding.W == 7)


def test_subclasses_come_back_plain(model):
    model.embedding.W = np.ones((2, 2)).view(np.matrix)
    assert type(read_arrays(model)["embedding.W"]) is np.ndarray


def test_write_is_in_place(model):
    same = model.layers[0].b
    write_array(model, "layers.0.b", np.array([1.0, 2.0, 3.0]))
    assert same.tolist() == [1, 2, 3]


def test_no_such_path(model):
    with pytest.raises(KeyError, match="layers.9"):
        write_array(model, "layers.9.b", np.ones(3))
