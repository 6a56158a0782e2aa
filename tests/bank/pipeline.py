"""The bank's answers graded as submissions are: in a sandboxed kernel, tests outside of it.

Everything is the grader's own (`grading.sandbox.kernel`, `grading.execution.test_cell`), but a
kernel serves all answers to a cell, one after the other: starting one, and training what a notebook
trains above the cell, would take most of the time.
"""

import contextlib
from collections.abc import Iterable, Iterator

from grading.certificate.exercise import REMEMBER, RESET
from grading.certificate.trial import hears, told
from grading.execution.notebook import DEFAULT_OPTIONS
from grading.execution.test_cell import Graded, run_test_cell
from grading.rpc.conversation import TimeLimits
from grading.sandbox import bubblewrap
from grading.sandbox.kernel import Kernel
from grading.submission.names import imports, library_names
from tests.bank import Entry
from tests.bank.exercise import Cell, Result, cells_above, cells_below, code_cells, points_of


def grade_all(answers: Iterable[Entry]) -> Iterator[tuple[Entry, Result]]:
    """Grade answers to one cell of one notebook."""
    with contextlib.ExitStack() as kernels:
        kernel = None
        for entry in answers:
            if kernel is None or not kernel.alive():
                kernel = kernels.enter_context(prepared_kernel(entry.notebook, entry.cell))
            yield entry, grade(kernel, entry)


def prepared_kernel(notebook: str, grade_id: str) -> Kernel:
    """Start a kernel and run what stands above a solution cell."""
    kernel = Kernel(sandboxed=bubblewrap.executable() is not None).start()
    for cell in cells_above(notebook, grade_id):
        kernel.run(cell.source, DEFAULT_OPTIONS.cell_seconds)
    kernel.run(REMEMBER, DEFAULT_OPTIONS.cell_seconds)
    return kernel


def grade(kernel: Kernel, entry: Entry) -> Result:
    """Run an answer, and the tests of its cell; see ``exercise.grade``."""
    kernel.run(RESET, DEFAULT_OPTIONS.cell_seconds)
    said = told(kernel.run(entry.source, DEFAULT_OPTIONS.cell_seconds).outputs)
    below = cells_below(entry.notebook, entry.cell)
    earned = 0.0
    for cell in below:
        if cell.test:
            graded = tested(kernel, entry.notebook, cell)
            earned += graded.points
            said += told(graded.outputs) if graded.points < cell.points else ""
        else:
            kernel.run(cell.source, DEFAULT_OPTIONS.cell_seconds)
    return Result(earned, points_of(below), said)


def tested(kernel: Kernel, notebook: str, test: Cell) -> Graded:
    """Run a test cell in this process, as ``grading.execution.notebook`` does."""
    given: dict[str, str] = {}
    for cell in code_cells(notebook):
        if not cell.solution and not cell.test:
            given.update(imports(cell.source))
    # Generous: a busy machine takes long to import scikit-learn, and that is no mistake.
    limits = TimeLimits(3 * DEFAULT_OPTIONS.call_seconds, 3 * DEFAULT_OPTIONS.test_seconds)
    with kernel.conversation(limits, library_names(given)) as talk:
        return run_test_cell(test.source, test.points, talk, given)


def named(entry: Entry, result: Result) -> bool:
    """Whether the student reads of the misconception that a wrong answer stands for."""
    return hears(entry.says, result.said)
