"""Right answers in all the forms that editors and students give them, in all notebooks.

Whatever the form, the rebuilt notebook holds the code that ran, in order, before the tests of it.
"""

from copy import deepcopy

import nbformat
import pytest

from grading.marks import EXTRA
from grading.notebooks import grade_id, is_solution, solution_cells
from grading.submission.reading import Submission
from grading.submission.rebuild import notes_of, rebuild_submission
from grading.submission.recognition import normal
from tests.bank.exercise import marks, notebooks
from tests.grading.test_robust_notebooks import handed_out, is_test, solved

NOTEBOOKS = [
    pytest.param(n, marks=[getattr(pytest.mark, mark) for mark in marks(n)]) for n in notebooks()
]
COURSE: dict[str, tuple] = {}


def course(name: str):
    """The notebook as the grader has it, and as a good student hands it in."""
    if name not in COURSE:
        COURSE[name] = handed_out(name), solved(name)
    return COURSE[name]


def visible(cell) -> str:
    """A cell as students have it."""
    source = cell.source
    for part in ("HIDDEN TESTS", "MARK SCHEME"):
        while f"### BEGIN {part}" in source:
            before, _, rest = source.partition(f"### BEGIN {part}")
            source = before + rest.partition(f"### END {part}")[2]
    return source


def rebuilt(release, nb):
    """Rebuild what a student hands in, with the tests as students have them."""
    cells = []
    for cell in nb.cells:
        cells.append((grade_id(cell), cell.cell_type == "code", visible(cell)))
    return rebuild_submission(release, Submission(cells))


def slot(built, name: str) -> list[str]:
    """The student's code between the course's cell above an answer and the next one below it."""
    at = [grade_id(cell) for cell in built.cells].index(name)
    first = at
    while first and built.cells[first - 1].metadata.get(EXTRA):
        first -= 1
    last = at + 1
    while last < len(built.cells) and built.cells[last].metadata.get(EXTRA):
        last += 1
    return [cell.source for cell in built.cells[first:last]]


def answer_names(good, code: bool | None = None) -> list[str]:
    return [
        name
        for name, cell in solution_cells(good).items()
        if code is None or (cell.cell_type == "code") == code
    ]


def own(source: str, like=None):
    kind = "code" if like is None else like.cell_type
    make = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
    return make(source)


def index_of(nb, name: str) -> int:
    return [grade_id(cell) for cell in nb.cells].index(name)


# Forms: each changes one answer of a notebook, and returns the code that runs for it.


def magic_on_top(nb, release, name):
    cell = nb.cells[index_of(nb, name)]
    cell.source = f"%%time\n{cell.source}"
    return [cell.source]


def magic_below(nb, release, name):
    cell = nb.cells[index_of(nb, name)]
    cell.source = f"%matplotlib inline\n{cell.source}\n!ls\n%timeit -n1 -r1 1 + 1\nlen?"
    return [cell.source]


def split_in_two(nb, release, name):
    at = index_of(nb, name)
    first = deepcopy(nb.cells[at])
    first.source = "def first_half(x):\n    return x"
    nb.cells.insert(at, first)
    return [first.source, nb.cells[at + 1].source]


def better_second_try(nb, release, name):
    at = index_of(nb, name)
    first = deepcopy(nb.cells[at])
    first.source = f"wrong = 1\n{solution_cells(release)[name].source}"
    nb.cells.insert(at, first)
    return [first.source, nb.cells[at + 1].source]


def untouched_copies(nb, release, name):
    at = index_of(nb, name)
    copy = deepcopy(solution_cells(release)[name])
    nb.cells[at + 1 : at + 1] = [copy]
    nb.cells.insert(at, deepcopy(copy))
    return [nb.cells[at + 1].source]


def duplicated(nb, release, name):
    at = index_of(nb, name)
    nb.cells.insert(at, deepcopy(nb.cells[at]))
    return [nb.cells[at].source]


def below_the_stub(nb, release, name):
    at = index_of(nb, name)
    right = nb.cells[at]
    nb.cells[at] = deepcopy(solution_cells(release)[name])
    nb.cells.insert(at + 1, own(right.source, right))
    return [right.source]


def in_place_of_the_cell(nb, release, name):
    at = index_of(nb, name)
    nb.cells[at] = own(nb.cells[at].source, nb.cells[at])
    return [nb.cells[at].source]


def without_metadata(nb, release, name):
    for cell in nb.cells:
        cell.metadata = nbformat.from_dict({})
    at = [normal(cell.source) for cell in nb.cells].index(
        normal(solution_cells(course(nb.metadata["name"])[1])[name].source)
    )
    return [nb.cells[at].source]


FOR_TEXT = [untouched_copies, duplicated, below_the_stub, in_place_of_the_cell, without_metadata]
FORMS = [*FOR_TEXT, magic_on_top, magic_below, split_in_two, better_second_try]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_right_answer_in_another_form(name, form):
    release, good = course(name)
    for answer in answer_names(good, None if form in FOR_TEXT else True):
        nb = deepcopy(good)
        nb.metadata["name"] = name
        ran = form(nb, release, answer)
        built = rebuilt(release, nb)
        assert slot(built, answer) == ran
        unchanged(built, release, good, answer)


def unchanged(built, release, good, answer):
    """All other answers are as they were, and the course's cells its own, in their order."""
    right = {n: cell.source for n, cell in solution_cells(good).items() if n != answer}
    found = {n: cell.source for n, cell in solution_cells(built).items() if n != answer}
    assert found == right
    theirs = [c.source for c in built.cells if not (is_solution(c) or c.metadata.get(EXTRA))]
    assert theirs[bool(notes_of(built)) :] == [
        c.source for c in release.cells if not is_solution(c)
    ]


@pytest.mark.parametrize("order", ["answer first", "test first"])
@pytest.mark.parametrize("keeps", ["the answer's metadata", "the test's metadata", "none"])
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_an_answer_merged_into_its_test(name, keeps, order):
    release, good = course(name)
    for answer in answer_names(good, True):
        nb = deepcopy(good)
        at = index_of(nb, answer)
        test = next(c for c in nb.cells[at + 1 :] if is_test(c) or is_solution(c))
        if is_solution(test):
            continue  # plots that a person looks at
        right = nb.cells[at].source
        parts = [right, visible(test)] if order == "answer first" else [visible(test), right]
        merged = {"the answer's metadata": nb.cells[at], "the test's metadata": test}.get(
            keeps, own("")
        )
        merged.source = "\n\n".join(parts)
        nb.cells = [c for c in nb.cells if c is merged or c not in (nb.cells[at], test)]
        if keeps == "none":
            nb.cells.insert(at, merged)
        if keeps == "the test's metadata":
            merged.metadata["nbgrader"]["solution"] = False
        built = rebuild_submission(
            release,
            Submission([(grade_id(c), c.cell_type == "code", visible(c)) for c in nb.cells]),
        )
        assert [normal(part) for part in slot(built, answer)] == [normal(right)]
        unchanged(built, release, good, answer)
