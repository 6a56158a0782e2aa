"""Export grades in the column layouts of Canvas and Moodle: plug-ins for ``nbgrader export``.

``nbgrader export --exporter=grading.lms.exports.CanvasExport --to canvas.csv``, and the same with
``MoodleExport``. Like nbgrader's own export, a student who handed nothing in gets zero; unlike it,
an assignment in which nobody has been graded is left out, unless it is asked for by name.
"""

import csv
import time
from pathlib import Path
from typing import NamedTuple

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import ExportPlugin
from traitlets import Dict, Unicode

# A spreadsheet takes a cell that begins so for a formula, and runs it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Column(NamedTuple):
    """The grades of one assignment."""

    assignment: Assignment
    scores: dict[str, float]  # by student id


def inert(text: str | None) -> str:
    """Return text that no spreadsheet takes for a formula.

    >>> inert('=HYPERLINK("http://x")'), inert("Ada"), inert(None)
    ('\\'=HYPERLINK("http://x")', 'Ada', '')
    """
    text = " ".join((text or "").split())
    return f"'{text}" if text.startswith(FORMULA) else text


def number(score: float) -> str:
    """Write a score with two decimals at most, as Canvas and Moodle show it."""
    return f"{score:.2f}".rstrip("0").rstrip(".")


class LmsExport(ExportPlugin):
    """What the two layouts have in common: whose grades, in which assignments."""

    default_file = "grades.csv"

    def export(self, gradebook: Gradebook) -> None:
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
        with destination.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(self.rows(students, columns))

    def wanted(self, assignment: Assignment) -> bool:
        if self.assignment:
            return assignment.name in map(str, self.assignment)
        return bool(assignment.submissions)

    def column(self, gradebook: Gradebook, assignment: Assignment, students) -> Column:
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

    def rows(self, students: list[Student], columns: list[Column]) -> list[list[str]]:
        raise NotImplementedError


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
        yield [*self.header, *(self.title(column.assignment.name) for column in columns)]
        blanks = [""] * (len(self.header) - 1)
        maxima = [number(column.assignment.max_score) for column in columns]
        yield [f"    {self.points_possible}", *blanks, *maxima]
        for student in students:
            scores = [number(column.scores[student.id]) for column in columns]
            about = [self.name(student), student.lms_user_id, "", student.id, self.section]
            yield [*map(inert, about), *scores]

    def title(self, assignment: str) -> str:
        known = self.assignment_ids.get(assignment)
        return inert(f"{assignment} ({known})" if known else assignment)

    def name(self, student: Student) -> str:
        name = ", ".join(filter(None, [student.last_name, student.first_name]))
        return name if name and self.points_possible not in name else student.id


class MoodleExport(LmsExport):
    """The layout of Moodle's plain-text export, which its import reads.

    In the import's preview map "ID number" to ``useridnumber`` or ``username`` (nbgrader's
    student id stands there), or "Email address" to ``useremail``.
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

    titles = Dict({}, help="Moodle's titles of assignments, by their names").tag(config=True)

    def rows(self, students, columns):
        yield [*self.header, *map(self.title, columns), self.footer]
        now = str(int(time.time()))
        for student in students:
            scores = [number(column.scores[student.id]) for column in columns]
            about = [student.first_name, student.last_name, student.id, "", "", student.email]
            yield [*map(inert, about), *scores, now]

    def title(self, column: Column) -> str:
        name = column.assignment.name
        if column.assignment.max_score > 100:
            self.log.warning(
                "%s: its maximum is above 100, which Moodle refuses; raise the limit in Moodle's "
                "grade settings first",
                name,
            )
        return f"Assignment: {self.titles.get(name, name)} (Real)"
