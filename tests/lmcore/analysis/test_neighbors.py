import numpy as np
import pytest

from lmcore.analysis.vectors import nearest_neighbors


@pytest.fixture
def W():
    return np.random.default_rng(0).normal(size=(30, 6)).astype(np.float32)


def test_against_a_search_one_by_one(W):
    ids, cosines = nearest_neighbors(W, 4, k=29)
    slow = {
        i: W[i] @ W[4] / np.linalg.norm(W[i]) / np.linalg.norm(W[4]) for i in range(30) if i != 4
    }
    assert ids.tolist() == sorted(slow, key=slow.get, reverse=True)
    np.testing.assert_allclose(cosines, sorted(slow.values(), reverse=True), rtol=1e-5)


def test_ids_of_any_shape_give_one_more_dimension(W):
    ids = np.array([[1, 2, 3], [4, 5, 4]])
    many = nearest_neighbors(W, ids, k=5)
    assert many.ids.shape == many.cosines.shape == (2, 3, 5)
    for place in np.ndindex(2, 3):
        one = nearest_neighbors(W, int(ids[place]), k=5)
        assert np.array_equal(many.ids[place], one.ids)
        np.testing.assert_allclose(many.cosines[place], one.cosines, rtol=1e-12)


def test_length_does_not_matter_and_a_token_is_not_its_own_neighbor(W):
    longer = W * np.arange(1, 31)[:, None]
    assert np.array_equal(
        nearest_neighbors(W, np.arange(30)).ids, nearest_neighbors(longer, np.arange(30)).ids
    )
    assert not np.any(nearest_neighbors(W, np.arange(30), k=29).ids == np.arange(30)[:, None])


def test_a_twin_is_nearest_even_before_the_token_itself():
    W = np.array([[1.0, 1.0], [0.0, 1.0], [2.0, 2.0]])
    ids, cosines = nearest_neighbors(W, 2, k=1)
    assert ids.tolist() == [0]
    assert cosines[0] == pytest.approx(1)


def test_ties_come_in_the_order_of_ids():
    assert nearest_neighbors(np.eye(5), 2, k=4).ids.tolist() == [0, 1, 3, 4]


@pytest.mark.parametrize("k", [0, -1, 30, 2.5])
def test_k_out_of_range(W, k):
    with pytest.raises(ValueError, match=f"vocab - 1 = 29, got {k}"):
        nearest_neighbors(W, 0, k=k)


@pytest.mark.parametrize(
    ("ids", "error"), [(30, IndexError), (-1, IndexError), (1.0, TypeError), ([], ValueError)]
)
def test_what_is_no_token_id_is_refused(W, ids, error):
    with pytest.raises(error, match="token_ids"):
        nearest_neighbors(W, ids)
