"""What `make site` laid out to upload: how heavy it is, and whether all of it is needed."""

import hashlib
from collections import defaultdict

import pytest

from tests.book.browser import tool
from tests.book.sources import ROOT
from tests.machine import lacking

SITE = ROOT / "_build/site"
MOST = 90e6  # bytes of the whole site
LARGE = 100_000  # bytes


@pytest.fixture
def laid_out():
    """The site as `make site` laid it out."""
    if not (SITE / "lab/index.html").is_file():
        lacking("JupyterLite is not built: run `make site`")
    return SITE


def test_the_site_is_no_heavier_than_hosts_and_readers_bear(laid_out):
    build_site = tool("build_site")
    assert build_site.size(laid_out) <= MOST, build_site.table(laid_out)


def test_nothing_large_lies_in_the_site_twice(laid_out):
    by_content = defaultdict(list)
    for file in laid_out.rglob("*"):
        if file.is_file() and file.stat().st_size > LARGE:
            by_content[hashlib.sha256(file.read_bytes()).hexdigest()].append(str(file))
    assert len(by_content) > 20
    assert [files for files in by_content.values() if len(files) > 1] == []


def test_nothing_lies_in_the_site_that_no_page_loads(laid_out):
    patterns = [pattern for pattern in tool("build_site").PRUNED if any(laid_out.glob(pattern))]
    assert patterns == []
