"""Execute a notebook: the student's cells in the sandbox, the tests in this process.

Knows nothing of nbgrader, whose import takes seconds: workers do without it.
"""

import contextlib
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from nbformat import NotebookNode

from grading.execution.seeds import derived_seed, fresh_seed
from grading.execution.test_cell import run_test_cell
from grading.marks import EXTRA
from grading.notebooks import is_grade, is_solution
from grading.rpc.conversation import KernelLost, TimeLimits
from grading.rpc.verdicts import Verdict
from grading.sandbox.kernel import Kernel, timed_out
from grading.sandbox.limits import DEFAULT_RESOURCES, ResourceLimits
from grading.submission.names import imports, library_names


class Options(NamedTuple):
    """How long a notebook may take, and where it runs."""

    cell_seconds: float = 60.0
    call_seconds: float = 20.0
    test_seconds: float = 90.0  # all calls of one test cell together
    notebook_seconds: float = 300.0  # all cells of the student's together
    unsafe: bool = False
    resources: ResourceLimits = DEFAULT_RESOURCES
    course: str = ""  # where the course lies, on the machine that hands out the work


DEFAULT_OPTIONS = Options()


class Executed(NamedTuple):
    """What the test cells of a notebook found, by grade_id."""

    points: dict[str, float]
    verdicts: dict[str, list[Verdict]]


def execute_notebook(
    nb: NotebookNode,
    files: Mapping[str, Path] | None = None,
    options: Options = DEFAULT_OPTIONS,
    kernel: Kernel | None = None,
    seed: int | None = None,
) -> Executed:
    """Execute a rebuilt notebook in place; return what its test cells found.

    Parameters
    ----------
    nb : NotebookNode
        From :func:`grading.submission.rebuild.rebuild_submission`: only its answers are the
        student's.
    files : mapping of str to Path
        What lies in the work directory, by name.
    kernel : Kernel, optional
        One started before, with the same files; it is used up. Without, one is started here.
    seed : int, optional
        What tests and answers draw follows from it; by default nobody knows it.
    """
    seed = fresh_seed() if seed is None else seed
    given = given_imports(nb)
    may_use = library_names(given)
    points: dict[str, float] = {}
    verdicts: dict[str, list[Verdict]] = {}
    with kernel or Kernel(
        files, not options.unsafe, options.resources, course=options.course
    ) as running:
        seed_kernel(running, derived_seed(seed, "kernel"))
        ends = time.monotonic() + options.notebook_seconds
        for count, cell in enumerate(code_cells(nb), start=1):
            cell.execution_count = count
            if is_test(cell):
                limits = TimeLimits(options.call_seconds, options.test_seconds)
                name, most = cell.metadata.nbgrader.grade_id, float(cell.metadata.nbgrader.points)
                with running.conversation(limits, may_use) as talk:
                    cell.outputs, points[name], verdicts[name] = run_test_cell(
                        *(cell.source, most, talk, given, 2 * options.test_seconds),
                        derived_seed(seed, name),
                    )
            elif cell.source.strip():
                left = ends - time.monotonic()
                if left <= 0 and cell.metadata.get(EXTRA):  # there can be thousands of them
                    cell.outputs = [timed_out("the time of all cells together was used up")]
                    continue
                seconds = min(options.cell_seconds, max(left, 1.0))
                cell.outputs = running.run(cell.source, seconds).outputs
                if is_grade(cell):
                    forgive_stderr(cell)
    return Executed(points, verdicts)


def seed_kernel(kernel: Kernel, seed: int) -> None:
    """Tell a kernel, before anything of a student's runs, what its random numbers follow from."""
    with kernel.conversation(TimeLimits()) as talk, contextlib.suppress(KernelLost):
        talk.request("seed", seed)


def code_cells(nb: NotebookNode) -> list[NotebookNode]:
    """The code cells of a notebook, their outputs emptied."""
    cells = [cell for cell in nb.cells if cell.cell_type == "code"]
    for cell in cells:
        cell.outputs = []
    return cells


def is_test(cell: NotebookNode) -> bool:
    """Whether a cell is the course's own test, not an answer that a person grades."""
    return bool(is_grade(cell)) and not is_solution(cell)


def given_imports(nb: NotebookNode) -> dict[str, str]:
    """Imports of the cells that the notebook itself brings along."""
    found: dict[str, str] = {}
    for cell in nb.cells:
        own = is_grade(cell) or is_solution(cell) or cell.metadata.get(EXTRA)
        if cell.cell_type == "code" and not own:
            found.update(imports(cell.source))
    return found


def forgive_stderr(cell) -> None:
    """Show what a graded cell wrote to stderr as ordinary output; nbgrader would score it zero."""
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            output.name = "stdout"
