"""Grade the six sample students in a course of their own, away from the real gradebook."""

import os
import shutil
import sys
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin

from grading import terminal
from grading.batch import grade
from grading.notebooks import read_notebook, write_notebook
from grading.paths import ROOT
from grading.plugins.course import Course, course_config
from grading.reports.score_table import format_table, read_scores
from grading.sandbox import bubblewrap
from grading.submission.rebuild import answers_of, rebuild
from grading.workers.pool import cores

SUBMITTED = ROOT / "tests" / "sample_class"
OUTPUT = ROOT / "_build" / "sample_class"
ASSIGNMENT = "implementation"


class SampleClassError(RuntimeError):
    """One of our own answers was not graded."""


def students() -> list[str]:
    """The ids of the sample students, sorted."""
    return sorted(path.name for path in SUBMITTED.iterdir() if (path / ASSIGNMENT).is_dir())


def tell(line: str) -> None:
    """Say how far it is, in a line: the book may be building in the same terminal."""
    terminal.write(f"  graded {line}", to=sys.stderr)


def grade_sample_class(output: Path = OUTPUT) -> str:
    """Release, autograde, give feedback and export; return the table of scores."""
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    db_url = f"sqlite:///{output / 'gradebook.db'}"
    config = course_config(
        db_url=db_url,
        submitted_directory=str(SUBMITTED.relative_to(ROOT)),
        **{
            f"{step}_directory": str(output / step)
            for step in ("release", "autograded", "feedback")
        },
    )
    if bubblewrap.executable() is None:
        # These are our own answers; nobody else's code is run here.
        message = (
            "No bubblewrap on this machine: the sample class is graded without a sandbox, for "
            "strangers' code `sudo apt install bubblewrap`."
        )
        terminal.write(message, to=sys.stderr)
        config.Execute.unsafe = True
    course = Course(config, output / "nbgrader.log")
    course.release(ASSIGNMENT)
    config.Autograde.workers = int(os.environ.get("COURSE_JOBS") or cores())
    outcome = grade(config, ASSIGNMENT, log=course.log, students=students(), say=tell)
    if outcome.stopped:
        raise KeyboardInterrupt
    for student, reason in outcome.failed.items():
        raise SampleClassError(
            f"the sample student {student} was not graded: {reason}; fix that and run "
            f"`make sample-class` again (details: {output / 'nbgrader.log'})."
        )
    for student in students():
        course.feedback(ASSIGNMENT, student)
    with Gradebook(db_url) as gradebook:
        CsvExportPlugin(to=str(output / "grades.csv")).export(gradebook)
    table = format_table(read_scores(db_url, ASSIGNMENT, output / "autograded"))
    (output / "table.txt").write_text(table + "\n", encoding="utf-8")
    return table


def rebase(release: Path) -> list[Path]:
    """Put every sample student's answers into the present release; return the files written."""
    written = []
    for student in students():
        for path in sorted((SUBMITTED / student / ASSIGNMENT).glob("*.ipynb")):
            released = read_notebook(release / ASSIGNMENT / path.name)
            nb = rebuild(released, answers_of(read_notebook(path), released))
            write_notebook(nb, path)
            written.append(path)
    return written
