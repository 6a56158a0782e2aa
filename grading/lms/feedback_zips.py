"""Feedback to hand back: a zip for each student, and one for the LMS.

Canvas ("Upload Submissions") and Moodle ("Upload multiple feedback files in a zip") know a file by
the name under which they gave the submission out. So the pages get those names, as far as
``downloaded/<assignment>/`` still holds what was collected::

    Canvas   lovelaceada_4711_88123_embedding.html
    Moodle   Ada Lovelace_90210_assignsubmission_file/embedding.html

Whose name that was is asked in the way in which the submissions were collected (``names``); Moodle
reads it by its number of the participant (``mod/assign/feedback/file/importziplib.php``).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from nbgrader.coursedir import CourseDirectory

from grading.files import write_zip
from grading.lms.collector import LmsCollector
from grading.lms.names import Label, read_label


class FeedbackError(RuntimeError):
    """Feedback that is not there to be packed; says what to do."""


class Zips(NamedTuple):
    """What was written."""

    students: list[Path]
    lms: Path | None
    unknown: list[str]  # students whose pages are not in the LMS's zip


def write_zips(course: CourseDirectory, assignment: str, target: Path) -> Zips:
    """Write ``<student>.zip`` for everyone with feedback, and ``for-the-lms.zip``, into a folder.

    Raises
    ------
    FeedbackError
        If there is no feedback on the assignment.
    """
    pages = feedback_pages(course, assignment)
    if not pages:
        raise FeedbackError(
            f"{assignment} has no feedback yet: run `nbgrader generate_feedback {assignment}`."
        )
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for student, files in pages.items():
        members = {f"{assignment}/{file.name}": file.read_bytes() for file in files}
        written.append(write_zip(target / f"{student}.zip", members))
    prefixes = lms_prefixes(course, assignment)
    members = {
        f"{prefixes[student]}{file.name}": file.read_bytes()
        for student, files in pages.items()
        if student in prefixes
        for file in files
    }
    lms = write_zip(target / "for-the-lms.zip", members) if members else None
    return Zips(written, lms, sorted(set(pages) - set(prefixes)))


def feedback_pages(course: CourseDirectory, assignment: str) -> dict[str, list[Path]]:
    """Return each student's pages."""
    marker = "\x00"
    path = course.format_path(course.feedback_directory, marker, assignment)
    before, _, after = path.partition(marker)
    found: dict[str, list[Path]] = {}
    for page in sorted(Path(before).glob(f"*{after}/*.html")):
        found.setdefault(page.relative_to(before).parts[0], []).append(page)
    return found


def lms_prefixes(course: CourseDirectory, assignment: str) -> dict[str, str]:
    """Return what stands before the notebook's name in the files that the LMS gave out."""
    collector = LmsCollector(parent=course, coursedir=course)
    collector.coursedir.assignment_id = assignment
    labels = list(collected(Path(course.root, "downloaded", assignment, "extracted")))
    collector.owners.learn_groups(labels)
    prefixes: dict[str, str] = {}
    for label in sorted(labels, key=lambda label: label.file):  # the latest attempt's stays
        student, _ = collector.owners.find(label)
        if student is not None:
            prefixes[student] = label.text
    return prefixes


def collected(folder: Path) -> Iterator[Label]:
    """The labels of the notebooks in a folder of files as the LMS gave them out."""
    for path in sorted(folder.rglob("*.ipynb")):
        if label := read_label(path.relative_to(folder).as_posix()):
            yield label
