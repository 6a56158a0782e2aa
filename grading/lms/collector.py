"""Collect from the zip files of Canvas and Moodle: a plug-in for ``nbgrader zip_collect``.

Put what the LMS gives you ("Download Submissions", "Download all submissions") into
``downloaded/<assignment>/archive/``, then run ``nbgrader zip_collect <assignment>``. Files come out
in these shapes; a student who handed in a zip adds a folder at the end::

    Canvas   lovelaceada_4711_88123_embedding.ipynb
             lovelaceada_LATE_4711_88123_embedding-1.ipynb      (a later attempt)
    Moodle   Ada Lovelace_88123_assignsubmission_file_/embedding.ipynb
             Ada Lovelace_88123_assignsubmission_file_embedding.ipynb

Whose file it is says the roster: the number where it is somebody's ``lms_user_id``, else the name.
A file that no one or more than one student may own is skipped, and named.
"""

import re
import unicodedata
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import FileNameCollectorPlugin
from traitlets import Instance

CANVAS = re.compile(r"(?P<name>[^_/]+)_(?:LATE_)?(?P<number>\d+)_\d+_(?P<rest>.+)")
MOODLE = re.compile(r"(?P<name>[^_/]+)_(?P<number>\d+)_assignsubmission_file_?/?(?P<rest>.+)")
ATTEMPT = re.compile(r"-\d+$")  # what Canvas adds to the name of a file handed in again


def letters(name: str) -> str:
    """Return the letters of a name, as Canvas writes it into file names.

    >>> letters("O'Brien, Zoë")
    'obrienzoe'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub("[^a-z]", "", plain.lower())


def parse(path: str) -> tuple[str, str, str] | None:
    """Return name, number and notebook of a downloaded file, or None if it is no LMS's.

    >>> parse("extracted/lovelaceada_LATE_4711_88123_embedding-1.ipynb")
    ('lovelaceada', '4711', 'embedding')
    >>> parse("Ada Lovelace_88123_assignsubmission_file_/work/embedding.ipynb")
    ('Ada Lovelace', '88123', 'embedding')
    """
    path = path.replace("\\", "/")
    for pattern in (MOODLE, CANVAS):
        if found := pattern.search(path):
            stem = Path(found["rest"]).stem
            return found["name"], found["number"], ATTEMPT.sub("", stem)
    return None


class LmsCollector(FileNameCollectorPlugin):
    """Finds student and notebook of a file that Canvas or Moodle gave out."""

    coursedir = Instance(CourseDirectory)

    def __init__(self, **traits):
        super().__init__(**traits)
        if "coursedir" not in traits:
            self.coursedir = CourseDirectory(parent=self)
        self.roster: dict[str, set[str]] | None = None
        self.seen: set[tuple[str, str]] = set()

    def collect(self, submitted_file: str) -> dict | None:
        if Path(submitted_file).suffix not in self.valid_ext or "__MACOSX" in submitted_file:
            return None
        parsed = parse(submitted_file)
        if parsed is None:
            self.log.warning(
                "%s: not named as Canvas or Moodle name files; put the file as the LMS gave it out "
                "into the archive folder",
                Path(submitted_file).name,
            )
            return None
        name, number, notebook = parsed
        owners = self.owners(name, number)
        if len(owners) != 1:
            self.log.warning(
                "%s: %s in the roster for %s (number %s); add the LMS's number as lms_user_id: "
                "`nbgrader db student add ID --lms-user-id=%s`",
                Path(submitted_file).name,
                "nobody" if not owners else "more than one: " + ", ".join(sorted(owners)),
                name,
                number,
                number,
            )
            return None
        student = owners.pop()
        if (student, notebook) in self.seen:  # nbgrader would end the whole run here
            self.log.warning(
                "%s: %s has it already, one file a notebook is expected; skipped: leave only the "
                "right one in the archive",
                Path(submitted_file).name,
                student,
            )
            return None
        self.seen.add((student, notebook))
        return {"student_id": student, "file_id": notebook}

    def owners(self, name: str, number: str) -> set[str]:
        """Return the ids of the students whom a file may belong to."""
        if self.roster is None:
            self.roster = self.read_roster()
        return set(self.roster.get(number) or self.roster.get(letters(name)) or ())

    def read_roster(self) -> dict[str, set[str]]:
        """Map LMS numbers, and names in either order, to student ids."""
        roster: dict[str, set[str]] = {}
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            for student in gradebook.students:
                first, last = student.first_name or "", student.last_name or ""
                keys = {student.lms_user_id, letters(last + first), letters(first + last)}
                for key in filter(None, keys):
                    roster.setdefault(key, set()).add(student.id)
        return roster
