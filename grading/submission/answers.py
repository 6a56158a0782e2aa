"""Choose, for each answer cell of the course, the cells of the student's that answer it."""

from dataclasses import dataclass, field

from nbformat import NotebookNode

from grading.submission.reading import Submission
from grading.submission.recognition import HandedIn, Release, normal, recognize

# Where an answer was found.
IN_ITS_CELL, ELSEWHERE, NOWHERE = "in its cell", "elsewhere", "nowhere"
WHAT_TO_DO = (
    "take the notebook as it was handed out, open it in JupyterLab, paste your code into its "
    "answer cells, and hand that in"
)


@dataclass
class Answer:
    """The cells that answer one of the course's, in the order in which they run.

    ``cells`` is empty where the cell is as it was handed out, or missing.
    """

    grade_id: str
    index: int
    cells: list[HandedIn] = field(default_factory=list)
    found: str = NOWHERE
    copies: int = 0  # cells that bear its name, untouched ones too


def answers_in(release: Release, cells: list[HandedIn]) -> list[Answer]:
    """Choose the cells of all answers, in the order of the course's notebook.

    The cell that was handed out counts, with all its copies, in order, but for untouched ones.
    Where it is missing or as it was, those of the student's cells count that define the answer's
    name; and where there are none, those that stand in its place.
    """
    labelled: dict[int, list[HandedIn]] = {}
    for cell in cells:
        if cell.place is not None:
            labelled.setdefault(cell.place, []).append(cell)
    answers = []
    for name, index in sorted(release.solutions.items(), key=lambda item: item[1]):
        there = labelled.get(index, [])
        answer = Answer(name, index, copies=len(there))
        answer.cells = without_repeats([c for c in there if not release.is_stub(index, c.source)])
        answer.found = IN_ITS_CELL if there else NOWHERE
        answers.append(answer)
    makers = makers_of(release, cells)
    for answer in [answer for answer in answers if not answer.cells]:
        elsewhere = by_name(release, answer, makers) or by_place(release, answer, cells)
        if elsewhere:
            answer.cells, answer.found = without_repeats(elsewhere), ELSEWHERE
    return answers


def without_repeats(cells: list[HandedIn]) -> list[HandedIn]:
    """Leave out a cell that is the same as a later one."""
    last = {normal(cell.source): cell.position for cell in cells}
    return [
        cell for cell in cells if cell.position == last[normal(cell.source)] and cell.source.strip()
    ]


def makers_of(release: Release, cells: list[HandedIn]) -> dict[str, list[HandedIn]]:
    """Map each name that an answer is to define to the cells that do, in order."""
    wanted = set().union(*release.answer_names.values())
    makers: dict[str, list[HandedIn]] = {}
    for cell in cells:
        is_answer = cell.place in release.solutions.values()
        untouched = cell.place is not None and release.is_stub(cell.place, cell.source)
        if cell.code and not untouched and (cell.place is None or is_answer):
            for name in cell.names.binds & wanted:
                makers.setdefault(name, []).append(cell)
    return makers


def by_name(release: Release, answer: Answer, makers: dict[str, list[HandedIn]]) -> list[HandedIn]:
    """Return the student's own cells that define the answer; or another's answer, if it does."""
    found = {
        cell.position: cell
        for name in release.answer_names[answer.grade_id]
        for cell in makers.get(name, [])
    }
    in_order = [found[position] for position in sorted(found)]
    return [cell for cell in in_order if cell.place is None] or in_order[-1:]


def by_place(release: Release, answer: Answer, cells: list[HandedIn]) -> list[HandedIn]:
    """Return the student's own cells of the right kind that stand where the answer belongs."""
    is_code = release.cells[answer.index].cell_type == "code"
    others = set().union(
        *(names for name, names in release.answer_names.items() if name != answer.grade_id)
    )
    return [
        cell
        for cell in cells
        if cell.place is None
        and cell.code == is_code
        and stands_at(cell, answer.index, release)
        and not cell.names.binds & others
    ]


def stands_at(cell: HandedIn, index: int, release: Release) -> bool:
    """Whether a cell stands below an answer's cell, or where one that is missing would be."""
    if cell.after == index:
        return True
    between = range(cell.after + 1, cell.before)
    return index in between and not any(
        other in between for other in release.solutions.values() if other != index
    )


def remarks(release: Release, answers: list[Answer], cells: list[HandedIn]) -> list[str]:
    """Tell the student what was found where it was not looked for, and what was not found."""
    if not cells:
        return []
    notes = []
    lost = marks_lost(cells)
    if lost and any(answer.cells for answer in answers):
        notes.append(
            "The notebook had lost the marks of its answer cells (an editor other than JupyterLab "
            "may have saved it); your answers were found by what they define and by the cells "
            "around them."
        )
    for answer in answers:
        notes += remarks_on(release, answer, lost)
    if lost and not any(answer.cells or answer.copies for answer in answers):
        return [f"No answer cell of the course was found in this notebook: {WHAT_TO_DO}."]
    return notes


def likeness(nb: NotebookNode, submission: Submission) -> int:
    """Return how many answers of a notebook were handed in; 0 for another notebook's cells.

    Without nbgrader's metadata it is this one where half of the course's own cells are there.
    """
    release = Release(nb)
    cells = recognize(release, submission)
    given = len(release.cells) - len(release.solutions)
    there = {cell.place for cell in cells if cell.place not in release.solutions.values()}
    if marks_lost(cells) and 2 * len(there - {None}) < given:
        return 0
    answers = answers_in(release, cells)
    return sum(1 + bool(answer.cells) for answer in answers if answer.found != NOWHERE)


def marks_lost(cells: list[HandedIn]) -> bool:
    """Whether no cell carries nbgrader's metadata any more."""
    return not any(cell.labelled for cell in cells)


def remarks_on(release: Release, answer: Answer, lost: bool) -> list[str]:
    """What the student is told about an answer that was missing, moved, doubled or not code."""
    name, notes = answer.grade_id, []
    if answer.found == NOWHERE:
        advice = f"; {WHAT_TO_DO}" if lost else ""
        notes.append(f"The answer cell `{name}` was missing; it counts as not written{advice}.")
    if answer.found == ELSEWHERE and not lost:
        names = sorted(release.answer_names[name])
        what = f"the last cell that defines `{', '.join(names)}` counts" if names else "it counts"
        notes.append(f"The answer to `{name}` was found in another cell than its own; {what}.")
    if answer.copies > 1:
        notes.append(
            f"The answer cell `{name}` was there more than once; the cells that you changed ran "
            "one after the other, as they stand."
        )
    is_code = release.cells[answer.index].cell_type == "code"
    if is_code and any(not cell.code for cell in answer.cells):
        notes.append(
            f"The answer cell `{name}` had become a text cell, which does not run; it is graded as "
            "code."
        )
    return notes
