"""Formgrader and feedback in a real browser, on a class of which one student is hostile."""

import http.server
import shutil
import sys
import threading
from pathlib import Path

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from grading.notebooks import read_notebook, write_notebook
from grading.pages.policy import INERT, policy_of
from grading.plugins.course import Course, course_config
from grading.plugins.feedback import FeedbackExporter
from grading.reports.page import write_report
from tests.grading.pages.hostile import ELSEWHERE, HTML, SIMPLE, fill
from tests.journeys.browser import browser_page, wait_until
from tests.journeys.jupyter import PATIENCE, TOKEN, running
from tests.journeys.test_instructor import ASSIGNMENT, CELL, NOTEBOOK, hand_in

HOSTILE = "<img src=x onerror=ran=1>\"'&"  # a folder's name
HONEST = "ada"


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> Path:
    """A course of one notebook that two students handed in; graded, then made hostile.

    An instructor may open notebooks that an older version graded, so the hostile one is written
    past all that grading cleans.
    """
    root, place = Path(__file__).parents[3], tmp_path_factory.mktemp("course")
    for name in ("grading", "lmcore", "tests"):
        (place / name).symlink_to(root / name)
    shutil.copy(root / "nbgrader_config.py", place)
    source = Path("exercises", ASSIGNMENT, f"{NOTEBOOK}.ipynb")
    (place / source).parent.mkdir(parents=True)
    shutil.copy(root / source, place / source)
    config = course_config(root=str(place))
    config.Execute.unsafe = True  # where there is no bubblewrap
    steps = Course(config, place / "nbgrader.log")
    steps.release(ASSIGNMENT)
    hand_in(place, root)
    shutil.move(place / "submitted" / "o'brien", place / "submitted" / HONEST)
    shutil.copytree(place / "submitted" / HONEST, place / "submitted" / HOSTILE)
    for student in (HONEST, HOSTILE):
        steps.autograde(ASSIGNMENT, student)
    hostile = place / "autograded" / HOSTILE / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    write_notebook(fill(read_notebook(hostile)), hostile)
    (hostile.parent / "own.html").write_text("<script>document.title = 'ran'</script>")
    with Gradebook(f"sqlite:///{place / 'gradebook.db'}") as gradebook:
        student = gradebook.find_student(HOSTILE)
        student.first_name = student.last_name = HOSTILE
        comment = gradebook.find_comment(CELL, NOTEBOOK, ASSIGNMENT, HOSTILE)
        comment.manual_comment = SIMPLE
        gradebook.db.commit()
    for student in (HONEST, HOSTILE):
        steps.feedback(ASSIGNMENT, student)
    write_report(steps.directory, ASSIGNMENT, place / "report.html")
    return place


def scores(place: Path) -> dict[str, list]:
    with Gradebook(f"sqlite:///{place / 'gradebook.db'}") as gradebook:
        return {
            s.student.id: [(g.name, g.auto_score, g.manual_score, g.extra_credit)
                           for n in s.notebooks for g in n.grades]
            for s in gradebook.assignment_submissions(ASSIGNMENT)
        }  # fmt: skip


class Guard:
    """What a page does that it must not: run, load, lead elsewhere."""

    def __init__(self, page, origin: str):
        self.page, self.left, self.moves = page, [], []
        page.on("request", self._request)
        page.on("framenavigated", lambda frame: self.moves.append(frame.url))
        self.origin = origin

    def _request(self, request) -> None:
        if not request.url.startswith((self.origin, "data:")):
            self.left.append(request.url)

    def check(self, address: str) -> None:
        """See that it has done none of that so far.

        What the last click led to is under way; a turn of the page's own loop and an answer to
        what it asks for now come after that. A picture, as the policy of some pages lets them
        fetch nothing.
        """
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate(
            """() => new Promise((done) => setTimeout(() => {
                const last = new Image();
                last.onload = last.onerror = () => setTimeout(done);
                last.src = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
            }))"""
        )
        assert self.page.evaluate("window.ran") is None
        assert self.page.locator("meta[http-equiv=refresh i]").count() == 0  # some lead later
        assert self.left == []
        assert {move.split("?")[0] for move in self.moves} <= {address, "about:blank"}
        self.moves.clear()


def submission_id(place: Path, student: str) -> str:
    with Gradebook(f"sqlite:///{place / 'gradebook.db'}") as gradebook:
        return gradebook.find_submission_notebook(NOTEBOOK, ASSIGNMENT, student).id


def lists() -> list[str]:
    return [
        "manage_assignments", f"manage_submissions/{ASSIGNMENT}", "gradebook",
        f"gradebook/{ASSIGNMENT}", f"gradebook/{ASSIGNMENT}/{NOTEBOOK}", "manage_students",
    ]  # fmt: skip


def test_formgrader_runs_nothing_of_a_students(graded):
    pictures = Path(__file__).parents[3] / "_build" / "journeys"
    pictures.mkdir(parents=True, exist_ok=True)
    before = scores(graded)
    program = [str(Path(sys.executable).with_name("jupyter")), "lab"]
    with running(program, graded, graded / "home") as address, browser_page() as page:
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}/formgrader/gradebook?token={TOKEN}")
        guard, errors = Guard(page, address), []
        page.on("pageerror", lambda error: errors.append(str(error)))
        for name in lists():
            answer = page.goto(f"{address}/formgrader/{name}")
            assert "script-src 'nonce-" in answer.headers["content-security-policy"]
            wait_until(page, "!document.body.innerText.includes('Loading, please wait')")
            guard.check(f"{address}/formgrader/{name}")
            assert page.locator("#main-table tr").count(), name
        assert page.get_by_text(HOSTILE).count()  # as text
        for student in (HONEST, HOSTILE):
            place = f"{address}/formgrader/submissions/{submission_id(graded, student)}/"
            answer = page.goto(place)
            assert "script-src 'nonce-" in answer.headers["content-security-policy"]
            wait_until(page, "formgrader.grades?.loaded && formgrader.comments?.loaded")
            wait_until(page, "MathJax.loaded")
            for lure in page.get_by_text("lure", exact=True).all()[:40]:
                if lure.is_visible():
                    lure.click()
            guard.check(place)
            assert page.locator(f"#{CELL}").count() == 1
            page.screenshot(path=pictures / f"formgrader-{student == HONEST}.png", full_page=True)
        own = page.goto(place + "own.html")
        assert "sandbox" in own.headers["content-security-policy"]
        assert page.title() != "ran"
        assert page.request.get(f"{address}/formgrader?path={graded}/autograded").status == 403
        assert errors == []
    assert scores(graded) == before


def feedback(place: Path, student: str) -> Path:
    return place / "feedback" / student / ASSIGNMENT / f"{NOTEBOOK}.html"


@pytest.fixture(scope="module")
def web(graded):
    """The course's pages over HTTP: what a page asks for is seen then."""

    class Files(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=str(graded))

        def log_message(self, *arguments):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Files) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("kind", [HONEST, HOSTILE, "report"])
def test_pages_for_reading_run_and_load_nothing(graded, web, kind):
    path = graded / "report.html" if kind == "report" else feedback(graded, kind)
    assert policy_of(path.read_text("utf-8")) == INERT
    shutil.copy(path, graded / f"shown{kind == HONEST}.html")
    with browser_page() as page:
        guard = Guard(page, web)
        address = f"{web}/shown{kind == HONEST}.html"
        page.goto(address)
        for lure in page.get_by_text("lure", exact=True).all()[:40]:
            if lure.is_visible():
                lure.click()
        guard.check(address)
        name = f"feedback-{kind == HONEST}.png" if kind != "report" else "report.png"
        page.screenshot(path=Path(__file__).parents[3] / "_build" / "journeys" / name)


def test_the_same_payloads_do_run_in_a_page_that_is_not_protected(tmp_path):
    """The control: of nbconvert's own page the first payload runs, and a picture is asked for."""
    from nbconvert.exporters import HTMLExporter

    nb = new_notebook(cells=[new_markdown_cell("\n\n".join([SIMPLE, HTML[6]]))])
    unprotected, _ = HTMLExporter(template_name="classic").from_notebook_node(nb)
    with browser_page() as page:
        guard = Guard(page, "file:")
        (tmp_path / "unprotected.html").write_text(unprotected, "utf-8")
        page.goto((tmp_path / "unprotected.html").as_uri(), wait_until="commit")
        wait_until(page, "window.ran")
        assert f"{ELSEWHERE}/picture" in guard.left


def sample_pages(graded: Path) -> list[str]:
    """Feedback on every notebook of the sample class, after all its cells were made hostile."""
    root, names, exporter = Path(__file__).parents[3], [], FeedbackExporter()
    for path in sorted((root / "tests" / "sample_class").glob("*/*/*.ipynb")):
        nb = fill(read_notebook(path))
        for cell in nb.cells:
            if "nbgrader" in cell.metadata:
                cell.metadata.nbgrader.update(score=1.0, points=2.0, comment=SIMPLE)
        said = {"notebook": HOSTILE, "score": 1.0, "max_score": 2.0, "late_penalty": 0.0}
        page, _ = exporter.from_notebook_node(nb, {"nbgrader": said})
        names.append(f"sample-{len(names)}.html")
        (graded / names[-1]).write_text(page, "utf-8")
    return names


def test_no_page_of_the_sample_class_runs_or_loads_anything(graded, web):
    with browser_page() as page:
        guard = Guard(page, web)
        names = sample_pages(graded)
        assert len(names) >= 12
        for name in names:
            page.goto(f"{web}/{name}")
            assert page.get_by_text("onerror").count()  # the payloads are there, as text
            guard.check(f"{web}/{name}")
