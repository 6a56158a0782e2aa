"""Execute a submission so that every notebook ends in a verdict."""

import os
import shutil
import tempfile
from pathlib import Path

from nbclient.exceptions import DeadKernelError
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute as NbgraderExecute
from nbgrader.utils import is_grade

KERNEL_DIED = "KernelDied"


class Execute(NbgraderExecute):
    """nbgrader's ``Execute``, less easily led astray.

    A dead kernel is recorded as a failure of the cells it leaves; the stock preprocessor raises,
    and nbgrader then drops the submission without a score. Tags are ignored, as the student may
    have set ``skip-execution`` on a test, which stock nbgrader rewards with full marks. And what a
    right answer writes to stderr, such as NumPy's warning about an overflow, costs nothing.
    """

    def create_kernel_manager(self):
        """Talk to the kernel over sockets in a private directory: TCP ports are open to anyone."""
        manager = super().create_kernel_manager()
        if os.name == "posix":
            manager.transport = "ipc"
            manager.connection_file = str(self.private_directory / "kernel.json")
        return manager

    def preprocess_cell(self, cell, resources, index):
        self.running = index
        cell.metadata.pop("tags", None)
        cell, resources = super().preprocess_cell(cell, resources, index)
        forgive_stderr(cell)
        return cell, resources

    def preprocess(self, nb, resources=None, km=None):
        self.private_directory = Path(tempfile.mkdtemp(prefix="kernel-"))
        try:
            return super().preprocess(nb, resources, km)
        except DeadKernelError:
            mark_unanswered(nb.cells[self.running :])
            return nb, resources
        finally:
            shutil.rmtree(self.private_directory, ignore_errors=True)


def mark_unanswered(cells) -> None:
    """Put an error on the cell that ended the kernel and on every code cell after it."""
    line = next(iter(cells[0].source.strip().splitlines()), "")
    message = (
        f"The notebook ended Python while running the cell that begins with `{line}`, so nothing "
        "after it could run. Look for exit(), quit(), os._exit() or endless recursion."
    )
    error = new_output("error", ename=KERNEL_DIED, evalue=message, traceback=[message])
    for cell in cells:
        if cell.cell_type == "code":
            cell.outputs = [*cell.outputs, error]


def forgive_stderr(cell) -> None:
    """Show what a graded cell wrote to stderr as ordinary output; nbgrader would score it zero."""
    if is_grade(cell):
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                output.name = "stdout"
