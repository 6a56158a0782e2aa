"""Run the visible tests of a student's own notebook: ``make check NB=...``."""

import ast
from pathlib import Path
from typing import NamedTuple

from nbgrader.utils import determine_grade, is_grade, is_solution
from nbgrader.validator import Validator

from grading.notebooks import read_notebook
from grading.reports.score_table import problem


class TestResult(NamedTuple):
    """A visible test of a notebook, and why it failed; an empty reason means that it passed."""

    grade_id: str
    reason: str


class CannotCheck(Exception):
    """The notebook cannot be read, or its tests are not those that were handed out."""


def self_check(path: Path) -> tuple[list[TestResult], int]:
    """Execute a notebook; return its visible tests, and how many more run only when it is graded.

    Raises
    ------
    CannotCheck
        With a sentence for the student.
    """
    if not path.is_file():
        raise CannotCheck(
            f"there is no notebook {path}; name a file, as in "
            "`make check NB=release/implementation/embedding.ipynb`"
        )
    try:
        nb = read_notebook(path)
    except Exception as error:  # whatever nbformat makes of a file that is no notebook
        raise CannotCheck(
            f"{path} cannot be read as a notebook ({type(error).__name__}); open and save it in "
            "JupyterLab, or begin with the file that was handed out"
        ) from None
    validator = Validator()
    if validator._get_type_changed_cells(nb) or validator._get_changed_cells(nb):
        raise CannotCheck(
            f"a test of {path} was changed, so it would prove nothing; take that cell from the "
            "notebook as it was handed out"
        )
    nb = validator._preprocess(nb)
    tests = [cell for cell in nb.cells if is_grade(cell) and not is_solution(cell)]
    visible = [cell for cell in tests if cell.cell_type == "code" and says_something(cell.source)]
    results = [TestResult(cell.metadata.nbgrader.grade_id, reason(cell)) for cell in visible]
    return results, len(tests) - len(visible)


def says_something(source: str) -> bool:
    """Whether a cell is more than comments: hidden tests leave nothing else behind."""
    try:
        return bool(ast.parse(source).body)
    except SyntaxError:
        return True


def reason(cell) -> str:
    """Return why a test failed, in a line; an empty string where it passed."""
    score, max_score = determine_grade(cell)
    if score is not None and score >= max_score:
        return ""
    problems = list(filter(None, map(problem, cell.outputs)))
    return problems[0] if problems else "it did not pass"


def tell(path: Path) -> int:
    """Print what became of each visible test; return the exit code."""
    try:
        results, more = self_check(path)
    except CannotCheck as error:
        print(f"check: {error}.")
        return 2
    for test in results:
        print(f"✗ {test.grade_id}: {test.reason}" if test.reason else f"✓ {test.grade_id}")
    passed = sum(not test.reason for test in results)
    print(f"{path.name}: {passed} of {len(results)} visible tests pass.", end="")
    print(f" {more} more run when it is graded." if more else "")
    return 0 if passed == len(results) else 1
