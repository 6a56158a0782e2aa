"""nbgrader's preprocessors of ours: cached execution, and scores written in one transaction."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.preprocessors import SaveAutoGrades as NbgraderSaveAutoGrades
from traitlets import Bool, Float, Integer, Unicode

from grading.execution.job import execute, job_key, make_job, show
from grading.execution.notebook import Options, execute_notebook
from grading.execution.store import ResultsStore
from grading.paths import ROOT
from grading.sandbox import bubblewrap

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
        if bubblewrap.executable() is not None:
            return False
        if not (self.unsafe or os.environ.get(UNSAFE, "0") not in ("", "0")):
            raise bubblewrap.SandboxMissing(bubblewrap.HOW_TO_INSTALL)
        if not Execute.said:
            Execute.said = True
            self.log.warning(bubblewrap.WHAT_IS_LOST)
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


RESULTS = ROOT / "_build" / "results"
Runner = Callable[[dict], dict]


class ExecuteOnce(Execute):
    """``Execute`` that asks the store first, and lets workers do the rest where there are any."""

    results = Unicode(str(RESULTS), help="Folder of the results of executed notebooks.").tag(
        config=True
    )
    reuse = Bool(True, help="Take results from there, instead of executing anew.").tag(config=True)
    # Options of nbgrader's own Execute, which has the same name in the configuration.
    interrupt_on_timeout = Bool(True).tag(config=True)
    record_timing = Bool(False).tag(config=True)
    # Set by a batch: executes a job somewhere else. Otherwise this process does.
    runner: Runner | None = None

    def preprocess(self, nb, resources=None, km=None):
        directory = Path((resources or {}).get("metadata", {}).get("path") or ".")
        files = supporting_files(directory)
        store = ResultsStore(Path(self.results))
        result = recall(nb, files, self.options(), store, self.reuse, type(self).runner)
        return show(nb, result), resources


def recall(
    nb: NotebookNode,
    files: Mapping[str, Path],
    options: Options,
    store: ResultsStore,
    reuse: bool = True,
    runner: Runner | None = None,
) -> dict:
    """Return what a notebook's cells show, from the store or by executing it."""
    job = make_job(nb, files, options)
    key = job_key(job)
    result = store.get(key) if reuse else None
    if result is None:
        result = runner(job) if runner else execute(nb, files, options)
        store.put(key, result)
    return result


class SaveAutoGrades(NbgraderSaveAutoGrades):
    """nbgrader's, which commits after every cell, but with one commit for all cells."""

    def preprocess(self, nb, resources):
        about = resources["nbgrader"]
        self.notebook_id = about["notebook"]
        self.assignment_id = about["assignment"]
        self.student_id = about["student"]
        self.db_url = about["db_url"]
        with Gradebook(self.db_url) as self.gradebook:
            session = self.gradebook.db
            commit, session.commit = session.commit, session.flush
            for index, cell in enumerate(nb.cells):
                nb.cells[index], resources = self.preprocess_cell(cell, resources, index)
            commit()
        return nb, resources
