"""nbgrader's ``Autograde``, so that every submission ends in a score and the batch goes on.

Plain ``nbgrader autograde`` uses it: ``nbgrader_config.py`` calls :func:`register`. nbgrader lets
the preprocessors, the exporter and the hooks be configured, but not the converter. None of those
is reached for a student without a notebook, or before nbgrader has copied a submission's files,
following its links, and opened its timestamp, which may be a pipe. The two places where nbgrader
names its converter are therefore given this subclass; no code of nbgrader's is changed.
"""

import os
import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from glob import glob
from pathlib import Path

import nbgrader.converters
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearSolutions
from nbgrader.utils import find_all_files, is_grade, parse_utc
from traitlets import Dict, Type

from grading.marks import NOT_HANDED_IN, NOT_READ
from grading.notebooks import grade_id, read_notebook, solution_cells
from grading.plugins.preprocessors import Execute
from grading.plugins.resume import clear_half_graded
from grading.sandbox.bubblewrap import SandboxMissing
from grading.submission.reading import Submission, Unreadable, has_second_name, parse, read_file
from grading.submission.rebuild import rebuild_submission

MOST_TIMESTAMP = 200  # bytes


def register() -> None:
    """Have nbgrader's command and its formgrader use the converter below."""
    from nbgrader.apps import api, autogradeapp

    api.Autograde = autogradeapp.Autograde = Autograde


class SubmissionExporter(NotebookExporter):
    """Reads what was handed in by way of the converter, and everything else as usual."""

    def from_filename(self, filename, resources=None, **kwargs):
        if not self.parent._sanitizing:
            return super().from_filename(filename, resources=resources, **kwargs)
        resources["metadata"] = {"name": Path(filename).stem, "path": str(Path(filename).parent)}
        nb = self.parent.rebuilt(Path(filename), resources["nbgrader"])
        return self.from_notebook_node(nb, resources=resources, **kwargs)


class UnlinkedCourseDirectory(CourseDirectory):
    """Does not follow a link, nor wait at a pipe, for the time of a submission."""

    def get_existing_timestamp(self, dest_path: str) -> datetime | None:
        folder = Path(self.root, dest_path)
        try:
            data = read_file(folder / "timestamp.txt", folder.parents[1], MOST_TIMESTAMP)
            return parse_utc(data.decode("utf-8").strip() or None)
        except FileNotFoundError:
            return None
        except (Unreadable, ValueError, OverflowError, TypeError) as error:
            self.log.warning("%s/timestamp.txt is not used: %s", dest_path, error)
            return None


class Autograde(nbgrader.converters.Autograde):
    """Grades every notebook of the assignment for everyone who handed in anything at all."""

    exporter_class = Type(SubmissionExporter, klass=NotebookExporter).tag(config=True)
    attachments = Dict(
        {}, help="Files that students may hand in beside the notebooks: names by assignment."
    ).tag(config=True)

    def __init__(self, coursedir: CourseDirectory = None, **kwargs):
        safe = UnlinkedCourseDirectory(parent=coursedir.parent, config=coursedir.config)
        for name in coursedir.traits():
            if name not in ("parent", "config", "log"):
                setattr(safe, name, getattr(coursedir, name))
        super().__init__(coursedir=safe, **kwargs)

    # What there is to grade

    def init_notebooks(self) -> None:
        """Take every student's folder, and in each every notebook of the assignment."""
        try:
            Execute(parent=self).unsandboxed()
        except SandboxMissing as error:  # said once, before anything is touched
            self.log.error(str(error))
            raise NbGraderException(str(error)) from error
        for student in clear_half_graded(self.coursedir):
            self.log.warning("%s was half graded by a run that was killed: grading anew", student)
        self.releases = dict(self.read_releases())
        pattern = self._format_source(self.coursedir.assignment_id, self.coursedir.student_id)
        folders = [path for path in glob(str(Path(self.coursedir.root, pattern)))]
        if not folders:
            message = (
                f"Nothing was handed in: there is no folder {pattern}; put the notebooks there, or "
                f"collect them with `nbgrader zip_collect {self.coursedir.assignment_id}`."
            )
            self.log.error(message)
            raise NbGraderException(message)
        wanted = re.compile(self.coursedir.notebook_id.replace("*", ".*"))
        names = sorted(name for name in self.releases if wanted.fullmatch(name))
        # nbgrader compares these with the paths that it makes itself: relative ones stay relative.
        root = Path() if not os.path.isabs(pattern) else Path(self.coursedir.root)
        self.assignments = {}
        for folder in folders:
            path = os.path.relpath(folder, self.coursedir.root) if root == Path() else folder
            self.assignments[path] = [os.path.join(path, f"{name}.ipynb") for name in names]
        self.notebooks = []

    def read_releases(self) -> Iterator[tuple[str, NotebookNode]]:
        """Yield the notebooks of the assignment by name: tests whole, solutions cleared."""
        assignment = self.coursedir.assignment_id
        folder = Path(self.coursedir.root, self.source_folder(assignment))
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                recorded = {
                    notebook.name: {cell.name: cell.max_score for cell in notebook.grade_cells}
                    for notebook in gradebook.find_assignment(assignment).notebooks
                }
            except MissingEntry:
                self.stop(f"no assignment called {assignment} has been released yet", assignment)
        clear = ClearSolutions(parent=self, enforce_metadata=False)
        for name, cells in recorded.items():
            path = folder / f"{name}.ipynb"
            if not path.is_file():
                self.stop(f"{name} was released, but {path} is not there", assignment)
            source = read_notebook(path)
            if graded_cells(source) != cells:
                self.stop(f"{path} has other test cells than when it was released", assignment)
            yield name, clear.preprocess(source, {})[0]

    def stop(self, reason: str, assignment: str) -> None:
        message = f"{reason}: run `nbgrader generate_assignment {assignment} --force`"
        self.log.error(message)
        raise NbGraderException(message)

    def source_folder(self, assignment: str) -> str:
        return self.coursedir.format_path(self.coursedir.source_directory, ".", assignment)

    # One student

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Make the student's rows, at zero, and lay out the files that cells may read.

        Takes the place of nbgrader's own, which copies whatever lies in a submission.
        """
        source = Path(self.coursedir.root, self._format_source(assignment_id, student_id))
        destination = Path(self.coursedir.root, self._format_dest(assignment_id, student_id))
        destination.mkdir(parents=True, exist_ok=True)
        for name in self.attachments.get(assignment_id, []):
            try:
                data = read_file(source / name, source.parents[1])
            except FileNotFoundError:
                continue
            except Unreadable as error:
                self.log.warning("%s of %s is left out: %s", name, student_id, error)
                continue
            (destination / Path(name).name).write_bytes(data)
        self.copy_course_files(assignment_id, destination)
        timestamp = self.coursedir.get_existing_timestamp(
            self._format_source(assignment_id, student_id)
        )
        times = {"timestamp": timestamp} if timestamp else {}
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            if self.create_student:
                gradebook.update_or_create_student(student_id)
            submission = gradebook.update_or_create_submission(assignment_id, student_id, **times)
            handled = {Path(notebook).stem for notebook in self.notebooks}
            for notebook in submission.notebooks:
                if notebook.name in handled:
                    for grade in notebook.grades:  # whatever happens now, no old score stays
                        grade.auto_score = 0
            gradebook.db.commit()

    def copy_course_files(self, assignment: str, destination: Path) -> None:
        folder = Path(self.coursedir.root, self.source_folder(assignment))
        kept = {str(folder / name) for name in self.exclude_overwriting.get(assignment, [])}
        for path in find_all_files(str(folder), [*self.coursedir.ignore, "*.ipynb"]):
            if path not in kept:
                target = destination / os.path.relpath(path, folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.unlink(missing_ok=True)
                shutil.copy(path, target)

    # One notebook

    def rebuilt(self, path: Path, about: dict) -> NotebookNode:
        """Return the notebook to grade for a file that was, or was not, handed in."""
        place = Path(self.coursedir.root, path)
        submission, notes = self.handed_in(place)
        if has_second_name(place):
            message = "%s, %s: a hard link: the same file lies elsewhere too, perhaps as another's"
            self.log.warning(message, about["student"], about["notebook"])
        for note in notes:
            self.log.warning("%s, %s: %s", about["student"], about["notebook"], note)
        return rebuild_submission(self.releases[about["notebook"]], submission, notes)

    def handed_in(self, path: Path) -> tuple[Submission, list[str]]:
        below = path.parents[2]  # the folder of all submissions
        try:
            return parse(read_file(path, below)), []
        except FileNotFoundError:
            return self.under_another_name(path, below)
        except Unreadable as error:
            return Submission(), [f"This notebook {NOT_READ}; it gets no points: {error}."]

    def under_another_name(self, path: Path, below: Path) -> tuple[Submission, list[str]]:
        """Look for a renamed notebook: one with an unknown name and this one's answer cells."""
        known = set(solution_cells(self.releases[path.stem]))
        try:
            # Listed only where no link leads elsewhere.
            read_file(path.with_name("a file that is not there"), below)
        except Unreadable:
            return Submission(), ["The folder handed in is a link to another place."]
        except FileNotFoundError:
            pass
        for other in sorted(path.parent.glob("*.ipynb")) if path.parent.is_dir() else []:
            if other.stem in self.releases:
                continue
            try:
                submission = parse(read_file(other, below))
            except (Unreadable, FileNotFoundError):
                continue
            if submission.answers(known):
                note = f"The notebook was handed in as `{printable(other.name)}`; keep its name."
                return submission, [note]
        return Submission(), [f"This notebook {NOT_HANDED_IN}; it gets no points."]


def graded_cells(nb: NotebookNode) -> dict[str, float]:
    return {
        grade_id(cell): float(cell.metadata.nbgrader.points) for cell in nb.cells if is_grade(cell)
    }


def printable(name: str) -> str:
    """Return a file name without what could be read as something else on a page."""
    return "".join(c if c.isalnum() or c in " ._-()" else "?" for c in name)[:80]
