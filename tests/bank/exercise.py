"""An exercise as its students meet it: the bank's answers run in the real cells of the notebook."""

import ast
import contextlib
import functools
import io
import json
import linecache
import re
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from nbformat import NotebookNode

from grading.certificate.exercise import Exercise, exercises
from grading.paths import ROOT
from tests.bank import Entry


class Cell(NamedTuple):
    """A code cell, and what nbgrader knows of it."""

    source: str
    grade_id: str | None
    solution: bool
    points: float  # of what is graded, else 0
    graded: bool

    @property
    def test(self) -> bool:
        return self.graded and not self.solution


class Result(NamedTuple):
    """What an answer earned, and all that its student reads."""

    earned: float
    points: float
    said: str

    @property
    def full(self) -> bool:
        return self.earned == self.points


@functools.cache
def source_of(notebook: str) -> Path:
    """Find the notebook's source; names are unique over all assignments."""
    (path,) = ROOT.glob(f"exercises/*/{notebook}.ipynb")
    return path


@functools.cache
def title_of(notebook: str) -> str:
    """Return the title of a notebook, as in ``Exercise 3.5: Embedding from scratch``."""
    first = json.loads(source_of(notebook).read_text("utf-8"))["cells"][0]
    return "".join(first["source"]).splitlines()[0].removeprefix("# ")


@functools.cache
def exercise(notebook: str) -> Exercise:
    """Return a notebook as the course has it, read by the code that certifies answers."""
    return exercises(source_of(notebook).parent.name)[notebook]


def as_cell(cell: NotebookNode) -> Cell:
    """Return what the tests need of a cell of a notebook's source."""
    own = cell.metadata.get("nbgrader", {})
    graded = own.get("grade", False)
    points = own.points if graded else 0.0
    return Cell(cell.source, own.get("grade_id"), own.get("solution", False), points, graded)


@functools.cache
def code_cells(notebook: str) -> list[Cell]:
    """Return the code cells of a notebook's source, solutions and hidden tests included."""
    return [as_cell(cell) for cell in exercise(notebook).cells]


def notebooks() -> list[str]:
    return sorted(path.stem for path in ROOT.glob("exercises/*/*.ipynb"))


def autograded(notebook: str) -> list[Cell]:
    """Return the solution cells that tests grade, as opposed to a person."""
    names = exercise(notebook).graded()
    return [cell for cell in code_cells(notebook) if cell.grade_id in names]


def graders(notebook: str, grade_id: str) -> list[Cell]:
    """Return the tests of a solution cell."""
    return [as_cell(cell) for cell in exercise(notebook).tests(grade_id)]


def cells_above(notebook: str, grade_id: str) -> list[Cell]:
    """Return what runs above a solution cell."""
    return [as_cell(cell) for cell in exercise(notebook).split(grade_id)[0]]


def cells_below(notebook: str, grade_id: str) -> list[Cell]:
    """Return what runs below a solution cell up to its last test; of tests its own alone."""
    return [as_cell(cell) for cell in exercise(notebook).split(grade_id)[1]]


@functools.cache
def names_before(notebook: str, grade_id: str) -> tuple[dict, dict]:
    """Run what stands above a solution cell; return its namespace and a copy to restore it from."""
    names = {"__name__": "__main__"}
    for cell in cells_above(notebook, grade_id):
        with hushed(io.StringIO()):
            run(cell.source, f"<{notebook}>", names)
    return names, dict(names)


def run(source: str, filename: str, names: dict):
    """Run a cell and return the value of its last line, if that is an expression.

    As in IPython, its lines can be looked up: a message quotes the line that failed.
    """
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    tree = ast.parse(source, filename)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, filename, "exec"), names)
    if last is not None:
        return eval(compile(ast.Expression(last.value), filename, "eval"), names)
    return None


def grade(entry: Entry) -> Result:
    """Run the notebook with one cell replaced, up to the last test of that cell.

    Other tests, and what follows the last one, are left out: they take time and say nothing about
    this answer.
    """
    names, clean = names_before(entry.notebook, entry.cell)
    names.clear()  # functions of cells above look names up in this very dictionary
    names.update(clean)
    below = cells_below(entry.notebook, entry.cell)
    earned, said = 0.0, io.StringIO()
    run_quietly(entry.source, f"<answer to {entry.cell}>", names, said)
    for cell in below:
        if cell.test:
            earned += score(cell, names, said)
        else:
            run_quietly(cell.source, f"<{entry.notebook}>", names, io.StringIO())
    return Result(earned, points_of(below), said.getvalue())


def points_of(cells: Iterable[Cell]) -> float:
    """Return what the tests among some cells are worth together."""
    return sum(cell.points for cell in cells if cell.test)


def run_quietly(source: str, filename: str, names: dict, said: io.StringIO):
    """Run a cell as ``nbgrader autograde`` does: an error is shown, and the next cell runs."""
    try:
        with hushed(io.StringIO()):
            run(source, filename, names)
    except (Exception, SystemExit) as error:
        said.write(f"{type(error).__name__}: {error}\n")


@contextlib.contextmanager
def hushed(printed: io.StringIO):
    """Catch what a cell prints, and drop its warnings."""
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(action="ignore"),
    ):
        yield


def score(test: Cell, names: dict, said: io.StringIO) -> float:
    """Return what nbgrader makes of a test: a number is partial credit, an error is nothing."""
    printed = io.StringIO()
    try:
        with hushed(printed):
            value = run(test.source, f"<{test.grade_id}>", names)
    except (Exception, SystemExit) as error:
        said.write(f"{printed.getvalue()}{type(error).__name__}: {error}\n")
        return 0.0
    earned = value if type(value) is float else test.points
    if earned < test.points:
        said.write(printed.getvalue())
    return earned


def marks(notebook: str) -> list[str]:
    """Return the pytest markers of an exercise: its number (or ``mini_project``) and its id."""
    number = re.match(r"Exercise (\d+)\.(\d+)", title_of(notebook))
    return [f"ex{number[1]}_{number[2]}", notebook] if number else ["mini_project", notebook]
