"""nbgrader's preprocessors of ours: cached execution, and scores written in one transaction."""

import os
from collections.abc import Mapping
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.preprocessors import SaveAutoGrades as NbgraderSaveAutoGrades
from nbgrader.utils import is_solution
from traitlets import Bool, Float, Integer, Unicode

from grading.execution.job import job_key, make_job, show
from grading.execution.notebook import Options
from grading.execution.store import ResultsStore
from grading.paths import ROOT
from grading.sandbox import bubblewrap
from grading.submission.rebuild import note_failures

UNSAFE = "LMCORE_GRADING_UNSAFE"
RESULTS = ROOT / "_build" / "results"


class NotExecuted(Exception):
    """A notebook without a result: no worker could execute it."""


class Execute(NbGraderPreprocessor):
    """What may be configured of executing notebooks, under the name that nbgrader's own has."""

    timeout = Integer(60, help="Seconds for one cell of the student's.").tag(config=True)
    call_timeout = Float(20.0, help="Seconds for one call by a test.").tag(config=True)
    test_timeout = Float(90.0, help="Seconds for all calls of one test cell.").tag(config=True)
    notebook_timeout = Float(300.0, help="Seconds for all cells of the student's.").tag(config=True)
    unsafe = Bool(False, help="Grade without a sandbox where there is none.").tag(config=True)
    # Options of nbgrader's own, which executes the solutions.
    interrupt_on_timeout = Bool(True).tag(config=True)
    record_timing = Bool(False).tag(config=True)

    def options(self) -> Options:
        """Return the limits of a notebook, where it runs, and the course that it must not see."""
        course = getattr(self.parent, "coursedir", None)
        return Options(
            self.timeout,
            self.call_timeout,
            self.test_timeout,
            self.notebook_timeout,
            unsafe=self.unsandboxed(),
            course=os.path.realpath(course.root) if course else "",
        )

    def unsandboxed(self) -> bool:
        """Whether to go on without a sandbox.

        Raises
        ------
        SandboxMissing
            If there is none on this machine, and nobody allowed to go on without.
        """
        if bubblewrap.executable() is not None:
            return False
        if not (self.unsafe or os.environ.get(UNSAFE, "0") not in ("", "0")):
            raise bubblewrap.SandboxMissing(bubblewrap.HOW_TO_INSTALL)
        return True


class ExecuteOnce(Execute):
    """Cached execution: shows what the results store has, which the converter filled before."""

    results = Unicode(str(RESULTS), help="Folder of the results of executed notebooks.").tag(
        config=True
    )
    reuse = Bool(True, help="Take results from there, instead of executing anew.").tag(config=True)

    @property
    def store(self) -> ResultsStore:
        """The results of executed notebooks."""
        return ResultsStore(Path(self.results))

    def job(self, nb: NotebookNode, files: Mapping[str, bytes]) -> dict:
        """Describe how a rebuilt notebook is to be executed."""
        return make_job(nb, files, self.options())

    def preprocess(self, nb, resources):
        """Put what was executed into the notebook, and its points into the resources."""
        about = resources["grading"]
        key = job_key(self.job(nb, about["files"]))
        result = self.store.get(key)
        if result is None:
            raise NotExecuted(about["failures"].get(key, "its result is not in the results store"))
        about["points"] = result["points"]
        return note_failures(show(nb, result)), resources


class SaveAutoGrades(NbgraderSaveAutoGrades):
    """nbgrader's, with points taken as numbers, and one commit for all cells of a notebook."""

    def preprocess(self, nb, resources):
        """Write the scores of a notebook into the gradebook: all of them or none."""
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

    def _add_score(self, cell, resources):
        """Record a test's points; of an answer that a person grades, nbgrader knows what to do."""
        name = cell.metadata["nbgrader"]["grade_id"]
        if is_solution(cell) or cell.cell_type != "code":
            super()._add_score(cell, resources)
            return
        grade = self.gradebook.find_grade(
            name, self.notebook_id, self.assignment_id, self.student_id
        )
        grade.auto_score = resources["grading"]["points"][name]
        grade.needs_manual_grade = grade.manual_score is not None
