"""The system's Chromium, for journeys that do not need the built book."""

import contextlib
from collections.abc import Iterator

from tests.book.browser import tool
from tests.book.sources import ROOT
from tests.machine import lacking


@contextlib.contextmanager
def browser_page() -> Iterator:
    """A page of a running browser; skips the test where there is none."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        lacking("the package playwright is not installed")
    print_book = tool("print_book")
    program = print_book.find_browser()
    if program is None:
        lacking("there is no Chromium: on Debian, `apt install chromium`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=print_book.OPTIONS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        try:
            yield page
        except BaseException:
            page.screenshot(path=ROOT / "_build" / "journeys" / "failed.png")
            raise
        browser.close()


def wait_until(page, condition: str) -> None:
    """Wait for a condition in a page whose policy forbids what Playwright's own wait does: eval."""
    from playwright.sync_api import Error

    for _ in range(600):
        with contextlib.suppress(Error):  # the page is just being left for another
            if page.evaluate(condition):
                return
        page.wait_for_timeout(200)
    raise AssertionError(f"{page.url}: still not so: {condition}")
