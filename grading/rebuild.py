"""Rebuild a submission from the released notebook and the student's answers alone."""

from copy import deepcopy

from nbformat import NotebookNode

from grading.notebooks import grade_id, solution_cells


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
