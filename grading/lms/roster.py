"""``python -m grading roster FILE``: the class, as Excel, Canvas and Moodle save it.

``nbgrader db student import`` wants a comma, UTF-8 without a mark and nbgrader's own names of
columns, and empties whatever a file does not have; so does ``nbgrader db student add``. Here a
file changes what it has and nothing else: no student, name or address is ever lost.

Students are known by nbgrader's id, by Canvas's id of the user (``lms_user_id``) and by e-mail
address. Moodle gives out no number of a user's, so none is taken from a file of Moodle's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook, Student

from grading.lms.archives import shown
from grading.lms.names import letters
from grading.lms.tables import Table, TableError, name_of, read_table

IDS = ("id", "login", "student_number", "email")  # where an id may stand
FIELDS = ("first_name", "last_name", "email", "lms_user_id")
# A number as Excel writes it when it has lost digits, such as 2.02612E+11.
SPOILED = r"\d+(?:[.,]\d+)?[eE]\+\d+"
# Canvas's "Student view", which stands at the end of its gradebook: GradebookExporter.
TEST_STUDENT = "teststudent"


@dataclass
class Entry:
    """A row of a file: who it is about, and what it has of them; what is empty is left out."""

    line: int
    ids: list[str]
    values: dict[str, str]

    @property
    def id(self) -> str:
        """What a new student is called."""
        return self.ids[0]

    @property
    def name(self) -> str:
        """First and last name with a space between."""
        return f"{self.values.get('first_name', '')} {self.values.get('last_name', '')}".strip()


@dataclass
class Changes:
    """What a file would do to a gradebook.

    Attributes
    ----------
    new : dict of str to dict
        Fields of students that the gradebook does not have, by their ids.
    changed : dict of str to dict
        The old and new values of each field that changes, by students' ids.
    absent : list of str
        Students that the file does not have; they stay.
    refused : list of str
        Rows that are not read, and why.
    notes : list of str
    """

    new: dict[str, dict[str, str]] = field(default_factory=dict)
    changed: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    same: int = 0
    absent: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [
            f"+ {shown(student)}: {', '.join(f'{k} {shown(v)}' for k, v in values.items())}"
            for student, values in self.new.items()
        ]
        for student, values in self.changed.items():
            each = [
                f"{k} {shown(old) or '(none)'} -> {shown(new)}" for k, (old, new) in values.items()
            ]
            lines.append(f"~ {shown(student)}: {', '.join(each)}")
        lines += [f"! {text}" for text in (*self.notes, *self.refused)]
        lines.append(
            f"{len(self.new)} new, {len(self.changed)} changed, {self.same} as they were, "
            f"{len(self.absent)} not in the file, which stay, {len(self.refused)} rows not read"
        )
        return "\n".join(lines)


def read_roster(path: Path, gradebook: Gradebook) -> Changes:
    """Compare a file with a gradebook.

    Raises
    ------
    TableError
        If the file is no table, or has no column that says who its rows are about.
    """
    table = read_table(path)
    changes = Changes()
    if table.guessed:
        changes.notes.append(
            f"{path.name} is not in Unicode and is read as Latin-1 (Windows-1252): look at the "
            "letters with marks above, and save it as 'CSV UTF-8' if they are wrong"
        )
    if not any(
        table.column(what) is not None for what in ("id", "login", "student_number", "email")
    ):
        raise TableError(
            f"{path} has the columns {', '.join(map(shown, table.header))}; one of id, SIS Login "
            "ID, ID number, Username or Email address is expected: name it so in the first line"
        )
    known = Known(gradebook)
    met: set[str] = set()
    for entry in entries(table, changes):
        take(entry, known, met, changes)
    changes.absent = sorted(set(known.fields) - met)
    return changes


class Known:
    """The students of a gradebook: fields by id, and ids by what else is somebody's own."""

    def __init__(self, gradebook: Gradebook):
        self.fields = {
            student.id: {name: getattr(student, name) or "" for name in FIELDS}
            for student in gradebook.students
        }
        self.numbers = {v["lms_user_id"]: id for id, v in self.fields.items() if v["lms_user_id"]}
        self.emails: dict[str, list[str]] = {}
        for student, values in self.fields.items():
            self.emails.setdefault(values["email"].casefold(), []).append(student)
        self.stripped: dict[str, list[str]] = {}
        for student in self.fields:
            self.stripped.setdefault(student.lstrip("0"), []).append(student)
        self.names: dict[str, list[str]] = {}
        for student, values in self.fields.items():
            name = letters(values["first_name"] + values["last_name"])
            self.names.setdefault(name, []).append(student)

    def find(self, entry: Entry) -> str | None:
        """Return whose row it is by what is somebody's own, or None."""
        for student in entry.ids:
            if student in self.fields:
                return student
        if found := self.numbers.get(entry.values.get("lms_user_id", "")):
            return found
        for email in (entry.values.get("email", ""), *entry.ids):
            if "@" in email and len(same := self.emails.get(email.casefold(), [])) == 1:
                return same[0]
        return None

    def namesake(self, entry: Entry) -> str | None:
        """Return the only student of the same name, if nothing else tells the two apart."""
        found = self.names.get(letters(entry.name), []) if entry.name else []
        if len(found) != 1:
            return None
        old = self.fields[found[0]]
        apart = any(
            old[what] and entry.values.get(what, old[what]) != old[what]
            for what in ("email", "lms_user_id")
        )
        return None if apart else found[0]


def entries(table: Table, changes: Changes) -> Iterator[Entry]:
    """Yield the rows that are about students."""
    for line, row in enumerate(table.rows, start=2):
        name = name_of(table, row)
        if "Points Possible" in row[0] or (table.canvas and letters(name) == TEST_STUDENT):
            continue
        values = {what: table.cell(row, what) for what in ("email", "lms_user_id")}
        values |= names_of(table, row)
        ids = [table.cell(row, what) for what in IDS]
        if not table.canvas:  # Moodle's "ID number" is where its export has nbgrader's id
            ids[1], ids[2] = ids[2], ids[1]
        if found := list(filter(None, ids)):
            yield Entry(line, found, {k: v for k, v in values.items() if v})
        elif any(cell.strip() for cell in row) and not is_posting(row):
            changes.refused.append(f"line {line} ({shown(name or row[0])}): it has no id")


def is_posting(row: list[str]) -> bool:
    """Whether it is the row in which Canvas says which columns are posted by hand."""
    return all(re.match("Muted|Manual Posting|$", cell.strip()) for cell in row)


def names_of(table: Table, row: list[str]) -> dict[str, str]:
    """Return first and last name, from one column or from two."""
    first, last = table.cell(row, "first_name"), table.cell(row, "last_name")
    whole = table.cell(row, "name")
    if first or last or not whole:
        return {"first_name": first, "last_name": last}
    last, comma, first = whole.partition(",")
    if not comma:
        first, _, last = whole.rpartition(" ")
    return {"first_name": first.strip(), "last_name": last.strip()}


def take(entry: Entry, known: Known, met: set[str], changes: Changes) -> None:
    """Add a row to the changes, or say why not."""
    student = known.find(entry)
    if student is None:
        student = new_or_renamed(entry, known, changes)
        if student is None:
            return
    if student in met:
        changes.refused.append(f"line {entry.line}: {shown(student)} stands in the file twice")
        return
    met.add(student)
    owner = known.numbers.get(entry.values.get("lms_user_id", ""), student)
    if owner != student:
        changes.refused.append(
            f"line {entry.line}: {shown(student)} cannot have lms_user_id "
            f"{entry.values['lms_user_id']}, which is {shown(owner)}'s"
        )
        return
    if number := entry.values.get("lms_user_id"):
        known.numbers[number] = student
    old = known.fields.get(student)
    if old is None:
        changes.new[student] = entry.values
        return
    differ = {k: (old[k], v) for k, v in entry.values.items() if old[k] != v}
    if same_name(old, entry):  # one column for the name does not say where the first one ends
        differ = {k: v for k, v in differ.items() if k not in ("first_name", "last_name")}
    if differ:
        changes.changed[student] = differ
    else:
        changes.same += 1


def same_name(old: dict[str, str], entry: Entry) -> bool:
    """Whether the roster's name is the gradebook's."""
    return entry.name == f"{old['first_name']} {old['last_name']}".strip()


def new_or_renamed(entry: Entry, known: Known, changes: Changes) -> str | None:
    """Return a new student's id, or whose it is under another id; None if it cannot be one."""
    if entry.id in (".", "..") or "/" in entry.id or not entry.id.isprintable():
        changes.refused.append(
            f"line {entry.line}: {shown(entry.id)} cannot be an id, which names a folder"
        )
        return None
    if re.fullmatch(SPOILED, entry.id):
        changes.refused.append(
            f"line {entry.line}: {entry.id} is what Excel leaves of a long number: format the "
            "column as text and enter it again"
        )
        return None
    same = known.stripped.get(entry.id, []) if entry.id.isdecimal() else []
    if len(same) == 1:
        changes.notes.append(
            f"line {entry.line}: {entry.id} is taken for {same[0]}: Excel takes zeros away"
        )
        return same[0]
    if student := known.namesake(entry):
        changes.notes.append(
            f"line {entry.line}: {shown(entry.id)} is taken for {shown(student)}, by the name"
        )
        return student
    return entry.id


def apply(changes: Changes, gradebook: Gradebook) -> None:
    """Write the changes into the gradebook, all or nothing."""
    try:
        for student, values in changes.new.items():
            gradebook.db.add(Student(id=student, **values))  # add_student would commit each
        for student, pairs in changes.changed.items():
            found = gradebook.find_student(student)
            for name, (_, new) in pairs.items():
                setattr(found, name, new)
        gradebook.db.commit()
    except BaseException:
        gradebook.db.rollback()
        raise
