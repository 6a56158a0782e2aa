"""Grade the six sample students in a course of their own, away from the real gradebook."""

import shutil
import sys
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin
from tqdm import tqdm

from grading import sandbox
from grading.course import ROOT, Course, course_config
from grading.notebooks import read_notebook, write_notebook
from grading.rebuild import answers_of, rebuild
from grading.score_table import format_table, read_scores

SUBMITTED = ROOT / "tests" / "sample_class"
OUTPUT = ROOT / "_build" / "sample_class"
ASSIGNMENT = "implementation"


def students() -> list[str]:
    return sorted(path.name for path in SUBMITTED.iterdir() if (path / ASSIGNMENT).is_dir())


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
    if sandbox.bubblewrap() is None:
        # These are our own answers; nobody else's code is run here.
        message = "No bubblewrap on this machine: the sample class is graded without a sandbox."
        print(message, file=sys.stderr)
        config.Execute.unsafe = True
    course = Course(config, output / "nbgrader.log")
    course.release(ASSIGNMENT)
    for student in tqdm(students(), desc="grading the sample class", unit="student"):
        course.autograde(ASSIGNMENT, student)
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
