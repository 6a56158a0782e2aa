"""Every answer in the bank gets what it deserves from the tests of its notebook, in one process.

`tests/grading/test_bank.py` grades some of them as submissions are, in the sandbox.
"""

import os
import time
from collections import Counter

import matplotlib
import pytest

from tests.bank import entries
from tests.bank.exercise import autograded, code_cells, grade, graders, marks, notebooks

matplotlib.use("agg")

# The inputs are new in each run, so more runs find what only chance tells: BANK_RUNS=50 looks for
# it. An answer that is slow runs less often.
RUNS = int(os.environ.get("BANK_RUNS", "1"))
SECONDS = 0.2 * RUNS
TRIES = 3  # until a wrong answer hears its own mistake


def marked(*values, notebook: str, name: str):
    own = [getattr(pytest.mark, mark) for mark in marks(notebook)]
    return pytest.param(*values, id=name, marks=own)


def case(entry):
    return marked(entry, notebook=entry.notebook, name=f"{entry.cell}-{entry.name}")


RIGHT = [case(entry) for entry in entries() if entry.right]
WRONG = [case(entry) for entry in entries() if not entry.right]
CELLS = [
    marked(notebook, cell, notebook=notebook, name=f"{notebook}-{cell.grade_id}")
    for notebook in notebooks()
    for cell in autograded(notebook)
]


def several_times(entry):
    begin = time.process_time()
    for _ in range(RUNS):
        yield grade(entry)
        if time.process_time() - begin > SECONDS:
            return


def words(result) -> str:
    """What a student reads, on one line."""
    return " ".join(result.said.split())


@pytest.mark.parametrize("entry", RIGHT)
def test_right_answer_earns_everything(entry):
    for result in several_times(entry):
        assert result.full and not result.said, result.said


@pytest.mark.parametrize("entry", WRONG)
def test_wrong_answer_loses_points_and_hears_why(entry):
    for result in several_times(entry):
        # On some inputs a mistake looks like another one; other inputs tell them apart.
        tries = [result]
        while entry.says not in words(tries[-1]) and len(tries) < TRIES:
            tries.append(grade(entry))
        assert not any(once.full for once in tries)
        assert entry.says in words(tries[-1])


@pytest.mark.parametrize("notebook, cell", CELLS)
def test_the_bank_is_large_enough(notebook, cell):
    count = Counter(entry.right for entry in entries(notebook, cell.grade_id))
    defines = "\ndef " in f"\n{cell.source}" or "\nclass " in f"\n{cell.source}"
    assert count[True] >= 10
    assert count[False] >= (25 if defines else 12)


def test_every_answer_answers_a_cell():
    cells = {(notebook, cell.grade_id) for notebook in notebooks() for cell in autograded(notebook)}
    assert {(entry.notebook, entry.cell) for entry in entries()} == cells


@pytest.mark.parametrize("notebook", notebooks())
def test_every_test_belongs_to_a_cell_and_every_cell_has_one(notebook):
    tests = [graders(notebook, cell.grade_id) for cell in autograded(notebook)]
    assert all(tests)
    assert set(sum(tests, [])) == {cell for cell in code_cells(notebook) if cell.test}
