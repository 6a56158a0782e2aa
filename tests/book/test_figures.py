"""Figures that can be read, on a phone too, and pages that begin with words and not with code."""

import re

import pytest

from tests.book.sources import BOOK, ROOT, code_cells, pages
from tests.machine import lacking

PAGES = pages()
COMPUTED = {name: text for name, text in PAGES.items() if "```{code-cell}" in text}
BUILT = ROOT / "_build/html"
DRAWS = re.compile(r"\bplt\.(subplots|figure|plot|imshow)\(")
STYLE = dict(
    line.split(": ", 1) for line in (BOOK / "matplotlibrc").read_text().splitlines()
    if ": " in line and not line.startswith("#")
)  # fmt: skip
# A page of 390 px has a column of 358; CSS has 96 px an inch, and a point is 1/72 of one.
COLUMN = 358
SMALLEST = 8.0  # px of type that can be read
# What is too large for SVG would stand here, with the reason. Nothing is.
RASTER: set[str] = set()


def hidden(cell: str) -> bool:
    tags = re.search(r"^:?tags: \[([^\]]*)\]$", cell, re.MULTILINE)
    return bool(tags) and bool(
        {"hide-input", "remove-input", "remove-cell"} & set(tags[1].split(", "))
    )


def type_on_a_phone(cell: str) -> float:
    """The height of the smallest type of a figure at 390 px, from its code."""
    size = re.search(r"figsize=\(([\d.]+)", cell)
    inches = float(size[1] if size else STYLE["figure.figsize"].split(",")[0])
    points = [float(STYLE["font.size"]), *map(float, re.findall(r"fontsize=([\d.]+)", cell))]
    return min(points) / 72 * 96 * min(1, COLUMN / (inches * 96))


@pytest.mark.parametrize("name", COMPUTED)
def test_the_type_of_a_figure_can_be_read_on_a_phone(name):
    for cell in code_cells(PAGES[name]):
        if DRAWS.search(cell):
            assert type_on_a_phone(cell) >= SMALLEST, cell


@pytest.mark.parametrize("name", COMPUTED)
def test_code_that_draws_is_folded(name):
    for cell in code_cells(PAGES[name]):
        if re.search(r"^    alt: ", cell, re.MULTILINE):
            assert hidden(cell), f"give it `tags: [hide-input]`:\n{cell}"


@pytest.mark.parametrize("name", COMPUTED)
def test_imports_are_folded(name):
    for cell in code_cells(PAGES[name]):
        if not hidden(cell):
            assert "matplotlib" not in cell
            imports = re.findall(r"^(?:from|import) ", cell, re.MULTILINE)
            assert len(imports) < 3 and "import (" not in cell, f"fold the imports:\n{cell}"


@pytest.mark.parametrize("name", COMPUTED)
def test_rows_of_results_are_a_table_and_not_printed_in_columns(name):
    columns = re.compile(r"\{[^{}]*:[<>]?\d+s\}")
    assert [cell for cell in code_cells(PAGES[name]) if columns.search(cell)] == [], (
        "show them with lmcore.Table: a screen reader can walk through it, and it fits a phone"
    )


@pytest.mark.parametrize("name", COMPUTED)
def test_every_figure_of_the_built_page_is_a_drawing(name):
    page = BUILT / f"book/{name}.html"
    if not page.is_file():
        lacking("the book is not built: run `make book`")
    images = re.findall(r'<img\b[^>]*src="([^"]*_images/[^"]*)"', page.read_text("utf-8"))
    assert [image for image in images if not image.endswith(".svg")] == [] or name in RASTER


@pytest.mark.parametrize("name", COMPUTED)
def test_the_drawings_of_the_built_page_are_narrow(name):
    page = BUILT / f"book/{name}.html"
    if not page.is_file():
        lacking("the book is not built: run `make book`")
    for image in re.findall(r'src="\.\./(_images/[^"]*\.svg)"', page.read_text("utf-8")):
        width = re.search(r'\bwidth="([\d.]+)pt"', (BUILT / image).read_text("utf-8"))
        assert float(width[1]) <= 72 * 5.6, image


def test_what_runs_the_pages_asks_for_drawings():
    assert "figure_formats=svg" in (ROOT / "tools/execute_pages.py").read_text()
