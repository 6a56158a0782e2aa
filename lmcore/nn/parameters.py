"""All parameters of a model in one flat array, all gradients in another.

An optimizer treats every weight alike, so it wants one long vector; a layer wants matrices. Both
look at the same memory: the matrices are views of pieces of the vector.
"""

from collections.abc import ItemsView, Iterator, KeysView
from typing import Protocol

import numpy as np

from lmcore.ops.buffers import aligned_zeros


class Layer(Protocol):
    """What has parameters: for each name ``W`` an attribute ``W`` and its gradient ``W_grad``."""

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """The names of the attributes."""
        ...


class Parameters:
    """The parameters of several layers, moved into one flat array.

    Not a mapping, as ``values`` is that array; but ``parameters[name]``, ``in``, ``len`` and a
    loop go by the names, which ``keys`` lists, and ``items`` gives names and arrays.

    Parameters
    ----------
    layers : dict of str to layer
        Each layer lists its ``parameter_names``. The layers' arrays are replaced by views of the
        flat ones, with the same values.

    Attributes
    ----------
    values, gradients : array (number of parameters,)

    Examples
    --------
    >>> from lmcore.nn.linear import Linear
    >>> parameters = Parameters({"output": Linear(3, 2)})
    >>> list(parameters), parameters.values.shape
    (['output.W', 'output.b'], (8,))
    >>> parameters["output.b"][:] = 1  # writes into parameters.values too
    >>> parameters.values[-2:]
    array([1., 1.], dtype=float32)
    """

    def __init__(self, layers: dict[str, Layer]):
        self._owners = {
            f"{layer_name}.{name}": (layer, name)
            for layer_name, layer in layers.items()
            for name in layer.parameter_names
        }
        arrays = [getattr(layer, name) for layer, name in self._owners.values()]
        size = sum(array.size for array in arrays)
        self.values = aligned_zeros(size, arrays[0].dtype)
        self.gradients = aligned_zeros(size, arrays[0].dtype)
        self._views: dict[str, np.ndarray] = {}
        self._gradient_views: dict[str, np.ndarray] = {}
        start = 0
        for full_name, array in zip(self._owners, arrays, strict=True):
            piece = slice(start, start + array.size)
            self._views[full_name] = self.values[piece].reshape(array.shape)
            self._gradient_views[full_name] = self.gradients[piece].reshape(array.shape)
            start += array.size
        self.collect()

    def __getitem__(self, name: str) -> np.ndarray:
        return self._views[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._views)

    def __len__(self) -> int:
        return len(self._views)

    def __contains__(self, name: object) -> bool:
        return name in self._views

    def keys(self) -> KeysView[str]:
        """The names of the parameters, in the order of ``values``.

        Returns
        -------
        KeysView of str
            Such as ``"output.W"``.
        """
        return self._views.keys()

    def items(self) -> ItemsView[str, np.ndarray]:
        """Names and arrays.

        Returns
        -------
        ItemsView of (str, array)
            Each of the shape of its parameter, a view of ``values``.
        """
        return self._views.items()

    def gradient(self, name: str) -> np.ndarray:
        """The gradient with respect to one parameter.

        Parameters
        ----------
        name : str
            Such as ``"output.W"``.

        Returns
        -------
        array of the shape of the parameter
            A view of ``gradients``.

        Raises
        ------
        KeyError
            If no parameter has that name.
        """
        return self._gradient_views[name]

    def collect(self) -> None:
        """Take over arrays that someone put in place of the views, as in ``layer.W = ...``.

        Raises
        ------
        ValueError
            If the new array has another shape.
        """
        for full_name, (layer, name) in self._owners.items():
            for attribute, views in ((name, self._views), (f"{name}_grad", self._gradient_views)):
                array, view = getattr(layer, attribute), views[full_name]
                if array is view:
                    continue
                if np.shape(array) != view.shape:
                    raise ValueError(
                        f"{full_name} was replaced by an array of shape {np.shape(array)}; "
                        f"the model needs {view.shape}"
                    )
                view[...] = array
                setattr(layer, attribute, view)
