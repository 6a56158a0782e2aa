"""The same seed gives the same run; nothing of it can be foreseen by an answer."""

import random

import nbformat
import numpy as np
import pytest

from grading.execution.job import job_key, make_job, run_job
from grading.execution.notebook import Options
from grading.execution.seeds import derived_seed, drawing_from, fresh_seed
from grading.sandbox import bubblewrap
from tests.grading.mini_course import cell

DRAWS = """
import random
import numpy as np

def drawn():
    return [
        random.random(), np.random.rand(), np.random.default_rng().random(),
        np.random.RandomState().rand(), np.random.Generator(np.random.PCG64()).random(),
    ]
"""
ANSWER = f"{DRAWS}\nwords = list({{'alpha', 'beta', 'gamma', 'delta', 'epsilon'}})\n"
OURS = DRAWS.replace("drawn", "ours")
ASKS = f"theirs = [*drawn(), *words]\n{OURS}\nraise AssertionError(repr([theirs, ours()]))"


def job(test: str = ASKS) -> dict:
    cells = [
        cell(ANSWER, grade_id="answer", grade=False, solution=True),
        cell(test, grade_id="one", grade=True, solution=False, points=1),
        cell(test, grade_id="two", grade=True, solution=False, points=1),
    ]
    options = Options(unsafe=bubblewrap.executable() is None)
    return make_job(nbformat.v4.new_notebook(cells=cells), {}, options)


def said(result: dict) -> list[str]:
    return [verdict.said for name in ("one", "two") for verdict in result["verdicts"][name]]


@pytest.fixture(scope="module")
def runs():
    """Two runs with a seed, one with another, and one with none given."""
    return [run_job(job() | seed) for seed in ({"seed": 5}, {"seed": 5}, {"seed": 6}, {})]


def test_all_that_is_drawn_on_either_side_follows_from_the_seed(runs):
    first, second, other, _ = map(said, runs)
    assert first == second
    assert len({*first, *other}) == 4  # each test cell has inputs of its own


def test_answer_and_test_draw_different_numbers(runs):
    for text in said(runs[0]):
        theirs, ours = eval(text.removeprefix("AssertionError: "))
        assert not {round(float(x), 9) for x in theirs[:5]} & {round(float(x), 9) for x in ours}


def test_the_seed_is_part_of_the_result_and_not_of_its_key(runs):
    assert [run["seed"] for run in runs[:3]] == [5, 5, 6]
    assert runs[3]["seed"] > 6
    assert job_key(job()) == job_key(job() | {"seed": 5})


def test_what_the_grader_draws_outside_of_a_test_stays_random():
    with drawing_from(1):
        inside = np.random.default_rng().random(), random.random()
    outside = np.random.default_rng().random(), random.random()
    with drawing_from(1):
        assert inside == (np.random.default_rng().random(), random.random())
    assert outside != inside
    assert np.random.default_rng().random() != outside[0]


def test_seeds_are_fresh_and_parts_of_a_run_have_their_own():
    assert len({fresh_seed() for _ in range(100)}) == 100
    assert len({derived_seed(seed, name) for seed in range(9) for name in "abc"}) == 27
    assert all(0 <= derived_seed(seed, "kernel") < 2**63 for seed in range(99))
