import numpy as np
import pytest

from lmcore.analysis.labels import place_labels, write_labels
from tests.machine import needed


def overlaps(centers, boxes):
    apart = np.abs(centers[:, None] - centers) >= (boxes[:, None] + boxes) / 2 - 1e-9
    return np.triu(~apart.any(axis=-1), k=1).sum()


def test_alone_a_label_stands_to_the_right():
    [center] = place_labels(np.array([[30, 10]]), np.array([[100, 50]]), gap=5)
    assert center.tolist() == [100 + 15 + 5, 50]


def test_where_there_is_room_no_label_covers_another_or_a_point():
    points = np.stack(np.meshgrid(np.arange(6) * 80, np.arange(6) * 30), axis=-1).reshape(-1, 2)
    points = points + np.random.default_rng(0).uniform(-8, 8, size=points.shape)
    boxes = np.tile([30.0, 10.0], (36, 1))
    centers = place_labels(boxes, points, gap=5)
    assert overlaps(centers, boxes) == 0
    reach = (boxes + 5) / 2
    assert not (np.abs(centers[:, None] - points) < reach - 1e-9).all(axis=-1).any()


def test_a_label_gives_way_to_a_point_drawn_later():
    points = np.array([[0.0, 0.0], [12.0, 0.0]])
    first, _ = place_labels(np.full((2, 2), 10.0), points, gap=5)
    assert first.tolist() == [-10, 0]


def test_a_label_gives_way_to_a_label_written_before():
    points = np.array([[0.0, 0.0], [25.0, 0.0]])
    first, second = place_labels(np.array([[10.0, 10.0], [10.0, 10.0]]), points, gap=5)
    assert first.tolist() == [10, 0]
    assert second.tolist() == [35, 0]
    _, second = place_labels(np.array([[10.0, 10.0], [10.0, 10.0]]), points[:, ::-1], gap=5)
    assert second.tolist() == [10, 25]


def test_labels_are_written_beside_their_points_in_any_resolution():
    Figure = needed("matplotlib.figure").Figure
    for dpi in (50, 200):
        figure = Figure(dpi=dpi)
        ax = figure.add_subplot(xlim=(0, 1), ylim=(0, 1))
        write_labels(ax, np.array([[0.5, 0.5]]), ["word"], "black")
        [text] = ax.texts
        box, (x, y) = text.get_window_extent(), ax.transData.transform((0.5, 0.5))
        assert (box.x0 - x) * 72 / dpi == pytest.approx(5, abs=0.8)
        assert (box.y0 + box.y1) / 2 == pytest.approx(y, abs=1.5)


def test_shapes_must_fit():
    with pytest.raises(ValueError, match=r"\(n, 2\), got \(3, 2\), \(2, 2\)"):
        place_labels(np.ones((3, 2)), np.ones((2, 2)), gap=1)
