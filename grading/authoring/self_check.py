"""Run the visible tests of a student's own notebook: ``make check NB=...``, and Validate.

The notebook is read and rebuilt by the code that does so for grading, so that both agree.
"""

import ast
from pathlib import Path
from typing import NamedTuple

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions
from nbgrader.utils import determine_grade, setenv
from nbgrader.validator import Validator
from traitlets.config import Config

from grading import terminal
from grading.notebooks import grade_id, is_grade, is_solution, read_notebook
from grading.paths import ROOT
from grading.reports.score_table import problem
from grading.submission.answers import WHAT_TO_DO, likeness
from grading.submission.reading import Submission, Unreadable, parse, read_file
from grading.submission.rebuild import note_failures, notes_of, rebuild_submission

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


class TestResult(NamedTuple):
    """A visible test of a notebook, and why it failed; an empty reason means that it passed."""

    grade_id: str
    reason: str


class CannotCheck(Exception):
    """The notebook cannot be read, or its tests are not those that were handed out."""


def register() -> None:
    """Have ``nbgrader validate`` and JupyterLab's *Validate* use the validator below."""
    from nbgrader.apps import validateapp
    from nbgrader.server_extensions.validate_assignment import handlers

    validateapp.Validator = handlers.Validator = RebuildingValidator


class RebuildingValidator(Validator):
    """nbgrader's, on the notebook as it is graded; of one that is not the course's, on itself."""

    def validate(self, filename: str) -> dict[str, list[dict[str, str]]]:
        """Return the tests that failed, as nbgrader's own does."""
        path = Path(filename).absolute()
        try:
            nb = executed(rebuilt(path), path.parent)
        except CannotCheck:
            return super().validate(filename)
        failed = self._get_passed_cells(nb) if self.invert else self._get_failed_cells(nb)
        kind = "passed" if self.invert else "failed"
        return {kind: list(map(self.told, failed))} if failed else {}

    def told(self, cell: NotebookNode) -> dict[str, str]:
        """The source of a cell and, unless failing is what is wanted, the error it raised."""
        said = {"source": cell.source.strip()}
        if not self.invert:
            said |= {name: self._extract_error(cell) for name in ("error", "raw_error")}
        return said


def self_check(path: Path) -> tuple[list[TestResult], int, list[str]]:
    """Execute a notebook.

    Returns
    -------
    list of TestResult, int, list of str
        Its visible tests, how many more run only when it is graded, and the grader's notes.

    Raises
    ------
    CannotCheck
        With a sentence for the student.
    """
    nb = note_failures(executed(rebuilt(path), path.absolute().parent))
    tests = [cell for cell in nb.cells if is_grade(cell) and not is_solution(cell)]
    visible = [cell for cell in tests if cell.cell_type == "code" and says_something(cell.source)]
    results = [TestResult(grade_id(cell) or "", reason(cell)) for cell in visible]
    return results, len(tests) - len(visible), notes_of(nb)


def rebuilt(path: Path) -> NotebookNode:
    """Read a notebook as it is read for grading, and put its answers into the course's own."""
    path = path.absolute()
    if not path.is_file():
        raise CannotCheck(
            f"there is no notebook {path}; name a file, as in "
            "`make check NB=release/implementation/embedding.ipynb`"
        )
    try:
        submission = parse(read_file(path.resolve(), path.resolve().parent))
    except Unreadable as error:
        raise CannotCheck(
            f"{path} cannot be read as a notebook ({error}); open and save it in JupyterLab, or "
            "begin with the file that was handed out"
        ) from None
    release = handed_out(path, submission)
    nb = rebuild_submission(release, submission)
    nb.metadata["kernelspec"] = KERNEL  # whatever the student's own computer calls it
    return nb


def handed_out(path: Path, submission: Submission) -> NotebookNode:
    """Return the notebook as students got it: the course's, or else the file with its tests."""
    sources = sorted((ROOT / "exercises").glob("*/*.ipynb"))
    named = [source for source in sources if source.stem == path.stem]
    likely = [(likeness(nb, submission), nb) for nb in map(released, named or sources)]
    answered, release = max(likely, key=lambda one: one[0], default=(0, None))
    return release if release is not None and answered else itself(path)


def released(source: Path) -> NotebookNode:
    """Return a notebook of ours as ``nbgrader generate_assignment`` hands it out."""
    from traitlets.config import PyFileConfigLoader

    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    nb = read_notebook(source)
    for step in (ClearSolutions, ClearHiddenTests, ClearMarkScheme):
        nb, _ = step(config=config, enforce_metadata=False).preprocess(nb, {})
    return nb


def itself(path: Path) -> NotebookNode:
    """Take a notebook that is not the course's at its own word, if its tests are untouched."""
    try:
        nb = read_notebook(path)
    except Exception as error:  # whatever nbformat makes of it
        nb, why = NotebookNode(cells=[]), f" ({type(error).__name__})"
    else:
        why = ""
    if not any(is_grade(cell) or is_solution(cell) for cell in nb.cells):
        raise CannotCheck(
            f"{path} holds no answer cell and no test of the course{why}: {WHAT_TO_DO}"
        )
    validator = Validator()
    if validator._get_type_changed_cells(nb) or validator._get_changed_cells(nb):
        raise CannotCheck(
            f"a test of {path} was changed, so it would prove nothing; take that cell from the "
            "notebook as it was handed out"
        )
    return nb


def executed(nb: NotebookNode, folder: Path) -> NotebookNode:
    """Run all cells in a kernel of this Python, beside the student's files."""
    config = Config()
    config.Execute.kernel_name = KERNEL["name"]
    resources = {"metadata": {"path": str(folder)}}
    with setenv(NBGRADER_VALIDATING="1", NBGRADER_EXECUTION="validate"):
        for step in Validator().preprocessors:
            nb, resources = step(config=config).preprocess(nb, resources)
    return nb


def says_something(source: str) -> bool:
    """Whether a cell is more than comments: hidden tests leave nothing else behind."""
    try:
        return bool(ast.parse(source).body)
    except SyntaxError:
        return True


def reason(cell: NotebookNode) -> str:
    """Return why a test failed, in a line; an empty string where it passed."""
    score, max_score = determine_grade(cell)
    if score is not None and score >= max_score:
        return ""
    problems = list(filter(None, map(problem, cell.outputs)))
    return problems[0] if problems else "it did not pass"


def tell(path: Path) -> int:
    """Print what became of each visible test; return the exit code."""
    try:
        results, more, notes = self_check(path)
    except CannotCheck as error:
        terminal.write(f"check: {error}.")
        return 2
    for note in notes:
        terminal.write(f"note: {note}")
    for test in results:
        terminal.write(f"✗ {test.grade_id}: {test.reason}" if test.reason else f"✓ {test.grade_id}")
    passed = sum(not test.reason for test in results)
    later = f" {more} more run when it is graded." if more else ""
    terminal.write(f"{path.name}: {passed} of {len(results)} visible tests pass.{later}")
    return 0 if passed == len(results) else 1
