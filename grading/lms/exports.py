"""Export grades as Canvas and Moodle import them: plug-ins for ``nbgrader export``.

``nbgrader export --exporter=grading.lms.exports.CanvasExport --to canvas.csv``, and the same with
``MoodleExport``. Best give the file that the LMS itself exported, which is then filled in and needs
no mapping by hand when it is imported::

    nbgrader export --exporter=grading.lms.exports.CanvasExport --CanvasExport.fill=grades.csv ...

- Canvas: Grades, Export. Rows are found by Canvas's id of the user, columns by the assignment's
  title and id; "Points Possible", the row on manual posting and the test student stay as they are
  (``lib/gradebook_exporter.rb``, ``lib/gradebook_importer.rb``).
- Moodle: Grades, Export, Plain text file (``grade/export/txt``); or an assignment's "Download
  grading worksheet", whose column "Grade" is filled in, and which "Upload grading worksheet" takes
  back by Moodle's own number (``mod/assign/feedback/offline``).

Like nbgrader's own export, a student who handed nothing in gets zero; unlike it, an assignment in
which nobody has been graded is left out, unless it is asked for by name.
"""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import ExportPlugin
from traitlets import Dict, Unicode

from grading.lms.names import Owners, participants_in, people_of, student_of
from grading.lms.tables import (
    Table,
    TableError,
    inert,
    name_of,
    participants_of,
    plain,
    read_table,
    write_table,
)


class Column(NamedTuple):
    """The grades of one assignment."""

    assignment: Assignment
    scores: dict[str, float]  # by student id


def number(score: float) -> str:
    """Write a score with two decimals at most, as Canvas and Moodle show it."""
    return f"{score:.2f}".rstrip("0").rstrip(".")


class LmsExport(ExportPlugin):
    """What the layouts have in common: whose grades, in which assignments, in whose table."""

    default_file = "grades.csv"
    fill = Unicode("", help="The CSV file that the LMS exported, to be filled in.").tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write the grades into a file that the LMS imports, or into one that it exported."""
        students = [
            student
            for student in gradebook.students
            if not self.student or student.id in map(str, self.student)
        ]
        columns = [
            self.column(gradebook, assignment, students)
            for assignment in gradebook.assignments
            if self.wanted(assignment)
        ]
        destination = Path(self.to or self.default_file)
        self.log.info("Exporting grades to %s", destination)
        if self.fill:
            table = read_table(Path(self.fill))
            self.fill_in(table, students, columns)
            delimiter = ";" if table.delimiter == ";" else ","
            write_table(destination, [table.header, *table.rows], delimiter)
        else:
            write_table(destination, self.rows(students, columns))

    def wanted(self, assignment: Assignment) -> bool:
        """Whether the grades of an assignment are asked for; by default where any was handed in."""
        if self.assignment:
            return assignment.name in map(str, self.assignment)
        return bool(assignment.submissions)

    def column(self, gradebook: Gradebook, assignment: Assignment, students) -> Column:
        """An assignment and each student's score less the late penalty; 0 if not handed in."""
        scores = {}
        for student in students:
            try:
                submission = gradebook.find_submission(assignment.name, student.id)
            except MissingEntry:
                scores[student.id] = 0.0
                continue
            scores[student.id] = max(0.0, submission.score - submission.late_submission_penalty)
            if submission.needs_manual_grade:
                self.log.warning(
                    "%s: %s still has cells to grade by hand, which count as 0; grade them in "
                    "formgrader and export again",
                    assignment.name,
                    student.id,
                )
        return Column(assignment, scores)

    def rows(self, students: list[Student], columns: list[Column]) -> Iterator[list[str]]:
        """The rows of a new file, its header first."""
        raise NotImplementedError

    # A table of the LMS's own

    def fill_in(self, table: Table, students: list[Student], columns: list[Column]) -> None:
        """Write the scores into the cells of an LMS's table, and change no other cell."""
        owners = Owners(people_of(students), participants_in(table))
        numbers = {id(row): number for number, row in participants_of(table)}
        places = [(column, self.place(table, column)) for column in columns]
        filled = set()
        for row in table.rows:
            if self.is_apart(table, row):
                continue
            student = student_of(owners, table, row, numbers.get(id(row), ""))
            if student is None:
                self.log.warning(
                    "%s: nobody in the gradebook, or more than one, has this row's id, e-mail "
                    "address or name; the row stays as it was. Add them with `python -m grading "
                    "roster`",
                    inert(" ".join(row[:3])),
                )
                continue
            filled.add(student)
            for column, place in places:
                if row[place].strip() not in ("EX", "N/A"):  # excused, or not the student's task
                    row[place] = number(column.scores[student])
        self.tell_missing([student for student in owners.people if student not in filled])

    def tell_missing(self, students: list[str]) -> None:
        """Warn about students of the gradebook whom the exported file lacks."""
        if students:
            self.log.warning(
                "%s: not in %s, so their grades are not in the new file either; if they are still "
                "in the course, export the file from the LMS again",
                ", ".join(students),
                self.fill,
            )

    def is_apart(self, table: Table, row: list[str]) -> bool:
        """Whether a row is about no student of the course."""
        return not any(cell.strip() for cell in row)

    def place(self, table: Table, column: Column) -> int:
        """Return the number of the column for an assignment's grades."""
        title = str(self.titles.get(column.assignment.name, column.assignment.name))
        for index, name in enumerate(table.header):
            if self.is_title(name, title):
                return index
        raise TableError(
            f"{self.fill} has the columns {', '.join(filter(None, table.header))}, and none for "
            f"{column.assignment.name}: name it in nbgrader_config.py, as in "
            f'c.{type(self).__name__}.titles = {{"{column.assignment.name}": "the LMS\'s title"}}'
        )

    titles = Dict({}, help="The LMS's titles of assignments, by their names").tag(config=True)

    def is_title(self, header: str, title: str) -> bool:
        """Whether a column's header names the assignment."""
        raise NotImplementedError

    def tell_maximum(self, column: Column, maximum: str) -> None:
        """Say so if the LMS counts to another number than the course does."""
        try:
            points = float(maximum.replace(",", "."))
        except ValueError:
            return
        if abs(points - column.assignment.max_score) > 0.005:
            self.log.warning(
                "%s has %s points here and %s in the LMS, and scores are not converted; set the "
                "LMS's maximum to the first before you import the file",
                column.assignment.name,
                number(column.assignment.max_score),
                maximum,
            )


class CanvasExport(LmsExport):
    """The layout of Canvas's gradebook: five columns on the student, then one an assignment.

    Canvas finds the student by its own user id (nbgrader's ``lms_user_id``), else by the SIS login
    id (nbgrader's student id). It finds the assignment by the id in brackets, where
    ``assignment_ids`` gives one, else by the title.
    """

    default_file = "canvas.csv"
    header = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
    # Canvas takes a row whose first column holds these words for the row of maximal points.
    points_possible = "Points Possible"

    assignment_ids = Dict({}, help="Canvas's ids of assignments, by their names").tag(config=True)
    section = Unicode("", help="what to write under Section").tag(config=True)

    def rows(self, students, columns):
        """The rows of Canvas' gradebook: header, maxima, students."""
        yield [*self.header, *(self.title(column.assignment.name) for column in columns)]
        blanks = [""] * (len(self.header) - 1)
        maxima = [number(column.assignment.max_score) for column in columns]
        yield [f"    {self.points_possible}", *blanks, *maxima]
        for student in students:
            scores = [number(column.scores[student.id]) for column in columns]
            about = [self.name(student), student.lms_user_id, "", student.id, self.section]
            yield [*map(inert, about), *scores]

    def title(self, assignment: str) -> str:
        """An assignment as Canvas heads its column, with its id where known."""
        known = self.assignment_ids.get(assignment)
        title = self.titles.get(assignment, assignment)
        return inert(f"{title} ({known})" if known else title)

    def name(self, student: Student) -> str:
        """Last name, first name; the id where both lack or read like the row of maxima."""
        name = ", ".join(filter(None, [student.last_name, student.first_name]))
        return name if name and self.points_possible not in name else student.id

    def fill_in(self, table: Table, students: list[Student], columns: list[Column]) -> None:
        """Fill in the scores, and warn where Canvas has another maximum than the course."""
        super().fill_in(table, students, columns)
        for row in table.rows:
            if self.points_possible in row[0]:
                for column in columns:
                    self.tell_maximum(column, row[self.place(table, column)])

    def is_apart(self, table: Table, row: list[str]) -> bool:
        """Whether a row is no student's: on posting, on points possible, or of the test student."""
        posting = all(re.match(r"Muted|Manual Posting|$", cell.strip()) for cell in row)
        test_student = name_of(table, row).casefold() == "test student"
        return posting or test_student or self.points_possible in row[0]

    def is_title(self, header: str, title: str) -> bool:
        """Whether a header is an assignment's: its title, and Canvas's id in brackets."""
        bare, _, id = header.rstrip().removesuffix(")").rpartition(" (")
        if not id.isdecimal():
            bare = header
        known = {str(self.assignment_ids.get(name)) for name in self.names_of(title)}
        return plain(bare) == plain(title) or (bare != header and id in known)

    def names_of(self, title: str) -> list[str]:
        """The assignments that have the title in Canvas."""
        return [name for name in self.assignment_ids if self.titles.get(name, name) == title]


class MoodleExport(LmsExport):
    """The layout of Moodle's plain-text export, which its import reads.

    In the import's preview map "ID number" to ``useridnumber`` or ``username`` (nbgrader's
    student id stands there), or "Email address" to ``useremail``. A grading worksheet that was
    filled in needs none of that.
    """

    default_file = "moodle.csv"
    header = (
        "First name",
        "Last name",
        "ID number",
        "Institution",
        "Department",
        "Email address",
    )
    footer = "Last downloaded from this course"

    def rows(self, students, columns):
        """The rows of Moodle's grade export: header, then students."""
        yield [*self.header, *map(self.title, columns), self.footer]
        now = str(int(time.time()))
        for student in students:
            scores = [number(column.scores[student.id]) for column in columns]
            about = [student.first_name, student.last_name, student.id, "", "", student.email]
            yield [*map(inert, about), *scores, now]

    def title(self, column: Column) -> str:
        """An assignment as Moodle heads its column; warn of a maximum that Moodle refuses."""
        name = column.assignment.name
        if column.assignment.max_score > 100:
            self.log.warning(
                "%s: its maximum is above 100, which Moodle refuses; raise the limit in Moodle's "
                "grade settings first",
                name,
            )
        return inert(f"Assignment: {self.titles.get(name, name)} (Real)")

    def fill_in(self, table: Table, students: list[Student], columns: list[Column]) -> None:
        """Fill in the scores; a worksheet's maximum is compared, and its delimiter is the comma."""
        super().fill_in(table, students, columns)
        if self.is_worksheet(table) and table.rows:
            self.tell_maximum(columns[0], table.cell(table.rows[0], "maximum"))
            table.delimiter = ","  # Moodle's import of a worksheet reads no other

    def place(self, table: Table, column: Column) -> int:
        """The column of an assignment; in a worksheet Grade, which is that of the one asked for."""
        if not self.is_worksheet(table):
            return super().place(table, column)
        place = table.column("grade")
        if place is None or len(self.assignment) != 1:
            raise TableError(
                f"{self.fill} is the worksheet of one assignment, with a column Grade: say which, "
                "as in --assignment '[\"implementation\"]'"
            )
        return place

    def is_worksheet(self, table: Table) -> bool:
        """Whether the table is an assignment's grading worksheet, which names participants."""
        return next(participants_of(table), None) is not None

    def is_title(self, header: str, title: str) -> bool:
        """Whether a header is an assignment's: "Assignment: title (Real)", in any language."""
        bare = re.sub(r"\s*\([^()]*\)\s*$", "", header)
        names = {plain(header), plain(bare)}
        names |= {plain(name.partition(":")[2]) for name in (header, bare)}
        return plain(title) in names and "(feedback" not in plain(header)
