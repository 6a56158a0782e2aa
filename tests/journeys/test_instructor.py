"""From a released notebook to feedback in a zip; answers in words graded by hand in formgrader."""

import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grading.lms.feedback_zips import write_zips
from grading.notebooks import read_notebook, write_notebook
from grading.plugins.course import Course, course_config
from grading.submission.rebuild import answers_of, rebuild
from tests.journeys.browser import browser_page, wait_until
from tests.journeys.jupyter import PATIENCE, TOKEN, Clock, running

ASSIGNMENT, NOTEBOOK, CELL = "concepts", "embedding-geometry", "meaning"
COMMENT = "Well said: a step is a meaning."


@pytest.fixture
def course(root, tmp_path) -> tuple[Path, Course]:
    """The course with one notebook, in which one student has written the model answers."""
    for name in ("grading", "lmcore", "tests"):
        (tmp_path / name).symlink_to(root / name)
    shutil.copy(root / "nbgrader_config.py", tmp_path)
    source = Path("exercises", ASSIGNMENT, f"{NOTEBOOK}.ipynb")
    (tmp_path / source).parent.mkdir(parents=True)
    shutil.copy(root / source, tmp_path / source)
    config = course_config(root=str(tmp_path))
    config.Execute.unsafe = True  # where there is no bubblewrap
    return tmp_path, Course(config, tmp_path / "nbgrader.log")


def hand_in(place: Path, root: Path) -> None:
    released = read_notebook(place / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb")
    solved = read_notebook(root / "solutions" / ASSIGNMENT / f"{NOTEBOOK}.ipynb")
    nb = rebuild(released, answers_of(solved, released))
    write_notebook(nb, place / "submitted" / "o'brien" / ASSIGNMENT / f"{NOTEBOOK}.ipynb")


def test_from_release_to_a_grade_by_hand_and_feedback(root, course):
    place, steps = course
    clock = Clock()
    steps.release(ASSIGNMENT)
    hand_in(place, root)
    clock.lap("released and handed in")
    steps.autograde(ASSIGNMENT, "o'brien")
    clock.lap("autograded")

    program = [str(Path(sys.executable).with_name("jupyter")), "lab"]
    with running(program, place, place / "home") as address, browser_page() as page:
        page.set_default_timeout(PATIENCE)
        grade_by_hand(page, address, root / "_build" / "journeys")
    clock.lap("graded by hand in formgrader")

    with Gradebook(f"sqlite:///{place / 'gradebook.db'}", "neural-language-models") as gradebook:
        grade = gradebook.find_grade(CELL, NOTEBOOK, ASSIGNMENT, "o'brien")
        assert (grade.manual_score, grade.auto_score) == (2.5, None)
        words = gradebook.find_comment(CELL, NOTEBOOK, ASSIGNMENT, "o'brien")
        assert words.comment == COMMENT

    steps.autograde(ASSIGNMENT, "o'brien")  # again: what was graded by hand stays
    steps.feedback(ASSIGNMENT, "o'brien")
    zips = write_zips(steps.directory, ASSIGNMENT, place / "zips")
    with zipfile.ZipFile(zips.students[0]) as packed:
        feedback = packed.read(f"{ASSIGNMENT}/{NOTEBOOK}.html").decode()
    assert COMMENT in feedback and "2.5" in feedback
    assert "MARK SCHEME" not in feedback
    clock.lap("graded again, feedback in a zip")
    (root / "_build" / "journeys" / "instructor.txt").write_text(f"{clock}\n")


def grade_by_hand(page, address: str, pictures: Path) -> None:
    """Go to the first submission as formgrader leads there; give a score and a comment."""
    page.goto(f"{address}/formgrader/gradebook?token={TOKEN}")
    page.get_by_role("link", name=ASSIGNMENT).click()
    page.get_by_role("link", name=NOTEBOOK).click()
    page.get_by_role("link", name="Submission #1").click()
    page.get_by_text("BEGIN MARK SCHEME").first.wait_for()  # the rubric, beside the answer
    # The boxes are there before formgrader listens to them.
    wait_until(page, "formgrader.grades?.loaded && formgrader.comments?.loaded")
    for kind, box, text in (("grade", f"#{CELL}", "2.5"), ("comment", f"#{CELL}-comment", COMMENT)):
        with page.expect_response(
            lambda answer, k=kind: f"/formgrader/api/{k}/" in answer.url
        ) as sent:
            page.fill(box, text)
            page.press(box, "Tab")
        assert sent.value.ok
    page.locator(f"#{CELL}").scroll_into_view_if_needed()
    page.screenshot(path=pictures / "formgrader.png")
