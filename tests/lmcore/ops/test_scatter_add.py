"""All ways of adding rows up agree with a loop."""

import numpy as np
import pytest

from lmcore.ops.scatter_add import WAYS


@pytest.mark.parametrize("name", WAYS)
def test_every_way_adds_like_a_loop(name):
    rng = np.random.default_rng(0)
    ids, rows = rng.integers(5, size=40), rng.normal(size=(40, 3))
    ids[ids == 2] = 4  # token 2 does not occur
    sums = rng.normal(size=(6, 3))
    expected = sums.copy()
    for token, row in zip(ids, rows, strict=True):
        expected[token] += row
    WAYS[name](rows, ids, sums)
    np.testing.assert_allclose(sums, expected, rtol=1e-12)
