"""Rebuild a submission from the course's own notebook and the student's cells alone.

The order is the student's notebook's, from top to bottom. What an answer needs and what stands only
further down, as when cells were run out of order, moves up to just before it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from grading.marks import EXTRA, NOTES
from grading.notebooks import grade_id, solution_cells
from grading.submission.answers import Answer, answers_in, remarks
from grading.submission.names import BUILTINS, CellNames, cell_names, imports
from grading.submission.reading import Submission
from grading.submission.recognition import HandedIn, Release, recognize


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
    """Whether a cell is code of the student's own, none of the course's cells."""
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
            # A code cell that had become a text cell runs as code again.
            own = cell.names if cell.code else cell_names(cell.source)
            names = replace(own, later=own.later | undefined)
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
        """Return the steps in the order in which they run."""
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
