import numpy as np
import pytest

from lmcore.analysis.clusters import knn_purity
from lmcore.analysis.projection import project


def two_clouds():
    rng = np.random.default_rng(0)
    centers = np.repeat([[4.0] * 8, [-4.0] * 8], 15, axis=0)
    return centers + rng.normal(size=centers.shape), np.repeat(["a", "b"], 15)


def test_pca_finds_the_widest_plane():
    """Points of a plane, put into more dimensions by a rotation, keep their distances."""
    rng = np.random.default_rng(0)
    plane = rng.normal(size=(20, 2)) * [3, 1]
    rotation, _ = np.linalg.qr(rng.normal(size=(6, 6)))
    points = project(plane @ rotation[:2] + 7)
    assert points.shape == (20, 2)
    np.testing.assert_allclose(points.mean(axis=0), 0, atol=1e-12)
    for i in range(20):
        np.testing.assert_allclose(
            np.linalg.norm(points - points[i], axis=1), np.linalg.norm(plane - plane[i], axis=1)
        )
    assert points[:, 0].std() > points[:, 1].std()


@pytest.mark.parametrize("method", ["pca", "tsne"])
def test_clouds_stay_apart(method):
    W, labels = two_clouds()
    points = project(W, method)
    assert points.dtype == np.float64
    np.testing.assert_allclose(points.mean(axis=0), 0, atol=1e-9)
    assert knn_purity(points, labels, k=3, metric="euclidean") == 1


@pytest.mark.parametrize("method", ["pca", "tsne"])
def test_the_same_again(method):
    W, _ = two_clouds()
    first = project(W, method, rng=np.random.default_rng(5))
    assert np.array_equal(first, project(W, method, rng=np.random.default_rng(5)))
    assert np.array_equal(first, project(W, method, rng=5))


def test_perplexity_changes_tsne():
    W, _ = two_clouds()
    assert not np.allclose(project(W, "tsne", perplexity=3), project(W, "tsne", perplexity=9))


def test_four_points_are_enough():
    assert project(np.eye(4), "tsne").shape == (4, 2)


@pytest.mark.parametrize(
    ("W", "options", "message"),
    [
        (np.eye(5), {"method": "umap"}, "one of pca, tsne, got 'umap'"),
        (np.ones((5, 1)), {}, "2 columns"),
        (np.eye(3), {}, "at least 4 rows"),
        (np.eye(5), {"method": "tsne", "perplexity": 5}, "below n = 5, got 5"),
        (np.eye(5), {"method": "tsne", "perplexity": 0.5}, "at least 1"),
        (np.eye(5), {"perplexity": 2}, "perplexity is for method='tsne'"),
    ],
)
def test_mistakes(W, options, message):
    with pytest.raises(ValueError, match=message):
        project(W, **options)
