"""What a report knows of a class: scores from the gradebook, the rest from autograded notebooks."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from grading.marks import NOT_HANDED_IN
from grading.notebooks import read_notebook, solution_cells
from grading.reports.messages import Message, messages_of
from grading.submission.rebuild import notes_of


@dataclass
class NotebookResult:
    """One student's notebook. Without a file there are scores (zero), but nothing to read."""

    max_score: float
    score: float = 0.0
    checks: dict[str, float] = field(default_factory=dict)  # points earned by grade_id
    handed_in: bool = False
    by_hand: bool = False  # a cell waits for a grader
    messages: list[Message] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)  # source by grade_id
    seconds: float | None = None  # what executing it took
    graded: bool = False  # there is an autograded notebook; it may say that nothing was handed in


@dataclass
class StudentResult:
    """One student in one assignment."""

    student: str
    notebooks: dict[str, NotebookResult]

    @property
    def score(self) -> float:
        """The points of all notebooks."""
        return sum(result.score for result in self.notebooks.values())

    @property
    def max_score(self) -> float:
        """The points there were in all notebooks."""
        return sum(result.max_score for result in self.notebooks.values())

    @property
    def share(self) -> float:
        """The share of the points, 0 to 1."""
        return self.score / self.max_score if self.max_score else 0.0

    @property
    def seconds(self) -> float | None:
        """How long the notebooks ran, in seconds; None where no time is known."""
        known = [r.seconds for r in self.notebooks.values() if r.seconds is not None]
        return sum(known) if known else None


@dataclass
class ClassResults:
    """One assignment."""

    assignment: str
    points: dict[str, dict[str, float]]  # by notebook and grade_id
    students: list[StudentResult]
    stubs: dict[str, str]  # released source by solution cell ("notebook/grade_id")


class Group(NamedTuple):
    """Answers that are wrong in the same way."""

    name: str
    notebook: str
    cell: str
    checks: list[str]  # that all of them fail, and no others
    symptom: str  # what the first of these says
    students: list[str]
    example: str  # the shortest answer, without comments and names of people in them


def read_class(course: CourseDirectory, assignment: str) -> ClassResults:
    """Read a class. Notebooks are parsed, never executed."""
    with Gradebook(course.db_url, course.course_id) as gradebook:
        notebooks = gradebook.find_assignment(assignment).notebooks
        points = {nb.name: {c.name: c.max_score for c in nb.grade_cells} for nb in notebooks}
        students = [
            StudentResult(submission.student.id, _scores(submission, points))
            for submission in gradebook.assignment_submissions(assignment)
        ]
    for student in students:
        folder = _folder(course, course.autograded_directory, student.student, assignment)
        for name, result in student.notebooks.items():
            _read_autograded(folder / f"{name}.ipynb", result)
    released = _folder(course, course.release_directory, ".", assignment)
    stubs: dict[str, str] = {}
    for name in points:
        if (released / f"{name}.ipynb").exists():
            cells = solution_cells(read_notebook(released / f"{name}.ipynb"))
            stubs |= {f"{name}/{cell}": content.source for cell, content in cells.items()}
    return ClassResults(assignment, points, sorted(students, key=lambda s: s.student), stubs)


def _folder(course: CourseDirectory, directory: str, student: str, assignment: str) -> Path:
    return Path(course.format_path(directory, student, assignment))


def _scores(submission, points: dict[str, dict[str, float]]) -> dict[str, NotebookResult]:
    results = {name: NotebookResult(sum(checks.values())) for name, checks in points.items()}
    for notebook in submission.notebooks:
        result = results[notebook.name]
        result.score = notebook.score
        result.checks = {grade.name: grade.score for grade in notebook.grades}
        result.by_hand = any(grade.needs_manual_grade for grade in notebook.grades)
    return results


def _read_autograded(path: Path, result: NotebookResult) -> None:
    result.graded = path.exists()
    if result.graded:
        nb = read_notebook(path)
        result.handed_in = not any(note.startswith(NOT_HANDED_IN) for note in notes_of(nb))
        result.messages = messages_of(nb)
        result.answers = {name: cell.source for name, cell in solution_cells(nb).items()}
        result.seconds = nb.metadata.get("grading", {}).get("seconds")
