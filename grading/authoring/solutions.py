"""Check the committed solution notebooks against the exercises they were made from."""

from pathlib import Path

from nbgrader.utils import determine_grade, is_grade, is_solution

from grading.marks import RUBRIC
from grading.notebooks import grade_id, read_notebook

# `nbgrader generate_solution` takes rubrics out: solutions may be shown to students.


def content(path: Path) -> list[tuple]:
    """What must agree: order, type, id and source of the cells."""
    return [
        (cell.cell_type, grade_id(cell), RUBRIC.sub("", cell.source).strip())
        for cell in read_notebook(path).cells
    ]


def stale_solutions(exercises: Path, solutions: Path) -> list[str]:
    """Return a sentence for each solution notebook that is missing, stale, orphaned or wrong."""
    sources = {path.relative_to(exercises): path for path in exercises.rglob("*.ipynb")}
    made = {path.relative_to(solutions): path for path in solutions.rglob("*.ipynb")}
    found = [f"{name}: has no solution notebook" for name in sorted(sources.keys() - made.keys())]
    found += [f"{name}: its exercise is gone" for name in sorted(made.keys() - sources.keys())]
    for name in sorted(sources.keys() & made.keys()):
        if content(sources[name]) != content(made[name]):
            found.append(f"{name}: differs from its exercise")
        found += [f"{name}: {failure}" for failure in failures(made[name])]
    return found


def failures(path: Path) -> list[str]:
    """Return what shows in an executed solution that it would not earn full marks."""
    found = []
    for cell in read_notebook(path).cells:
        if cell.cell_type != "code":
            continue
        if cell.execution_count is None and cell.source.strip():
            found.append(f"the cell {cell.id} was not executed")
        if any(output.output_type == "error" for output in cell.outputs):
            found.append(f"the cell {cell.id} ends in an error")
        elif is_grade(cell) and not is_solution(cell):
            score, points = determine_grade(cell)
            if score != points:
                found.append(f"the cell {cell.id} earns {score:g} of {points:g} points")
    return found
