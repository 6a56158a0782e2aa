"""Read and write notebooks, and find the cells that belong to nbgrader."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from grading.files import replace_text


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook as nbformat 4."""
    return nbformat.read(path, as_version=4)


def write_notebook(nb: NotebookNode, path: Path) -> None:
    """Write a notebook whole or not at all."""
    replace_text(path, nbformat.writes(nb).rstrip("\n") + "\n")


def grade_id(cell: NotebookNode) -> str | None:
    """Return the cell's id in nbgrader's metadata, or None for a cell that is not its own."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def solution_cells(nb: NotebookNode) -> dict[str, NotebookNode]:
    """Map grade_id to solution cell; of duplicates the first counts."""
    cells: dict[str, NotebookNode] = {}
    for cell in nb.cells:
        name = grade_id(cell)
        if is_solution(cell) and name is not None:
            cells.setdefault(name, cell)
    return cells


def is_grade(cell: NotebookNode) -> bool:
    """Whether points are given for a cell: a test, or an answer that a person reads."""
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


def is_solution(cell: NotebookNode) -> bool:
    """Whether students write in a cell."""
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))
