"""The bank once more, as submissions are graded: answers in a kernel, tests out here.

One kernel serves the answers to a notebook: its names are put back between them. A part of the
bank is enough to see that the way makes no difference; ``BANK=all`` takes it all (minutes).
"""

import os

import matplotlib
import pytest

from grading import sandbox
from grading.cell_names import imports, library_names
from grading.grade_cell import run_grade_cell
from grading.kernel import Kernel
from grading.stand_in import Limits
from tests.bank import Entry, entries
from tests.bank.exercise import autograded, code_cells, graders, marks

matplotlib.use("agg")

EVERY = 1 if os.environ.get("BANK") == "all" else 9

KEEP = "import builtins as _b; _b.kept = dict(globals())"
RESTORE = """import builtins as _b
for _name in set(globals()) - set(_b.kept) - {"_b"}: del globals()[_name]
globals().update(_b.kept)"""


def notebooks_with_tests() -> list:
    names = sorted({entry.notebook for entry in entries()})
    return [
        pytest.param(name, id=name, marks=[getattr(pytest.mark, mark) for mark in marks(name)])
        for name in names
    ]


class Separated:
    """Runs answers to one notebook in a kernel, and the notebook's tests in this process."""

    def __init__(self, notebook: str, kernel: Kernel):
        self.cells = code_cells(notebook)
        self.kernel = kernel
        self.given = {}
        for cell in self.cells:
            if cell.grade_id is None:
                self.given.update(imports(cell.source))

    def grade(self, entry: Entry) -> tuple[bool, str]:
        """Return whether an answer earned everything, and what its student reads."""
        tests = graders(entry.notebook, entry.cell)
        begin = [cell.grade_id for cell in self.cells].index(entry.cell) + 1
        said = self.texts(self.kernel.run(entry.source, 60).outputs)
        full = True
        for cell in self.cells[begin : self.cells.index(tests[-1]) + 1]:
            if cell in tests:
                outputs = self.test(cell)
                earned = earned_by(outputs, cell.points)
                full = full and earned == cell.points
                if earned < cell.points:
                    said += self.texts(outputs)
            elif not cell.test:
                self.kernel.run(cell.source, 60)
        assert self.kernel.alive(), f"{entry.path} ended the kernel"
        self.kernel.run(RESTORE, 60)
        return full, " ".join(said.split())

    def test(self, cell):
        with self.kernel.conversation(Limits(30, 120), library_names(self.given)) as talk:
            return run_grade_cell(cell.source, cell.points, talk, self.given)

    @staticmethod
    def texts(outputs) -> str:
        return " ".join(
            output.get("text", "") + " ".join(output.get("traceback", [])) for output in outputs
        )


def earned_by(outputs, points: float) -> float:
    if any(output.output_type == "error" for output in outputs):
        return 0.0
    shown = [float(o.data["text/plain"]) for o in outputs if o.output_type == "execute_result"]
    return shown[0] if shown else points


@pytest.mark.parametrize("notebook", notebooks_with_tests())
def test_answers_fare_as_they_do_in_one_process(notebook):
    failures = []
    with Kernel(sandboxed=sandbox.bubblewrap() is not None) as kernel:
        grader = Separated(notebook, kernel)
        answered = {cell.grade_id for cell in autograded(notebook)}
        for cell in grader.cells:
            if cell.grade_id in answered:
                kernel.run(KEEP, 60)
                for entry in entries(notebook, cell.grade_id)[::EVERY]:
                    full, said = grader.grade(entry)
                    if full != entry.right or (not entry.right and entry.says not in said):
                        failures.append(f"{entry.path.relative_to(entry.path.parents[3])}: {said}")
            if not cell.test:
                kernel.run(cell.source, 120)
    assert failures == []
