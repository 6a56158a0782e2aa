"""The built site in a browser: no errors, no third parties, accessible."""

import re
import threading
from functools import partial
from http.server import ThreadingHTTPServer

import pytest

from tests.book.browser import (
    COLOR_RULES,
    HTML,
    SIZES,
    Quiet,
    Watch,
    axe_violations,
    go_dark,
    go_to,
    hold_still,
    pages,
    tool,
)
from tests.book.live import CELLS

EVERY_PAGE = pages() if (HTML / "index.html").is_file() else ["index.html"]


@pytest.fixture(scope="module")
def subfolder(tmp_path_factory):
    """The site in a folder of a host that hands out files, as ``python -m http.server`` does."""
    root = tmp_path_factory.mktemp("host")
    (root / "course").symlink_to(HTML)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/course"
    server.shutdown()


def open_everything(page) -> None:
    page.evaluate(
        """() => {
            for (const details of document.querySelectorAll("details")) {
                details.removeAttribute("name");
                details.open = true;
            }
        }"""
    )


# What of a page reaches beyond the screen, or is cut off, and cannot be scrolled to.
OUT_OF_REACH = """() => {
    const width = document.documentElement.clientWidth;
    const scrolls = (it) => ["auto", "scroll"].includes(getComputedStyle(it).overflowX);
    const found = [];
    const HIDDEN = ".visually-hidden, .live-editor, svg, math *"; // or drawn by the browser
    for (const it of document.querySelectorAll("article.bd-article *, .prev-next-area *")) {
        const box = it.getBoundingClientRect();
        if (!box.width || !box.height || it.closest(HIDDEN)) continue;
        let around = it.parentElement;
        while (around && !scrolls(around)) around = around.parentElement;
        const beyond = box.right > width + 1 && !around;
        const hides = ["hidden", "clip"].includes(getComputedStyle(it).overflowX);
        if (beyond || (hides && it.scrollWidth > it.clientWidth + 1 && it.clientWidth > 1)) {
            found.push(it.outerHTML.slice(0, 100));
        }
    }
    return found.slice(0, 5);
}"""


# A table of results that has to be scrolled sideways.
TOO_WIDE = """() => [...document.querySelectorAll("table.results")]
    .filter((it) => it.offsetWidth > it.parentElement.clientWidth)
    .map((it) => it.rows[0].innerText)"""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", EVERY_PAGE)
def test_page_loads_cleanly_is_accessible_and_fits_the_screen(page, subfolder, path, size):
    page.set_viewport_size(SIZES[size])
    watch = Watch(page, subfolder)
    page.goto(f"{subfolder}/{path}")
    page.wait_for_load_state("networkidle")
    hold_still(page)
    open_everything(page)  # and look at all of it
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    assert page.evaluate(OUT_OF_REACH) == []
    assert page.evaluate(TOO_WIDE) == []
    assert axe_violations(page) == "", "in light"
    go_dark(page)
    assert axe_violations(page, rules=COLOR_RULES) == "", "in dark"
    assert watch.troubles == []


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_page_can_be_read_from_its_file(page, path):
    watch = Watch(page, "file://")
    page.goto((HTML / path).as_uri())
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").first.inner_text()
    assert page.get_by_role("button", name="Make the cells live").count() == 0
    assert watch.troubles == []


@pytest.mark.parametrize("name", ["introduction", "explorer", "softmax-temperature"])
def test_nothing_jumps_while_a_page_loads(page, origin, name):
    """The sum of layout shifts, as Lighthouse has it, on a line that leaves time to see them."""
    line = {"offline": False, "latency": 40, "downloadThroughput": 1.3e6, "uploadThroughput": 1e6}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", line)
    page.add_init_script(
        """
        window.shifts = 0;
        new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) window.shifts += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
        """
    )
    go_to(page, origin, name)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.shifts") < 0.015


def test_the_search_finds_perplexity(page, origin):
    watch = Watch(page, origin)
    go_to(page, origin, "introduction")
    page.keyboard.press("Control+k")
    page.keyboard.type("perplexity")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results li a")
    page.wait_for_function("document.querySelectorAll('#search-results li').length > 2")
    assert "perplexity" in page.inner_text("#search-results").lower()
    assert watch.troubles == []


def test_a_self_check_explains_by_keyboard(page, origin):
    go_to(page, origin, "softmax-temperature")
    question = page.get_by_role("group").filter(has_text="All logits of a prediction grow by 7")
    wrong, right = question.locator("summary").nth(0), question.locator("summary").nth(1)
    wrong.focus()
    page.keyboard.press("Enter")
    assert question.get_by_text("Not quite.").first.is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert question.get_by_text("Right.").is_visible()
    assert not question.get_by_text("Not quite.").first.is_visible()  # one open at a time
    assert right.locator("xpath=..").get_attribute("open") is not None


def test_a_self_check_needs_no_script(browser, origin):
    context = browser.new_context(java_script_enabled=False)
    page = go_to(context.new_page(), origin, "softmax-temperature")
    page.locator(".self-check summary").first.click()
    assert page.get_by_text("Not quite.").first.is_visible()
    context.close()


@pytest.mark.parametrize("name", CELLS)
def test_where_no_kernel_is_the_page_is_offered_as_a_notebook(page, subfolder, context, name):
    watch = Watch(page, subfolder)
    page.route(
        "**/live/config.js",
        lambda route: route.fulfill(
            content_type="text/javascript",
            body='window.courseLive = {elsewhere: [{name: "Binder", address: "/b/{notebook}"}]};',
        ),
    )
    go_to(page, subfolder, name)
    assert page.get_by_role("button", name=re.compile("Make the cells live|Run")).count() == 0
    link = page.get_by_role("link", name="Download this page as a notebook")
    address = link.evaluate("link => link.href")
    assert context.request.get(address).json()["nbformat"] == 4
    elsewhere = page.get_by_role("link", name="Open it in Binder").get_attribute("href")
    assert elsewhere == f"/b/notebooks%2F{name}.ipynb"
    assert watch.troubles == []


def test_the_scripts_of_the_book_are_small():
    scripts = [*HTML.glob("widgets/*"), *HTML.glob("live/*")]
    compressed = tool("audit_book").compressed
    assert len(scripts) > 8
    assert sum(len(compressed(script)) for script in scripts) < 60_000
