"""Print the whole book into one PDF: ``make pdf``.

Sphinx puts all pages into one, with the outputs of the cells that ran for the site; the system's
Chromium prints it, with an outline, tags for screen readers, and page numbers.
"""

import os
import shutil
import sys
from pathlib import Path

import build_book

SINGLE = build_book.BUILD / "singlehtml"
PDF = build_book.BUILD / "course.pdf"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A browser that asks nobody but this machine.
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FOOTER = """<div style="width: 100%; font: 8pt sans-serif; color: #555; text-align: center">
  <span class="pageNumber"></span></div>"""


def find_browser() -> str | None:
    """The system's Chromium; ``CHROME_PATH`` names another."""
    return os.environ.get("CHROME_PATH") or next(filter(None, map(shutil.which, BROWSERS)), None)


def print_page(source: Path, target: Path, browser: str) -> int:
    """Print an HTML file; return the number of bytes."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=OPTIONS)
        page = chromium.new_page(color_scheme="light")
        page.goto(source.as_uri())
        page.evaluate("document.fonts.ready")
        pdf = page.pdf(
            format="A4",
            scale=0.85,
            outline=True,
            tagged=True,
            print_background=True,
            display_header_footer=True,
            header_template="<span></span>",
            footer_template=FOOTER,
            margin={"top": "18mm", "bottom": "18mm", "left": "18mm", "right": "18mm"},
        )
        chromium.close()
    target.write_bytes(pdf)
    return len(pdf)


def main() -> int:
    """Build the book as one page and print it to PDF."""
    browser = find_browser()
    if browser is None:
        print(
            "make pdf: there is no Chromium here to print with; on Debian `apt install chromium`, "
            "or name one in CHROME_PATH.",
            file=sys.stderr,
        )
        return 1
    succeeded, log = build_book.run_jupyter_book("--builder", "singlehtml")
    if not succeeded:
        build_book.explain_failure(log, SINGLE)
        return 1
    # Its addresses are relative to the root of the site, its place is not.
    whole = shutil.copy(SINGLE / "book/introduction.html", SINGLE / "whole.html")
    size = print_page(Path(whole), PDF, browser)
    print(f"The book on paper: {PDF} ({size / 1e6:.1f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
