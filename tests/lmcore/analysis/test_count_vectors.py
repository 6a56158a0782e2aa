import numpy as np
import pytest

from lmcore.analysis.count_vectors import count_vectors


@pytest.fixture
def ids():
    return np.random.default_rng(0).choice(9, size=600, p=np.arange(1, 10) / 45)


def information(ids, size, positions):
    """Positive pointwise mutual information, counted pair by pair."""
    counts = np.zeros((size, len(positions) * size))
    for block, position in enumerate(positions):
        for i in range(len(ids)):
            if 0 <= i + position < len(ids):
                counts[ids[i], block * size + ids[i + position]] += 1
    joint = counts / counts.sum()
    independent = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.nan_to_num(np.log(joint / independent), nan=0, neginf=0).clip(min=0)


@pytest.mark.parametrize(
    ("side", "positions"), [("before", [-1, -2]), ("after", [1, 2]), ("both", [-1, -2, 1, 2])]
)
def test_vectors_are_the_best_factors_of_the_information(ids, side, positions):
    """``W @ W.T`` is the root of ``M @ M.T``, cut to the largest singular values."""
    W = count_vectors(ids, 9, dim=5, window=2, side=side)
    left, scale, _ = np.linalg.svd(information(ids, 9, positions))
    assert W.shape == (9, 5)
    np.testing.assert_allclose(W @ W.T, left[:, :5] * scale[:5] @ left[:, :5].T, atol=1e-8)
    np.testing.assert_allclose(np.linalg.norm(W, axis=0) ** 2, scale[:5])  # the largest first


def test_the_same_again(ids):
    assert np.array_equal(count_vectors(ids, 9, 4), count_vectors(ids, 9, 4))


def test_a_token_that_does_not_occur_has_no_direction(ids):
    np.testing.assert_allclose(count_vectors(ids, 10, 4)[9], 0, atol=1e-8)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"dim": 9}, "dim must be from 1 to vocab_size - 1 = 8, got 9"),
        ({"dim": 0}, "dim"),
        ({"dim": 3, "window": 0}, "window=0"),
        ({"dim": 3, "window": 600}, "window=600 needs a longer text"),
        ({"dim": 3, "side": "left"}, "one of before, after, both, got 'left'"),
    ],
)
def test_mistakes(ids, options, message):
    with pytest.raises(ValueError, match=message):
        count_vectors(ids, 9, **options)


def test_a_wrong_id_is_named(ids):
    with pytest.raises(IndexError, match="token id 8"):
        count_vectors(ids, 8, 3)
