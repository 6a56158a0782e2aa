"""Feedback to hand back: a zip for each student, and one for the LMS.

Canvas ("Upload Submissions") and Moodle ("Upload multiple feedback files in a zip") know a file by
the name under which they gave the submission out. So the pages get those names, as far as
``downloaded/<assignment>/`` still holds what was collected::

    Canvas   lovelaceada_4711_88123_embedding.html
    Moodle   Ada Lovelace_88123_assignsubmission_file_/embedding.html
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from nbgrader.coursedir import CourseDirectory

from grading.files import write_zip
from grading.lms.collector import LmsCollector, parse


class FeedbackError(RuntimeError):
    """Feedback that is not there to be packed; says what to do."""


class Zips(NamedTuple):
    """What was written."""

    students: list[Path]
    lms: Path | None
    unknown: list[str]  # students whose pages are not in the LMS's zip


def write_zips(course: CourseDirectory, assignment: str, target: Path) -> Zips:
    """Write ``<student>.zip`` for everyone with feedback, and ``lms.zip``, into a folder.

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
    prefixes = {}
    for name in collected(Path(course.root, "downloaded", assignment)):
        parsed = parse(name)
        owners = collector.owners(*parsed[:2]) if parsed else set()
        if len(owners) == 1:
            prefixes.setdefault(owners.pop(), prefix(name, parsed[1]))
    return prefixes


def collected(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("extracted/**/*.ipynb")):
        yield path.relative_to(folder / "extracted").as_posix()


def prefix(name: str, number: str) -> str:
    """Return the part of a downloaded file's name that says whose it is.

    >>> prefix("lovelaceada_LATE_4711_88123_embedding-1.ipynb", "4711")
    'lovelaceada_LATE_4711_88123_'
    >>> prefix("all/Ada Lovelace_88123_assignsubmission_file_/work/embedding.ipynb", "88123")
    'Ada Lovelace_88123_assignsubmission_file_/'
    """
    moodle = "_assignsubmission_file_"
    if moodle in name:
        head, _, tail = name.partition(moodle)
        return f"{head.split('/')[-1]}{moodle}{'/' if tail.startswith('/') else ''}"
    head, _, tail = name.split("/")[-1].partition(f"_{number}_")
    return f"{head}_{number}_{tail.split('_')[0]}_"
