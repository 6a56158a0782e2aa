"""After a run that was killed: find the students it was in the middle of.

nbgrader skips a student whose folder under ``autograded`` exists, though a killed run may have
left it half filled. A notebook there is whole when it has gone through ``ExecuteOnce``, which marks
it; its scores are in the gradebook by then, because nbgrader writes the file last.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from nbgrader.coursedir import CourseDirectory


def clear_half_graded(course: CourseDirectory) -> list[str]:
    """Remove the folders of half-graded students, so that they are graded; return their ids."""
    known = {path.name for path in _folder(course, course.source_directory, ".").glob("*.ipynb")}
    cleared = []
    for student, folder in graded_folders(course):
        submitted = _folder(course, course.submitted_directory, student).glob("*.ipynb")
        if not is_whole(folder, {path.name for path in submitted} & known):
            shutil.rmtree(folder)
            cleared.append(student)
    return cleared


def graded_folders(course: CourseDirectory) -> Iterator[tuple[str, Path]]:
    """Yield the students with a folder under ``autograded`` for this assignment."""
    marker = "\x00"
    before, _, after = _path(course, course.autograded_directory, marker).partition(marker)
    root = Path(course.root, before)
    for folder in sorted(root.glob(f"*{after}")) if root.is_dir() else []:
        yield folder.relative_to(root).parts[0], folder


def _path(course: CourseDirectory, directory: str, student: str) -> str:
    return course.format_path(directory, student, course.assignment_id)


def _folder(course: CourseDirectory, directory: str, student: str) -> Path:
    return Path(course.root, _path(course, directory, student))


def is_whole(folder: Path, handed_in: set[str]) -> bool:
    """Whether every notebook in a graded folder has been executed and written to its end."""
    there = {path.name: is_marked(path) for path in folder.glob("*.ipynb")}
    return bool(there) and all(there.values()) and handed_in <= set(there)


def is_marked(notebook: Path) -> bool:
    try:
        return "grading" in json.loads(notebook.read_text(encoding="utf-8"))["metadata"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
