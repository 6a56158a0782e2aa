"""Results as a table: a real one in a notebook or a page, and columns of text elsewhere."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Mapping
from numbers import Integral, Real


class Table:
    """Columns of results, one row for each thing that was measured.

    A notebook shows it as an HTML table, which screen readers can walk through and which fits a
    phone; ``print`` writes it in columns.

    Parameters
    ----------
    columns : mapping from str to iterable
        The title of each column and its cells. The first column names the rows.
    digits : int or mapping from str to int
        Decimals of the numbers that are not whole, of all columns or of each by its title (2 for
        those that are not named). Whole numbers are written with a comma every three digits, and
        NaN as a dash.

    Raises
    ------
    ValueError
        If there are no columns, or if they are not equally long.

    Examples
    --------
    >>> print(Table({"model": ["guess", "bigram"], "perplexity": [65.0, 12.22], "n": [1, 4225]}))
    model   perplexity      n
    guess        65.00      1
    bigram       12.22  4,225
    """

    def __init__(
        self, columns: Mapping[str, Iterable[object]], digits: int | Mapping[str, int] = 2
    ) -> None:
        cells = {title: list(column) for title, column in columns.items()}
        lengths = {title: len(column) for title, column in cells.items()}
        if len(set(lengths.values())) != 1:
            raise ValueError(f"a table needs columns of one length, got {lengths}")
        self.titles = list(cells)
        self.numeric = [all(isinstance(c, Real) for c in column) for column in cells.values()]
        decimals = {t: digits if isinstance(digits, int) else digits.get(t, 2) for t in cells}
        written = [[_written(c, decimals[t]) for c in column] for t, column in cells.items()]
        self.rows = list(zip(*written, strict=True))

    def __str__(self) -> str:
        widths = [max(map(len, column)) for column in zip(self.titles, *self.rows, strict=True)]
        lines = (
            "  ".join(
                f"{cell:>{width}}" if number else f"{cell:<{width}}"
                for cell, width, number in zip(row, widths, self.numeric, strict=True)
            )
            for row in [self.titles, *self.rows]
        )
        return "\n".join(line.rstrip() for line in lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        head = self._html_row(self.titles, ["th scope=col"] * len(self.titles))
        kinds = ["th scope=row"] + ["td"] * (len(self.titles) - 1)
        body = "".join(self._html_row(row, kinds) for row in self.rows)
        return f'<table class="table results"><thead>{head}</thead><tbody>{body}</tbody></table>'

    def _html_row(self, row: Iterable[str], kinds: Iterable[str]) -> str:
        cells = "".join(
            f"<{kind}{' class=number' if number else ''}>{html.escape(cell)}</{kind.split()[0]}>"
            for cell, kind, number in zip(row, kinds, self.numeric, strict=True)
        )
        return f"<tr>{cells}</tr>"


def _written(cell: object, digits: int) -> str:
    if isinstance(cell, Integral):
        return f"{int(cell):,}"
    if isinstance(cell, Real):
        return "–" if math.isnan(cell) else f"{float(cell):,.{digits}f}"
    return str(cell)
