"""Execute a submission so that every notebook ends in a verdict."""

import os
import shutil
import tempfile
from pathlib import Path

from nbclient.exceptions import DeadKernelError
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute as NbgraderExecute

NO_ANSWER = "KernelDied"


class Execute(NbgraderExecute):
    """nbgrader's ``Execute`` that records a dead kernel as a failure of the cells it leaves.

    The stock preprocessor raises, and nbgrader then drops the submission without a score.
    """

    def create_kernel_manager(self):
        """Talk to the kernel over sockets in a private directory: TCP ports are open to anyone."""
        manager = super().create_kernel_manager()
        if os.name == "posix":
            manager.transport = "ipc"
            manager.connection_file = str(self.private_directory / "kernel.json")
        return manager

    def preprocess(self, nb, resources=None, km=None):
        self.private_directory = Path(tempfile.mkdtemp(prefix="kernel-"))
        try:
            return super().preprocess(nb, resources, km)
        except DeadKernelError:
            mark_unanswered(nb)
            return nb, resources
        finally:
            shutil.rmtree(self.private_directory, ignore_errors=True)


def mark_unanswered(nb) -> None:
    """Put an error on every code cell from the one that ended the kernel on."""
    code_cells = [cell for cell in nb.cells if cell.cell_type == "code"]
    executed = [i for i, cell in enumerate(code_cells) if cell.execution_count]
    last = executed[-1] if executed else 0
    culprit = code_cells[last]
    line = next(iter(culprit.source.strip().splitlines()), "")
    message = (
        f"The notebook ended Python while running the cell that begins with `{line}`, so nothing "
        "after it could run. Look for exit(), quit(), os._exit() or endless recursion."
    )
    for cell in code_cells[last:]:
        cell.outputs = [
            *cell.outputs,
            new_output("error", ename=NO_ANSWER, evalue=message, traceback=[message]),
        ]
