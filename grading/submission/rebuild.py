"""Rebuild a submission from the course's own notebook and the student's answers alone."""

from collections.abc import Iterable
from copy import deepcopy

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from grading.marks import EXTRA, NOTES
from grading.notebooks import grade_id, solution_cells
from grading.submission.answers import answers_in, remarks
from grading.submission.order import Step, in_running_order
from grading.submission.reading import Submission
from grading.submission.recognition import Release, recognize


def rebuild(release: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    """Return the release with its solution cells filled in.

    Parameters
    ----------
    release : NotebookNode
        The notebook as students got it.
    answers : dict of str to str
        Source by grade_id. A solution cell without an answer keeps its stub.

    Raises
    ------
    KeyError
        For an answer to a cell that the release does not have.
    """
    unknown = set(answers) - set(solution_cells(release))
    if unknown:
        raise KeyError(
            f"no solution cell called {sorted(unknown)}; the release has "
            f"{sorted(solution_cells(release))}"
        )
    nb = deepcopy(release)
    for cell in solution_cells(nb).values():
        cell.source = answers.get(grade_id(cell) or "", cell.source)
    return nb


def answers_of(submission: NotebookNode, release: NotebookNode) -> dict[str, str]:
    """Return the student's sources by grade_id, for the solution cells that the release knows."""
    known = solution_cells(release)
    submitted = solution_cells(submission)
    return {name: submitted[name].source for name in known if name in submitted}


def rebuild_submission(
    release: NotebookNode, submission: Submission, notes: Iterable[str] = ()
) -> NotebookNode:
    """Return the notebook to grade: all of it the course's, but for the student's answers.

    The answers run as they did for the student from top to bottom. A student's own cell is taken
    along only where an answer needs a name that it defines, such as an import or a helper function;
    it runs where it stood. Nothing else comes from the submission: no tests, no tags, no metadata,
    no outputs.

    Parameters
    ----------
    release : NotebookNode
        Solutions cleared, tests whole.
    notes : iterable of str
        Sentences for the student, to stand above what is found here.
    """
    course = Release(release)
    handed_in = recognize(course, submission)
    answers = answers_in(course, handed_in)
    found = [*notes, *remarks(course, answers, handed_in)]
    steps = in_running_order(course, answers, handed_in)
    own = sum(step.place is None and not step.answers for step in steps)
    if own:
        found.append(
            f"Cells of your own were taken along where an answer needs what they define: {own}."
        )
    nb = deepcopy(release)
    nb.cells = [cell_of(step, nb) for step in steps]
    if found:
        text = "\n".join(f"- {note}" for note in found)
        nb.cells.insert(0, new_markdown_cell(f"{NOTES}\n\n{text}"))
    for number, cell in enumerate(nb.cells):  # the ids are ours too, and the same each time
        cell.id = f"cell-{number}"
    nb.nbformat, nb.nbformat_minor = 4, 5
    return nb


def cell_of(step: Step, nb: NotebookNode) -> NotebookNode:
    """Make the cell of one step; of a notebook's cells each is used once."""
    if step.place is None:
        return new_code_cell(step.source, metadata={EXTRA: True})
    cell = nb.cells[step.place]
    if step.source is not None:
        cell.source = step.source
    return cell


def notes_of(nb: NotebookNode) -> list[str]:
    """Return the notes that stand on top of a rebuilt notebook."""
    if not nb.cells or not nb.cells[0].source.startswith(NOTES):
        return []
    return [line.removeprefix("- ") for line in nb.cells[0].source.splitlines()[2:]]


def note_failures(nb: NotebookNode) -> NotebookNode:
    """Add to the notes of an executed notebook which cells that came along ended in an error.

    There are notes wherever cells came along.
    """
    for cell in nb.cells:
        if cell.cell_type == "code" and cell.metadata.get(EXTRA):
            for output in cell.outputs:
                if output.output_type == "error":
                    nb.cells[0].source += f"\n- {failure(cell.source, output)}"
    return nb


def failure(source: str, output: NotebookNode) -> str:
    """Name a cell by its first line, and what became of it, in a line without marks of its own."""
    line = next(filter(None, map(str.strip, source.splitlines())), "")
    error = " ".join(f"{output.ename}: {output.evalue}".split())
    shown, said = (text.replace("`", "'") for text in (line[:60], error[:200]))
    return f"Your cell that begins with `{shown}` failed when it was graded: `{said}`."
