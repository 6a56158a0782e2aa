import numpy as np
import pytest

from lmcore.analysis.clusters import chance_purity, knn_accuracy, knn_purity, silhouette


@pytest.fixture
def W():
    return np.random.default_rng(0).normal(size=(40, 5))


@pytest.fixture
def labels():
    return np.random.default_rng(1).choice(["x", "y", "z"], size=40)


def cosine_distances(W):
    unit = W / np.linalg.norm(W, axis=1, keepdims=True)
    return 1 - unit @ unit.T


def euclidean_distances(W):
    return np.linalg.norm(W[:, None] - W, axis=-1)


DISTANCES = {"cosine": cosine_distances, "euclidean": euclidean_distances}


@pytest.mark.parametrize("metric", DISTANCES)
def test_against_the_definitions(W, labels, metric):
    distance = DISTANCES[metric](W)
    purity, right, widths = [], [], []
    for i in range(40):
        others = sorted(set(range(40)) - {i}, key=lambda j: distance[i, j])
        nearest = [labels[j] for j in others[:4]]
        purity.append(nearest.count(labels[i]) / 4)
        winner = max(sorted(set(labels)), key=nearest.count)
        right.append(winner == labels[i])
        mean = {
            name: np.mean([distance[i, j] for j in others if labels[j] == name])
            for name in set(labels)
        }
        own = mean.pop(labels[i])
        other = min(mean.values())
        widths.append((other - own) / max(own, other))
    assert knn_purity(W, labels, k=4, metric=metric) == pytest.approx(np.mean(purity))
    assert knn_accuracy(W, labels, k=4, metric=metric) == pytest.approx(np.mean(right))
    assert silhouette(W, labels, metric=metric) == pytest.approx(np.mean(widths))


def test_the_default_is_the_cosine(W, labels):
    """Lengths do not count."""
    longer = W * np.random.default_rng(2).uniform(0.1, 10, size=(40, 1))
    assert knn_purity(longer, labels) == knn_purity(W, labels)
    assert knn_accuracy(longer, labels) == knn_accuracy(W, labels)
    assert silhouette(longer, labels) == pytest.approx(silhouette(W, labels))


def test_random_labels_reach_the_purity_of_chance():
    rng = np.random.default_rng(0)
    labels = rng.choice(4, size=2000, p=[0.6, 0.2, 0.1, 0.1])
    W = rng.normal(size=(2000, 3))
    assert knn_purity(W, labels) == pytest.approx(chance_purity(labels), abs=0.02)
    assert chance_purity(["a", "b"]) == 0  # nobody has a neighbor of its own class
    with pytest.raises(ValueError, match="at least 2"):
        chance_purity(["a"])


def test_twins_are_not_themselves():
    """Two equal vectors: each has the other as its neighbor, and not itself."""
    W = [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]
    assert knn_purity(W, ["a", "b", "a", "b"], k=1) == 0


@pytest.mark.parametrize("score", [knn_purity, knn_accuracy, silhouette])
def test_mistakes_in_labels_and_metric(W, labels, score):
    with pytest.raises(ValueError, match=r"each of the 40 rows of W, got shape \(39,\)"):
        score(W, labels[1:])
    with pytest.raises(ValueError, match="at least 2 classes"):
        score(W, ["x"] * 40)
    with pytest.raises(ValueError, match="one of cosine, euclidean, got 'manhattan'"):
        score(W, labels, metric="manhattan")
    with pytest.raises(ValueError, match="row 0 of W"):
        score(W * np.nan, labels)


@pytest.mark.parametrize("score", [knn_purity, knn_accuracy])
@pytest.mark.parametrize("k", [0, 40, 1.5])
def test_k_out_of_range(W, labels, score, k):
    with pytest.raises(ValueError, match=f"n - 1 = 39, got {k}"):
        score(W, labels, k=k)


def test_silhouette_needs_a_class_of_two():
    with pytest.raises(ValueError, match="share classes"):
        silhouette(np.eye(4), list("abcd"))
