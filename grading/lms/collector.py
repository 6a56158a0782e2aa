"""Collect from what Canvas and Moodle give out: a plug-in for ``nbgrader zip_collect``.

Put what the LMS gives you ("Download Submissions", "Download all submissions") into
``downloaded/<assignment>/archive/``, and beside it, if you have it, a table of this assignment:
Moodle's grading worksheet (who has which number, and when it was handed in) or Canvas's submissions
as CSV (``user_id``, ``submitted_at``). Then run ``nbgrader zip_collect <assignment>``.

``archives`` has unpacked what there is, ``names`` says whose it is. Of several files for a notebook
counts the latest attempt, and of files of different names the one with the most answers. What could
not be given to anybody is said at the end, and by the exit code.
"""

import os
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from logging import Logger
from pathlib import Path

from nbgrader.apps import ZipCollectApp
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import FileNameCollectorPlugin
from traitlets import Instance, Unicode

from grading.lms.archives import shown
from grading.lms.names import (
    Label,
    Owners,
    is_litter,
    letters,
    owners_of,
    read_label,
    student_of,
    tables_in,
)
from grading.lms.tables import participants_of, read_time
from grading.submission.collected import downloaded
from grading.submission.reading import Submission
from grading.watchdog import CallFailed, Spent

# What Canvas adds to the name of a file that it had already: ``Attachment.make_unique_filename``.
ATTEMPT = re.compile(r"-\d+$")
CHECKPOINT = re.compile(r"-checkpoint(?:-\d+)?$|(?:^|/)\.ipynb_checkpoints/")


def parse(path: str) -> tuple[str, str, str] | None:
    """Return name, number and notebook of a downloaded file, or None if it is no LMS's.

    >>> parse("extracted/lovelaceada_LATE_4711_88123_embedding-1.ipynb")
    ('lovelaceada', '4711', 'embedding')
    >>> parse("Ada Lovelace_88123_assignsubmission_file_/work/embedding.ipynb")
    ('Ada Lovelace', '88123', 'embedding')
    """
    label = read_label(path)
    return (label.name, label.number, ATTEMPT.sub("", Path(label.rest).stem)) if label else None


@dataclass
class Candidate:
    """A file that may be what a student hands in for a notebook.

    ``named`` is the name that it was given, without what Canvas adds; ``answered`` counts the cells
    that are no longer as they were handed out.
    """

    path: Path
    label: Label
    notebook: str
    named: str
    answered: int

    def rank(self) -> tuple:
        """Sort key: cells answered, then place among the files, exact name and shallow path."""
        exact = self.named == self.notebook
        return self.answered, self.label.file, exact, -len(self.path.parts), str(self.path)


class LmsCollector(FileNameCollectorPlugin):
    """Finds student and notebook of the files that Canvas or Moodle gave out.

    Attributes
    ----------
    problems : list of str
        Files that nobody got, and why.
    """

    coursedir = Instance(CourseDirectory)
    timezone = Unicode(
        "", help="Of times in an LMS's table that do not say, such as Europe/Rome; default: here."
    ).tag(config=True)

    def __init__(self, **traits):
        super().__init__(**traits)
        if "coursedir" not in traits:
            self.coursedir = getattr(self.parent, "coursedir", None) or CourseDirectory(parent=self)
        self.problems: list[str] = []
        self.plan: dict[Path, tuple[str, str]] = {}
        self.planned = False
        self.times: dict[str, datetime] = {}
        self.known: Owners | None = None
        if isinstance(self.parent, ZipCollectApp):
            # nbgrader has no place for a last word, nor for an exit code of a plug-in's.
            step = self.parent.process_extracted_files
            self.parent.process_extracted_files = lambda: self.then_tell(step)

    @property
    def folder(self) -> Path:
        """``downloaded/<assignment>``."""
        if isinstance(self.parent, ZipCollectApp):
            return Path(self.parent._format_collect_path(self.parent.extracted_directory)).parent
        return Path(self.coursedir.root, "downloaded", self.coursedir.assignment_id)

    @property
    def owners(self) -> Owners:
        """The owners of labels, from the roster and what lies in the assignment's folder."""
        if self.known is None:
            self.known = owners_of(self.coursedir, self.folder, self.log)
        return self.known

    def collect(self, submitted_file: str) -> dict | None:
        """Return student, notebook and time of a file, or None if another file counts.

        Parameters
        ----------
        submitted_file : str
            A path below ``extracted/``; any other path is judged by itself.
        """
        path = Path(submitted_file)
        extracted = self.folder / "extracted"
        if not self.planned:
            self.planned = True
            self.make_plan(sorted(extracted.rglob("*")))
        if path not in self.plan and not path.is_relative_to(extracted):
            self.make_plan([path])
        if path not in self.plan:
            return None
        student, notebook = self.plan[path]
        found: dict = {"student_id": student, "file_id": notebook}
        if student in self.times:
            found["timestamp"] = self.times[student].isoformat(" ")
        return found

    def make_plan(self, paths: list[Path]) -> None:
        """Choose a file for each student and notebook; say which others there were."""
        labeled = list(self.labeled(paths))
        self.owners.learn_groups(label for _, label in labeled)
        of_students = defaultdict(list)
        for path, label in labeled:
            student, note = self.owners.find(label)
            if student is None:
                self.leave_out(path, f"{note}")
                continue
            if note:
                self.log.warning("%s: %s", shown(path.name), note)
            of_students[student].append((path, label))
        self.times |= times_of(self.owners, self.folder, self.timezone, self.log)
        for student, files in of_students.items():
            self.choose(student, files)
        self.tell_late(of_students)

    def labeled(self, paths: list[Path]) -> Iterator[tuple[Path, Label]]:
        """The notebooks that carry an LMS's label, each with it; the others are left out."""
        for path in paths:
            below = self.below(path)
            if path.suffix not in self.valid_ext or is_litter(below) or path.is_dir():
                continue
            if label := read_label(below):
                yield path, label
            else:
                self.leave_out(
                    path,
                    "not named as Canvas or Moodle name files; put the file as the LMS gave it out "
                    "into the archive folder",
                )

    def below(self, path: Path) -> str:
        """Return the part of a path that is not the course's own."""
        try:
            return path.relative_to(self.folder / "extracted").as_posix()
        except ValueError:
            return path.as_posix()

    def leave_out(self, path: Path, reason: str) -> None:
        """Note and log that a file is left out, and why."""
        self.problems.append(f"{shown(self.below(path))}: {reason}")
        self.log.warning("left out: %s", self.problems[-1])

    # Which file counts

    def choose(self, student: str, files: list[tuple[Path, Label]]) -> None:
        """Plan, for each notebook of a student's, which of the files handed in counts."""
        if self.is_there(student):
            self.leave_out(
                files[0][0],
                f"submitted/{student}/{self.coursedir.assignment_id} is not empty; look which "
                "counts, and collect with --force to replace it",
            )
            return
        own = [(p, label) for p, label in files if not CHECKPOINT.search(str(p.with_suffix("")))]
        if not own:
            self.leave_out(
                files[0][0],
                f"{student} has only checkpoints, which JupyterLab makes by itself; ask for the "
                "notebook",
            )
        by_notebook = defaultdict(list)
        for path, label in own:
            if candidate := self.candidate(path, label):
                by_notebook[candidate.notebook + path.suffix].append(candidate)
        for candidates in by_notebook.values():
            best = max(latest(candidates), key=Candidate.rank)
            chosen = (student, best.notebook)
            if chosen in self.plan.values():  # asked for one by one: nbgrader would stop here
                continue
            self.plan[best.path] = chosen
            if len(candidates) > 1:
                self.tell_several(student, best, candidates)

    def is_there(self, student: str) -> bool:
        """Whether something else lies where this student's files go, and is not to be replaced."""
        if not isinstance(self.parent, ZipCollectApp) or self.parent.force:
            return False
        course = self.coursedir
        folder = course.format_path(course.submitted_directory, student, course.assignment_id)
        return Path(folder).is_dir() and any(Path(folder).iterdir())

    def candidate(self, path: Path, label: Label) -> Candidate | None:
        """A file with the notebook it is taken for and the number of its answers.

        None for one that takes too much to read: it is left out, and the others are collected.
        """
        stem = path.stem if "/" in label.rest else Path(label.rest).stem
        releases = self.releases()
        if "/" not in label.rest and not label.moodle and stem not in releases:
            stem = ATTEMPT.sub("", stem)
        try:
            submission = downloaded(path)
        except (Spent, CallFailed) as reason:
            self.leave_out(path, f"it could not be read; a reader had to be ended: {reason}")
            return None
        notebook = notebook_of(stem, submission, releases)
        return Candidate(path, label, notebook, stem, answered(submission, releases.get(notebook)))

    def releases(self) -> dict[str, Submission]:
        """Return the notebooks of the assignment as they were handed out, by name."""
        if not hasattr(self, "_releases"):
            course = self.coursedir
            folder = Path(course.format_path(course.release_directory, ".", course.assignment_id))
            paths = sorted(folder.rglob("*.ipynb")) if course.assignment_id else []
            self._releases = {path.stem: downloaded(path) for path in paths}
        return self._releases

    def tell_several(self, student: str, best: Candidate, candidates: list[Candidate]) -> None:
        """Warn that several files were handed in for a notebook, and name the one taken."""
        others = [c for c in candidates if c is not best]
        self.log.warning(
            "%s handed in %d files for %s; %s is taken (%d cells answered), not %s. If another one "
            "counts, copy it into the submitted folder",
            student,
            len(candidates),
            best.notebook,
            shown(self.below(best.path)),
            best.answered,
            ", ".join(f"{shown(self.below(c.path))} ({c.answered})" for c in others[:5]),
        )

    # Times, and the last word

    def tell_late(self, of_students: dict[str, list[tuple[Path, Label]]]) -> None:
        """Say once who has no time, and whom Canvas calls late."""
        without = sorted(set(of_students) - set(self.times))
        if not without or not isinstance(self.parent, ZipCollectApp):
            return
        late = [s for s in without if any(label.late for _, label in of_students[s])]
        self.log.warning(
            "Without a time of submission: %d of %d students, so that nothing of theirs counts as "
            "late%s. Put "
            "the LMS's table of this assignment (Moodle's grading worksheet, or Canvas's "
            "submissions as CSV with user_id and submitted_at) into %s and collect again with "
            "--force, or write the time, such as 2027-03-01 23:59 UTC, into "
            "submitted/<student>/%s/timestamp.txt",
            len(without),
            len(of_students),
            f"; Canvas calls LATE: {', '.join(late)}" if late else "",
            self.folder,
            self.coursedir.assignment_id,
        )

    def then_tell(self, step: Callable[[], None]) -> None:
        """Do nbgrader's last step; exit with 1 if anything was left out."""
        step()
        extractor = self.parent.extractor_plugin_inst
        problems = [*getattr(extractor, "problems", []), *self.problems]
        if problems:
            self.log.error(
                "Left out: %d, all else was collected. Each has to be given to its "
                "owner by hand, in submitted/<student>/%s/, or handed in again:\n  %s",
                len(problems),
                self.coursedir.assignment_id,
                "\n  ".join(problems),
            )
            sys.exit(1)


def latest(candidates: list[Candidate]) -> list[Candidate]:
    """Leave out earlier attempts: files of the same name with a smaller number of Canvas's."""
    newest: dict[str, int] = defaultdict(int)
    for candidate in candidates:
        newest[candidate.named] = max(newest[candidate.named], candidate.label.file)
    return [c for c in candidates if c.label.file == newest[c.named]]


def notebook_of(stem: str, submission: Submission, releases: dict[str, Submission]) -> str:
    """Return which notebook of the assignment a file is: by its name, its cells, or its name's end.

    >>> releases = {"softmax": Submission([("stable", True, "")]), "softmax-2": Submission()}
    >>> notebook_of("softmax", Submission(), releases)
    'softmax'
    >>> notebook_of("Untitled3", Submission([("stable", True, "x = 1")]), releases)
    'softmax'
    >>> notebook_of("Copy of Softmax-2 (1)", Submission(), releases)
    'softmax-2'
    """
    if stem in releases:
        return stem
    has = {grade_id for grade_id, _, _ in submission.cells} - {None}
    common = {name: len(has & set(ids(release))) for name, release in releases.items()}
    if common and max(common.values()) > 0:
        return max(common, key=lambda name: common[name])
    plain = letters(stem)
    contained = [name for name in releases if letters(name) and letters(name) in plain]
    return max(contained, key=len, default=os.path.splitext(stem)[0])  # as nbgrader will split it


def ids(submission: Submission) -> list[str]:
    """The grade ids of the cells of a submission."""
    return [grade_id for grade_id, _, _ in submission.cells if grade_id]


def answered(submission: Submission, release: Submission | None) -> int:
    """Count the cells that are not as they were handed out, and not empty."""
    handed_out = {source.strip() for _, _, source in release.cells} if release else set()
    cells = submission.cells
    if release and set(ids(submission)) & set(ids(release)):
        cells = [cell for cell in cells if cell[0] in ids(release)]
    sources = {source.strip() for _, _, source in cells}
    return len(sources - handed_out - {""})


def times_of(owners: Owners, folder: Path, timezone: str, log: Logger) -> dict[str, datetime]:
    """Return when students handed in, in UTC and without saying so, as nbgrader writes it."""
    times: dict[str, datetime] = {}
    for table in tables_in(folder, log):
        if table.column("time") is None:
            continue
        unread = []
        numbers = {id(row): number for number, row in participants_of(table)}
        texts = [table.cell(row, "time") for row in table.rows]
        for row, text in zip(table.rows, texts, strict=True):
            student = student_of(owners, table, row, numbers.get(id(row), ""))
            if student is None or text in ("", "-"):
                continue
            try:
                times[student] = max(
                    read_time(text, texts, timezone), times.get(student, datetime.min)
                )
            except (ValueError, OverflowError):
                unread.append(f"{student} ({shown(text)})")
        if unread:
            log.warning(
                "the times of %s cannot be read; a date such as 'Sunday, 28 February 2027, 11:59 "
                "PM' or 2027-02-28 23:59 is expected: set Moodle's language to English and "
                "download the table again",
                ", ".join(unread),
            )
    return times
