"""Grade a class on all cores, or on a cluster: ``python -m grading autograde``.

Every student goes through nbgrader's own converter, in this process, one at a time: it alone writes
the gradebook. Only while a notebook is being executed somewhere else does another student get a
turn.
"""

import contextlib
import glob
import logging
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from tqdm import tqdm
from traitlets.config import Config

from grading.plugins.converter import Autograde
from grading.plugins.preprocessors import ExecuteOnce

AHEAD = 2  # students under way beyond the number of workers: their notebooks wait in line


class Pool(Protocol):
    """Executes jobs somewhere else, ``size`` at a time."""

    size: int

    def run(self, job: Mapping) -> dict: ...

    def close(self) -> None: ...


@dataclass
class Outcome:
    """What became of a batch: graded, graded before, or failed with a reason."""

    graded: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    stopped: bool = False


class LastErrors(logging.Handler):
    """Remembers what nbgrader last complained about, in each thread."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.lines: dict[int, str] = {}

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage().strip()
        if message.startswith("Traceback"):
            self.lines[record.thread] = message.splitlines()[-1]
        else:
            self.lines.setdefault(record.thread, message.splitlines()[0] if message else "")


class Step(Autograde):
    """The converter for one student of a batch; tells whether it had anything to do."""

    had_to = False
    shared: dict  # the notebooks of the assignment, read once for all students

    def read_releases(self):
        if not self.shared:
            self.shared.update(super().read_releases())
        return self.shared.items()

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        self.had_to = super().init_destination(assignment_id, student_id)
        return self.had_to


class Batch:
    """Students of an assignment, graded at the same time.

    Parameters
    ----------
    config : Config
        From ``nbgrader_config.py``.
    pool : Pool
        Where notebooks are executed; closed when the batch is interrupted.
    """

    def __init__(self, config: Config, assignment: str, pool: Pool, log: logging.Logger):
        self.config = config
        self.assignment = assignment
        self.pool = pool
        self.log = log
        self.errors = LastErrors()
        self.turn = threading.Lock()
        self.outcome = Outcome()
        self.releases: dict = {}

    def grade(
        self,
        students: list[str] | None = None,
        force: bool = False,
        say: Callable[[str], None] | None = None,
    ) -> Outcome:
        """Grade those who handed something in, or those who are named.

        Ctrl-C stops what is being executed and keeps what has been; nobody stays half graded.
        """
        waiting = list(reversed(students or submitted(self.course())))
        threads = [
            threading.Thread(target=self.work, args=[waiting, force, say], daemon=True)
            for _ in range(min(self.pool.size + AHEAD, len(waiting)))
        ]
        self.log.addHandler(self.errors)
        ExecuteOnce.runner = staticmethod(self.execute)
        self.bar = tqdm(total=len(waiting), desc=f"grading {self.assignment}", unit="student")
        try:
            # nbgrader goes into the course's directory for each student and back again; with
            # several under way, back would be wherever another one was.
            with contextlib.chdir(self.course().root):
                self.run(threads)
        finally:
            ExecuteOnce.runner = None
            self.log.removeHandler(self.errors)
            self.bar.close()
        return self.outcome

    def run(self, threads: list[threading.Thread]) -> None:
        """Wait for all threads, also when the instructor has had enough."""
        try:
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        except KeyboardInterrupt:
            self.outcome.stopped = True
            self.pool.close()
            for thread in threads:
                thread.join()

    def course(self, student: str = "*") -> CourseDirectory:
        course = CourseDirectory(config=self.config)
        course.assignment_id = self.assignment
        course.student_id = student
        return course

    def work(self, waiting: list[str], force: bool, say: Callable[[str], None] | None) -> None:
        """Take one student after the other, as one of several threads."""
        while True:
            with self.turn:
                if not waiting or self.outcome.stopped:
                    return
                student = waiting.pop()
                self.one(student, force)
                self.bar.update()
                if say is not None:
                    say(self.line(student))

    def execute(self, job: dict) -> dict:
        """Execute a notebook in the pool; meanwhile nbgrader is another thread's."""
        self.turn.release()
        try:
            return self.pool.run(job)
        finally:
            self.turn.acquire()
            # nbgrader deletes this after each notebook; another thread's may have come to an end.
            os.environ["NBGRADER_EXECUTION"] = "autograde"

    def one(self, student: str, force: bool) -> None:
        """Take one student through nbgrader."""
        course = self.course(glob.escape(student))
        self.errors.lines.pop(threading.get_ident(), None)
        try:
            step = Step(coursedir=course, config=self.config, parent=None)
            step.log, step.shared = self.log, self.releases
            step.force = force
            step.start()
        except Exception as error:
            self.log.error("%s: %s", student, error)
            reason = self.errors.lines.get(threading.get_ident()) or str(error)
            self.outcome.failed[student] = reason
        else:
            (self.outcome.graded if step.had_to else self.outcome.skipped).append(student)

    def line(self, student: str) -> str:
        """Say in a line what a student got."""
        if student in self.outcome.failed:
            return f"{student}: not graded ({self.outcome.failed[student]})"
        course = self.course()
        with Gradebook(course.db_url, course.course_id) as gradebook:
            found = gradebook.find_submission(self.assignment, student)
            return f"{student}: {found.score:g} of {found.max_score:g}"


def submitted(course: CourseDirectory) -> list[str]:
    """Return the students with a folder of this assignment."""
    marker = "\x00"
    path = course.format_path(course.submitted_directory, marker, course.assignment_id)
    before, _, after = path.partition(marker)
    root = Path(before)
    return sorted(found.relative_to(root).parts[0] for found in root.glob(f"*{after}"))
