import numpy as np
import pytest

from lmcore.ops.buffers import CACHE_LINE, Workspace, aligned_zeros


def test_memory_is_reused_and_grows():
    workspace = Workspace(np.float32)
    first = workspace("a", (4, 3))
    assert first.dtype == np.float32
    assert np.shares_memory(first, workspace("a", (2, 3)))
    assert np.shares_memory(first, workspace("a", (3, 4)))
    assert not np.shares_memory(first, workspace("b", (4, 3)))
    larger = workspace("a", (5, 3))
    assert larger.shape == (5, 3)
    assert not np.shares_memory(first, larger)


@pytest.mark.parametrize("shape", [3, (5, 7), (1, 1), (300, 400)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_aligned_zeros(shape, dtype):
    for _ in range(5):  # one of them might begin well by chance
        array = aligned_zeros(shape, dtype)
        assert array.ctypes.data % CACHE_LINE == 0
        assert array.shape == np.zeros(shape).shape
        assert (array.dtype, array.flags.c_contiguous, array.flags.writeable) == (dtype, True, True)
        assert not array.any()
