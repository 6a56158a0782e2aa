"""Whose file it is: what Canvas and Moodle write into the names of the files that they give out.

Read in Canvas's ``lib/content_zipper.rb`` (``add_upload_submission``, ``get_filename``) and in
Moodle's ``mod/assign/classes/downloader.php`` (``get_student_prefix``; before 4.1
``download_submissions`` in ``mod/assign/locallib.php``)::

    Canvas   lovelaceada_4711_88123_embedding.ipynb
             lovelaceada_LATE_4711_88123_embedding.ipynb
             anon_Xy3fG_88123_embedding.ipynb              (graded anonymously)
    Moodle   Ada Lovelace_90210_assignsubmission_file/embedding.ipynb
             Ada Lovelace_90210_assignsubmission_file_/embedding.ipynb    (before 4.1)
             Ada Lovelace_90210_assignsubmission_file_embedding.ipynb     (not in folders)
             Group A-Ada Lovelace_90210_assignsubmission_file_/...        (before 4.1, of a group)
             Participant_90210_assignsubmission_file/embedding.ipynb      (graded anonymously)

Canvas's first number is the user's id in all of Canvas, nbgrader's ``lms_user_id``; its second is
the file's, and grows with time. **Moodle's number belongs to this one assignment**
(``assign_user_mapping``) and says nothing about a user: it is looked up in the grading worksheet of
that assignment, where there is one, and compared with nothing else.

The student chooses everything after that. So only the outermost part of a path that has such a form
is read, and from its left: Canvas takes ``_digits_`` out of names, Moodle every underscore.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from logging import Logger
from pathlib import Path

from nbgrader.api import Gradebook, Student
from nbgrader.coursedir import CourseDirectory

from grading.lms.tables import Table, TableError, name_of, participants_of, read_table

MOODLE = re.compile(r"(?P<name>[^_/]*)(?:_(?P<number>\d{1,20}))?_assignsubmission_[a-z]+_?")
CANVAS_ANONYMOUS = re.compile(r"(?P<late>LATE_)?anon_(?P<name>(?!\d+_)[^\W_]+)_(?P<file>\d{1,20})_")
CANVAS = re.compile(r"(?P<name>[^/]+?)_(?P<late>LATE_)?(?P<number>\d{1,20})_(?P<file>\d{1,20})_")
# Moodle's "Participant" in the languages in which it was found, and with it "Default group".
ANONYMOUS = {
    "participant", "participante", "partecipante", "teilnehmer/in", "teilnehmerin", "deelnemer",
    "deltagare", "deltaker", "uczestnik", "участник", "参与者",
}  # fmt: skip
GROUP = re.compile(r"\d|\b(?:group|grp|team|section|class|gruppe|groupe|grupo|gruppo)\b|^\w$", re.I)
# Letters that Unicode does not take apart into a plain one and a mark.
STROKES = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
})  # fmt: skip


# What programs leave behind; nobody means to hand it in.
LITTER = {
    "__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".git", ".venv", "venv", "node_modules",
    "site-packages", "__pycache__",
}  # fmt: skip


@dataclass(frozen=True)
class Label:
    """What an LMS wrote before the name that a student gave a file.

    Attributes
    ----------
    moodle : bool
        Whether Moodle wrote it; else Canvas.
    text : str
        All of it, as the LMS wants it back before the name of a feedback file.
    name : str
        The student's; empty where the LMS gave a stand-in for it.
    number : str
        Canvas's id of the user, or Moodle's number of the participant in this one assignment.
    late : bool
        Whether Canvas says so; Moodle does not.
    file : int
        Canvas's id of the file, larger for a later attempt; 0 for Moodle.
    rest : str
        The path that the student gave the file.
    """

    moodle: bool
    text: str
    name: str
    number: str
    late: bool
    file: int
    rest: str

    def __str__(self) -> str:
        return self.name or ("Participant " * self.moodle + (self.number or "anonymous"))


def read_label(path: str) -> Label | None:
    """Read the outermost part of a path that an LMS may have written, or return None.

    >>> label = read_label("lovelaceada_LATE_4711_88123_a.zip/Zoe_1_assignsubmission_file_/b.txt")
    >>> label.name, label.number, label.file, label.late
    ('lovelaceada', '4711', 88123, True)
    >>> label.rest
    'a.zip/Zoe_1_assignsubmission_file_/b.txt'
    >>> read_label("work/embedding.ipynb") is None
    True
    """
    parts = path.replace("\\", "/").split("/")
    for depth, part in enumerate(parts):
        for pattern in (MOODLE, CANVAS_ANONYMOUS, CANVAS):
            if found := pattern.match(part):
                return label_of(found, part[found.end() :], "/".join(parts[depth + 1 :]))
    return None


def label_of(found: re.Match, tail: str, below: str) -> Label:
    """The label of a matched file name: of Canvas or Moodle, with name, number and rest."""
    moodle = found.re is MOODLE
    name = unicodedata.normalize("NFC", found["name"])
    unnamed = found.re is CANVAS_ANONYMOUS or (moodle and name.casefold().strip() in ANONYMOUS)
    return Label(
        moodle=moodle,
        text=found[0] + "/" * (moodle and not tail),
        name="" if unnamed else name,
        number=found["name"] if found.re is CANVAS_ANONYMOUS else found["number"] or "",
        late=not moodle and bool(found["late"]),
        file=0 if moodle else int(found["file"]),
        rest="/".join(filter(None, (tail, below))),
    )


def letters(name: str) -> str:
    """Return the letters of a name, of whatever script, as they can be compared.

    >>> letters("O'Brien, Zoë"), letters("ŁUKASZ Żółć"), letters("李 明")
    ('obrienzoe', 'lukaszzolc', '李明')
    """
    parts = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in parts if not "\u0300" <= c <= "\u036f").translate(STROKES)
    return "".join(c for c in plain if unicodedata.category(c)[0] in "LM" or c.isdecimal())


@dataclass(frozen=True)
class Person:
    """A student of the gradebook."""

    id: str
    first: str = ""
    last: str = ""
    email: str = ""
    lms_user_id: str = ""


@dataclass(frozen=True)
class Participant:
    """A row of the grading worksheet of one assignment: who has Moodle's number."""

    name: str = ""
    keys: tuple[str, ...] = ()  # e-mail address, ID number, user name: whatever it has


class Owners:
    """The students of the course, found by what an LMS writes.

    Parameters
    ----------
    people : iterable of Person
    participants : mapping of str to Participant
        By Moodle's number, from the worksheet of the assignment.
    """

    def __init__(self, people: Iterable[Person], participants: Mapping[str, Participant]):
        self.people = {person.id: person for person in people}
        self.participants = participants
        self.names: dict[str, set[str]] = {}
        self.numbers: dict[str, set[str]] = {}
        self.keys: dict[str, set[str]] = {}
        self.groups: set[str] = set()
        for person in self.people.values():
            for name in (person.last + person.first, person.first + person.last):
                add(self.names, letters(name), person.id)
            add(self.numbers, person.lms_user_id, person.id)
            for key in (person.id, person.email):
                add(self.keys, key.casefold(), person.id)

    def learn_groups(self, labels: Iterable[Label]) -> None:
        """Take what stands before a hyphen in several names of one download for a group's name."""
        heads = Counter(
            head
            for label in {(label.name, label.number): label for label in labels}.values()
            if label.moodle and not self.by_name(label.name)
            for head in heads_of(label.name)
        )
        self.groups |= {head for head, times in heads.items() if times > 1}

    def find(self, label: Label) -> tuple[str | None, str]:
        """Return the student's id and what is to be noted, or None and why nobody is sure to be it.

        Examples
        --------
        >>> owners = Owners([Person("ada", "Ada", "Lovelace", lms_user_id="4711")], {})
        >>> owners.find(read_label("x_4711_88_a.ipynb"))
        ('ada', '')
        >>> owners.find(read_label("X Y_4711_assignsubmission_file/a.ipynb"))[0] is None
        True
        """
        return self.of_moodle(label) if label.moodle else self.of_canvas(label)

    def of_canvas(self, label: Label) -> tuple[str | None, str]:
        """The student of Canvas' label, or None, and what to note; the number beats the name."""
        if not label.name:
            return None, (
                "Canvas gave it out without a name: switch anonymous grading off in the "
                "assignment's settings and download again"
            )
        named = self.by_name(label.name)
        numbered = self.numbers.get(label.number, set())
        if len(numbered) == 1:
            (student,) = numbered
            if named and student not in named:
                return student, (
                    f"number {label.number} is {student}'s, but the name is that of "
                    f"{', '.join(sorted(named))}: the number counts; look at the roster's "
                    "lms_user_id"
                )
            return student, ""
        return self.only(
            named, label.name, f"give its owner lms_user_id {label.number} in a roster file"
        )

    def of_moodle(self, label: Label) -> tuple[str | None, str]:
        """The student of Moodle's label, or None, and what to note; a worksheet beats the name."""
        note = ""
        if participant := self.participants.get(label.number):
            if self.contradicts(label, participant):
                note = (
                    f"the worksheet has {participant.name} under number {label.number}: it is of "
                    "another assignment, and not used"
                )
            elif student := self.by_participant(participant):
                return student, ""
        if not label.name:
            return None, (
                "Moodle gave it out without a name (anonymous submissions), and the number holds "
                "for this assignment only: put the assignment's grading worksheet with full names "
                "(reveal the identities first) beside the zip"
            )
        student, reason = self.only(
            self.by_name(label.name) or self.in_group(label.name),
            label.name,
            "put the assignment's grading worksheet beside the zip, or correct the name in a "
            "roster file",
        )
        return student, note if student else "; ".join(filter(None, (note, reason)))

    def contradicts(self, label: Label, participant: Participant) -> bool:
        """Whether a worksheet gives a number to somebody else than the file's name does."""
        whose = letters(participant.name)
        return bool(label.name and whose) and not letters(label.name).endswith(whose)

    def by_participant(self, participant: Participant) -> str | None:
        """The one student with a key of the participant's, else with the name; or None."""
        for key in participant.keys:
            if len(found := self.keys.get(key.casefold(), set())) == 1:
                return next(iter(found))
        found = self.by_name(participant.name)
        return next(iter(found)) if len(found) == 1 else None

    def by_name(self, name: str) -> set[str]:
        """The students of that name, however case and accents are written."""
        return self.names.get(letters(name), set())

    def in_group(self, name: str) -> set[str]:
        """Return who it is if the name of a group stands before the student's."""
        for head in heads_of(name):
            if (not head or GROUP.search(head) or head in self.groups) and (
                found := self.by_name(name[len(head) + 1 :])
            ):
                return found
        return set()

    def only(self, found: set[str], name: str, advice: str) -> tuple[str | None, str]:
        """The student where there is exactly one; else None, and why."""
        if len(found) == 1:
            return next(iter(found)), ""
        if found:
            return (
                None,
                f"more than one: {', '.join(sorted(found))} in the roster for {name}; {advice}",
            )
        return None, f"nobody in the roster for {name}{self.nearly(name)}; {advice}"

    def nearly(self, name: str) -> str:
        """Say who could be meant if what stands before a hyphen were a group's name."""
        for head in heads_of(name):
            if found := self.by_name(name[len(head) + 1 :]):
                return f" ({', '.join(sorted(found))} if '{head}' is a group, not part of the name)"
        return ""


def heads_of(name: str) -> list[str]:
    """Return what stands before each hyphen."""
    return [name[: found.start()] for found in re.finditer("-", name)]


def add(index: dict[str, set[str]], key: str, student: str) -> None:
    """Enter a student under a key; under an empty one nobody is entered."""
    if key:
        index.setdefault(key, set()).add(student)


def owners_of(course: CourseDirectory, folder: Path, log: Logger) -> Owners:
    """Return the students of the gradebook, with Moodle's numbers from the worksheets in a folder.

    Parameters
    ----------
    folder : Path
        ``downloaded/<assignment>``; tables may lie in it or in its ``archive``.
    """
    with Gradebook(course.db_url, course.course_id) as gradebook:
        people = people_of(gradebook.students)
    participants: dict[str, Participant] = {}
    for table in tables_in(folder, log):
        participants |= participants_in(table)
    return Owners(people, participants)


def people_of(students: Iterable[Student]) -> list[Person]:
    """The students of a gradebook as persons, what is missing as empty text."""
    return [
        Person(s.id, s.first_name or "", s.last_name or "", s.email or "", s.lms_user_id or "")
        for s in students
    ]


def participants_in(table: Table) -> dict[str, Participant]:
    """Return who has which of Moodle's numbers by a worksheet."""
    found = {}
    for number, row in participants_of(table):
        keys = [table.cell(row, what) for what in ("student_number", "login", "email")]
        found[number] = Participant(name_of(table, row), tuple(filter(None, keys)))
    return found


def tables_in(folder: Path, log: Logger) -> Iterator[Table]:
    """Yield the instructor's tables: no student's file lies there without a name of the LMS's."""
    for path in sorted([*folder.glob("*.csv"), *folder.glob("archive/*.csv")]):
        if read_label(path.name):
            continue
        try:
            yield read_table(path)
        except (TableError, OSError) as error:
            log.warning("%s", error)


def student_of(owners: Owners, table: Table, row: list[str], number: str) -> str | None:
    """Return whose row it is in a table of an LMS's."""
    if number in owners.participants:
        return owners.by_participant(owners.participants[number])
    found = owners.numbers.get(table.cell(row, "lms_user_id"), set())
    if len(found) == 1:
        return next(iter(found))
    keys = [table.cell(row, what) for what in ("login", "student_number", "email", "id")]
    return owners.by_participant(Participant(name_of(table, row), tuple(filter(None, keys))))


def whose(label: Label) -> str:
    """Return the same for all that an LMS gave out of one student's."""
    return f"{label.name}_{label.number}" if label.moodle else label.number


def wrapper(paths: list[str]) -> int:
    """Return the length of the folders around all of what an LMS packed, as re-zipping adds them.

    >>> wrapper(["all/a_1_2_x.ipynb", "all/b_3_4_y.ipynb"]), wrapper(["a_1_2_x.ipynb", "all/z"])
    (4, 0)
    """
    length = 0
    while paths:
        head = paths[0][length:].partition("/")[0]
        start = paths[0][: length + len(head) + 1]
        if not start.endswith("/") or read_label(head):
            break
        if not all(path.startswith(start) for path in paths):
            break
        length = len(start)
    return length


def is_litter(path: str) -> bool:
    """Whether a file is what programs leave behind, such as what lies in ``__MACOSX``."""
    parts = path.split("/")
    return bool(LITTER.intersection(parts)) or parts[-1].startswith("._")
