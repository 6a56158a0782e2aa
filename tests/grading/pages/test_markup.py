"""Each payload, alone, through the sanitizer; and what honest answers keep."""

import re

import pytest
from bs4 import BeautifulSoup

from grading.pages.exporter import shown
from grading.pages.markup import code, formula, latex, markdown, terminal
from grading.pages.policy import INERT, PolicyMissing, policy_of, with_policy
from grading.sanitizer import CLASSES, clean_html
from tests.grading import picture_files
from tests.grading.pages.hostile import ATTACHMENTS, HTML, MARKDOWN, TEXTS, notebook

LIVE = re.compile("script|style|iframe|object|embed|form|input|button|meta|link|base|svg|video")


def assert_inert(html) -> None:
    page = BeautifulSoup(html, "html.parser")
    assert [tag.name for tag in page.find_all(LIVE) if LIVE.fullmatch(tag.name)] == []
    for tag in page.find_all(True):
        for name, value in tag.attrs.items():
            assert not name.startswith(("on", "data-")) and name not in ("id", "name", "srcset")
            assert "url(" not in value
            if name == "src":
                assert value.startswith("data:image/")
            if name == "href":
                assert value.startswith(("https://", "http://", "mailto:"))
        assert set(tag.get("class", [])) <= CLASSES.get(tag.name, set())


@pytest.mark.parametrize("payload", MARKDOWN)
def test_no_payload_lives(payload):
    for made in (clean_html(payload), markdown(payload, ATTACHMENTS), code(payload)):
        assert_inert(made)
    for made in (latex(payload), formula(payload), terminal(payload)):
        assert_inert(made)


@pytest.mark.parametrize("payload", [*HTML, *TEXTS])
def test_what_is_clean_stays_as_it_is(payload):
    once = clean_html(payload)
    assert clean_html(once) == once


def test_of_a_notebook_only_the_known_parts_are_left():
    nb = shown(notebook())
    assert nb.metadata == {}
    for cell in nb.cells:
        assert set(cell.metadata) <= {"nbgrader"} and cell.id == ""
        for output in cell.get("outputs", []):
            assert set(output.get("data", {})) <= {
                "text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg",
            }  # fmt: skip
            assert output.get("metadata", {}) == {}


def test_an_honest_answer_keeps_its_form():
    made = markdown(
        "# Why\n\nA **step**, `x < y` and $\\frac{a}{b}$:\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        "```python\ndef f(): pass\n```\n\n![p](attachment:p.png) [book](https://example.org)",
        {"p.png": {"image/png": picture_files.encoded(picture_files.png(3, 2))}},
    )
    page = BeautifulSoup(made, "html.parser")
    for tag in ("h1", "strong", "code", "mfrac", "table", "span.k", "img[src]", "a[href]"):
        assert page.select(tag), (tag, made)
    assert "x &lt; y" in made
    assert BeautifulSoup(code("def f(): return 1"), "html.parser").select("div.highlight span.k")


@pytest.mark.parametrize(
    "piece", ["<div>", "<a ", "$", "$$", "[", "\\begin{a}", "`", "*a", "{", "&"]
)
def test_ten_megabytes_of_anything_are_shown(piece):
    text = piece * (10_000_000 // len(piece))
    for show in (clean_html, markdown, code, formula, latex):
        assert show(text)
    text = piece * (20_000 // len(piece))  # as much as is still read as Markdown
    assert markdown(text)


def test_a_page_without_a_head_is_no_page():
    with pytest.raises(PolicyMissing):
        with_policy("<p>no head</p>")


@pytest.mark.parametrize("head", ["<head>", "<HEAD>", "<head\n lang=en >", "<!-- <head> --><head>"])
def test_the_policy_stands_first_however_the_head_is_spelled(head):
    page = with_policy(
        f"<!DOCTYPE html>\n<html>{head}<title>é\n</title></head><body></body></html>"
    )
    assert policy_of(page) == INERT
    assert page.index("http-equiv") < page.index("<title>")
    assert policy_of(page.replace(INERT, "")) != INERT
