"""Find what a student handed in for a notebook: the file of its name, or a renamed one."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbformat import NotebookNode

from grading.marks import NOT_HANDED_IN, NOT_READ
from grading.submission.answers import likeness
from grading.submission.reading import (
    MOST_BYTES,
    Submission,
    Unreadable,
    has_second_name,
    parse,
    read_file,
)
from grading.submission.rebuild import rebuild_submission
from grading.watchdog import Spent, watched

MOST_NAME = 80  # characters of a file's name that are shown
HARD_LINK = "a hard link: the same file lies elsewhere too, perhaps as another's"


class HandedIn(NamedTuple):
    """What was handed in, notes for the student, and a warning for who grades."""

    submission: Submission
    notes: list[str]
    warning: str | None = None


class ToGrade(NamedTuple):
    """A notebook to grade, and what is to be said about it to who grades."""

    notebook: NotebookNode
    said: list[str]


def to_grade(path: Path, releases: Mapping[str, NotebookNode]) -> ToGrade:
    """Read a submission and rebuild the notebook to grade, in a process that can be ended.

    One that takes too much counts as unreadable, with a note that says so.

    Parameters
    ----------
    path, releases
        As for :func:`handed_in`.
    """
    try:
        made = watched(read_and_rebuilt, str(path), releases)
    except Spent as spent:
        note = f"{NOT_READ}; it gets no points: reading it takes {spent}."
        nb = rebuild_submission(releases[path.stem], Submission(), [note])
        return ToGrade(nb, [note])
    return ToGrade(nbformat.from_dict(made["notebook"]), made["said"])


def read_and_rebuilt(path: str, releases: Mapping[str, Any]) -> dict[str, Any]:
    """Do what :func:`to_grade` says, with what JSON can hold."""
    notebooks = {name: nbformat.from_dict(nb) for name, nb in releases.items()}
    found = handed_in(Path(path), notebooks)
    nb = rebuild_submission(notebooks[Path(path).stem], found.submission, found.notes)
    return {"notebook": nb, "said": [*([found.warning] if found.warning else []), *found.notes]}


def downloaded(path: Path) -> Submission:
    """Return the cells of a file that an LMS gave out, read in a process that can be ended.

    Raises
    ------
    Spent
        Where reading it takes too much.
    """
    return Submission([(name, code, source) for name, code, source in watched(cells_in, str(path))])


def cells_in(path: str) -> list[tuple[str | None, bool, str]]:
    """Do what :func:`downloaded` says, with what JSON can hold; no cells if it is no notebook."""
    try:
        with Path(path).open("rb") as file:
            return parse(file.read(MOST_BYTES)).cells
    except (Unreadable, OSError):
        return []


def handed_in(path: Path, releases: Mapping[str, NotebookNode]) -> HandedIn:
    """Read a submission; what is missing or broken becomes an empty one, with a note that says so.

    Parameters
    ----------
    path : Path
        Where the notebook belongs: ``submitted/<student>/<assignment>/<notebook>.ipynb``.
    releases : mapping of str to NotebookNode
        The notebooks of the assignment, by name.
    """
    below = path.parents[2]  # the folder of all submissions
    try:
        submission = parse(read_file(path, below))
    except FileNotFoundError:
        return under_another_name(path, below, releases)
    except Unreadable as error:
        note = f"{NOT_READ}; it gets no points: {error}."
        return HandedIn(Submission(), [note])
    return HandedIn(submission, [], HARD_LINK if has_second_name(path) else None)


def under_another_name(path: Path, below: Path, releases: Mapping[str, NotebookNode]) -> HandedIn:
    """Look for a renamed notebook: one with an unknown name and most of this one's answers."""
    release = releases[path.stem]
    found: list[tuple[int, str, Submission]] = []
    try:
        # Listed only where no link leads elsewhere.
        read_file(path.with_name("a file that is not there"), below)
    except Unreadable:
        return HandedIn(Submission(), ["The folder handed in is a link to another place."])
    except FileNotFoundError:
        pass
    for other in sorted(path.parent.glob("*.ipynb")) if path.parent.is_dir() else []:
        if other.stem in releases:
            continue
        try:
            submission = parse(read_file(other, below))
        except (Unreadable, FileNotFoundError):
            continue
        found.append((likeness(release, submission), other.name, submission))
    answered, name, submission = max(found, key=lambda one: one[0], default=(0, "", Submission()))
    if answered:
        note = f"The notebook was handed in as `{printable(name)}`; keep its name."
        return HandedIn(submission, [note])
    return HandedIn(Submission(), [f"{NOT_HANDED_IN}; it gets no points."])


def printable(name: str) -> str:
    """Return a file name without what could be read as something else on a page."""
    return "".join(c if c.isalnum() or c in " ._-()" else "?" for c in name[:MOST_NAME])
