"""Every page of formgrader that the sample class has, its cells all made hostile, in a browser."""

import json
import shutil
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grading.authoring.sample_class import ASSIGNMENT, SUBMITTED, grade_sample_class, students
from grading.notebooks import read_notebook, write_notebook
from tests.conftest import ROOT
from tests.grading.pages.hostile import ELSEWHERE, HTML, MARKDOWN, SIMPLE, TAKES_OVER, fill
from tests.grading.pages.test_formgrader import Guard
from tests.journeys.browser import browser_page, wait_until
from tests.journeys.jupyter import PATIENCE, TOKEN, running

LAB = [str(Path(sys.executable).with_name("jupyter")), "lab"]
PROTECTION = "grading.pages.formgrader.install(ROOT)"


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """The sample class as ``make course`` grades it, in a course of its own; then made hostile.

    An instructor may open notebooks that an older version graded, so these are written past all
    that grading cleans.
    """
    place = tmp_path_factory.mktemp("class") / "course"
    grade_sample_class(place)
    for name in ("grading", "lmcore", "tests"):
        (place / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "nbgrader_config.py", place)
    shutil.copytree(SUBMITTED, place / "submitted")
    shutil.copytree(ROOT / "exercises" / ASSIGNMENT, place / "exercises" / ASSIGNMENT)
    for path in notebooks(place):
        nb = fill(read_notebook(path))
        # All payloads are in each cell; in one of its own, each is in test_formgrader.
        nb.cells = nb.cells[: -len(MARKDOWN)]
        write_notebook(nb, path)
        (path.parent / "own.html").write_text(HTML[1])
    with gradebook(place) as book:
        for student in book.students:
            student.first_name = student.last_name = student.email = SIMPLE
        for submission in book.assignment_submissions(ASSIGNMENT):
            for notebook in submission.notebooks:
                for comment in notebook.comments:
                    comment.manual_comment = SIMPLE
        book.db.commit()
    return place


def notebooks(place: Path) -> list[Path]:
    return sorted((place / "autograded").glob(f"*/{ASSIGNMENT}/*.ipynb"))


def gradebook(place: Path) -> Gradebook:
    return Gradebook(f"sqlite:///{place / 'gradebook.db'}", "neural-language-models")


def scores(place: Path) -> dict[tuple[str, ...], tuple]:
    with gradebook(place) as book:
        return {
            (submission.student.id, notebook.name, grade.name): (
                grade.auto_score, grade.manual_score, grade.extra_credit,
            )
            for submission in book.assignment_submissions(ASSIGNMENT)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }  # fmt: skip


def lists(place: Path) -> list[str]:
    """The addresses of all pages that list something."""
    found = ["manage_assignments", "gradebook", "manage_students", f"gradebook/{ASSIGNMENT}"]
    found.append(f"manage_submissions/{ASSIGNMENT}")
    found += [f"gradebook/{ASSIGNMENT}/{name}" for name in {path.stem for path in notebooks(place)}]
    for student in students():
        found += [f"manage_students/{student}", f"manage_students/{student}/{ASSIGNMENT}"]
    return found


def submissions(place: Path) -> dict[str, str]:
    """The id of each submitted notebook, and what it is."""
    with gradebook(place) as book:
        return {
            notebook.id: f"{submission.student.id}/{notebook.name}"
            for submission in book.assignment_submissions(ASSIGNMENT)
            for notebook in submission.notebooks
        }


def kernels(page, address: str) -> list:
    return json.loads(page.request.get(f"{address}/api/kernels?token={TOKEN}").text())


def has_kernel(page, address: str) -> bool:
    """Whether one starts within half a minute."""
    for _ in range(150):
        if kernels(page, address):
            return True
        page.wait_for_timeout(200)
    return False


def test_no_page_of_formgrader_runs_loads_leads_or_scores_anything(course):
    before = scores(course)
    opened = submissions(course)
    assert sorted(opened.values()) == [
        f"{path.parents[1].name}/{path.stem}" for path in notebooks(course)
    ]
    with running(LAB, course, course / "home") as address, browser_page() as page:
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}/formgrader/gradebook?token={TOKEN}")
        guard, errors = Guard(page, address), []
        page.on("pageerror", lambda error: errors.append(str(error)))
        for name in lists(course):
            page.goto(f"{address}/formgrader/{name}")
            wait_until(page, "!document.body.innerText.includes('Loading, please wait')")
            guard.check(f"{address}/formgrader/{name}")
            assert page.locator("#main-table tr").count(), name
        for number, what in opened.items():
            place = f"{address}/formgrader/submissions/{number}/"
            page.goto(place)
            wait_until(page, "formgrader.grades?.loaded && formgrader.comments?.loaded")
            assert page.get_by_text("onerror").count() > 10, what  # the payloads, as text
            for lure in page.get_by_text("lure", exact=True).all()[:10]:
                if lure.is_visible():
                    lure.click()
            guard.check(place)
        assert kernels(page, address) == []
        assert errors == []
    assert scores(course) == before


def test_feedback_fits_a_phone(course):
    pages = sorted((course / "feedback").rglob("*.html"))
    assert len(pages) == len(notebooks(course))
    with browser_page() as page:
        page.set_viewport_size({"width": 390, "height": 844})
        for path in pages:
            page.goto(path.as_uri(), wait_until="load")
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= 390, path.relative_to(course)


def test_without_our_pages_the_same_class_does_run_load_and_score(course, tmp_path):
    """The control: the course as it is, but for the one line that protects formgrader's pages."""
    place = tmp_path / "course"
    shutil.copytree(course, place, symlinks=True)
    config = place / "nbgrader_config.py"
    text = config.read_text("utf-8")
    assert text.count(PROTECTION) == 1
    config.write_text(text.replace(PROTECTION, ""), "utf-8")
    taking_over = next(html for html in HTML if html.startswith("My answer") and TAKES_OVER in html)
    path = place / "autograded" / "empty" / ASSIGNMENT / "embedding.ipynb"
    nb = read_notebook(path)
    text_cells = [cell for cell in nb.cells if cell.cell_type == "markdown"]
    for cell in text_cells:  # the payloads in one, or a refresh leaves before another has run
        cell.source, cell.attachments = "text", {}
    text_cells[0].source = f"{taking_over}\n\n{HTML[6]}"
    nb.cells = [*text_cells, *(cell for cell in nb.cells if "nbgrader" in cell.metadata)]
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    write_notebook(nb, path)
    before = scores(place)
    (number,) = [n for n, what in submissions(place).items() if what == "empty/embedding"]
    with running(LAB, place, place / "home") as address, browser_page() as page:
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}/formgrader/gradebook?token={TOKEN}")
        guard, answers = Guard(page, address), []
        page.on("response", lambda answer: answers.append((answer.status, answer.url)))
        for _ in range(3):  # what else the page asks for may come between on a busy machine
            page.goto(f"{address}/formgrader/submissions/{number}/", wait_until="commit")
            wait_until(page, "window.ran")
            if has_kernel(page, address):
                break
        assert kernels(page, address) != [], answers
        assert f"{ELSEWHERE}/picture" in guard.left
    changed = {who for who, score in scores(place).items() if score != before[who]}
    assert changed and {who[:2] for who in changed} == {("empty", "embedding")}
