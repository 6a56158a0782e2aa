"""Driving live cells as a reader does, whatever kernel is behind them."""

import re

from tests.book.sources import code_cells, pages


def readers_cells(markdown: str) -> list[str]:
    """The cells that a reader has: all but those that only check the sentences around them."""
    return [cell for cell in code_cells(markdown) if not re.match(r":tags:.*\bclaims\b", cell)]


# How many cells each page has; pages without are not in it.
CELLS = {name: len(cells) for name, text in pages().items() if (cells := readers_cells(text))}


def make_live(page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Make the cells live").press("Enter")
    page.wait_for_selector("body[data-live=ready], body[data-live=failed]")
    status = page.inner_text(".live-status")
    assert page.evaluate("document.body.dataset.live") == "ready", status


def code(page, number: int):
    """The editor of a cell; code that is folded away is opened first, as a reader does."""
    box = page.get_by_label(f"Code of cell {number}", exact=True)
    box.evaluate(
        "(it) => { for (let d = it; (d = d.parentElement?.closest('details')); ) d.open = true; }"
    )
    return box


def cell_that_draws(page, alt: str) -> int:
    """Return the number of the first cell with a figure whose text begins so."""
    cell = page.locator(".cell", has=page.locator(f"img[alt^='{alt}']")).first
    return int(cell.get_attribute("id").removeprefix("cell-"))


def run(page, number: int, text: str | None = None, verdict: str = "ran in") -> str:
    """Edit and run a cell; return the text of its output."""
    box = code(page, number)
    if text is not None:
        box.fill(text)
    box.press("Shift+Enter")
    wait_for_note(page, number, verdict)
    return page.inner_text(f"#cell-{number}-output")


def wait_for_note(page, number: int, beginning: str) -> None:
    """Wait until the cell has ended, and check what its note says."""
    page.wait_for_function(
        "(number) => !/^(|running.*)$/.test(document.querySelector(`#cell-${number} .live-note`)"
        ".textContent)",
        arg=number,
    )
    note = page.inner_text(f"#cell-{number} .live-note")
    assert note.startswith(beginning), page.inner_text(f"#cell-{number}-output")
