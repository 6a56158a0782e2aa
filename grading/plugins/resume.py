"""After a run that was killed: find the students it was in the middle of.

nbgrader skips a student whose folder under ``autograded`` exists, though a killed run may have
left it half filled. A notebook there is whole when it has gone through ``ExecuteOnce``, which marks
it; its scores are in the gradebook by then, because nbgrader writes the file last.
"""

import json
import shutil
from glob import glob
from pathlib import Path

from nbgrader.coursedir import CourseDirectory


def clear_half_graded(course: CourseDirectory) -> list[str]:
    """Remove the folders of half-graded students, so that they are graded; return their ids.

    Looks at the students that a run is about. A run for a single notebook leaves folders that are
    half filled on purpose, and takes nothing away.
    """
    if course.notebook_id != "*":
        return []
    source = Path(
        course.root, course.format_path(course.source_directory, ".", course.assignment_id)
    )
    notebooks = {path.name for path in source.glob("*.ipynb")}
    halves = [folder for folder in graded_folders(course) if not is_whole(folder, notebooks)]
    for folder in halves:
        shutil.rmtree(folder)
    return [folder.parent.name for folder in halves]


def graded_folders(course: CourseDirectory) -> list[Path]:
    """Return the folders under ``autograded`` of these students, for this assignment."""
    pattern = course.format_path(
        course.autograded_directory, course.student_id, course.assignment_id
    )
    return [Path(path) for path in sorted(glob(str(Path(course.root, pattern))))]


def is_whole(folder: Path, notebooks: set[str]) -> bool:
    """Whether every notebook of the assignment has been executed and written to its end."""
    return all((folder / name).is_file() and is_marked(folder / name) for name in notebooks)


def is_marked(notebook: Path) -> bool:
    try:
        return "grading" in json.loads(notebook.read_text(encoding="utf-8"))["metadata"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
