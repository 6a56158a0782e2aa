"""A student whose answers change, keep or replace whatever they are given: it never pays.

Answers to every graded cell are wrapped, and graded as submissions are. ``FUZZ=all`` tries every
habit on every answer, CI every habit and some wrong answers, others every day; otherwise each cell
meets one of them.
"""

import datetime
import os
import random

import pytest

from tests.bank import Entry, entries
from tests.bank.exercise import autograded, graders, marks, notebooks
from tests.bank.pipeline import grade, prepared_kernel

ALL = os.environ.get("FUZZ") == "all"
EVERY_HABIT = ALL or os.environ.get("CI") == "true"
WRONG = 4  # answers of a cell that CI wraps on one day

# Runs below an answer in the student's kernel: wraps its functions, and the methods and attributes
# of its classes. `habit` and `constant` are filled in.
WRAPPER = '''
def wrap_everything(names, habit, constant):
    import functools, sys, types
    import numpy as np

    kept, inside = [], [0]

    def spoil(value, others):
        """Empty it; or fill it with what an earlier call was given."""
        global spoiled
        if isinstance(value, np.ndarray) and value.size and value.dtype.kind in "biufc":
            old = next((o for o in others if isinstance(o, np.ndarray) and o.size), None)
            before = value.tobytes()
            value[...] = 0 if old is None else np.resize(old, value.shape)
            if value.tobytes() == before:
                value[...] = value + 1 if value.dtype.kind != "b" else ~value
            spoiled = True
        elif isinstance(value, (list, tuple)):
            for part in value:
                spoil(part, others)
            if isinstance(value, list) and value:
                old = next((o for o in others if isinstance(o, list)), None)
                value[:] = [] if old is None or old == value else old
                spoiled = True
        elif isinstance(value, dict) and value:
            for part in value.values():
                spoil(part, others)
            value.clear()
            spoiled = True

    def misuse(given):
        if habit == "keeps":
            for old in kept:
                spoil(old, [])
            kept.append(given)
        elif habit == "replaces":
            spoil(given, [part for old in kept for part in old])
            kept.append([v.copy() if hasattr(v, "copy") else v for v in given])
        else:
            spoil(given, [])

    def wrapped(function, constant=None):
        @functools.wraps(function)
        def call(*args, **kwargs):
            caller = sys._getframe(1).f_code.co_filename
            if inside[0] or not caller.endswith("inside/server.py"):  # not the grader's call
                return function(*args, **kwargs)
            given = (*args, *kwargs.values())
            inside[0] += 1
            try:
                if habit not in ("changes afterwards", "is good"):
                    misuse(given)
                result = function(*args, **kwargs) if constant is None else constant
                if habit == "changes afterwards":
                    misuse(given)
                return result
            finally:
                inside[0] -= 1

        return call

    for name, value in list(names.items()):
        if isinstance(value, types.FunctionType):
            names[name] = wrapped(value, constant)
        elif isinstance(value, type):
            for inner, method in list(vars(value).items()):
                if isinstance(method, types.FunctionType):
                    returns = None if inner == "__init__" else constant
                    setattr(value, inner, wrapped(method, returns))
            value.__setattr__ = wrapped(value.__setattr__)


spoiled = False
answer = {name: value for name, value in globals().items()
          if getattr(value, "__module__", "") == "__main__" and name not in remembered_names
          and name != "wrap_everything"}
wrap_everything(answer, HABIT, CONSTANT)
globals().update(answer)
'''
HABITS = ("changes first", "changes afterwards", "keeps", "replaces")
CONSTANTS = ("float('nan')", "0.0", "1.0", "[]")


def wrapped(entry: Entry, habit: str, constant: str = "None") -> Entry:
    """Return an answer of the bank with something below it."""
    below = WRAPPER.replace("HABIT", repr(habit)).replace("CONSTANT", constant)
    return entry._replace(source=f"{entry.source}\n{below}")


def cells() -> list:
    return list(each_cell())


def each_cell():
    for notebook in notebooks():
        for cell in autograded(notebook):
            own = [getattr(pytest.mark, mark) for mark in marks(notebook)]
            name = f"{notebook}-{cell.grade_id}"
            yield pytest.param(notebook, cell.grade_id, id=name, marks=own)


class Grader:
    """Grades answers to one cell, one after the other, in one kernel as long as it lives."""

    def __init__(self, notebook: str, cell: str):
        self.notebook, self.cell = notebook, cell
        self.kernel = None

    def __call__(self, answer):
        if self.kernel is None or not self.kernel.alive():
            self.close()
            self.kernel = prepared_kernel(self.notebook, self.cell)
        return grade(self.kernel, answer)

    def spoiled(self) -> bool:
        """Whether the wrapped answer has changed anything that it was given."""
        shown = "".join(
            out.get("text", "") for out in self.kernel.run("print(spoiled)", 30).outputs
        )
        return shown.strip() == "True"

    def close(self) -> None:
        if self.kernel is not None:
            self.kernel.close()


@pytest.fixture
def grader(notebook, cell):
    made = Grader(notebook, cell)
    yield made
    made.close()


def some_wrong(notebook: str, cell: str) -> list[Entry]:
    """Wrong answers to a cell: all of them, or some of the day."""
    wrong = [entry for entry in entries(notebook, cell) if not entry.right]
    most = len(wrong) if ALL else WRONG if EVERY_HABIT else 1
    day = random.Random(datetime.date.today().isoformat())
    return day.sample(wrong, min(most, len(wrong)))


def shortest(answers: list[Entry]) -> Entry:
    """One that does no more than it has to; some ask for each number of an array by itself."""
    return min(answers, key=lambda entry: len(entry.source))


def never_pays(grader, honest: Entry, misusing: Entry) -> bool:
    """Whether misuse earns no more; three tries, as a busy machine costs points, too."""
    return any(grader(misusing).earned <= grader(honest).earned for _ in range(3))


@pytest.mark.parametrize(("notebook", "cell"), cells())
def test_an_answer_that_misuses_its_arguments_never_earns_more(notebook, cell, grader):
    number = [one.grade_id for one in autograded(notebook)].index(cell)
    right = shortest([entry for entry in entries(notebook, cell) if entry.right])
    for habit in HABITS if EVERY_HABIT else ("changes first", HABITS[number % len(HABITS)]):
        result = grader(wrapped(right, habit))
        assert result.earned <= result.points
        if habit != "keeps" and grader.spoiled():
            assert result.earned < result.points, f"{habit}: {result.said}"
    for entry in some_wrong(notebook, cell):
        assert never_pays(grader, entry, wrapped(entry, "changes first")), entry.name
    for constant in CONSTANTS if ALL else CONSTANTS[number % len(CONSTANTS) :][:1]:
        good, bad = (wrapped(right, habit, constant) for habit in ("is good", "changes first"))
        assert never_pays(grader, good, bad), constant


def test_every_graded_cell_meets_this_student():
    met = {(notebook, cell) for notebook, cell in (param.values for param in cells())}
    assert met == {
        (n, c.grade_id) for n in notebooks() for c in autograded(n) if graders(n, c.grade_id)
    }
