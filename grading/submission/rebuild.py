"""Rebuild a submission from the course's own notebook and the student's answers alone."""

from collections.abc import Iterable
from copy import deepcopy

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from grading.marks import EXTRA, NOTES
from grading.notebooks import grade_id, solution_cells
from grading.submission.names import BUILTINS, bound_names, free_names, imports_everything
from grading.submission.reading import Submission


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
        cell.source = answers.get(grade_id(cell), cell.source)
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

    A student's own cell is taken along only where an answer needs a name that it defines, such as
    an import or a helper function; it runs where the answers run. Nothing else comes from the
    submission: no tests, no tags, no metadata, no outputs.

    Parameters
    ----------
    release : NotebookNode
        Solutions cleared, tests whole.
    notes : iterable of str
        Sentences for the student, to stand above what is found here.
    """
    handed_out = solution_cells(release)
    known = set(handed_out)
    answers = submission.answers({name: cell.source for name, cell in handed_out.items()})
    nb = rebuild(release, answers)
    found = [*notes, *remarks(handed_out, answers, submission)]
    placed = take_along(nb, answers, submission.own_code(known))
    if any(placed.values()):
        found.append(
            "Cells of your own were taken along where an answer needs what they define: "
            f"{sum(map(len, placed.values()))}."
        )
    cells = []
    for cell in nb.cells:
        for source in placed.get(grade_id(cell), []):
            cells.append(new_code_cell(source, metadata={EXTRA: True}))
        cells.append(cell)
    if found:
        text = "\n".join(f"- {note}" for note in found)
        cells.insert(0, new_markdown_cell(f"{NOTES}\n\n{text}"))
    nb.cells = cells
    for number, cell in enumerate(nb.cells):  # the ids are ours too, and the same each time
        cell.id = f"cell-{number}"
    nb.nbformat, nb.nbformat_minor = 4, 5
    return nb


def notes_of(nb: NotebookNode) -> list[str]:
    """Return the notes that :func:`rebuild_submission` put on top of a notebook."""
    if not nb.cells or not nb.cells[0].source.startswith(NOTES):
        return []
    return [line.removeprefix("- ") for line in nb.cells[0].source.splitlines()[2:]]


def remarks(
    handed_out: dict[str, NotebookNode], answers: dict[str, str], submission: Submission
) -> list[str]:
    known = set(handed_out)
    missing = sorted(known - set(answers)) if submission.cells else []
    code = {name: cell.cell_type == "code" for name, cell in handed_out.items()}
    return [
        *(f"The answer cell `{name}` was missing; it counts as not written." for name in missing),
        *(
            f"The answer cell `{name}` was there more than once; the first one that you changed "
            "counts."
            for name in submission.doubled(known)
        ),
        *(
            f"The answer cell `{name}` had become a text cell, which does not run; it is graded as "
            "code."
            for name in submission.retyped(code)
        ),
    ]


def take_along(
    nb: NotebookNode, answers: dict[str, str], own: list[str]
) -> dict[str | None, list[str]]:
    """Choose the student's own cells that answers need; map each answer to those it comes after."""
    given = {
        cell.source
        for cell in nb.cells
        if cell.cell_type == "code" and grade_id(cell) not in answers
    }
    candidates = [source for source in own if source not in given]
    defined = set().union(*(bound_names(source) for source in [*given, *answers.values()]))
    taken: list[str] = []
    placed: dict[str | None, list[str]] = {}
    for cell in nb.cells:
        name = grade_id(cell)
        if name not in answers or cell.cell_type != "code":
            continue
        wanted = needed(free_names(cell.source, True) - defined, candidates, defined)
        placed[name] = [source for source in candidates if source in wanted - set(taken)]
        taken += placed[name]
    return placed


def needed(names: set[str], candidates: list[str], defined: set[str]) -> set[str]:
    """Return the candidates that define the names, and those that these need in turn."""
    wanted: set[str] = set()
    open_names, looked_for = set(names), set()
    while open_names:
        name = open_names.pop()
        looked_for.add(name)
        makers = [source for source in candidates if name in bound_names(source)]
        if not makers and name not in BUILTINS:
            makers = [source for source in candidates if imports_everything(source)]
        for source in makers[-1:]:
            wanted.add(source)
            open_names |= free_names(source, True) - defined - looked_for
    return wanted
