"""The system's Chromium, driven by Playwright, for the tests of the built site."""

import contextlib
import importlib
import sys
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

from tests.book.sources import ROOT
from tests.machine import lacking

HTML = ROOT / "_build/html"
PATIENCE = 60_000  # milliseconds; the machine may be busy


def tool(name: str):
    """A module of ``tools/``."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(ROOT / "tools"))


@contextlib.contextmanager
def chromium() -> Iterator:
    """A running browser. Skips the test where there is none, or no built book."""
    if not (HTML / "index.html").is_file():
        lacking("the book is not built: run `make book`")
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
        yield browser
        browser.close()


class Quiet(SimpleHTTPRequestHandler):
    """``python -m http.server``, without its log."""

    def log_message(self, *arguments):
        pass


class Watch:
    """What goes wrong in a page: console errors, exceptions, requests that fail or leave."""

    def __init__(self, page, origin: str):
        self.troubles: list[str] = []
        self.origin = origin
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.troubles.append(f"exception: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message) -> None:
        if message.type == "error":
            self.troubles.append(f"console: {message.text}")

    def _request(self, request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.troubles.append(f"third party: {request.url}")

    def _response(self, response) -> None:
        if response.status >= 400:
            self.troubles.append(f"{response.status}: {response.url}")


def pages() -> list[str]:
    """Every page of the built site that a reader can reach, by its path."""
    found = [path.relative_to(HTML) for path in HTML.glob("book/*.html")]
    return [*sorted(path.as_posix() for path in found), "search.html"]


def focused(page) -> str:
    """The name of what has the focus."""
    return page.evaluate(
        "(document.activeElement.ariaLabel || document.activeElement.textContent).trim()"
    )


SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


def go_to(page, origin: str, name: str):
    """A page of the book in the browser."""
    page.goto(f"{origin}/book/{name}.html")
    return page


# The rules that depend on the color mode.
COLOR_RULES = ["color-contrast", "link-in-text-block"]


def hold_still(page) -> None:
    """No fading: colors would be measured on their way."""
    page.add_style_tag(content="* { transition: none !important; animation: none !important; }")


def settle(page) -> None:
    """Wait, after a change, until the theme has let boxes that scroll take the focus.

    It does so 300 ms after the last change of the page's elements or size.
    """
    hold_still(page)
    page.wait_for_timeout(600)


def go_dark(page) -> None:
    hold_still(page)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")


def axe_violations(page, *, rules: list[str] | None = None) -> str:
    """What axe-core finds wrong in the page as it is, as text; empty if nothing."""
    from axe_playwright_python.sync_playwright import Axe

    # preload: it would fetch style sheets again, some from the wrong place.
    options = {"resultTypes": ["violations"], "preload": False}
    if rules:
        options["runOnly"] = rules
    found = Axe().run(page, options=options).response["violations"]
    return "\n".join(
        f"{violation['id']}: {violation['help']}\n  "
        + "\n  ".join(node["html"][:200] for node in violation["nodes"][:4])
        for violation in found
    )


def read(path: str) -> str:
    return Path(HTML, path).read_text("utf-8")
