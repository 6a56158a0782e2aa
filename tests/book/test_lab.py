"""JupyterLite in the site: graded notebooks from red to green, kept, downloaded and graded."""

import re
import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grading.notebooks import grade_id, is_grade, is_solution, read_notebook
from grading.submission.rebuild import answers_of
from tests.book.browser import Quiet, chromium, expect, next_frame
from tests.book.live import make_live, run
from tests.book.sources import ROOT
from tests.machine import lacking

SITE = ROOT / "_build/site"
PATIENCE = 120_000  # milliseconds; Python starts with every notebook, and the machine may be busy
ASSIGNMENT = "implementation"
EXERCISES = sorted(path.stem for path in ROOT.glob(f"exercises/{ASSIGNMENT}/*.ipynb"))
STUDENT = "at-home"
# As high as the longest notebook: JupyterLab lays out only the cells in view.
DESKTOP = {"width": 1280, "height": 14_000}
PHONE = {"width": 390, "height": 844}


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


@pytest.fixture(scope="module")
def context(site):
    """One browser with one profile, in which nothing is asked for elsewhere."""
    with chromium() as browser:
        made = browser.new_context(viewport=DESKTOP)
        made.set_default_timeout(PATIENCE)
        asked: list[str] = []
        own = (site.rpartition("/")[0], "blob:", "data:")
        made.on("request", lambda request: asked.append(request.url))
        yield made
        assert len(asked) > 50
        assert [url for url in asked if not url.startswith(own)] == []
        made.close()


@pytest.fixture
def page(context):
    made = context.new_page()
    yield made
    made.close()


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course of this one assignment, in which nobody has handed in anything yet."""
    place = tmp_path_factory.mktemp("course")
    for name in ("grading", "lmcore", "tests"):
        (place / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "nbgrader_config.py", place)
    shutil.copytree(ROOT / "exercises" / ASSIGNMENT, place / "exercises" / ASSIGNMENT)
    return place


def nbgrader(place, *words: str) -> None:
    program = str(Path(sys.executable).with_name("nbgrader"))
    done = subprocess.run([program, *words], cwd=place, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


class Notebook:
    """A released notebook, open in JupyterLite."""

    def __init__(self, page, site: str, name: str):
        self.page = page
        self.address = f"{site}/lab/notebooks/index.html?path={name}.ipynb"
        self.cells = read_notebook(ROOT / f"release/{ASSIGNMENT}/{name}.ipynb").cells
        self.open()

    def open(self) -> None:
        self.page.goto(self.address)
        self.page.wait_for_function(
            "count => document.querySelectorAll('.jp-Notebook .jp-Cell').length === count",
            arg=len(self.cells),
        )

    def cell(self, number: int):
        return self.page.locator(".jp-Notebook .jp-Cell").nth(number)

    def write(self, number: int, source: str) -> None:
        """Put a source into a cell."""
        self.cell(number).locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)

    def run(self, number: int):
        """Run a cell as a student does, and wait until it has ended; return where its output is.

        JupyterLab draws an output after it has counted the run: who reads it, waits for it.
        """
        cell = self.cell(number)
        prompt = cell.locator(".jp-InputPrompt").element_handle()
        before = prompt.text_content()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Shift+Enter")
        self.page.wait_for_function(
            "([prompt, before]) => /\\[\\d+\\]/.test(prompt.textContent)"
            " && prompt.textContent !== before",
            arg=[prompt, before],
        )
        return cell.locator(".jp-OutputArea")

    def save(self) -> None:
        self.page.keyboard.press("Control+s")
        self.page.get_by_text(re.compile(r"Last Checkpoint: (now|\d+ seconds? ago)")).wait_for()

    def download(self, path) -> None:
        self.page.get_by_role("menuitem", name="File", exact=True).click()
        with self.page.expect_download() as waiting:
            self.page.get_by_role("menuitem", name="Download", exact=True).click()
        assert waiting.value.suggested_filename == path.name
        waiting.value.save_as(path)


def before_the_last_visible_test(cells) -> list[int]:
    """The code cells that a student runs to see all visible tests, in their order."""
    visible = [i for i, it in enumerate(cells) if (grade_id(it) or "").endswith("_visible")]
    shown = range(visible[-1] + 1)
    hidden = {i for i in shown if is_grade(cells[i]) and i not in visible}
    return [i for i in shown if cells[i].cell_type == "code" and i not in hidden]


@pytest.mark.parametrize("name", EXERCISES)
def test_red_answer_green_kept_and_downloaded(page, site, course, name):
    notebook = Notebook(page, site, name)
    cells = notebook.cells
    solved = read_notebook(ROOT / f"solutions/{ASSIGNMENT}/{name}.ipynb")
    released = read_notebook(ROOT / f"release/{ASSIGNMENT}/{name}.ipynb")
    answers: dict[str | None, str] = {**answers_of(solved, released)}
    to_run = before_the_last_visible_test(cells)
    first_answer = next(i for i in to_run if is_solution(cells[i]))
    first_test = next(i for i in to_run if is_grade(cells[i]))

    notebook.run(to_run[0])
    notebook.run(first_answer)
    expect(notebook.run(first_test)).to_contain_text("Not written yet")  # red

    for number in to_run[1:]:
        if is_solution(cells[number]):
            notebook.write(number, answers[grade_id(cells[number])])
        said = notebook.run(number)
        if is_grade(cells[number]):
            expect(said).to_contain_text("The visible test passes")  # green
    notebook.save()
    page.screenshot(path=SITE.parent / f"lab-{name}.png")

    notebook.open()  # anew: the browser keeps the file
    line = max(answers[grade_id(cells[first_answer])].splitlines(), key=len).strip()
    notebook.page.get_by_text(line).first.wait_for()
    path = course / "submitted" / STUDENT / ASSIGNMENT / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    notebook.download(path)
    shown = read_notebook(path).cells
    for number in to_run:
        assert [it for it in shown[number].outputs if it.output_type == "error"] == [], number


def test_nbgrader_gives_full_marks_for_what_was_downloaded(course):
    submitted = course / "submitted" / STUDENT / ASSIGNMENT
    if sorted(path.stem for path in submitted.glob("*.ipynb")) != EXERCISES:
        pytest.fail("not every notebook was downloaded: see the tests before this one")
    nbgrader(course, "generate_assignment", ASSIGNMENT)
    nbgrader(course, "autograde", ASSIGNMENT)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "neural-language-models") as gradebook:
        notebooks = gradebook.find_submission(ASSIGNMENT, STUDENT).notebooks
        scores = {it.name: (it.score, it.max_score, it.needs_manual_grade) for it in notebooks}
    assert sorted(scores) == EXERCISES
    for name, (score, most, by_hand) in scores.items():
        assert (score, by_hand) == (most, False) and most > 0, (name, scores)


def test_each_exercise_page_opens_its_notebook(page, site):
    for notebook in sorted((ROOT / "release").glob("*/*.ipynb")):
        page.goto(f"{site}/book/{notebook.stem}.html")
        link = page.get_by_role("link", name="Open the notebook in the browser")
        address = link.evaluate("link => link.href")
        assert address == f"{site}/lab/notebooks/index.html?path={notebook.name}"
        assert page.request.get(f"{site}/lab/files/{notebook.name}").json()["nbformat"] == 4


def test_the_live_cells_read_the_corpus_that_jupyterlite_has(page, site):
    assert list(SITE.glob("**/shakespeare.txt")) == []
    make_live(page, f"{site}/book/softmax-temperature.html")
    code = "import lmcore\nlen(lmcore.load_corpus('shakespeare'))"
    assert run(page, 1, code).strip() == "1115394"


def test_the_lab_fits_a_phone(page, site):
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/lab/notebooks/index.html?path={EXERCISES[0]}.ipynb")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    next_frame(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.screenshot(path=SITE.parent / "lab-on-a-phone.png")
