"""nbgrader's ``Autograde``, so that every submission ends in a score and the batch goes on.

Plain ``nbgrader autograde`` uses it: ``nbgrader_config.py`` calls :func:`register`. nbgrader lets
the preprocessors, the exporter and the hooks be configured, but not the converter. None of those
is reached for a student without a notebook, or before nbgrader has copied a submission's files,
following its links, and opened its timestamp, which may be a pipe. The two places where nbgrader
names its converter are therefore given this subclass; no code of nbgrader's is changed.

The path of a submission: every notebook is rebuilt from the course's own and the student's answers;
the results store is filled, several notebooks at a time; then nbgrader's own loop takes one student
after the other and finds every result there.
"""

import contextlib
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from glob import glob
from pathlib import Path

import nbgrader.converters
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc, rmtree
from tqdm import tqdm
from traitlets import Dict, Integer

from grading import terminal
from grading.execution.job import job_key
from grading.plugins.assignment import Assignment, is_whole
from grading.plugins.preprocessors import Execute, ExecuteOnce
from grading.sandbox.bubblewrap import WHAT_IS_LOST, SandboxMissing
from grading.submission.collected import ToGrade, to_grade
from grading.submission.reading import Unreadable, read_file
from grading.watchdog import CallFailed
from grading.workers.fill import fill
from grading.workers.pool import Pool, ThisProcess, WorkerPool, cores

MOST_TIMESTAMP = 200  # bytes
SLOW = 1.0  # seconds of reading, after which what was read is kept


def register() -> None:
    """Have nbgrader's command and its formgrader use the converter below, and log harmless text."""
    from nbgrader.apps import api, autogradeapp

    api.Autograde = autogradeapp.Autograde = Autograde
    terminal.guard()


@dataclass
class Outcome:
    """What became of a run: students graded, graded before, or failed with a reason."""

    graded: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    stopped: bool = False


class UnlinkedCourseDirectory(CourseDirectory):
    """Does not follow a link, nor wait at a pipe, for the time of a submission."""

    def get_existing_timestamp(self, dest_path: str) -> datetime | None:
        """Return the time in ``timestamp.txt``, None where there is none that can be read."""
        folder = Path(self.root, dest_path)
        try:
            data = read_file(folder / "timestamp.txt", folder.parents[1], MOST_TIMESTAMP)
            return parse_utc(data.decode("utf-8").strip() or None)
        except FileNotFoundError:
            return None
        except Exception as error:  # dateutil knows many kinds; none may end the class
            self.log.warning("%s/timestamp.txt is not used: %s", dest_path, terminal.reason(error))
            return None


class Autograde(nbgrader.converters.Autograde):
    """Grades every notebook of the assignment for everyone who handed in anything at all."""

    attachments = Dict(
        {}, help="Files that students may hand in beside the notebooks: names by assignment."
    ).tag(config=True)
    workers = Integer(
        None,
        allow_none=True,
        help="Processes that execute notebooks; one a core by default. With 0, they are executed "
        "in this process, which helps to debug a check.",
    ).tag(config=True)

    pool: Pool | None = None  # where notebooks are executed, when not in processes of our own
    students: list[str] | None = None  # of those who handed in, only these
    say: Callable[[str], None] | None = None  # is told of each student who is done

    def __init__(self, coursedir: CourseDirectory = None, **kwargs):
        safe = UnlinkedCourseDirectory(parent=coursedir.parent, config=coursedir.config)
        for name in coursedir.traits():
            if name not in ("parent", "config", "log"):
                setattr(safe, name, getattr(coursedir, name))
        super().__init__(coursedir=safe, **kwargs)
        self.outcome = Outcome()
        self.failures: dict[str, str] = {}  # why a job has no result, by its key
        self.kept: dict[Path, ToGrade | CallFailed] = {}  # of files that are slow to read

    # What there is to grade

    def init_notebooks(self) -> None:
        """Take every student's folder, and in each every notebook of the assignment."""
        try:
            if Execute(parent=self).unsandboxed():
                self.log.warning(WHAT_IS_LOST)
        except SandboxMissing as error:  # said once, before anything is touched
            self.log.error(str(error))
            raise NbGraderException(str(error)) from error
        self.assignment = Assignment(self.coursedir)
        self.releases = self.assignment.releases(self.sanitize_preprocessors)
        wanted = re.compile(self.coursedir.notebook_id.replace("*", ".*"))
        self.names = sorted(name for name in self.releases if wanted.fullmatch(name))
        self.assignments = {
            folder: [os.path.join(folder, f"{name}.ipynb") for name in self.names]
            for folder in self.folders()
        }
        self.notebooks: list[str] = []

    def folders(self) -> list[str]:
        """Return the folders handed in, written as nbgrader writes them."""
        pattern = self._format_source(self.coursedir.assignment_id, self.coursedir.student_id)
        found = sorted(glob(pattern, root_dir=self.coursedir.root))
        if self.students is not None:
            found = [
                folder
                for student in self.students
                for folder in found
                if folder == self._format_source(self.coursedir.assignment_id, student)
            ]
        if not found:
            message = (
                f"Nothing was handed in: there is no folder {pattern}; put the notebooks there, or "
                f"collect them with `nbgrader zip_collect {self.coursedir.assignment_id}`."
            )
            self.log.error(message)
            raise NbGraderException(message)
        return found

    def student_of(self, folder: str) -> str:
        """Return whose a folder is."""
        pattern = self._format_source("(?P<assignment_id>.*)", "(?P<student_id>.*)", escape=True)
        found = re.match(pattern, folder)
        assert found is not None  # it was made by the same format
        return found["student_id"]

    def is_due(self, student: str) -> bool:
        """Whether a student is to be graded: not yet graded, half graded, or handed in again."""
        if student in (self.coursedir.student_id_exclude or "").split(","):
            return False
        assignment = self.coursedir.assignment_id
        graded = self._format_dest(assignment, student)
        if self.force or not is_whole(Path(self.coursedir.root, graded), self.names):
            return True
        before = self.coursedir.get_existing_timestamp(graded)
        now = self.coursedir.get_existing_timestamp(self._format_source(assignment, student))
        return now is not None and before is not None and now > before

    # All students: execute, then grade

    def convert_notebooks(self) -> None:
        """Fill the results store; then take every student through nbgrader's own loop."""
        students = {folder: self.student_of(folder) for folder in self.assignments}
        due = [folder for folder, student in students.items() if self.is_due(student)]
        self.outcome.skipped = [students[folder] for folder in students if folder not in due]
        if self.coursedir.notebook_id == "*":
            for folder in due:
                self.tell_if_half_graded(students[folder])
        executed = self.execute(due)
        for folder in executed:
            self.grade(folder, students[folder])
        if self.outcome.failed and not self.outcome.stopped:
            raise NbGraderException(
                f"{len(self.outcome.failed)} not graded: {', '.join(self.outcome.failed)}. What "
                "happened is said above; those who were graded stay graded."
            )

    def execute(self, folders: list[str]) -> list[str]:
        """Fill the results store; return the folders that can be graded now."""
        step = ExecuteOnce(parent=self)
        jobs = (job for folder in folders for job in self.jobs(step, folder))
        total = len(folders) * len(self.names)
        bar = tqdm(total=total, desc="executing", unit="notebook", disable=None, file=sys.stderr)
        pool = self.pool or self.own_pool()
        try:
            with bar:
                filled = fill(step.store, jobs, pool, reuse=step.reuse, tick=bar.update)
        finally:
            if pool is not self.pool:
                pool.close()
        self.failures = filled.failures
        self.outcome.stopped = filled.stopped
        if not filled.stopped:
            return folders
        self.log.error("Stopped by Ctrl-C; whoever was executed to the end is graded, nobody else")
        return [folder for folder in folders if self.is_executed(step, folder)]

    def own_pool(self) -> Pool:
        """Return workers of this machine, who start when there is something to do."""
        if self.workers == 0:
            return ThisProcess()
        return WorkerPool(self.workers or cores())

    def jobs(self, step: ExecuteOnce, folder: str) -> Iterator[dict]:
        """Yield the jobs of a student."""
        files = self.files_of(folder)
        for path in self.assignments[folder]:
            with contextlib.suppress(CallFailed):  # told when this student's turn comes
                yield step.job(self.rebuilt(path), files)

    def is_executed(self, step: ExecuteOnce, folder: str) -> bool:
        """Whether everything a student handed in has been executed, and its results are stored."""
        return all(job_key(job) in step.store for job in self.jobs(step, folder))

    def tell_if_half_graded(self, student: str) -> None:
        """Warn that a killed run left a student half graded."""
        folder = Path(self.coursedir.root, self._format_dest(self.coursedir.assignment_id, student))
        if folder.is_dir() and not is_whole(folder, self.names):
            self.log.warning("%s was half graded by a run that was killed: grading anew", student)

    # One student

    def grade(self, folder: str, student: str) -> None:
        """Take one student through nbgrader; what fails is recorded, and the others go on."""
        everybody, self.assignments = self.assignments, {folder: self.assignments[folder]}
        try:
            super().convert_notebooks()
        except NbGraderException as error:
            self.outcome.failed.setdefault(student, str(error))
        else:
            self.outcome.graded.append(student)
        finally:
            self.assignments = everybody
        if self.say is not None:
            self.say(self.line(student))

    def line(self, student: str) -> str:
        """Say in a line what a student got."""
        if student in self.outcome.failed:
            return f"{student}: not graded ({self.outcome.failed[student]})"
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            found = gradebook.find_submission(self.coursedir.assignment_id, student)
            return f"{student}: {found.score:g} of {found.max_score:g}"

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """Take away what an earlier run made of a student who is due."""
        folder = Path(self.coursedir.root, self._format_dest(assignment_id, student_id))
        if self.coursedir.notebook_id == "*" and folder.is_dir():
            rmtree(str(folder))
        else:
            for name in self.names:
                (folder / f"{name}.ipynb").unlink(missing_ok=True)
        return True

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Make the student's rows, at zero, and lay out the files that cells may read.

        Takes the place of nbgrader's own, which copies whatever lies in a submission.
        """
        source = self._format_source(assignment_id, student_id)
        destination = Path(self.coursedir.root, self._format_dest(assignment_id, student_id))
        with self.recording(student_id):
            self.lay_out(source, destination)
            self.make_rows(assignment_id, student_id, source)

    def lay_out(self, source: str, destination: Path) -> None:
        """Write the files that lie beside a student's notebooks."""
        destination.mkdir(parents=True, exist_ok=True)
        for name, data in self.attached(source).items():
            (destination / name).write_bytes(data)
        kept = self.exclude_overwriting.get(self.coursedir.assignment_id, [])
        self.assignment.lay_out(destination, kept)

    def make_rows(self, assignment_id: str, student_id: str, source: str) -> None:
        """Make the student's rows in the gradebook, with every automatic score at zero."""
        timestamp = self.coursedir.get_existing_timestamp(source)
        times = {"timestamp": timestamp} if timestamp else {}
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            if self.create_student:
                gradebook.update_or_create_student(student_id)
            submission = gradebook.update_or_create_submission(assignment_id, student_id, **times)
            for notebook in submission.notebooks:
                if notebook.name in self.names:
                    for grade in notebook.grades:  # whatever happens now, no old score stays
                        grade.auto_score = 0
            gradebook.db.commit()

    def attached(self, folder: str) -> dict[str, bytes]:
        """Return the files that students may hand in beside their notebooks, by name."""
        source = Path(self.coursedir.root, folder)
        found = {}
        for name in self.attachments.get(self.coursedir.assignment_id, []):
            try:
                found[Path(name).name] = read_file(source / name, source.parents[1])
            except FileNotFoundError:
                continue
            except Unreadable as error:
                self.log.warning("%s of %s is left out: %s", name, folder, error)
        return found

    def files_of(self, folder: str) -> dict[str, bytes]:
        """Return what lies beside a student's notebooks when they are executed, by name."""
        kept = self.exclude_overwriting.get(self.coursedir.assignment_id, [])
        own = {
            name: path.read_bytes()
            for name, path in self.assignment.files(kept)
            if path.is_file() and not path.is_symlink() and os.path.dirname(name) == ""
        }
        return self.attached(folder) | own

    # One notebook

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Put the result into a rebuilt notebook, record its scores, and write it.

        Takes the place of nbgrader's two passes: there is nothing to clean in a notebook that was
        rebuilt, so it need not go by way of the disk.
        """
        resources = self.init_single_notebook_resources(notebook_filename)
        folder = os.path.dirname(notebook_filename)
        resources["grading"] = {"files": self.files_of(folder), "failures": self.failures}
        with self.recording(resources["nbgrader"]["student"]):
            nb = self.rebuilt(notebook_filename, self.log.warning)
            self._sanitizing = False
            try:
                self._init_preprocessors()
                output, resources = self.exporter.from_notebook_node(nb, resources)
            finally:
                self._sanitizing = True
            self.write_single_notebook(output, resources)

    @contextlib.contextmanager
    def recording(self, student: str) -> Iterator[None]:
        """Keep the reason for which a student is not graded; nbgrader only logs it."""
        try:
            yield
        except Exception as error:
            self.outcome.failed[student] = terminal.message(error)
            raise

    def rebuilt(self, path: str, warn: Callable[..., object] = lambda *words: None) -> NotebookNode:
        """Return the notebook to grade for a file that was, or was not, handed in."""
        place = Path(self.coursedir.root, path)
        found = self.read(place)
        for words in found.said:
            warn("%s, %s: %s", self.student_of(os.path.dirname(path)), place.stem, words)
        return found.notebook

    def read(self, place: Path) -> ToGrade:
        """Read what was handed in: quick files when they are needed, slow ones once in a run.

        Raises
        ------
        CallFailed
            Where the reader stumbled, each time it is asked for.
        """
        found = self.kept.get(place)
        if found is None:
            began = time.monotonic()
            try:
                found = to_grade(place, self.releases)
            except CallFailed as error:
                found = error
            if time.monotonic() - began > SLOW:
                self.kept[place] = found
        if isinstance(found, CallFailed):
            raise found
        return found
