"""Recognize the cells of a notebook that was handed in: which of the course's each of them is.

By nbgrader's metadata where it is there, otherwise by the text; an answer whose metadata is lost is
found by the names that it defines, or by the cells around it.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from nbformat import NotebookNode

from grading.notebooks import grade_id, is_grade, is_solution
from grading.submission.names import BUILTINS, CellNames, cell_names, imports
from grading.submission.reading import Submission

BEGINS = ("### BEGIN HIDDEN TESTS", "### BEGIN MARK SCHEME")
ENDS = ("### END HIDDEN TESTS", "### END MARK SCHEME")


@dataclass
class HandedIn:
    """A cell of the student's.

    Parameters
    ----------
    source : str
        Without the text of the course's tests, where cells were merged.
    place : int or None
        The index of the course's cell that it is; None for the student's own.
    after, before : int
        The indices of the course's cells that stand around it.
    """

    position: int
    source: str
    code: bool
    place: int | None
    labelled: bool  # by nbgrader's metadata
    after: int = -1
    before: int = -1

    @cached_property
    def names(self) -> CellNames:
        """The names that the cell defines and reads; none for text."""
        return cell_names(self.source) if self.code else CellNames()


class Release:
    """The course's notebook, as students got it.

    Parameters
    ----------
    nb : NotebookNode
        Solutions cleared; tests whole or as handed out.
    """

    def __init__(self, nb: NotebookNode):
        self.cells = nb.cells
        self.solutions: dict[str, int] = {
            str(grade_id(c)): i for i, c in reversed([*enumerate(nb.cells)]) if is_solution(c)
        }
        self.tests = [i for i, c in enumerate(nb.cells) if is_grade(c) and not is_solution(c)]
        self.texts = [normal(handed_out(cell.source)) for cell in nb.cells]

    @cached_property
    def by_text(self) -> dict[str, list[int]]:
        """The indices of the cells that have a text."""
        found: dict[str, list[int]] = {}
        for index, text in enumerate(self.texts):
            if text:
                found.setdefault(text, []).append(index)
        return found

    def place_of(self, source: str, after: int) -> int | None:
        """Return the index of the cell with this text: of equal ones the next, or the first."""
        places = self.by_text.get(normal(handed_out(source)), [])
        return next((place for place in places if place > after), places[0] if places else None)

    @cached_property
    def names(self) -> list[CellNames]:
        """The names of each cell that is not a test."""
        tests = set(self.tests)
        return [
            cell_names(cell.source) if cell.cell_type == "code" and i not in tests else CellNames()
            for i, cell in enumerate(self.cells)
        ]

    @cached_property
    def imports(self) -> dict[str, str]:
        """The statements that import a name in the course's own cells."""
        found: dict[str, str] = {}
        for cell in self.cells:
            if cell.cell_type == "code" and not (is_solution(cell) or is_grade(cell)):
                found |= imports(cell.source)
        return found

    @cached_property
    def answer_names(self) -> dict[str, set[str]]:
        """What each answer is to define: what its stub does, or else what its tests read."""
        given = set().union(*(names.binds for names in self.names))
        found: dict[str, set[str]] = {}
        for name, index in self.solutions.items():
            found[name] = set(self.names[index].binds)
            if self.cells[index].cell_type == "code" and not found[name]:
                read = [cell_names(self.cells[i].source) for i in self.tests_of(index)]
                found[name] = set().union(*(r.reads - r.binds for r in read)) - given - BUILTINS
        return found

    def tests_of(self, index: int) -> list[int]:
        """Return the tests between an answer and the next."""
        following = [i for i in self.solutions.values() if i > index]
        end = min(following, default=len(self.cells))
        return [i for i in self.tests if index < i < end]

    def is_stub(self, index: int, source: str) -> bool:
        """Whether a source is what was released at that place, so nobody has answered."""
        return normal(source) == self.texts[index]


def handed_out(source: str) -> str:
    """Return the text of a cell as students have it: without hidden tests and rubrics."""
    lines, hidden = [], False
    for line in source.splitlines():
        hidden = hidden or line.startswith(BEGINS)
        if not hidden:
            lines.append(line)
        hidden = hidden and not line.startswith(ENDS)
    return "\n".join(lines)


def normal(source: str) -> str:
    """Return a text without the spaces that editors add and remove: ends of lines, of the cell."""
    return "\n".join(line.rstrip() for line in source.splitlines()).strip()


def recognize(release: Release, submission: Submission) -> list[HandedIn]:
    """Say of each cell handed in which of the course's it is, or between which it stands."""
    tests = sorted({release.texts[i] for i in release.tests} - {""}, key=len, reverse=True)
    known = {name: i for name, i in release.solutions.items()}
    cells: list[HandedIn] = []
    last = -1
    for position, (name, code, source) in enumerate(submission.cells):
        place = release.place_of(source, last)
        labelled = name in known
        if name is not None and name in known:
            place = known[name]
        if place is None or (labelled and code):
            source = without_tests(source, tests)
        if place is None and not source.strip():
            place = next((i for i in release.tests if grade_id(release.cells[i]) == name), None)
        cells.append(HandedIn(position, source, code, place, labelled))
        last = last if place is None else place
    stand_between(cells, len(release.cells))
    return cells


def without_tests(source: str, tests: Iterable[str]) -> str:
    """Take the course's tests out of a cell that they were merged into."""
    for test in tests:
        if len(test) <= len(source) and test in source:
            before, _, after = source.partition(test)
            if before[-1:] in ("", "\n", " ") and after[:1] in ("", "\n", " "):
                source = f"{before.rstrip()}\n\n{after.lstrip()}".strip("\n")
    return source


def stand_between(cells: list[HandedIn], end: int) -> None:
    """Fill in ``after`` and ``before`` by the longest run of cells that kept their order."""
    kept = in_order([cell.place for cell in cells])
    after = -1
    for i, cell in enumerate(cells):
        if i in kept and cell.place is not None:
            after = cell.place
        cell.after = after
    before = end
    for i, cell in reversed([*enumerate(cells)]):
        cell.before = before
        if i in kept and cell.place is not None:
            before = cell.place


def in_order(places: list[int | None]) -> set[int]:
    """Return the positions of a longest run of places that never goes back.

    >>> sorted(in_order([5, 0, 1, None, 1, 2, 0, 3]))
    [1, 2, 4, 5, 7]
    """
    last: list[int] = []  # the smallest place that a run of each length ends at
    ends: list[int] = []  # and its position
    previous: dict[int, int] = {}
    for position, place in enumerate(places):
        if place is None:
            continue
        length = bisect_right(last, place)
        if length:
            previous[position] = ends[length - 1]
        last[length : length + 1] = [place]
        ends[length : length + 1] = [position]
    run = set()
    at = ends[-1] if ends else None
    while at is not None:
        run.add(at)
        at = previous.get(at)
    return run
