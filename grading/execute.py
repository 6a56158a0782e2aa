"""The place of execution in nbgrader: a preprocessor that stands for nbgrader's own."""

import os
from pathlib import Path

from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Float, Integer

from grading import sandbox
from grading.execution import Options, execute_notebook

UNSAFE = "LMCORE_GRADING_UNSAFE"


class Execute(NbGraderPreprocessor):
    """Takes the place of nbgrader's ``Execute`` when submissions are graded."""

    timeout = Integer(60, help="Seconds for one cell of the student's.").tag(config=True)
    call_timeout = Float(20.0, help="Seconds for one call by a test.").tag(config=True)
    test_timeout = Float(90.0, help="Seconds for all calls of one test cell.").tag(config=True)
    notebook_timeout = Float(300.0, help="Seconds for all cells of the student's.").tag(config=True)
    record_timing = Bool(False, help="For nbgrader's own Execute.").tag(config=True)
    unsafe = Bool(False, help="Grade without a sandbox where there is none.").tag(config=True)

    said = False  # once a run

    def options(self) -> Options:
        return Options(
            self.timeout,
            self.call_timeout,
            self.test_timeout,
            self.notebook_timeout,
            unsafe=self.unsandboxed(),
        )

    def unsandboxed(self) -> bool:
        """Whether to go on without a sandbox; refuse where nobody allowed it."""
        if sandbox.bubblewrap() is not None:
            return False
        if not (self.unsafe or os.environ.get(UNSAFE, "0") not in ("", "0")):
            raise sandbox.SandboxMissing(sandbox.HOW_TO_INSTALL)
        if not Execute.said:
            Execute.said = True
            self.log.warning(sandbox.WHAT_IS_LOST)
        return True

    def preprocess(self, nb, resources=None, km=None):
        directory = Path((resources or {}).get("metadata", {}).get("path") or ".")
        return execute_notebook(nb, supporting_files(directory), self.options()), resources


def supporting_files(directory: Path) -> dict[str, Path]:
    """The ordinary files beside a graded notebook: only what the converter let through."""
    return {
        path.name: path.absolute()
        for path in sorted(directory.iterdir())
        if path.is_file() and not path.is_symlink() and path.suffix != ".ipynb"
    }
