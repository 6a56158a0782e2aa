"""JupyterLite in the site: a graded notebook from red to green, kept, with no install."""

import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.book.browser import chromium
from tests.book.sources import ROOT
from tests.machine import lacking

SITE = ROOT / "_build/site"
PATIENCE = 60_000  # milliseconds; Python starts twice
NOTEBOOK = "implementation/embedding.ipynb"
ANSWER = (ROOT / "tests/bank/embedding/embedding/right/add_at_eager.py").read_text("utf-8")
TEST_CELL = "layer = Embedding(vocab_size=5, dim=2)"


class Quiet(SimpleHTTPRequestHandler):
    """``python -m http.server``, without its log."""

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of the site in a subfolder of a host that can do nothing but hand out files."""
    if not (SITE / "lab/index.html").is_file():
        lacking("JupyterLite is not built: run `make site`")
    root = tmp_path_factory.mktemp("host")
    (root / "course").symlink_to(SITE)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/course"
    server.shutdown()


@pytest.fixture
def page(site):
    with chromium() as browser:
        # As high as the notebook: JupyterLab lays out only the cells in view.
        context = browser.new_context(viewport={"width": 1280, "height": 4000})
        context.set_default_timeout(PATIENCE)
        elsewhere = []
        own = (site.rpartition("/")[0], "blob:", "data:")
        context.on("request", lambda it: it.url.startswith(own) or elsewhere.append(it.url))
        made = context.new_page()
        yield made
        made.screenshot(path=SITE.parent / "lab.png")
        assert elsewhere == []


def cell(page, beginning: str):
    """The code cell that holds a text."""
    return page.locator(".jp-CodeCell").filter(has_text=beginning)


def run_cell(page, beginning: str) -> str:
    """Run a cell as a student does; return its output."""
    it = cell(page, beginning)
    it.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    prompt = it.locator(".jp-InputPrompt").element_handle()
    page.wait_for_function("(prompt) => /\\[\\d+\\]/.test(prompt.textContent)", arg=prompt)
    return "\n".join(it.locator(".jp-OutputArea-output").all_inner_texts())


def open_notebook(page, site: str) -> None:
    page.goto(f"{site}/lab/notebooks/index.html?path={NOTEBOOK}")
    cell(page, TEST_CELL).wait_for()


def test_red_answer_green_reload(page, site):
    open_notebook(page, site)
    run_cell(page, "import lmcore.unwritten")
    run_cell(page, "class Embedding:")
    assert "forward" in run_cell(page, TEST_CELL)  # red: it says what is not written yet

    cell(page, "class Embedding:").locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(ANSWER)
    run_cell(page, "class Embedding:")
    assert "Error" not in run_cell(page, TEST_CELL)

    page.keyboard.press("Control+s")
    page.get_by_text(re.compile(r"Last Checkpoint: (now|\d+ seconds? ago)")).wait_for()
    open_notebook(page, site)  # the browser keeps the file
    assert "np.add.at" in cell(page, "class Embedding:").inner_text()


def test_each_exercise_page_opens_its_notebook(page, site):
    for notebook in sorted((ROOT / "release").glob("*/*.ipynb")):
        page.goto(f"{site}/book/{notebook.stem}.html")
        link = page.get_by_role("link", name="Open the notebook in the browser")
        address = link.evaluate("link => link.href")
        name = notebook.relative_to(ROOT / "release").as_posix()
        assert address.startswith(f"{site}/lab/notebooks/index.html?path=")
        assert page.request.get(f"{site}/lab/files/{name}").json()["nbformat"] == 4
        assert name.replace("/", "%2F") in address
