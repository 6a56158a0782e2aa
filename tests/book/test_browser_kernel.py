"""Live cells on a plain static host: Python in the reader's browser, nothing from elsewhere."""

import json
import re
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.book.browser import (
    COLOR_RULES,
    HTML,
    PATIENCE,
    Watch,
    axe_violations,
    chromium,
    expect,
    go_dark,
    settle,
)
from tests.book.live import CELLS, cell_that_draws, code, make_live, run, wait_for_note
from tests.machine import lacking

PAGE = "book/softmax-temperature.html"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


class Quiet(SimpleHTTPRequestHandler):
    """``python -m http.server``, without its log."""

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of the site in a subfolder of a host that can do nothing but hand out files."""
    if not (HTML / "pyodide/manifest.json").is_file():
        lacking("the book was built without Pyodide: set LMCORE_PYODIDE, then `make book`")
    root = tmp_path_factory.mktemp("host")
    (root / "some").mkdir()
    (root / "some/course").symlink_to(HTML)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/some/course"
    server.shutdown()


@pytest.fixture(scope="module")
def context(browser):
    made = browser.new_context(viewport=DESKTOP)
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()


@pytest.fixture(scope="module")
def live_page(context, site):
    """A page whose cells are live, for all tests that leave its kernel alive."""
    page = context.new_page()
    watch = Watch(page, site)
    make_live(page, f"{site}/{PAGE}")
    yield page
    expected = "ERR_FILE_NOT_FOUND"  # how the worker notices that a cell is to stop
    assert [trouble for trouble in watch.troubles if expected not in trouble] == []
    page.close()


@pytest.fixture
def live(live_page):
    """The page, whatever the test before did to its kernel."""
    if live_page.evaluate("document.body.dataset.live") != "ready":
        live_page.get_by_role("button", name=re.compile("Make the cells live|Try again")).click()
        live_page.wait_for_selector("body[data-live=ready]")
    return live_page


@pytest.mark.parametrize("name", CELLS)
def test_every_page_runs_whole(context, site, name):
    page = context.new_page()
    page.set_default_timeout(6 * PATIENCE)
    watch = Watch(page, site)
    make_live(page, f"{site}/book/{name}.html")
    expect(page.locator("textarea.live-code")).to_have_count(CELLS[name])
    page.evaluate("document.querySelectorAll('details').forEach((it) => (it.open = true))")
    for number in range(1, CELLS[name] + 1):
        run(page, number)
    known = page.locator("script[data-times]").evaluate("({ dataset }) => ({ ...dataset })")
    kept, times = json.loads(known["kept"]), json.loads(known["times"])
    loaded = re.findall(r": loaded (\d+) results?\. ", page.locator("article").inner_text())
    assert sum(map(int, loaded)) >= len(kept) and bool(loaded) == bool(kept)
    for number, it in enumerate(times, 1):
        told = r"about \d+ s" if it["trains"] and it["seconds"] >= 2 else "^$"
        expect(page.locator(f"#cell-{number} .live-time")).to_have_text(re.compile(told))
    assert watch.troubles == []
    page.close()


# Whether the files at these addresses are kept for the next visit: they are written down while the
# page goes on.
KEPT = """async (addresses) =>
    (await Promise.all(addresses.map((it) => caches.match(it)))).every(Boolean)"""


def test_a_later_visit_loads_nothing_but_the_manifest(context, site):
    manifest = f"{site}/pyodide/manifest.json"
    for visit in ("first", "later"):
        page = context.new_page()
        watch = Watch(page, site)
        make_live(page, f"{site}/{PAGE}")
        kernel = [url for url in watch.asked if "/pyodide/" in url or url.endswith(".py")]
        assert kernel.count(manifest) == 1
        kernel.remove(manifest)
        if visit == "first":
            page.wait_for_function(KEPT, arg=kernel)
        page.close()
    assert kernel == []


def test_the_bar_says_what_is_loading_and_how_much(browser, site):
    page = browser.new_page()  # of a reader who has never been here
    page.set_default_timeout(PATIENCE)
    page.add_init_script(
        """
        window.said = [];
        addEventListener("DOMContentLoaded", () => new MutationObserver(() => said.push(
            document.querySelector(".live-status").textContent,
        )).observe(document.body, { childList: true, subtree: true, characterData: true }));
        """
    )
    make_live(page, f"{site}/{PAGE}")
    said = [text for text in page.evaluate("said") if " MB" in text]
    counts = [re.fullmatch(r"Loading Python: ([\d.]+) of ([\d.]+) MB", text) for text in said]
    assert counts and all(counts)
    assert float(counts[-1][1]) > 10
    assert {count[2] for count in counts} == {counts[0][2]}
    expect(page.locator(".live-progress")).to_be_hidden()
    page.close()


def test_a_long_run_is_counted_beside_its_button(live):
    box = code(live, 1)
    live.evaluate("coursePage.cells[0].takes(30)")
    expect(live.locator("#cell-1 .live-time")).to_have_text("about 30 s")
    box.fill("while True: pass")
    box.press("Control+Enter")
    live.wait_for_function(
        "/^running … [1-9]\\d* s of about 30 s$/.test("
        "document.querySelector('#cell-1 .live-note').textContent)"
    )
    live.get_by_role("button", name="Stop cell 1").press("Enter")
    wait_for_note(live, 1, "stopped after")


def test_a_bar_of_progress_is_one_line(live):
    bar = "from tqdm.auto import tqdm\nfor _ in tqdm(range(30), mininterval=0): pass"
    said = run(live, 1, bar)
    assert "100%" in said and len(said.splitlines()) == 1


def test_the_clocks_are_as_fine_as_the_browser_allows(live):
    measured = "from time import process_time\nstart = process_time()\nsum(range(100_000))\n"
    assert run(live, 1, f"{measured}process_time() > start").strip() == "True"
    steps = "sorted({process_time() for _ in range(20_000)})"
    assert run(live, 1, f"steps = {steps}\nlen(steps) > 5").strip() == "True"


def test_outputs_are_those_of_a_jupyter_kernel(live):
    assert run(live, 1, "2 ** 10").strip() == "1024"
    assert run(live, 1, "2 ** 10;") == ""
    assert run(live, 1, "x = 7") == ""
    said = run(live, 1, "import sys\nprint('out')\nprint('err', file=sys.stderr)\nx")
    assert said.split() == ["out", "err", "7"]
    assert "bold" in run(live, 1, "from IPython.display import HTML\nHTML('<b>bold</b>')")
    expect(live.locator("#cell-1-output b")).to_have_count(1)
    assert run(live, 1, "from IPython.display import clear_output\n"
               "print(1)\nclear_output()\nprint(2)").strip() == "2"  # fmt: skip
    assert "bytes" in run(live, 1, "import os, lmcore\nos.getcwd(), type(b'')")


def test_figures_are_svg_with_their_texts(live):
    number = cell_that_draws(live, "Line chart")
    place = f"#cell-{number}-output"
    run(
        live,
        number,
        "import matplotlib.pyplot as plt\nplt.figure(figsize=(2, 1))\nplt.plot([1, 2]);",
    )
    picture = live.locator(f"{place} img")
    assert picture.get_attribute("src").startswith("data:image/svg+xml")
    assert picture.get_attribute("alt").startswith("Drawn by an edited cell. Before: Line chart")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 50
    run(live, number, "fig, ax = plt.subplots()\nplt.show()\nprint('after')")
    shown = live.eval_on_selector_all(f"{place} > *", "them => them.map((it) => it.tagName)")
    assert shown == ["IMG", "DIV"]
    run(live, number, "fig")
    expect(live.locator(f"{place} img")).to_have_count(1)


def test_an_error_is_shown_with_the_lines_of_the_cell(live):
    said = run(live, 3, "def f():\n    return 1 / 0\n\nf()", verdict="ended in ZeroDivisionError")
    assert "return 1 / 0" in said and "line 2, in f" in said
    assert "python_kernel" not in said
    assert "SyntaxError" in run(live, 3, "f(", verdict="ended in SyntaxError")
    assert "SystemExit" in run(live, 3, "raise SystemExit", verdict="ended in SystemExit")
    assert run(live, 3, "f.__name__").strip() == "'f'"


def test_both_corpora_are_there(live):
    lengths = "import lmcore\n[len(lmcore.load_corpus(n)) for n in ('shakespeare', 'kingdom')]"
    assert run(live, 4, lengths).strip() == "[1115394, 1040972]"


def test_a_package_that_nothing_announced_is_loaded_for_the_next_run(live):
    hidden = "module = __import__('sk' + 'learn')\nmodule.__name__"
    assert "run the cell again" in run(live, 5, hidden, verdict="ended in ModuleNotFoundError")
    assert run(live, 5, hidden).strip() == "'sklearn'"


@pytest.mark.parametrize("loop", ["while True: pass", "while True: sum(range(1000))",
                                  "import time\nwhile True: time.sleep(0.05)"])  # fmt: skip
def test_a_stopped_cell_keeps_what_was_defined(live, loop):
    code(live, 1).fill(f"kept = 42\nprint('begun')\n{loop}")
    code(live, 1).press("Control+Enter")
    live.wait_for_selector("#cell-1-output pre")
    live.get_by_role("button", name="Stop cell 1").press("Enter")
    wait_for_note(live, 1, "stopped after")
    assert run(live, 2, "print(kept)").strip() == "42"


def test_a_cell_that_is_deaf_is_ended_and_what_is_lost_is_said(live):
    deaf = "import signal\nsignal.signal(signal.SIGINT, lambda *_: None)\nwhile True: pass"
    code(live, 1).fill(f"print('begun')\n{deaf}")
    code(live, 1).press("Control+Enter")
    live.wait_for_selector("#cell-1-output pre")
    live.get_by_role("button", name="Stop cell 1").press("Enter")
    wait_for_note(live, 1, "Python ended before this cell did")
    said = "What was defined is lost. Your edits are still here."
    expect(live.locator(".live-status")).to_contain_text(said)


def test_python_that_dies_says_so_and_can_be_started_again(live):
    code(live, 1).fill("import os; os._exit(1)")
    code(live, 1).press("Shift+Enter")
    wait_for_note(live, 1, "Python ended before this cell did")
    expect(live.locator(".live-status")).to_contain_text("Python has died")
    live.get_by_role("button", name="Make the cells live").press("Enter")
    live.wait_for_selector("body[data-live=ready]")
    assert run(live, 1, "print('again')").strip() == "again"


def test_restart_forgets(live):
    run(live, 2, "forgotten = 1")
    live.get_by_role("button", name="Restart", exact=True).press("Enter")
    live.wait_for_function("document.querySelector('.live-status').textContent.includes('anew')")
    run(live, 2, "forgotten", verdict="a name is missing")


def test_accessible_and_within_a_phone(live):
    live.set_viewport_size(PHONE)
    run(live, 3, "print('wide ' * 100)")
    assert live.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    live.screenshot(path=HTML.parent / "live-on-a-phone.png")
    live.set_viewport_size(DESKTOP)
    live.evaluate("scrollTo(0, 0)")  # without the theme's button that leads there
    live.wait_for_selector("#pst-back-to-top", state="hidden")
    settle(live)
    assert axe_violations(live) == "", "in light"
    go_dark(live)
    assert axe_violations(live, rules=COLOR_RULES) == "", "in dark"


def test_files_that_do_not_come_are_told_and_tried_again(browser, site):
    context = browser.new_context()  # of a reader who has never been here
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{site}/{PAGE}")
    context.route("**/pyodide.asm.wasm", lambda route: route.abort())
    page.get_by_role("button", name="Make the cells live").press("Enter")
    page.wait_for_selector("body[data-live=failed]")
    expect(page.locator(".live-status")).to_contain_text("Python did not start")
    context.unroute_all()
    page.get_by_role("button", name="Try again").press("Enter")
    page.wait_for_selector("body[data-live=ready]")
    context.close()


def test_the_book_can_be_read_from_files(browser, tmp_path):
    folder = tmp_path / "copied"
    shutil.copytree(HTML, folder, ignore=shutil.ignore_patterns("pyodide", "_downloads"))
    page = browser.new_page()
    watch = Watch(page, "file://")
    page.goto((folder / PAGE).as_uri())
    expect(page.get_by_role("link", name="Download this page as a notebook")).to_be_visible()
    expect(page.get_by_role("button", name="Make the cells live")).to_have_count(0)
    assert [trouble for trouble in watch.troubles if "third party" in trouble] == []
    page.close()
