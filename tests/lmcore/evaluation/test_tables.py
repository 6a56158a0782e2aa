"""Results as real tables: for screen readers, and for those who print them."""

from html.parser import HTMLParser

import numpy as np
import pytest

from lmcore.evaluation.tables import Table

COLUMNS = {"model": ["guess", "a < b"], "perplexity": np.array([65.0, np.nan]), "n": [1, 12345]}


class Cells(HTMLParser):
    """The cells of a table with their tag and attributes."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict, str]] = []
        self.opened: list[tuple[str, dict]] = []
        self.feed(markup)

    def handle_starttag(self, tag, attributes):
        self.opened.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.found.append((*self.opened[-1], data))


def test_titles_and_first_cells_are_headers_of_their_column_and_row():
    cells = Cells(Table(COLUMNS)._repr_html_()).found
    scopes = [attributes.get("scope") for _, attributes, _ in cells]
    assert scopes == ["col"] * 3 + ["row", None, None] * 2
    assert [tag for tag, *_ in cells] == ["th"] * 3 + ["th", "td", "td"] * 2
    assert [text for *_, text in cells][3:] == ["guess", "65.00", "1", "a < b", "–", "12,345"]


def test_only_columns_of_numbers_are_numbers():
    cells = Cells(Table(COLUMNS)._repr_html_()).found
    assert [a.get("class") == "number" for _, a, _ in cells] == [False, True, True] * 3


def test_printed_columns_stand_under_their_titles():
    lines = str(Table(COLUMNS, digits={"perplexity": 1})).splitlines()
    assert lines == ["model  perplexity       n", "guess        65.0       1",
                     "a < b           –  12,345"]  # fmt: skip


@pytest.mark.parametrize("columns", [{}, {"a": [1], "b": [1, 2]}])
def test_columns_have_to_be_equally_long(columns):
    with pytest.raises(ValueError, match="columns of one length"):
        Table(columns)
