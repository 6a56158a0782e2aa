"""Put the course's cells, the answers and the student's own cells into the order they ran in.

The order is the student's notebook's, from top to bottom. What an answer needs and what stands only
further down, as when cells were run out of order, moves up to just before it.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from grading.submission.answers import Answer
from grading.submission.names import BUILTINS, CellNames, imports
from grading.submission.recognition import HandedIn, Release


@dataclass(eq=False)
class Step:
    """One cell of the notebook to grade.

    ``place`` is the index of the course's cell that it is; None for one that is added. ``source``
    is the student's text, or None for the course's own. ``answers`` says that it is an answer.
    """

    place: int | None
    source: str | None
    names: CellNames
    key: tuple[int, int, int]  # the course's cell that it stands at, before or after, position
    answers: bool = False


def in_running_order(release: Release, answers: list[Answer], cells: list[HandedIn]) -> list[Step]:
    """Return all cells of the notebook to grade."""
    fixed = [*given(release), *answered(release, answers)]
    used = {cell.position for answer in answers for cell in answer.cells}
    own = [own_step(release, cell) for cell in cells if is_own(cell) and cell.position not in used]
    wanted = needed(release, answers, fixed, own)
    return RunningOrder(release, fixed, wanted).laid_out()


def is_own(cell: HandedIn) -> bool:
    """Whether a cell was added by the student and is code."""
    return cell.place is None and cell.code and bool(cell.source.strip())


def given(release: Release) -> Iterator[Step]:
    """Yield the course's cells but for the answers."""
    answers = set(release.solutions.values())
    for index, names in enumerate(release.names):
        if index not in answers:
            yield Step(index, None, names, (index, 0, 0))


def answered(release: Release, answers: list[Answer]) -> Iterator[Step]:
    """Yield the answers: of several cells the last bears the name, and the others run before it."""
    for answer in answers:
        index, cells = answer.index, answer.cells
        if release.cells[index].cell_type != "code":
            text = "\n\n".join(cell.source for cell in cells) if cells else None
            yield Step(index, text, CellNames(), (index, 0, 0), bool(cells))
            continue
        if not cells:
            yield Step(index, None, release.names[index], (index, 0, -1))
        undefined = release.answer_names[answer.grade_id].difference(
            *(cell.names.binds for cell in cells)
        )
        for cell in cells:
            names = replace(cell.names, later=cell.names.later | undefined)
            place = index if cell is cells[-1] else None
            yield Step(place, cell.source, names, (index, 0, cell.position), True)


def own_step(release: Release, cell: HandedIn) -> Step:
    """Place a cell of the student's own behind the cell of the course's that stands before it."""
    place = edited(release, cell)
    at_answer = place in release.solutions.values()
    return Step(None, cell.source, cell.names, (place, 0 if at_answer else 1, cell.position))


def edited(release: Release, cell: HandedIn) -> int:
    """Return where a cell stands; a changed cell of the course's stands behind the original."""
    for index in range(cell.after + 1, min(cell.before, len(release.cells))):
        binds = release.names[index].binds
        if binds and index not in release.solutions.values() and binds <= cell.names.binds:
            return index
    return cell.after


def needed(
    release: Release, answers: list[Answer], fixed: list[Step], own: list[Step]
) -> list[Step]:
    """Return the student's own cells that define or change what answers need, and so on."""
    makers: dict[str, list[Step]] = {}
    for step in own:
        for name in (step.names.binds - same_imports(release, step)) | step.names.changes:
            makers.setdefault(name, []).append(step)
    names = set().union(*release.answer_names.values())
    names |= set().union(*(step.names.reads | step.names.binds for step in fixed if step.answers))
    chosen: dict[int, Step] = {}
    waiting, seen = list(names), set(names)
    while waiting:
        for step in makers.get(waiting.pop(), []):
            if id(step) not in chosen:
                chosen[id(step)] = step
                waiting += step.names.reads - seen
                seen |= step.names.reads
    bound = set().union(*(step.names.binds for step in [*fixed, *chosen.values()]))
    if seen - bound - BUILTINS:
        chosen.update({id(step): step for step in own if step.names.imports_everything})
    return [step for step in own if id(step) in chosen]


def same_imports(release: Release, step: Step) -> set[str]:
    """Return the names that a cell imports just as the course's own cells do."""
    theirs = imports(step.source or "")
    return {name for name, text in theirs.items() if release.imports.get(name) == text}


class RunningOrder:
    """Lays out the steps in the order in which they run.

    Parameters
    ----------
    fixed, own : list of Step
        The course's cells with the answers, and those of the student's that answers need.
    """

    def __init__(self, release: Release, fixed: list[Step], own: list[Step]):
        self.tests = sorted(release.tests)
        self.own = {id(step) for step in own}
        self.steps = sorted([*fixed, *own], key=lambda step: step.key)
        self.fixed_names = set().union(*(step.names.binds for step in fixed)) | BUILTINS
        graded = {*release.tests, *release.solutions.values()}
        self.end = max((step.key for step in fixed if step.key[0] in graded), default=(0, 0, 0))
        self.makers: dict[str, list[Step]] = {}
        for step in sorted(own, key=lambda step: step.key):
            for name in step.names.binds:
                self.makers.setdefault(name, []).append(step)
        self.star_imports = [step for step in own if step.names.imports_everything]
        self.bound: set[str] = set()
        self.begun: set[int] = set()
        self.line: list[Step] = []

    def laid_out(self) -> list[Step]:
        """The steps in the order in which they run."""
        for step in self.steps:
            matters = id(step) not in self.own or step.key < self.end
            if matters and id(step) not in self.begun:
                self.add(step)
        return self.line

    def add(self, step: Step) -> None:
        """Append a step, and before it what it lacks, and what that lacks."""
        waiting = [(step, False)]
        while waiting:
            current, ready = waiting.pop()
            if ready:
                self.line.append(current)
                self.bound |= current.names.binds
            elif id(current) not in self.begun:
                self.begun.add(id(current))
                waiting.append((current, True))
                waiting += [(maker, False) for maker in self.lacking(current, step.key[0])]

    def lacking(self, step: Step, at: int) -> Iterator[Step]:
        """Yield the student's own cells that stand too far down for a step."""
        following = bisect_right(self.tests, at)
        test = self.tests[following] if following < len(self.tests) else at
        for name in sorted(step.names.reads - self.bound - self.fixed_names):
            makers = self.makers.get(name, self.star_imports)
            makers = [maker for maker in makers if id(maker) not in self.begun]
            in_time = [maker for maker in makers if maker.key[0] < test]
            if in_time and name not in step.names.now:
                continue  # it runs before the test that calls what reads the name
            yield from (in_time or makers)[-1:]
