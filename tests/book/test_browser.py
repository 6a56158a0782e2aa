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
    expect,
    go_dark,
    go_to,
    next_frame,
    pages,
    settle,
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


def kilobytes(asked: list[str], site: str) -> float:
    """What the files of the site that a page asked for weigh, as a host sends them."""
    audit = tool("audit_book")
    paths = {url.removeprefix(f"{site}/").partition("?")[0] for url in asked}
    files = [HTML / path for path in paths if (HTML / path).is_file()]
    assert len(files) > 5
    return (
        sum(
            len(audit.compressed(it)) if it.suffix in audit.TEXT else it.stat().st_size
            for it in files
        )
        / 1000
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", EVERY_PAGE)
def test_page_loads_cleanly_is_accessible_and_fits_the_screen(page, subfolder, path, size):
    page.set_viewport_size(SIZES[size])
    watch = Watch(page, subfolder)
    page.goto(f"{subfolder}/{path}")
    page.wait_for_load_state("networkidle")
    # It is light, and nothing of Python is loaded before it is wanted.
    assert kilobytes(watch.asked, subfolder) <= tool("audit_book").HEAVIEST
    assert [url for url in watch.asked if re.search(r"/pyodide/|worker|\.py\b", url)] == []
    open_everything(page)  # and look at all of it
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    assert page.evaluate(OUT_OF_REACH) == []
    assert page.evaluate(TOO_WIDE) == []
    assert axe_violations(page) == "", "in light"
    go_dark(page)
    assert axe_violations(page, rules=COLOR_RULES) == "", "in dark"
    assert watch.troubles == []


PALE = """<html lang="en"><title>t</title><style>body {{ background: white; color: black; }}
.n {{ color: #00f; }} .pale {{ color: #ddd; }} .dark {{ background: #333; }}</style>
<main><h1>t</h1><article>{}</article></main>"""


@pytest.mark.parametrize(
    "words",
    [
        "<pre><span>def</span> <span class=n>name</span> <span class=n>name</span> {}</pre>",
        "<pre>{} <span class=n>name</span></pre><pre><span class=n>name</span></pre>",
        "<pre><span class=n>name</span></pre><pre class=dark><span class=n>name</span></pre>",
        "<pre><span class=pale>(</span><span class=pale>)</span>{}</pre>",
        "<table><tr><td>first<td>second<td class=pale>third<td>fourth</table>",
        "<table><tr><td class=pale hidden>first<td class=pale>second</table>",
        "<p>a <em>word</em> and <em>another</em> and <em class=pale>a third</em></p>",
    ],
)
def test_a_word_that_cannot_be_read_is_found_wherever_it_stands(page, words):
    page.set_content(PALE.format(words.format("<span class=pale>name</span>")))
    assert "color-contrast" in axe_violations(page, rules=COLOR_RULES)
    page.add_style_tag(content="* { color: black !important; background: white !important; }")
    assert axe_violations(page, rules=COLOR_RULES) == ""


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_page_can_be_read_from_its_file(page, path):
    watch = Watch(page, "file://")
    page.goto((HTML / path).as_uri())
    page.wait_for_load_state("networkidle")
    expect(page.locator("h1").first).to_have_text(re.compile(r"\w"))
    expect(page.get_by_role("button", name="Make the cells live")).to_have_count(0)
    assert watch.troubles == []


@pytest.mark.parametrize("name", ["introduction", "explorer", "softmax-temperature"])
def test_nothing_jumps_while_a_page_loads(page, origin, name):
    """The sum of layout shifts, as Lighthouse has it, on a line that leaves time to see them."""
    line = {"offline": False, "latency": 40, "downloadThroughput": 1.3e6, "uploadThroughput": 1e6}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", line)
    page.add_init_script(
        """
        window.shifts = 0;
        const add = (entries) => entries.forEach(({ value }) => (window.shifts += value));
        const seen = new PerformanceObserver((list) => add(list.getEntries()));
        seen.observe({ type: "layout-shift", buffered: true });
        window.allShifts = () => (add(seen.takeRecords()), window.shifts);
        """
    )
    go_to(page, origin, name)
    page.wait_for_load_state("networkidle")
    next_frame(page)
    assert page.evaluate("window.allShifts()") < 0.015


def test_the_search_finds_perplexity(page, origin):
    watch = Watch(page, origin)
    go_to(page, origin, "introduction")
    page.keyboard.press("Control+k")
    expect(page.locator("#pst-search-dialog input")).to_be_focused()
    page.keyboard.type("perplexity")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?*")
    page.wait_for_function("document.querySelectorAll('#search-results li a').length > 2")
    expect(page.locator("#search-results")).to_contain_text("perplexity", ignore_case=True)
    assert watch.troubles == []


def test_a_self_check_explains_by_keyboard(page, origin):
    go_to(page, origin, "softmax-temperature")
    question = page.get_by_role("group").filter(has_text="All logits of a prediction grow by 7")
    wrong, right = question.locator("summary").nth(0), question.locator("summary").nth(1)
    wrong.focus()
    page.keyboard.press("Enter")
    expect(question.get_by_text("Not quite.").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(right).to_be_focused()
    page.keyboard.press("Space")
    expect(question.get_by_text("Right.")).to_be_visible()
    expect(question.get_by_text("Not quite.").first).to_be_hidden()  # one open at a time
    expect(right.locator("xpath=..")).to_have_attribute("open", "")


def test_a_self_check_needs_no_script(browser, origin):
    context = browser.new_context(java_script_enabled=False)
    page = go_to(context.new_page(), origin, "softmax-temperature")
    page.locator(".self-check summary").first.click()
    expect(page.get_by_text("Not quite.").first).to_be_visible()
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
    link = page.get_by_role("link", name="Download this page as a notebook")
    expect(link).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Make the cells live|Run"))).to_have_count(0)
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
