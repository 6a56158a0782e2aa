"""The course's notebooks, and notebooks in which answers to a cell stand one after the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbformat import NotebookNode

from grading.marks import EXTRA
from grading.notebooks import is_grade, is_solution, read_notebook
from grading.paths import ROOT

# Between two answers in one kernel: every name of the notebook is as it was above the cell.
REMEMBER = "import builtins; builtins.remembered_names = dict(globals())"
RESET = """
for name in set(globals()) - set(remembered_names):
    del globals()[name]
globals().update(remembered_names)
"""


class ExerciseMissing(ValueError):
    """An assignment that the course does not have."""


class Place(NamedTuple):
    """What a cell of a trial notebook is there for."""

    answer: int | None = None  # its number; None for what stands around the answers
    run: int | None = None  # None for the answer itself
    test: str = ""  # grade_id of the course's own test cell


@dataclass(frozen=True)
class Exercise:
    """A notebook as the course has it, solutions and hidden tests included."""

    assignment: str
    name: str
    cells: list[NotebookNode]  # of code

    @property
    def title(self) -> str:
        """The name, for a heading."""
        return self.name.replace("-", " ")

    def graded(self) -> list[str]:
        """Return the solution cells that tests grade, as opposed to a person."""
        own = [cell for cell in self.cells if is_solution(cell) and not is_grade(cell)]
        return [cell.metadata.nbgrader.grade_id for cell in own]

    def tests(self, cell: str) -> list[NotebookNode]:
        """Return the tests of a solution cell: a test of ``x`` is called ``x_something``.

        Where two solution cells fit, as ``neural_lm`` and ``neural_lm_backward``, the longer wins.
        """
        names = self.graded()

        def owner(test: NotebookNode) -> str:
            begun = [n for n in names if f"{test.metadata.nbgrader.grade_id}_".startswith(f"{n}_")]
            return max(begun, key=len, default="")

        return [c for c in self.cells if is_test(c) and owner(c) == cell]

    def split(self, cell: str) -> tuple[list[NotebookNode], list[NotebookNode]]:
        """Return what runs above a solution cell, and what runs below it up to its last test."""
        ids = [c.metadata.get("nbgrader", {}).get("grade_id") for c in self.cells]
        at, own = ids.index(cell), self.tests(cell)
        last = ids.index(own[-1].metadata.nbgrader.grade_id)
        above = [c for c in self.cells[:at] if not is_test(c)]
        return above, [c for c in self.cells[at + 1 : last + 1] if not is_test(c) or c in own]


def is_test(cell: NotebookNode) -> bool:
    """Whether a cell is a test of the course's."""
    return bool(is_grade(cell)) and not is_solution(cell)


def exercises(assignment: str | None = None, root: Path = ROOT) -> dict[str, Exercise]:
    """Return the notebooks of an assignment, or of all, by name.

    Raises
    ------
    ExerciseMissing
        If there is no assignment of that name.
    """
    found = {}
    for path in sorted(root.glob(f"exercises/{assignment or '*'}/*.ipynb")):
        cells = [cell for cell in read_notebook(path).cells if cell.cell_type == "code"]
        found[path.stem] = Exercise(path.parent.name, path.stem, cells)
    if not found:
        known = sorted(path.parent.name for path in root.glob("exercises/*/*.ipynb"))
        raise ExerciseMissing(
            f"no assignment is called {assignment}: expected one of "
            f"{', '.join(dict.fromkeys(known))}; leave it out to take all"
        )
    return found


def trial_notebook(
    exercise: Exercise, cell: str, sources: Sequence[str], runs: int
) -> tuple[NotebookNode, list[Place]]:
    """Lay out answers to one cell one after the other, each followed by its tests, ``runs`` times.

    Returns
    -------
    NotebookNode, list of Place
        A notebook to execute as a submission is, and what each of its cells is there for.
    """
    above, below = exercise.split(cell)
    laid = [(copy_of(c), Place()) for c in above]
    if len(sources) > 1:
        laid.append((extra(REMEMBER), Place()))
    for number, source in enumerate(sources):
        if number:
            laid.append((extra(RESET), Place()))
        laid.append((answer_cell(cell, source, number), Place(number)))
        for run in range(runs):
            laid += [step for c in below for step in steps(c, number, run)]
    cells, places = zip(*laid, strict=True)
    return nbformat.v4.new_notebook(cells=list(cells)), list(places)


def steps(cell: NotebookNode, answer: int, run: int) -> Iterable[tuple[NotebookNode, Place]]:
    """Yield what a cell below an answer is in one run; what only prepares the tests runs once."""
    if is_test(cell):
        name = cell.metadata.nbgrader.grade_id
        copy = copy_of(cell)
        copy.metadata.nbgrader.grade_id = f"{name}#{answer}.{run}"
        yield copy, Place(answer, run, name)
    elif run == 0:
        yield copy_of(cell), Place()


def copy_of(cell: NotebookNode) -> NotebookNode:
    """Return a cell of the course's once more."""
    return nbformat.v4.new_code_cell(cell.source, metadata=nbformat.from_dict(dict(cell.metadata)))


def extra(source: str) -> NotebookNode:
    """Return a cell that is not the course's: its imports are nobody's."""
    return nbformat.v4.new_code_cell(source, metadata={EXTRA: True})


def answer_cell(name: str, source: str, number: int) -> NotebookNode:
    """Return a solution cell that holds an answer."""
    about = {"grade_id": f"{name}#{number}", "grade": False, "solution": True}
    return nbformat.v4.new_code_cell(source, metadata={"nbgrader": nbformat.from_dict(about)})
