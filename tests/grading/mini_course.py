"""A course of one short notebook, for tests of what surrounds the execution of notebooks."""

import contextlib
import os
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from traitlets.config import Config

from grading.notebooks import read_notebook, solution_cells, write_notebook
from grading.plugins.course import Course, course_config

ASSIGNMENT = "mini"
NOTEBOOK = "double"
RIGHT = "def double(x):\n    return 2 * x"
WRONG = "def double(x):\n    return x + 1"
SLOW = "import time\ntime.sleep(3)\n" + RIGHT
TEST = """assert double(1) == 2
### BEGIN HIDDEN TESTS
assert double(5) == 10
### END HIDDEN TESTS"""


def cell(source: str, **metadata):
    made = nbformat.v4.new_code_cell(source)
    common = {"schema_version": 3, "task": False, "locked": False}
    made.metadata["nbgrader"] = {**common, **metadata}
    return made


def build(root: Path, **options: str) -> Config:
    """Make the course, release its assignment, and return its configuration."""
    solution = f"### BEGIN SOLUTION\n{RIGHT}\n### END SOLUTION"
    source = nbformat.v4.new_notebook(
        cells=[
            cell(solution, grade_id="answer", grade=False, solution=True),
            cell(TEST, grade_id="test", grade=True, solution=False, points=3, locked=True),
        ]
    )
    source.metadata["kernelspec"] = {
        "name": "python3", "display_name": "Python 3", "language": "python"
    }  # fmt: skip
    write_notebook(source, root / "exercises" / ASSIGNMENT / f"{NOTEBOOK}.ipynb")
    config = configured(root, **options)
    Course(config, root / "release.log").release(ASSIGNMENT)
    return config


def configured(root: Path, **options: str) -> Config:
    """Return the configuration of the course that lies there."""
    config = course_config(root=str(root), **options)
    config.ExecuteOnce.results = str(root / "results")
    config.Execute.unsafe = True  # where there is no bubblewrap
    return config


def hand_in(root: Path, student: str, answer: str) -> None:
    nb = read_notebook(root / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb")
    solution_cells(nb)["answer"].source = f"# by {student}\n{answer}"
    write_notebook(nb, graded_folder(root, student, "submitted") / f"{NOTEBOOK}.ipynb")


def graded_folder(root: Path, student: str, step: str = "autograded") -> Path:
    return root / step / student / ASSIGNMENT


def scores(root: Path, db_url: str = "") -> dict[str, float]:
    with Gradebook(db_url or f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return {s.student.id: s.score for s in gradebook.assignment_submissions(ASSIGNMENT)}


def children(pid: int | None = None) -> list[int]:
    """Return the worker processes of a process, by default of this one."""
    folder = Path(f"/proc/{pid or os.getpid()}/task")
    found = []
    for task in folder.iterdir():
        with contextlib.suppress(OSError):  # a thread that has ended meanwhile
            found += map(int, (task / "children").read_text().split())
    return [child for child in found if b"grading.workers.process" in command(child)]


def command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
