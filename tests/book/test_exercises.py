"""Exercises in the page, on a plain static host: written, tested, kept, downloaded, graded."""

import re
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from grading.notebooks import grade_id, read_notebook
from tests.book.browser import (
    COLOR_RULES,
    HTML,
    PATIENCE,
    Watch,
    axe_violations,
    chromium,
    expect,
    expect_focus,
    expect_told,
    go_dark,
    next_frame,
    settle,
    tell_toggles,
)
from tests.book.exercises import (
    ANSWERS,
    ASSIGNMENT,
    assert_filled,
    download,
    editor,
    exercise,
    from_red_to_green,
    run_test,
    scores,
    solution,
    stub,
)
from tests.book.sources import ROOT
from tests.book.test_browser_kernel import DESKTOP, PHONE, Quiet
from tests.machine import lacking

WRONG = """class Embedding:
    def __init__(self, vocab_size, dim):
        self.W = np.random.randn(vocab_size, dim) * 0.01

    def forward(self, indices):
        return self.W[indices] + 1
"""
WORDS = "token 4 should get row 4 of W"


def accept(dialog) -> None:
    """Answer a dialog with yes."""
    dialog.accept()


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
def reader(browser):
    """One reader's browser, which keeps what it is given to keep."""
    context = browser.new_context(viewport=DESKTOP)
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(browser, site):
    """A page of a reader who has been nowhere yet."""
    context = browser.new_context(viewport=DESKTOP)
    context.set_default_timeout(PATIENCE)
    made = context.new_page()
    watch = Watch(made, site)
    made.on("dialog", accept)
    yield made
    assert watch.troubles == []
    context.close()


@pytest.fixture(scope="module")
def solve(reader, site, tmp_path_factory):
    """A function that solves a page's exercises there, once, and returns what is downloaded."""
    solved: dict[str, Path] = {}
    folder = tmp_path_factory.mktemp("downloads")

    def solve_once(name: str) -> Path:
        if name in solved:
            return solved[name]
        page = reader.new_page()
        watch = Watch(page, site)
        page.goto(f"{site}/book/{name}.html")
        from_red_to_green(page, name)
        page.reload()
        for answer in ANSWERS[name]:
            expect(editor(page, answer)).to_have_value(solution(name, answer))
        solved[name] = download(page, ANSWERS[name][0], folder)  # no Python has been started
        assert watch.troubles == []
        page.close()
        return solved[name]

    return solve_once


def test_every_answer_of_the_assignment_has_its_place_in_the_book():
    for path in sorted((ROOT / "exercises" / ASSIGNMENT).glob("*.ipynb")):
        answers = [
            grade_id(cell)
            for cell in read_notebook(path).cells
            if cell.metadata.get("nbgrader", {}).get("solution")
        ]
        assert ANSWERS[path.stem] == answers


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_turn_the_tests_green_and_come_with_the_download(solve, name):
    assert_filled(solve(name), name)


def test_the_downloads_get_full_marks(solve, tmp_path):
    given = scores({name: solve(name) for name in ANSWERS}, tmp_path)
    assert given.keys() == ANSWERS.keys()
    assert all(score == most > 0 for score, most in given.values()), given


def test_what_was_done_is_ticked_in_the_sidebar_and_can_be_erased(solve, reader, site):
    for name in ANSWERS:
        solve(name)
    page = reader.new_page()
    page.goto(f"{site}/book/embedding.html")
    links = page.locator(".bd-sidebar-primary nav.bd-links a")
    link = links.filter(has_text="3.5 ")
    questions = page.locator(".self-check")
    whole = questions.count() + 1
    expect(link).to_have_text(re.compile(rf"1/{whole}\s*, 1 of {whole} done$"))
    page.evaluate("document.fonts.ready.then(() => true)")
    place = link.bounding_box()
    tell_toggles(page)
    for number, question in enumerate(questions.all(), 2):
        wrong, right = question.locator(".choice:not(.right)").first, question.locator(".right")
        wrong.locator("summary").click()
        expect_told(wrong, "open")
        expect(link).to_contain_text(f"{number - 1} of {whole} done")  # no tick yet
        right.locator("summary").press("Enter")
        expect_told(right, "open")
        done = f"{number} of {whole} done" if number < whole else "finished"
        expect(link).to_contain_text(done)
    expect(link).to_have_text(re.compile(r"✓\s*, finished$"))
    assert link.bounding_box() == place  # nothing has moved
    page.goto(f"{site}/book/softmax-temperature.html")
    expect(page.locator(".progress-tick")).to_have_count(len(ANSWERS))
    settle(page)
    assert axe_violations(page) == "", "in light"
    go_dark(page)
    assert axe_violations(page, rules=COLOR_RULES) == "", "in dark"
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Erase my progress").press("Enter")
    expect(page.get_by_text("Your progress is erased.")).to_be_visible()
    expect(page.locator(".progress-tick")).to_have_count(0)
    page.goto(f"{site}/book/embedding.html")
    expect(editor(page, "embedding")).to_have_value(solution("embedding", "embedding"))
    expect(page.locator(".progress-tick")).to_have_count(0)
    page.close()


def test_red_with_the_words_of_the_test_then_green(page, site):
    """All that can become of a run, on one page, so that Python starts once."""
    page.goto(f"{site}/book/embedding.html")
    box, code = exercise(page, "embedding"), editor(page, "embedding")
    page.set_viewport_size(PHONE)
    assert "Not written yet: `Embedding.forward`" in run_test(page, "embedding", "failed")
    code.fill(WRONG)
    verdict = run_test(page, "embedding", "failed")
    assert verdict.startswith("✗ Not yet.") and WORDS in verdict
    expect(page.locator(".progress-tick")).to_have_count(0)
    box.get_by_text("Where it happened").press("Enter")
    where = box.locator(".exercise-verdict pre")
    expect(where).to_be_visible()
    expect(where).to_contain_text("<visible test>")
    expect(where).not_to_contain_text("exec(")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size(DESKTOP)
    settle(page)
    page.evaluate("scrollTo(0, 0)")  # without the theme's button that leads there
    page.wait_for_selector("#pst-back-to-top", state="hidden")
    assert axe_violations(page) == "", "red, in light"
    go_dark(page)
    assert axe_violations(page, rules=COLOR_RULES) == "", "red, in dark"

    code.fill("def broken(:")
    verdict = run_test(page, "embedding", "failed")
    assert verdict.startswith("✗ Your code does not run. SyntaxError")
    code.fill(f"{WRONG}\nwhile True:\n    pass")
    code.press("Shift+Enter")
    box.get_by_role("button", name="Stop").press("Enter")
    box.get_by_text("Stopped.").wait_for()
    expect_focus(page, "Run the test")  # as the button to stop is gone

    code.fill(f"print('from my answer')\n{solution('embedding', 'embedding')}")
    assert "✓ Passed." in run_test(page, "embedding", "passed")
    expect(box.locator(".exercise-output")).to_contain_text("from my answer")
    assert axe_violations(page, rules=COLOR_RULES) == "", "green, in dark"
    expect(page.locator(".progress-tick")).to_have_count(1)

    # Nothing of the page answers in the reader's place, but its cells can use the answer.
    cell = page.get_by_label("Code of cell 2", exact=True)
    cell.fill("from answers import Embedding\nprint(Embedding(3, 2).W.shape)")
    cell.press("Shift+Enter")
    page.locator("#cell-2-output").get_by_text("(3, 2)").wait_for()

    # The test may be edited, and then proves nothing.
    code.fill(WRONG)
    run_test(page, "embedding", "failed")
    expect(page.locator(".progress-tick")).to_have_count(0)
    box.get_by_text("The visible test (2 points)").press("Enter")
    page.get_by_label("Test of embedding").fill("print('no test at all')")
    assert "it does not count" in run_test(page, "embedding", "passed")
    expect(page.locator(".progress-tick")).to_have_count(0)  # it comes before the verdict


@pytest.mark.parametrize("name", ANSWERS)
def test_each_hint_opens_the_next(page, site, name):
    page.goto(f"{site}/book/{name}.html")
    for answer in ANSWERS[name]:
        hints = exercise(page, answer).locator(".hint > summary")
        expect(hints).to_have_count(3)
        for shown in range(3):
            for number in range(3):
                expect(hints.nth(number)).to_be_visible(visible=number <= shown)
            hints.nth(shown).press("Enter")


@pytest.mark.parametrize("name", ANSWERS)
def test_a_draft_is_kept_when_the_exercise_changes_and_start_again_drops_it(page, site, name):
    address = f"{site}/book/{name}.html"
    page.goto(address)
    answer = ANSWERS[name][-1]
    box, code = exercise(page, answer), editor(page, answer)
    again = box.get_by_role("button", name="Start again")
    expect(code).to_have_value(stub(name, answer))
    expect(again).to_be_hidden()
    code.fill("mine = 1")
    expect(again).to_be_visible()
    page.reload()
    expect(code).to_have_value("mine = 1")
    expect(box).to_contain_text("Your draft, as you left it")

    def rebuilt(route):
        text = route.fetch().text()
        text = re.sub(r'data-version="\w+"', 'data-version="another"', text)
        route.fulfill(body=text.replace("Write your code here", "Write it here"))

    page.route(address, rebuilt)
    page.reload()
    expect(code).to_have_value("mine = 1")
    expect(box).to_contain_text("has been changed since you wrote your draft")
    again.press("Enter")
    new = stub(name, answer).replace("Write your code here", "Write it here")
    expect(code).to_have_value(new)
    page.reload()
    expect(code).to_have_value(new)
    expect(again).to_be_hidden()


def test_who_does_not_want_to_start_again_keeps_the_draft(page, site):
    page.remove_listener("dialog", accept)
    page.goto(f"{site}/book/perplexity.html")
    editor(page, "train_epoch").fill("mine = 1")
    asked: list[str] = []

    def refuse(dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    again = exercise(page, "train_epoch").get_by_role("button", name="Start again")
    again.press("Enter")  # returns when the dialog has been answered, and what follows is done
    assert len(asked) == 1 and "drop what you wrote" in asked[0]
    expect(editor(page, "train_epoch")).to_have_value("mine = 1")
    expect(again).to_be_visible()


@pytest.mark.parametrize("name", ANSWERS)
def test_the_editors_are_left_by_keyboard(page, site, name):
    page.goto(f"{site}/book/{name}.html")
    for answer in ANSWERS[name]:
        box = exercise(page, answer)
        editor(page, answer).focus()
        next_frame(page)
        surface = box.locator(".exercise-answer .live-editor")
        assert surface.evaluate("it => it.scrollLeft") == 0  # one sees where the code begins
        page.keyboard.press("Tab")
        expect(editor(page, answer)).not_to_be_focused()
        editor(page, answer).press("Escape")
        expect_focus(page, "Run the test")
        page.keyboard.press("Tab")
        expect_focus(page, "Download my notebook")
        box.locator(".exercise-test > summary").press("Enter")
        test = box.get_by_label(f"Test of {answer}", exact=True)
        test.press("Escape")
        expect_focus(page, re.compile("^The visible test"))
        test.fill("1")
        box.get_by_role("button", name="Undo edits").press("Enter")  # it goes, the focus stays
        expect_focus(page, f"Test of {answer}")
        page.keyboard.press("Shift+Tab")
        expect_focus(page, re.compile("^The visible test"))


def test_without_a_kernel_a_draft_can_be_written_and_downloaded(browser, tmp_path):
    """From the files themselves, where no page may read another."""
    context = browser.new_context()
    page = context.new_page()
    page.goto((HTML / "book/perplexity.html").as_uri())
    editor(page, "train_epoch").fill("mine = 1")
    box = exercise(page, "train_epoch")
    expect(box.get_by_role("button", name="Run the test")).to_have_count(0)
    path = download(page, "train_epoch", tmp_path)
    assert path.name == "perplexity.ipynb" and '"mine = 1"' in path.read_text("utf-8")
    context.close()


def test_where_the_browser_keeps_nothing_that_is_said(page, site):
    page.add_init_script(
        """
        const keep = Storage.prototype.setItem;
        Storage.prototype.setItem = function (key, value) {
            if (key.startsWith("course ")) throw new DOMException("full", "QuotaExceededError");
            keep.call(this, key, value);
        };
        """
    )
    page.goto(f"{site}/book/perplexity.html")
    editor(page, "train_epoch").fill("mine = 1")
    expect(exercise(page, "train_epoch")).to_contain_text("This browser keeps no drafts")


@pytest.mark.parametrize("name", ANSWERS)
def test_without_scripts_an_exercise_can_be_read(browser, site, name):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/book/{name}.html")
    for answer in ANSWERS[name]:
        box = exercise(page, answer)
        expect(box.locator(".exercise-answer pre")).to_be_visible()
        expect(box.locator(".exercise-answer")).to_contain_text("Write your code here")
        expect(box.get_by_role("button", name=re.compile("Run|Download"))).to_have_count(0)
        box.locator(".exercise-test > summary").click()
        test = box.locator(".exercise-test pre").first
        expect(test).to_be_visible()
        expect(test).to_contain_text("assert")
    context.close()
