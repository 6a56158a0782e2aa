import numpy as np

from lmcore.workspace import Workspace


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
