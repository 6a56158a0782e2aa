"""Read scores and failures of an assignment, and print them as a table."""

from pathlib import Path
from typing import NamedTuple

from nbgrader.api import Gradebook
from tabulate import tabulate

from grading.marks import NOT_HANDED_IN, NOT_READ
from grading.notebooks import grade_id, read_notebook
from grading.reports.messages import messages_in
from grading.sandbox.outputs import KERNEL_DIED
from grading.submission.rebuild import notes_of
from grading.terminal import printable


class NotebookScore(NamedTuple):
    """One student's result on one notebook."""

    student: str
    notebook: str
    score: float
    max_score: float
    problems: list[str]


def read_scores(db_url: str, assignment: str, autograded: Path) -> list[NotebookScore]:
    """Read every student's score per notebook from the gradebook.

    A notebook without a score (not handed in, or not to be processed) counts as zero and says so.
    """
    scores = []
    with Gradebook(db_url) as gradebook:
        notebooks = {
            nb.name: nb.max_score for nb in gradebook.find_assignment(assignment).notebooks
        }
        for submission in gradebook.assignment_submissions(assignment):
            student = submission.student.id
            graded = {nb.name: nb.score for nb in submission.notebooks}
            for name, max_score in sorted(notebooks.items()):
                path = autograded / student / assignment / f"{name}.ipynb"
                problems = problems_of(path) if path.exists() else ["no notebook was handed in"]
                scores.append(
                    NotebookScore(student, name, graded.get(name, 0.0), max_score, problems)
                )
    return scores


def problems_of(path: Path) -> list[str]:
    """Return, in a line each, why the graded cells of an autograded notebook lost points."""
    nb = read_notebook(path)
    problems = [note for note in notes_of(nb) if note.startswith((NOT_HANDED_IN, NOT_READ))]
    for cell in nb.cells:
        if grade_id(cell) and cell.cell_type == "code":
            problems += filter(None, map(problem, cell.outputs))
    return list(dict.fromkeys(problems))


def problem(output) -> str | None:
    """Return the headline of an output that tells of a failure, in a line for a terminal.

    What a student's code says may be part of it, so nothing is in it that steers a terminal.
    """
    found = told(output)
    return None if found is None else printable(found)


def told(output) -> str | None:
    """Return what an output tells of a failure, as the student's code may have worded it."""
    if output.output_type == "error":
        if output.ename == "NotImplementedError":
            return "not written yet"
        if output.ename in ("CheckFailed", "AssertionError", KERNEL_DIED):
            return headline(output.evalue)
        return f"{output.ename}: {output.evalue}"
    if output.output_type == "stream":
        messages = messages_in(output.text)
        return messages[0].symptom if messages else None
    return None


def headline(message: str) -> str:
    """Return the first sentence of a message: up to the line that begins with `Likely:`."""
    first = message.removeprefix("✗ ").split("\n  Likely:")[0]
    return " ".join(first.split())


def format_table(scores: list[NotebookScore]) -> str:
    """Lay the scores out: a row a student, a column a notebook, then what went wrong first."""
    notebooks = sorted({score.notebook for score in scores})
    rows = []
    for student in sorted({score.student for score in scores}):
        own = {score.notebook: score for score in scores if score.student == student}
        cells = [f"{own[name].score:g} / {own[name].max_score:g}" for name in notebooks]
        wrong = [
            f"{name}: {own[name].problems[0]}"
            for name in notebooks
            if own[name].problems and own[name].score < own[name].max_score
        ]
        rows.append([student, *cells, "\n".join(wrong) or "nothing"])
    return tabulate(
        rows,
        # Long names are broken, so that four notebooks fit beside each other.
        headers=["student", *(name.replace("-", "-\n") for name in notebooks), "what went wrong"],
        tablefmt="simple_grid",
        maxcolwidths=[None] * (len(notebooks) + 1) + [48],
        disable_numparse=True,
    )
