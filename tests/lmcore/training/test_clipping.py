import numpy as np
import pytest

from lmcore.training.optimizers import clip_gradients


def test_only_long_gradients_are_shortened():
    gradients = np.array([3.0, -4.0])
    assert clip_gradients(gradients, 10) == 5
    np.testing.assert_array_equal(gradients, [3, -4])
    assert clip_gradients(gradients, 2.5) == 5
    np.testing.assert_allclose(gradients, [1.5, -2])
    with pytest.raises(ValueError, match="max_norm must be positive"):
        clip_gradients(gradients, -1)
