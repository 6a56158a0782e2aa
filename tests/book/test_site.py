"""The built site: complete, self-contained, and without errors in its cells."""

import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlparse

import pytest

from tests.book.sources import ROOT, toc_entries
from tests.machine import lacking

HTML = ROOT / "_build/html"
LOADED = {("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("link", "href")}
LINK_ONLY = {"canonical", "next", "prev", "search", "index", "author"}


@pytest.fixture(scope="module", autouse=True)
def built():
    if not (HTML / "index.html").is_file():
        lacking("the book is not built: run `make book`")


class Page(HTMLParser):
    """What a page loads, links to, and can be linked to at."""

    def __init__(self, path: Path):
        super().__init__()
        self.path, self.loads, self.links, self.ids = path, [], [], set()
        self.html = path.read_text("utf-8")
        self.feed(self.html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.ids |= {attrs[name] for name in ("id", "name") if attrs.get(name)}
        for loaded_tag, attribute in LOADED:
            if tag == loaded_tag and attrs.get(attribute) and attrs.get("rel") not in LINK_ONLY:
                self.loads.append(attrs[attribute])
        if tag == "a" and attrs.get("href"):
            self.links.append(attrs["href"])

    handle_startendtag = handle_starttag


def site() -> list[Page]:
    return [Page(path) for path in sorted(HTML.rglob("*.html")) if "_static" not in path.parts]


def target(page: Page, address: str) -> Path:
    """The file that a relative address leads to."""
    path = unquote(urlparse(address).path)
    return (page.path.parent / path).resolve() if path else page.path


def is_local(address: str) -> bool:
    return not urlparse(address).scheme and not address.startswith("//")


def test_every_page_was_built():
    assert [e for e in toc_entries() if not (HTML / f"{e}.html").is_file()] == []


def test_nothing_is_loaded_from_a_third_party():
    remote = [
        (page.path.name, address)
        for page in site()
        for address in page.loads
        if not is_local(address) and not address.startswith("data:")
    ]
    assert remote == []


def test_no_style_sheet_loads_from_a_third_party():
    pattern = re.compile(r"""(?:url\(\s*|@import\s*)["']?((?:https?:)?//[^"')]+)""")
    assert [m for css in HTML.rglob("*.css") for m in pattern.findall(css.read_text("utf-8"))] == []


def test_no_script_that_fetches_from_a_third_party_is_loaded():
    fetching = re.compile(r"unpkg|jsdelivr|cdnjs|mathjax|thebe|fontawesome\.js", re.IGNORECASE)
    for page in site():
        for script in re.findall(r"<script\b.*?</script>", page.html, flags=re.DOTALL):
            assert not fetching.search(script), (page.path, script)


def test_everything_a_page_loads_is_there():
    missing = [
        (page.path.name, address)
        for page in site()
        for address in page.loads
        if is_local(address) and not target(page, address).is_file()
    ]
    assert missing == []


def test_style_sheets_find_their_files():
    pattern = re.compile(r"""url\(\s*["']?((?!data:|https?:|//|#)[^"')]+)""")
    missing = []
    for css in HTML.rglob("*.css"):
        for address in pattern.findall(css.read_text("utf-8")):
            if not (css.parent / urlparse(address).path).is_file():
                missing.append((css.name, address))
    assert missing == []


def test_no_link_is_broken():
    pages = {page.path.resolve(): page for page in site()}
    broken = []
    for page in pages.values():
        for address in filter(is_local, page.links):
            file, fragment = target(page, address), unquote(urldefrag(address).fragment)
            exists = file.is_file() or (file / "index.html").is_file()
            if not exists or (fragment and file in pages and fragment not in pages[file].ids):
                broken.append((page.path.name, address))
    assert broken == []


def test_no_cell_ended_in_an_error():
    for page in site():
        assert "output traceback" not in page.html, page.path
        assert "output stderr" not in page.html, page.path


def test_cells_have_outputs():
    assert "<math" in (HTML / "book/softmax-temperature.html").read_text("utf-8")
    for name in ("introduction", "softmax-temperature", "embedding", "two-layer-network-training"):
        assert "cell_output" in (HTML / f"book/{name}.html").read_text("utf-8"), name


def test_formulas_are_typeset():
    for page in site():
        text = re.sub(r"<(script|pre|annotation|code)\b.*?</\1>", "", page.html, flags=re.DOTALL)
        assert not re.search(r"\\\(|\\\[|\$\$|\\frac|\\sum", text), page.path


def test_every_image_has_alt_text():
    for page in site():
        for image in re.findall(r"<img\b[^>]*>", page.html):
            assert re.search(r'\balt="', image), (page.path.name, image)
        for image in re.findall(r"<img\b[^>]*_images/[^>]*>", page.html):
            assert re.search(r'\balt="[^"]{40,}"', image), (page.path.name, image)


def test_no_solution_and_no_hidden_test_is_published():
    marks = ("BEGIN SOLUTION", "BEGIN HIDDEN TESTS", "tests.hidden")
    for file in HTML.rglob("*"):
        if file.suffix in {".html", ".ipynb", ".py", ".md", ".txt", ".js"}:
            text = file.read_text("utf-8", errors="replace")
            assert not any(mark in text for mark in marks), file


def test_downloaded_notebooks_are_notebooks():
    for file in HTML.rglob("*.ipynb"):
        assert json.loads(file.read_text("utf-8"))["nbformat"] == 4


def test_what_a_page_says_of_its_cells_is_there():
    """The times of each cell, and the files of what was trained when the book was built."""
    kept = set()
    for page in site():
        if (told := re.search(r'<script[^>]*data-times="([^"]*)"[^>]*>', page.html)) is None:
            continue
        times = json.loads(unescape(told[1]))
        assert len(times) == len(re.findall(r'<div class="cell\b[^"]*"', page.html)), page.path
        assert any(it["seconds"] > 0 for it in times), page.path
        assert all(it["seconds"] >= it["kept"] - 0.1 for it in times), page.path
        files = json.loads(unescape(re.search(r'data-kept="([^"]*)"', told[0])[1]))
        assert bool(files) == any(it["kept"] for it in times), page.path
        assert all(target(page, file).is_file() for file in files), page.path
        kept |= {target(page, file) for file in files}
    assert kept and kept == set((HTML / "kept").glob("*"))


def test_what_was_trained_is_small():
    assert sum(file.stat().st_size for file in (HTML / "kept").glob("*")) < 6e6
