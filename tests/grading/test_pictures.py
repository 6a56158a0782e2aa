"""No page unfolds more pixels than a computer has room for, whatever a student's pictures say."""

import io
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image

from grading.pages.exporter import shown
from grading.pages.markup import markdown
from grading.pictures import MOST_PIXELS, NOT_SHOWN, pixels, pixels_within, size
from grading.sandbox.outputs import MOST_SHOWN, PIXELS, OutputCollector, clean_bundle
from grading.sanitizer import clean_html
from tests.grading.picture_files import KINDS, address, encoded, png

SIDE = 16_000  # times itself: five times the limit
SAVED: dict[str, dict[str, Any]] = {
    "png": {}, "gif": {}, "jpeg": {}, "webp": {},
    "a JPEG that comes in passes": {"format": "jpeg", "progressive": True},
    "a JPEG of a camera": {"format": "jpeg", "exif": b"Exif\0\0" + b"\xff\xc0" * 9000},
    "a lossless WebP": {"format": "webp", "lossless": True},
    "a WebP that moves": {"format": "webp", "save_all": True},
    "a GIF that moves": {"format": "gif", "save_all": True},
}  # fmt: skip


@pytest.mark.parametrize("kind", SAVED)
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L"])
def test_sizes_are_those_that_a_program_for_pictures_writes(kind, mode):
    if "jpeg" in (kind, SAVED[kind].get("format")) and mode == "RGBA":
        mode = "CMYK"
    pictures = [Image.effect_noise((301, 45), 50 + n).convert(mode) for n in range(3)]
    options = {"format": kind, **SAVED[kind]}
    if options.get("save_all"):
        options["append_images"] = pictures[1:]
    file = io.BytesIO()
    pictures[0].save(file, **options)
    assert size(file.getvalue()) == (301, 45)


@pytest.mark.parametrize("kind", KINDS)
def test_a_bomb_is_left_out_wherever_it_stands_and_in_whichever_dress(kind):
    small, bomb = KINDS[kind](30, 20), KINDS[kind](SIDE, SIDE)
    assert (pixels(encoded(small)), pixels(encoded(bomb))) == (600, SIDE * SIDE)
    assert len(bomb) < 10_000
    for dress in ("png", "jpeg"):  # browsers look at the picture, not at the type
        form = f"image/{dress}"
        assert clean_bundle({form: encoded(small)}) == {form: encoded(small)}
        left = clean_bundle({form: encoded(bomb), "text/plain": "<Figure>"})
        assert left == {"text/plain": NOT_SHOWN}
    for dress in KINDS:
        html = f'<p><img src="{address(small, dress)}"><img src="{address(bomb, dress)}"></p>'
        attached = {"p": {f"image/{dress}": encoded(bomb)}}
        assert clean_html(html).count("<img ") == 1 and NOT_SHOWN in clean_html(html)
        assert NOT_SHOWN in markdown("![p](attachment:p)", attached)
        assert NOT_SHOWN in markdown(f"![p]({address(bomb, dress)})")


@pytest.mark.parametrize("data", [
    b"", b"hi", b"BM" + bytes(50), b"\0\0\1\0" + bytes(50), b"\0\0\0\x20ftypavif" + bytes(50),
    b"<svg width='99999' height='99999'/>", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"GIF89a" + bytes(30),
    b"\xff\xd8", b"\xff\xd8\xff\xc0", b"\xff\xd8" + b"\xff\xd0" * 99_999, b"RIFF....WEBP",
    b"RIFF....WEBPVP8X", b"GIF89a" + bytes(7) + b"\x01," * 99_999, png(0, 9), png(2**31, 2**31),
])  # fmt: skip
def test_what_is_no_picture_of_a_known_kind_is_left_out(data):
    assert NOT_SHOWN in clean_bundle({"image/png": encoded(data)})["text/plain"]
    assert clean_html(f'<img alt="a" src="{address(data)}">') == NOT_SHOWN


def test_vector_graphics_are_left_out():
    vector = "<svg xmlns='http://www.w3.org/2000/svg' width='99999' height='99999'></svg>"
    assert set(clean_bundle({"image/svg+xml": vector})) == {"text/plain"}
    for html in (vector, f'<img src="data:image/svg+xml;base64,{encoded(vector.encode())}">'):
        assert "svg" not in clean_html(html) and "<img" not in clean_html(html)
    assert "svg" not in markdown("![p](attachment:p)", {"p": {"image/svg+xml": "aGk="}})


def test_many_small_bombs_are_one_large_bomb():
    one = png(7_000, 7_000)
    picture = f'<img src="{address(one)}">'
    assert 0 < pixels_within(clean_html(picture * 50)) <= MOST_PIXELS
    collector = OutputCollector()
    for data in (
        {"image/png": encoded(one)},
        {"text/html": picture},
        {"text/markdown": picture},
    ) * 50:
        collector.add("display_data", {"data": data})
    page = str(shown(new_notebook(cells=[new_code_cell("x", outputs=collector.outputs)])))
    assert 3 < page.count(encoded(one)) <= MOST_SHOWN * PIXELS / 7_000**2


def test_honest_figures_stay():
    figure = encoded(png(1_600, 1_200))
    outputs = [new_output("display_data", {"image/png": figure, "text/plain": "<Figure>"})] * 60
    (cell,) = shown(new_notebook(cells=[new_code_cell("x", outputs=outputs)])).cells
    assert [output.data["image/png"] for output in cell.outputs] == [figure] * 60


def test_words_in_place_of_a_picture_hold_no_markup():
    assert clean_html(NOT_SHOWN) == NOT_SHOWN
    title = f'<p title="<img><img src=x>">a</p><img title="&quot;>" src="{address()}">'
    assert clean_html(clean_html(title)) == clean_html(title)
    assert clean_html(title).count('<img title="') == 1
