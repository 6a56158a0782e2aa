"""Live cells: `make serve` in a browser, from the click to the end of the kernel."""

import os
import re
import socket
import subprocess
import sys
import time

import pytest

from tests.book.browser import (
    COLOR_RULES,
    PATIENCE,
    Watch,
    axe_violations,
    chromium,
    expect,
    expect_focus,
    go_dark,
    settle,
    tool,
)
from tests.book.exercises import ANSWERS, assert_filled, download, from_red_to_green
from tests.book.live import CELLS, cell_that_draws, code, make_live, run, wait_for_note
from tests.book.sources import ROOT

TOKEN = "a-token-for-tests"
PAGE = "book/book/softmax-temperature.html"
PHONE = {"width": 390, "height": 844}
TABLE = "from IPython.display import HTML\nHTML('<table>' + '<td>wide</td>' * 60 + '</table>')"
DRAWING = "import matplotlib.pyplot as plt\nplt.figure(figsize=(6, 2))\nplt.plot([1, 2]);"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def server(browser, tmp_path_factory):
    """The address of the book as `make serve` serves it."""
    home = tmp_path_factory.mktemp("jupyter")
    directories = {
        f"JUPYTER_{kind}_DIR": str(home / kind) for kind in ("CONFIG", "DATA", "RUNTIME")
    }
    port = free_port()
    log = (home / "log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "tools/serve_book.py", f"--port={port}", "--no-browser"]
        + [f"--IdentityProvider.token={TOKEN}", "--ServerApp.port_retries=0"],
        cwd=ROOT,
        env=os.environ | directories | {"IPYTHONDIR": str(home / "ipython")},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    for _ in range(PATIENCE // 200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        assert process.poll() is None, log.seek(0) or log.read()
        time.sleep(0.2)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(20)
    log.close()


@pytest.fixture(scope="module")
def context(browser, server):
    """A reader who has followed the address that `make serve` prints."""
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    made.set_default_timeout(PATIENCE)
    made.request.get(f"{server}/book/index.html?token={TOKEN}")
    yield made
    made.close()


@pytest.fixture(autouse=True)
def pages_are_closed(context):
    """After a test that failed, too: a kernel lives as long as its page, and is counted."""
    yield
    for page in context.pages:
        page.close()


def kernels(context, server: str) -> list[dict]:
    return context.request.get(f"{server}/api/kernels").json()


def wait_for_kernels(context, server: str, number: int) -> None:
    for _ in range(PATIENCE // 200):
        if len(kernels(context, server)) == number:
            return
        time.sleep(0.2)
    pytest.fail(f"{kernels(context, server)} are running, not {number}")


@pytest.fixture
def live(context, server):
    """A page whose cells have been made live, and what goes wrong in it."""
    page = context.new_page()
    watch = Watch(page, server)
    make_live(page, f"{server}/{PAGE}")
    yield page
    assert watch.troubles == []
    page.close()
    wait_for_kernels(context, server, 0)  # a kernel ends with its page


def test_nothing_is_served_to_who_has_not_logged_in(browser, server):
    stranger = browser.new_context()
    for path in (PAGE, "book/live/config.js", "book/notebooks/embedding.ipynb"):
        answer = stranger.request.get(f"{server}/{path}", max_redirects=0)
        assert answer.status in (302, 403) and "login" in answer.headers.get("location", "login")
    assert stranger.request.get(f"{server}/api/kernels").status == 403
    stranger.close()


def test_only_this_machine_is_served(server):
    port = int(server.rpartition(":")[2])
    listening = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        if os.path.exists(table):
            with open(table) as lines:
                listening |= {
                    line.split()[1]
                    for line in lines
                    if re.search(rf":{port:04X} \S+ 0A ", line)  # 0A: listens
                }
    if sys.platform == "linux":
        assert listening == {f"0100007F:{port:04X}"}  # 127.0.0.1


def test_round_trip(live):
    assert run(live, 1) == ""
    assert "[0.2 0.2 0.2 0.2 0.2]" in run(live, 2)

    # An edit gives a new output, in the cell's own place, and only there.
    others = live.inner_text("#cell-3 .cell_output")
    assert "[0.25 0.25 0.25 0.25]" in run(live, 2, "print(softmax(np.zeros(4)))")
    assert live.inner_text("#cell-3 .cell_output") == others
    live.get_by_role("button", name="Undo edits cell 2").press("Enter")
    expect(code(live, 2)).to_have_value(re.compile("level"))

    # A picture, with a text that says what it shows and that the cell was edited.
    number = cell_that_draws(live, "Line chart")
    run(live, number, "plt.figure(figsize=(2, 1))\nplt.plot([1, 2]);")
    picture = live.locator(f"#cell-{number}-output img")
    assert picture.get_attribute("src").startswith("data:image/png")
    assert picture.get_attribute("alt").startswith("Drawn by an edited cell. Before: Line chart")

    # The library and the corpora are there, and the cells run where the book was built.
    said = run(live, 7, "import lmcore, os\nprint(os.path.basename(os.getcwd()))\n"
               "print(len(lmcore.load_corpus('kingdom')) > 100_000)")  # fmt: skip
    assert said.split() == ["book", "True"]


def test_an_error_is_shown_and_a_missing_name_explained(live):
    assert "NameError" in run(live, 3, verdict="a name is missing: press “Run all above” first")
    live.get_by_role("button", name="Run all above cell 3").press("Enter")
    wait_for_note(live, 2, "ran in")
    assert "0.0001" in run(live, 3)
    assert "ZeroDivisionError" in run(live, 3, "1 / 0", verdict="ended in ZeroDivisionError")


def test_stop_and_restart(live, context, server):
    code(live, 1).fill("x = 1\nimport time\nprint('begun')\nwhile True:\n    time.sleep(0.05)")
    code(live, 1).press("Control+Enter")
    live.wait_for_selector("#cell-1-output pre")
    live.get_by_role("button", name="Stop cell 1").press("Enter")
    wait_for_note(live, 1, "stopped after")
    assert run(live, 2, "print(x)").strip() == "1"  # the kernel lives on

    live.get_by_role("button", name="Restart", exact=True).press("Enter")
    live.wait_for_function("document.querySelector('.live-status').textContent.includes('anew')")
    assert "NameError" in run(live, 2, "x", verdict="a name is missing")
    wait_for_kernels(context, server, 1)


def test_editor_by_keyboard(live):
    box = code(live, 1)
    box.fill("for i in range(3):")
    box.press("End")
    box.press("Enter")
    live.keyboard.type("print(i)")
    expect(box).to_have_value("for i in range(3):\n    print(i)")
    box.press("Control+[")
    expect(box).to_have_value("for i in range(3):\nprint(i)")
    box.press("Control+]")
    expect(live.locator("#cell-1 pre .k")).to_have_text(["for", "in"])  # colored
    assert run(live, 1).split() == ["0", "1", "2"]
    box.press("Tab")  # leaves the editor, as Escape does
    expect_focus(live, "Copy to clipboard")
    box.press("Escape")
    expect_focus(live, "Run cell 1")


def test_nothing_that_a_keyboard_does_loses_the_focus(live):
    """Buttons that come and go hand the focus on."""
    # From the button that made the cells live to the first cell that is not folded away.
    expect_focus(live, "Code of cell 2")
    box = code(live, 2)
    box.fill("1 + 1")
    live.get_by_role("button", name="Undo edits cell 2").press("Enter")
    expect_focus(live, "Code of cell 2")
    box.fill("1 + 1")
    live.get_by_role("button", name="Run cell 2").press("Enter")
    wait_for_note(live, 2, "ran in")
    expect_focus(live, "Run cell 2")
    box.fill("import time\nprint('begun')\nwhile True: time.sleep(0.05)")
    box.press("Shift+Enter")
    live.wait_for_selector("#cell-2-output pre")  # a kernel that has not begun is deaf
    live.get_by_role("button", name="Stop cell 2").press("Enter")
    wait_for_note(live, 2, "stopped after")
    expect_focus(live, "Run cell 2")
    live.get_by_role("button", name="Restart", exact=True).press("Enter")
    live.wait_for_function("document.querySelector('.live-status').textContent.includes('anew')")
    expect_focus(live, "Restart")


def test_what_a_cell_says_is_told_to_who_cannot_see_it(live):
    assert run(live, 2, "print('one\\ntwo')\n6 * 7").split() == ["one", "two", "42"]
    status = live.locator("#cell-2 [role=status]")
    expect(status).to_have_text("one two 42")
    expect(live.get_by_role("group", name="Output of cell 2")).to_contain_text("42")
    run(live, 2, "print('x' * 1000)")
    expect(status).to_have_text("x" * 200 + " …")
    run(live, 2, DRAWING)
    expect(status).to_contain_text(re.compile("Figure|Drawn by"))
    run(live, 2, "1 / 0", verdict="ended in")
    expect(status).to_contain_text("ZeroDivisionError")


def test_live_cells_are_accessible(live):
    run(live, 2, "1 / 0", verdict="ended in")
    run(live, 3, "print('wide ' * 100)")
    settle(live)
    assert axe_violations(live) == "", "in light"
    go_dark(live)
    assert axe_violations(live, rules=COLOR_RULES) == "", "in dark"


def test_a_kernel_that_ended_is_started_again_with_the_edits_kept(live, context, server):
    run(live, 2, "print('mine')")
    wait_for_kernels(context, server, 1)  # those of pages that are closed end, too
    kernel = kernels(context, server)[0]["id"]
    live.evaluate(
        """id => fetch(`/api/kernels/${id}`, {method: "DELETE", headers: {"X-XSRFToken":
            document.cookie.match(/_xsrf=([^;]*)/)[1]}})""",
        kernel,
    )
    code(live, 2).press("Shift+Enter")
    button = live.get_by_role("button", name="Make the cells live")
    button.wait_for()
    expect(live.locator(".live-status")).to_contain_text("Your edits are still here")
    button.press("Enter")
    live.wait_for_selector("body[data-live=ready]")
    assert run(live, 2).strip() == "mine"


@pytest.mark.parametrize("name", CELLS)
def test_every_page_gets_an_editor_a_cell_and_runs_its_first(context, server, name):
    page = context.new_page()
    watch = Watch(page, server)
    make_live(page, f"{server}/book/book/{name}.html")
    expect(page.locator("textarea.live-code")).to_have_count(CELLS[name])
    page.evaluate("document.querySelectorAll('details').forEach((it) => (it.open = true))")
    run(page, 1)
    page.set_viewport_size(PHONE)
    run(page, 1, f"print('wide ' * 100)\n{DRAWING}\n{TABLE}")
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert axe_violations(page) == "", "on a phone, in light"
    go_dark(page)
    assert axe_violations(page, rules=COLOR_RULES) == "", "on a phone, in dark"
    assert watch.troubles == []
    page.close()


def test_a_whole_page_runs(live):
    last = CELLS["softmax-temperature"]
    live.get_by_role("button", name=f"Run all above cell {last}").press("Enter")
    wait_for_note(live, last - 1, "ran in")
    run(live, last)


@pytest.mark.parametrize(
    "fatal", ["import os; os._exit(1)", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"]
)
def test_a_kernel_that_dies_in_a_cell_says_so_and_can_be_started_again(
    live, context, server, fatal
):
    code(live, 1).fill(fatal)
    code(live, 1).press("Shift+Enter")
    wait_for_note(live, 1, "Python ended before this cell did")
    expect(live.locator(".live-status")).to_contain_text("Python has died")
    wait_for_kernels(context, server, 0)  # it is not started anew behind the page's back
    live.get_by_role("button", name="Make the cells live").press("Enter")
    live.wait_for_selector("body[data-live=ready]")
    assert run(live, 2, "print('again')").strip() == "again"


def test_a_death_is_looked_for_twice_a_second():
    options = tool("serve_book").OPTIONS
    assert "--KernelRestarter.time_to_dead=0.5" in options


@pytest.mark.parametrize("trouble", ["no kernel", "a cell of a shape that no page has"])
def test_a_start_that_fails_says_so_and_can_be_tried_again(context, server, trouble):
    page = context.new_page()
    page.goto(f"{server}/{PAGE}")
    if trouble == "no kernel":
        page.route("**/api/kernels", lambda route: route.abort())
    else:
        page.evaluate("void (courseOutputs.altTexts = () => { throw new Error('broken') })")
    page.get_by_role("button", name="Make the cells live").press("Enter")
    page.wait_for_selector("body[data-live=failed]")
    expect(page.locator(".live-status")).to_contain_text("Python did not start")
    page.unroute_all()
    page.evaluate("void (courseOutputs.altTexts = () => [])")
    page.get_by_role("button", name="Try again").press("Enter")
    page.wait_for_selector("body[data-live=ready]")
    expect(page.locator("textarea.live-code")).to_have_count(CELLS["softmax-temperature"])
    page.close()
    wait_for_kernels(context, server, 0)


@pytest.mark.parametrize("name", ANSWERS)
def test_an_exercise_becomes_green_and_is_downloaded(browser, server, tmp_path, name):
    """From the stub to the notebook that `test_exercises.py` has graded: full marks."""
    reader = browser.new_context()
    reader.set_default_timeout(PATIENCE)
    reader.request.get(f"{server}/book/index.html?token={TOKEN}")
    page = reader.new_page()
    watch = Watch(page, server)
    page.goto(f"{server}/book/book/{name}.html")
    from_red_to_green(page, name)
    assert_filled(download(page, ANSWERS[name][0], tmp_path), name)
    assert watch.troubles == []
    page.close()
    reader.close()


def test_an_exercise_of_the_page_runs_in_the_same_kernel(context, server):
    """As it does in the browser's own, where `test_exercises.py` looks closer."""
    page = context.new_page()
    watch = Watch(page, server)
    page.goto(f"{server}/book/book/embedding.html")
    box = page.get_by_label("Answer embedding", exact=True)
    verdict = page.locator(".exercise-verdict")
    box.press("Shift+Enter")  # starts Python
    verdict.get_by_text("Not written yet: `Embedding.forward`").first.wait_for()
    text = box.input_value()
    half = text.replace("raise NotImplementedError", "return self.W[indices] + 1; raise Exception")
    box.fill(half)
    box.press("Shift+Enter")
    verdict.get_by_text("token 4 should get row 4 of W").first.wait_for()
    expect(verdict.locator("pre")).not_to_contain_text("exec(")
    box.fill("def broken(:")
    box.press("Shift+Enter")
    verdict.get_by_text("Your code does not run").wait_for()
    assert watch.troubles == []
    page.close()
    wait_for_kernels(context, server, 0)
