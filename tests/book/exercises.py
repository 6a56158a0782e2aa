"""Driving the exercises in the pages as a reader does, whatever kernel is behind them."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from grading.notebooks import grade_id, read_notebook
from grading.plugins.course import Course, course_config
from tests.book.sources import ROOT, pages
from tests.machine import lacking

ASSIGNMENT = "implementation"
DIRECTIVE = re.compile(r"```\{exercise\} (\S+)\n:answer: (\w+)\n")
# The answers of each page of the book that has exercises, by their grade_ids.
ANSWERS = {
    name: [answer for _, answer in DIRECTIVE.findall(text)]
    for name, text in pages().items()
    if DIRECTIVE.search(text)
}


def exercise(page, answer: str):
    """The box of an exercise."""
    return page.locator(f".exercise[data-answer={answer}]")


def editor(page, answer: str):
    return page.get_by_label(f"Answer {answer}", exact=True)


def run_test(page, answer: str, kind: str) -> str:
    """Run the test of an answer by keyboard; return the verdict."""
    editor(page, answer).press("Shift+Enter")  # which wipes the verdict of the run before
    verdict = exercise(page, answer).locator(f".exercise-verdict[data-kind={kind}]")
    verdict.wait_for()
    return verdict.inner_text()


def source(folder: str, name: str, answer: str) -> str:
    """The source of an answer's cell, in ``solutions`` or ``release``."""
    notebook = read_notebook(ROOT / folder / ASSIGNMENT / f"{name}.ipynb")
    (cell,) = [cell for cell in notebook.cells if grade_id(cell) == answer]
    return cell.source


def solution(name: str, answer: str) -> str:
    """The model answer, as it is run."""
    return source("solutions", name, answer)


def stub(name: str, answer: str) -> str:
    return source("release", name, answer)


def download(page, answer: str, folder: Path) -> Path:
    with page.expect_download() as started:
        exercise(page, answer).get_by_role("button", name="Download my notebook").press("Enter")
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def assert_filled(path: Path, name: str) -> None:
    """See that a downloaded notebook is the released one with the model answers, and valid."""
    downloaded = json.loads(path.read_text("utf-8"))
    released = json.loads((ROOT / "release" / ASSIGNMENT / f"{name}.ipynb").read_text("utf-8"))
    nbformat.validate(downloaded)
    assert [cell["id"] for cell in downloaded["cells"]] == [it["id"] for it in released["cells"]]
    for ours, theirs in zip(downloaded["cells"], released["cells"], strict=True):
        marks = theirs["metadata"].get("nbgrader", {})
        if marks.get("grade_id") in ANSWERS[name]:
            assert "".join(ours["source"]) == solution(name, marks["grade_id"])
            ours["source"] = theirs["source"]
    assert downloaded == released  # and nothing else is touched


def from_red_to_green(page, name: str) -> None:
    """Run the test of each stub on a page, then write the answers and run the tests again."""
    for answer in ANSWERS[name]:
        assert "Not written yet" in run_test(page, answer, "failed")
        editor(page, answer).fill(solution(name, answer))
        assert "The visible test passes" in run_test(page, answer, "passed")


def scores(downloads: dict[str, Path], course: Path) -> dict[str, tuple[float, float]]:
    """What ``nbgrader autograde`` gives for notebooks, and the most it gives, by their names."""
    if shutil.which("bwrap") is None:
        lacking("there is no bubblewrap: on Debian, `apt install bubblewrap`")
    for name in ("grading", "lmcore", "tests"):
        (course / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    shutil.copytree(ROOT / "exercises" / ASSIGNMENT, course / "exercises" / ASSIGNMENT)
    Course(course_config(root=str(course)), course / "nbgrader.log").release(ASSIGNMENT)
    handed_in = course / "submitted/ada" / ASSIGNMENT
    handed_in.mkdir(parents=True)
    for path in downloads.values():
        shutil.copy(path, handed_in)
    command = [str(Path(sys.executable).with_name("nbgrader")), "autograde", ASSIGNMENT]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "neural-language-models") as book:
        notebooks = book.find_submission(ASSIGNMENT, "ada").notebooks
        return {it.name: (it.score, it.max_score) for it in notebooks}
