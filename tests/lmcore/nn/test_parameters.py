from collections.abc import Mapping

import numpy as np
import pytest

from lmcore.nn.embedding import Embedding
from lmcore.nn.linear import Linear
from lmcore.nn.parameters import Parameters


@pytest.fixture
def layers():
    return {"embedding": Embedding(5, 2, rng=0), "output": Linear(2, 3, rng=1)}


def test_values_are_kept_and_shared(layers):
    before = [layers["embedding"].W.copy(), layers["output"].W.copy()]
    parameters = Parameters(layers)
    assert list(parameters) == ["embedding.W", "output.W", "output.b"]
    assert parameters.values.shape == parameters.gradients.shape == (5 * 2 + 2 * 3 + 3,)
    np.testing.assert_array_equal(layers["embedding"].W, before[0])
    np.testing.assert_array_equal(layers["output"].W, before[1])
    parameters.values[:] = 7
    parameters.gradients[:] = 8
    for layer, name in ((layers["embedding"], "W"), (layers["output"], "b")):
        assert np.all(getattr(layer, name) == 7)
        assert np.all(getattr(layer, f"{name}_grad") == 8)


def test_a_replaced_array_is_collected(layers):
    parameters = Parameters(layers)
    layers["output"].W = np.full((2, 3), 4.0)
    layers["output"].b_grad = np.ones(3)
    parameters.collect()
    assert np.all(parameters["output.W"] == 4)
    assert np.all(parameters.gradient("output.b") == 1)
    assert layers["output"].W is parameters["output.W"]


def test_a_replacement_of_another_shape_is_an_error(layers):
    parameters = Parameters(layers)
    layers["output"].W = np.zeros((2, 1))
    with pytest.raises(ValueError, match=r"output.W was replaced .* \(2, 1\); the model needs"):
        parameters.collect()


def test_the_names_lead_to_the_arrays(layers):
    parameters = Parameters(layers)
    assert not isinstance(parameters, Mapping)  # `values` is an array
    names = ["embedding.W", "output.W", "output.b"]
    assert list(parameters) == list(parameters.keys()) == names
    assert [name for name, _ in parameters.items()] == names
    assert len(parameters) == 3
    assert "output.b" in parameters
    assert "output.c" not in parameters
    for name, array in [*parameters.items(), *dict(parameters).items()]:
        assert array is parameters[name]
        assert np.shares_memory(array, parameters.values)
        assert np.shares_memory(parameters.gradient(name), parameters.gradients)
    for unknown in (parameters.__getitem__, parameters.gradient):
        with pytest.raises(KeyError, match=r"output\.c"):
            unknown("output.c")
