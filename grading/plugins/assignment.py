"""An assignment as it was released: its notebooks, and the files that lie beside them."""

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearSolutions
from nbgrader.utils import find_all_files, is_grade

from grading.notebooks import grade_id, read_notebook


class Assignment:
    """What the course has of one assignment.

    Parameters
    ----------
    course : CourseDirectory
        With the assignment's name in ``assignment_id``.
    """

    def __init__(self, course: CourseDirectory):
        self.course = course
        self.name = course.assignment_id
        source = course.format_path(course.source_directory, ".", self.name)
        self.folder = Path(course.root, source)

    def releases(self, sanitize: Iterable = ()) -> dict[str, NotebookNode]:
        """Return the released notebooks by name: tests whole, solutions cleared.

        Parameters
        ----------
        sanitize : iterable of preprocessors
            nbgrader's, which give cells the checksums and kernels the names that it expects. They
            are run here, once, and not for each submission: of a submission only the answers'
            sources get any further.

        Raises
        ------
        NbGraderException
            If the assignment was not released, or has changed since in what it grades.
        """
        exporter = Exporter(config=self.course.config)
        for preprocessor in [
            ClearSolutions(config=self.course.config, enforce_metadata=False),
            *sanitize,
        ]:
            exporter.register_preprocessor(preprocessor, enabled=True)
        found = {}
        for name, points in self.recorded().items():
            path = self.folder / f"{name}.ipynb"
            if not path.is_file():
                self.stop(f"{name} was released, but {path} is not there")
            source = read_notebook(path)
            if points_of(source) != points:
                self.stop(f"{path} has other test cells than when it was released")
            about = {"notebook": name, "assignment": self.name, "db_url": self.course.db_url}
            found[name], _ = exporter.from_notebook_node(source, {"nbgrader": about})
        return found

    def recorded(self) -> dict[str, dict[str, float]]:
        """Return what the gradebook knows: the points of each graded cell of each notebook."""
        with Gradebook(self.course.db_url, self.course.course_id) as gradebook:
            try:
                return {
                    notebook.name: {cell.name: cell.max_score for cell in notebook.grade_cells}
                    for notebook in gradebook.find_assignment(self.name).notebooks
                }
            except MissingEntry:
                self.stop(f"no assignment called {self.name} has been released yet")
        return {}

    def stop(self, reason: str) -> None:
        """End the run, with the command that helps."""
        message = f"{reason}: run `nbgrader generate_assignment {self.name} --force`"
        self.course.log.error(message)
        raise NbGraderException(message)

    def files(self, kept: Iterable[str] = ()) -> Iterator[tuple[str, Path]]:
        """Yield the files beside the notebooks: name below the folder, and place.

        Parameters
        ----------
        kept : iterable of str
            Names that are the students' to change: nbgrader's ``exclude_overwriting``.
        """
        skipped = {str(self.folder / name) for name in kept}
        for path in find_all_files(str(self.folder), [*self.course.ignore, "*.ipynb"]):
            if path not in skipped:
                yield os.path.relpath(path, self.folder), Path(path)

    def lay_out(self, destination: Path, kept: Iterable[str] = ()) -> None:
        """Copy the files beside the notebooks into a student's graded folder."""
        for name, path in self.files(kept):
            target = destination / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            shutil.copy(path, target)


def points_of(nb: NotebookNode) -> dict[str, float]:
    """Return the points of the graded cells by grade_id."""
    return {
        str(grade_id(cell)): float(cell.metadata.nbgrader.points)
        for cell in nb.cells
        if is_grade(cell)
    }


def is_whole(folder: Path, notebooks: Iterable[str]) -> bool:
    """Whether these notebooks have been graded and written to their end.

    A run that was killed leaves some missing, or half written. A whole one carries the mark of
    :func:`grading.execution.job.show`; its scores are in the gradebook, because nbgrader writes the
    file last.
    """
    return all(is_marked(folder / f"{name}.ipynb") for name in notebooks)


def is_marked(notebook: Path) -> bool:
    """Whether a notebook carries the mark that it was graded to its end."""
    try:
        return "grading" in json.loads(notebook.read_text(encoding="utf-8"))["metadata"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
