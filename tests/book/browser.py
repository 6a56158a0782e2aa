"""The system's Chromium, driven by Playwright, for the tests of the built site."""

import contextlib
import importlib
import re
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
    """What a page asks for, and what goes wrong in it: console errors, exceptions, requests that
    fail or leave.
    """

    def __init__(self, page, origin: str):
        self.troubles: list[str] = []
        self.asked: list[str] = []
        self.origin = origin
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.troubles.append(f"exception: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message) -> None:
        if message.type == "error":
            self.troubles.append(f"console: {message.text}")

    def _request(self, request) -> None:
        self.asked.append(request.url)
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.troubles.append(f"third party: {request.url}")

    def _response(self, response) -> None:
        if response.status >= 400:
            self.troubles.append(f"{response.status}: {response.url}")


def pages() -> list[str]:
    """Every page of the built site that a reader can reach, by its path."""
    found = [path.relative_to(HTML) for path in HTML.glob("book/*.html")]
    return [*sorted(path.as_posix() for path in found), "search.html"]


def expect(what):
    """What Playwright can say of a page or of elements: it waits until that is so.

    What a page does when it gets to it (an event, a timer, a message, an answer) is not done when
    the action that leads to it returns: to look once, then, is to look too early on some machine.
    What is *not* to happen is looked for after something that comes later.
    """
    from playwright.sync_api import expect as expecting

    expecting.set_options(timeout=PATIENCE)
    return expecting(what)


def expect_focus(page, name: str | re.Pattern) -> None:
    """Wait until what has this name has the focus."""
    expect(page.locator(":focus")).to_have_accessible_name(name)


def next_frame(page) -> None:
    """Wait until the page has been drawn anew: what an action scrolls is where it goes then."""
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )


def tell_toggles(page) -> None:
    """Have the page write into each box that folds what it has been told of it: `expect_told`.

    To be called when the page has loaded, so that its own scripts are told first.
    """
    page.evaluate(
        """() => document.addEventListener("toggle", ({ target }) => {
            target.dataset.told = target.open ? "open" : "closed";
        }, true)"""
    )


def expect_told(details, state: str) -> None:
    """Wait until the page has been told that a box was opened, or closed."""
    expect(details).to_have_attribute("data-told", state)


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


# Every box that scrolls can take the focus, or something in it can.
REACHABLE = """() => [...document.querySelectorAll("article *")].every((it) => {
    const wide = it.scrollWidth > it.clientWidth, high = it.scrollHeight > it.clientHeight;
    if (!wide && !high) return true;
    const { overflowX, overflowY } = getComputedStyle(it);
    const scrolls = wide && /auto|scroll/.test(overflowX) || high && /auto|scroll/.test(overflowY);
    return !scrolls || it.tabIndex >= 0
        || it.querySelector("a[href], button, input, textarea, select, summary, [tabindex='0']");
})"""


def settle(page) -> None:
    """Wait, after a change, until the page has let boxes that scroll take the focus.

    It does so when it is told of the change; the theme, 300 ms after that. Of what is still not so
    after all patience, axe says more than we can here.
    """
    from playwright.sync_api import TimeoutError

    hold_still(page)
    with contextlib.suppress(TimeoutError):
        page.wait_for_function(REACHABLE, timeout=PATIENCE)


def go_dark(page) -> None:
    hold_still(page)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")


# Mark, of words that look alike and stand beside each other, as in code and in tables, all but the
# first: what axe says of that one's contrast is true of each, and it takes a millisecond to say.
MARK_ALIKE = """() => {
    const seen = new Map();
    for (const word of document.querySelectorAll("article *")) {
        delete word.dataset.alike;
        if (word.children.length || !word.textContent.trim()) continue;
        const { color, fill, background, fontSize, fontWeight, opacity, textShadow, display,
            position, visibility, clip, clipPath } = getComputedStyle(word);
        const words = /[\\p{L}\\p{N}].*[\\p{L}\\p{N}]/su; // signs need no contrast
        const look = [words.test(word.textContent), color, fill, background, fontSize, fontWeight,
            opacity, textShadow, display, position, visibility, clip, clipPath, word.ariaHidden,
            word.ariaDisabled, word.disabled].join();
        const looks = seen.get(word.parentElement) ?? new Set();
        if (looks.has(look)) word.dataset.alike = "";
        seen.set(word.parentElement, looks.add(look));
    }
    axe.configure({ rules: [{ id: "color-contrast", selector: ":not([data-alike])" }] });
}"""


def axe_violations(page, *, rules: list[str] | None = None) -> str:
    """What axe-core finds wrong in the page as it is, as text; empty if nothing."""
    from axe_playwright_python.sync_playwright import Axe

    # preload: it would fetch style sheets again, some from the wrong place.
    options = {"resultTypes": ["violations"], "preload": False}
    if rules:
        options["runOnly"] = rules
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    page.evaluate(MARK_ALIKE)
    found = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return "\n".join(
        f"{violation['id']}: {violation['help']}\n  "
        + "\n  ".join(node["html"][:200] for node in violation["nodes"][:4])
        for violation in found
    )


def read(path: str) -> str:
    return Path(HTML, path).read_text("utf-8")
