import subprocess
import sys

import numpy as np
import pytest

from tests.machine import needed

matplotlib = needed("matplotlib")
matplotlib.use("agg")
plt = needed("matplotlib.pyplot")

from lmcore.analysis.plots import COLORS, INK, MARKERS, plot_letters, plot_words  # noqa: E402


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def random_points(n):
    return np.random.default_rng(0).normal(size=(n, 2))


def luminance(color):
    channels = np.array(matplotlib.colors.to_rgb(color))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def test_words_are_points_with_their_labels_and_one_legend_entry_a_class():
    words = ["king", "queen", "paris", "rome"]
    points = random_points(4)
    ax = plot_words(points, words, ["man", "woman", "capital", "capital"])
    assert [text.get_text() for text in ax.texts] == words
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["man", "woman", "capital"]
    drawn = [np.asarray(group.get_offsets()) for group in ax.collections]
    for group, expected in zip(drawn, (points[:1], points[1:2], points[2:]), strict=True):
        np.testing.assert_allclose(group, expected)


def test_classes_differ_in_color_and_in_marker():
    classes = [f"class {i}" for i in range(len(COLORS))]
    ax = plot_words(random_points(8), classes, classes)
    shapes = {group.get_paths()[0].vertices.tobytes() for group in ax.collections}
    colors = {group.get_facecolor().tobytes() for group in ax.collections}
    assert len(shapes) == len(colors) == len(MARKERS) == 8


def test_labels_do_not_cover_each_other():
    words = [f"word{i}" for i in range(25)]
    grid = np.stack(np.meshgrid(np.arange(5), np.arange(5)), axis=-1).reshape(-1, 2)
    ax = plot_words(grid + 0.1 * random_points(25), words, ["one"] * 25)
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_ink_is_readable_on_light_and_dark_and_the_background_is_transparent():
    ax = plot_words(random_points(2), ["a", "b"], ["one", "two"])
    assert ax.figure.patch.get_alpha() == ax.patch.get_alpha() == 0
    assert {text.get_color() for text in ax.texts} == {INK}
    on_white = 1.05 / (luminance(INK) + 0.05)
    on_dark = (luminance(INK) + 0.05) / (luminance("#121212") + 0.05)
    assert on_white > 4.5
    assert on_dark > 4


def test_pairs_are_joined_by_lines():
    points = random_points(3)
    ax = plot_words(points, ["king", "queen", "man"], ["m", "w", "m"], pairs=[("king", "queen")])
    [line] = ax.get_lines()
    np.testing.assert_allclose(line.get_xydata(), points[:2])


def test_letters_are_drawn_and_all_else_is_left_out():
    ax = plot_letters(random_points(6), ["\n", "a", "B", "b", "!", "E"])
    assert [text.get_text() for text in ax.texts] == ["a", "B", "b", "E"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "vowel",
        "capital consonant",
        "consonant",
        "capital vowel",
    ]


@pytest.mark.parametrize("n_classes", range(1, len(COLORS) + 1))
def test_the_legend_leaves_the_points_the_width_of_a_narrow_figure(n_classes):
    figure, ax = plt.subplots(figsize=(5.2, 5), layout="constrained")
    classes = [f"consonant, class {i % n_classes}" for i in range(20)]
    plot_words(random_points(20), [f"word{i}" for i in range(20)], classes, ax=ax)
    figure.draw_without_rendering()
    assert ax.get_position().width > 0.9


def test_draws_into_the_axes_given():
    _, ax = plt.subplots()
    assert plot_words(random_points(2), ["a", "b"], ["one", "two"], ax=ax) is ax
    assert plot_letters(random_points(2), ["a", "b"], ax=ax) is ax


@pytest.mark.parametrize(
    ("points", "words", "classes", "pairs", "message"),
    [
        (np.zeros((3, 5)), "abc", "xyz", (), r"\(n, 2\) for n = 3.*\(3, 5\): project"),
        (np.zeros((2, 2)), "abc", "xyz", (), "n = 3"),
        (np.zeros((0, 2)), "", "", (), "n = 0"),
        (np.full((3, 2), np.nan), "abc", "xyz", (), "finite"),
        (np.zeros((3, 2)), "abc", "xy", (), "one for each of 3 words.*got 2"),
        (np.zeros((9, 2)), "abcdefghi", "abcdefghi", (), "at most 8 kinds"),
        (np.zeros((3, 2)), "abc", "xyz", [("a", "q")], r"not in words: \['q'\]"),
    ],
)
def test_mistakes(points, words, classes, pairs, message):
    with pytest.raises(ValueError, match=message):
        plot_words(points, list(words), list(classes), pairs=pairs)


def test_letters_without_a_letter():
    with pytest.raises(ValueError, match="no letter"):
        plot_letters(np.zeros((2, 2)), ["1", "2"])


def test_nothing_heavy_is_imported_before_it_is_needed():
    modules = "plots projection clusters vectors analogies"
    imports = "; ".join(f"import lmcore.analysis.{name}" for name in modules.split())
    check = "import sys; print([m for m in ('matplotlib', 'sklearn') if m in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", f"{imports}; {check}"], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
