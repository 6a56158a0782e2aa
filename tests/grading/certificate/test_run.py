"""Answers are graded as submissions are, several times; what is graded is kept."""

import logging

import pytest

from grading.certificate.exercise import exercises, trial_notebook
from grading.certificate.rates import cell_rates, rates
from grading.certificate.run import NotGraded, Plan, grade, graded_before
from grading.sandbox import bubblewrap
from grading.workers.pool import WorkerLost, WorkerPool
from tests.bank.exercise import autograded, code_cells, graders, notebooks
from tests.grading.certificate.small_exercise import ANSWERS, EXERCISE, EXERCISES

PLAN = Plan(runs=12, unsafe=bubblewrap.executable() is None)


class NoPool:
    """Where nothing may need executing any more."""

    size = 1

    def run(self, job):
        raise WorkerLost("nothing was to be executed")

    def close(self):
        logging.debug("nothing to close")


@pytest.fixture(scope="module", params=[1, len(ANSWERS)], ids=["alone", "together"])
def graded(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("results")
    plan = PLAN._replace(together=request.param)
    with WorkerPool(1) as pool:
        trials = grade(list(ANSWERS.values()), EXERCISES, plan, pool, "small", folder)
    return folder, plan, {trial.answer.name: trial for trial in trials}


def test_each_answer_gets_its_verdict_whoever_shares_its_kernel(graded):
    _, _, trials = graded
    assert {name for name, trial in trials.items() if trial.rejected} == {"five_forgotten"}
    assert {name for name, trial in trials.items() if trial.accepted} == {"large_ones_cut_off"}
    assert {name for name, trial in trials.items() if trial.named} == {"one_added"}
    assert set(trials) == set(ANSWERS)
    assert all(len(trial.runs) == PLAN.runs for trial in trials.values())


def test_runs_draw_inputs_of_their_own_and_the_seed_decides_which(graded):
    folder, plan, trials = graded
    found = [run.full for run in trials["five_forgotten"].runs]
    assert len(set(found)) == 2
    with WorkerPool(1) as pool:
        again, other = (
            grade([ANSWERS["five_forgotten"]], EXERCISES, PLAN._replace(seed=s), pool, "", place)
            for s, place in ((0, folder / "again"), (1, folder / "other"))
        )
    if plan.together == 1:
        assert [run.full for run in again[0].runs] == found
    assert again[0].runs != other[0].runs


def test_what_is_graded_is_not_graded_again(graded):
    folder, plan, trials = graded
    answers = list(ANSWERS.values())
    assert grade(answers, EXERCISES, plan, NoPool(), "", folder) == list(trials.values())
    assert graded_before(answers, EXERCISES, plan, folder) == list(trials.values())
    assert graded_before(answers, EXERCISES, plan._replace(seed=9), folder) is None
    with pytest.raises(NotGraded, match="run the same command again"):
        grade(answers, EXERCISES, plan._replace(runs=2), NoPool(), "", folder)


def test_checks_are_told_apart_and_what_each_is_worth(graded):
    _, _, trials = graded
    (cell,) = cell_rates(list(trials.values()), EXERCISES)
    checks = {check.name: check for check in cell.checks}
    assert list(checks)[:3] == [
        "double_visible",
        "double_hidden: values",
        "double_hidden: negative",
    ]
    assert checks["double_hidden: negative"].only == 2  # never_negative, nor_so_here
    assert checks["double_hidden: negative"].rejected.hits == 0
    assert checks["double_hidden: values"].rejected.hits == 1
    assert rates(list(trials.values())).line == (
        "answers: 3 right, 1 rejected; 8 wrong, 1 accepted; 1 named"
    )


def test_an_answer_is_followed_by_its_own_tests_in_every_run():
    sources = [answer.source for answer in ANSWERS.values()]
    nb, places = trial_notebook(EXERCISE, "double", sources, 3)
    assert len(nb.cells) == len(places)
    names = [cell.metadata.nbgrader.grade_id for cell in nb.cells if "nbgrader" in cell.metadata]
    assert len(set(names)) == len(names) == len(sources) * (1 + 2 * 3)


@pytest.mark.parametrize("notebook", notebooks())
def test_cells_and_tests_are_those_of_the_bank(notebook):
    exercise = exercises()[notebook]
    assert exercise.graded() == [cell.grade_id for cell in autograded(notebook)]
    for name in exercise.graded():
        own = [test.metadata.nbgrader.grade_id for test in exercise.tests(name)]
        assert own == [test.grade_id for test in graders(notebook, name)]
        above, _ = exercise.split(name)
        assert len(above) <= len(code_cells(notebook))
