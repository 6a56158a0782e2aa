import pytest

from grading.sandbox.outputs import (
    CUT,
    MOST_OUTPUTS,
    MOST_TEXT,
    OutputCollector,
    characters,
    clean_html,
)
from tests.grading import picture_files


def collected(*messages):
    collector = OutputCollector()
    for kind, content in messages:
        collector.add(kind, content)
    return collector.outputs


def shown(data, kind="display_data"):
    (output,) = collected((kind, {"data": data}))
    return output.data


def test_a_notebook_shows_so_much_in_all_and_no_more():
    picture = ("display_data", {"data": {"text/plain": "x" * 90_000}})
    error = ("error", {"ename": "x", "evalue": "x", "traceback": ["x" * 2000] * 60})
    text = ("stream", {"name": "stdout", "text": "x" * 90_000})
    for kind in (picture, error, text):
        collector = OutputCollector(250_000)
        for _ in range(150):
            collector.add(*kind)
        assert 0 < collector.shown == sum(map(characters, collector.outputs)) <= 250_000 + len(CUT)
        collector.add("clear_output", {})
        collector.add(*text)
        assert collector.shown == 90_000  # an animation is as large as its last picture


def test_printed_text_is_joined_and_cut():
    texts = [("stream", {"name": "stdout", "text": "x" * 60_000})] * 50
    (output,) = collected(*texts)
    assert len(output.text) < MOST_TEXT + 200
    assert "cut here" in output.text


def test_the_number_of_outputs_is_limited():
    assert len(collected(*[("display_data", {"data": {"text/plain": "x"}})] * 999)) == MOST_OUTPUTS


def test_clear_output_clears():
    text = ("stream", {"name": "stdout", "text": "a"})
    (output,) = collected(text, ("clear_output", {}), text)
    assert output.text == "a"


@pytest.mark.parametrize(
    "message",
    [
        ("stream", {"name": 3, "text": [["x"]]}),
        ("stream", {}),
        ("error", {"ename": {}, "evalue": 3, "traceback": "x"}),
        ("error", {}),
        ("display_data", {"data": {"image/png": [1, {}]}}),
        ("display_data", {"data": "x"}),
        ("execute_result", {"data": {3: 4}}),
        ("execute_result", {"data": {"text/plain": 4.0}}),
        ("comm_open", {"comm_id": 3}),
        ("status", {}),
    ],
)
def test_whatever_a_kernel_sends_makes_valid_outputs(message):
    import nbformat

    cell = nbformat.v4.new_code_cell("x", outputs=collected(message))
    nbformat.validate(nbformat.v4.new_notebook(cells=[cell]))


def test_pictures_are_pictures():
    small = picture_files.encoded(picture_files.png(3, 2))
    assert shown({"image/png": f"{small}\n"}) == {"image/png": f"{small}\n"}
    assert "image/png" not in shown({"image/png": '"><script>alert(1)</script>'})
    assert "image/svg+xml" not in shown({"image/svg+xml": "<svg onload='alert(1)'/>"})


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<iframe src='https://example.org'></iframe>",
        "<p style=\"background:url('https://example.org/x')\">x</p>",
        "<img src='https://example.org/x'>",
        "<svg><animate onbegin=alert(1)></svg>",
        "<form action='https://example.org'><input></form>",
        "<style>@import 'https://example.org/x'</style>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<base href='https://example.org'>",
        "<object data='https://example.org'></object>",
    ],
)
def test_html_neither_runs_nor_loads(html):
    cleaned = clean_html(html)
    for word in ("<script", "onerror=", "onbegin", "javascript:", "example.org", "<style", "<form"):
        assert word not in cleaned


def test_tables_and_pictures_inside_the_page_stay():
    table = '<table class="dataframe"><tr><th scope="row">a</th><td>1</td></tr></table>'
    assert clean_html(table).replace("<tbody>", "").replace("</tbody>", "") == table
    assert "data:image/png" in clean_html(f'<img src="{picture_files.address()}">')
