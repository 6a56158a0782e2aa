"""Grading a class at once: every score right, whatever is killed on the way."""

import functools
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import nbformat
import pytest
from nbgrader.coursedir import CourseDirectory

from grading.batch import grade
from grading.execution.job import job_key, make_job, run_job
from grading.execution.notebook import Options
from grading.execution.versions import check_modules
from grading.plugins.assignment import is_whole
from grading.plugins.course import Course
from grading.reports.page import render
from grading.reports.results import read_class
from grading.workers.dask import Cluster
from grading.workers.pool import WorkerLost, WorkerPool
from tests.grading import mini_course
from tests.grading.mini_course import ASSIGNMENT, NOTEBOOK, RIGHT, SLOW, WRONG
from tests.grading.waiting import is_alive, wait_until
from tests.machine import needed

ANSWERS = {"ada": RIGHT, "bob": WRONG, "cyd": SLOW, "dan": "def double(x): raise KeyError(x)"}
SCORES = {"ada": 3.0, "bob": 0.0, "cyd": 3.0, "dan": 0.0}
log = logging.getLogger("tests.batch")


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    root = tmp_path_factory.mktemp("released")
    mini_course.build(root)
    for student, answer in ANSWERS.items():
        mini_course.hand_in(root, student, answer)
    return root


@pytest.fixture
def course(released, tmp_path):
    """A fresh copy of the course with four students' submissions, and its configuration."""
    root = shutil.copytree(released, tmp_path / "course")
    return root, mini_course.configured(root)


class NoPool:
    """Where nothing may need executing any more."""

    size = 1

    def run(self, job):
        raise WorkerLost("nothing was to be executed")

    def close(self):
        pass


def kill_one_worker(root: Path, killed: list[int]) -> None:
    """Kill a worker as soon as a first student is done, while the others are at work."""
    wait_until(lambda: any_result(root))
    killed.append(mini_course.children()[0])
    os.kill(killed[0], signal.SIGKILL)


def any_result(root: Path) -> bool:
    """Whether a first student has been executed."""
    return any(root.glob("results/*/*.json"))


def test_killed_workers_cost_time_and_nothing_else(course):
    root, config = course
    killed: list[int] = []
    killer = threading.Thread(target=kill_one_worker, args=[root, killed])
    with WorkerPool(2) as pool:
        killer.start()
        outcome = grade(config, ASSIGNMENT, pool, log)
    killer.join()
    assert killed and not outcome.failed
    assert mini_course.scores(root) == SCORES
    assert mini_course.children() == []

    # Again: nobody has to be graded; by force: nothing has to be executed.
    assert sorted(grade(config, ASSIGNMENT, NoPool(), log).skipped) == sorted(ANSWERS)
    outcome = grade(config, ASSIGNMENT, NoPool(), log, force=True)
    assert sorted(outcome.graded) == sorted(ANSWERS)
    assert mini_course.scores(root) == SCORES

    # The report reads what the batch has left.
    results = read_class(CourseDirectory(config=config), ASSIGNMENT)
    ada, bob, *_ = (student.notebooks[NOTEBOOK] for student in results.students)
    assert ada.handed_in and ada.seconds > 0 and "by ada" in ada.answers["answer"]
    assert (ada.score, bob.score, bob.checks) == (3.0, 0.0, {"test": 0.0})
    assert "bob" in render(results)

    # A run that was killed leaves students half graded; they are found and graded.
    half = mini_course.graded_folder(root, "ada") / f"{NOTEBOOK}.ipynb"
    half.chmod(0o644)
    half.write_text(half.read_text()[:100])
    shutil.rmtree(mini_course.graded_folder(root, "bob"))
    mini_course.graded_folder(root, "bob").mkdir()
    outcome = grade(config, ASSIGNMENT, NoPool(), log)
    assert sorted(outcome.graded) == ["ada", "bob"]
    assert mini_course.scores(root) == SCORES


def test_a_student_who_cannot_be_graded_does_not_stop_the_others(course):
    root, config = course
    said: list[str] = []

    class OnlyAda(NoPool):
        def run(self, job):
            if "by ada" not in job["cells"][0]["source"]:
                raise WorkerLost("no worker")
            code = {"outputs": [], "execution_count": 1}
            return {"cells": [code, code], "points": {"test": 3.0}, "seconds": 0.1}

    outcome = grade(config, ASSIGNMENT, OnlyAda(), log, ["ada", "bob"], say=said.append)
    assert outcome.graded == ["ada"]
    assert "no worker" in outcome.failed["bob"]
    assert not mini_course.graded_folder(root, "bob").exists()
    assert "ada: 3 of 3" in said and any("bob: not graded" in line for line in said)


def start_grader(root) -> subprocess.Popen:
    """Grade in another process with one worker; return when ada is done, the next under way."""
    script = (
        "import logging; from grading.batch import grade; from tests.grading import mini_course\n"
        "from grading.workers.pool import WorkerPool\n"
        f"import pathlib; config = mini_course.configured(pathlib.Path({str(root)!r}))\n"
        "with WorkerPool(1) as pool:\n"
        f"    outcome = grade(config, {ASSIGNMENT!r}, pool, logging.getLogger('x'))\n"
        "    print('stopped' if outcome.stopped else 'done', *outcome.failed)"
    )
    grader = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    wait_until(lambda: any_result(root) or grader.poll() is not None)
    return grader


def grade_the_rest(config, root) -> list[str]:
    """Grade once more; return who had to be executed for it."""
    executed: list[str] = []
    with WorkerPool(1) as pool:

        class Counting(NoPool):
            def run(self, job):
                executed.append(job["cells"][0]["source"].split()[2])
                return pool.run(job)

        outcome = grade(config, ASSIGNMENT, Counting(), log)
    assert not outcome.failed
    assert mini_course.scores(root) == SCORES
    return executed


def test_the_grader_killed_in_the_middle_goes_on_where_it_was(course):
    root, config = course
    grader = start_grader(root)
    workers = mini_course.children(grader.pid)
    grader.kill()
    grader.communicate()
    assert 0 < len(grade_the_rest(config, root)) < len(ANSWERS)
    wait_until(lambda: not any(map(is_alive, workers)))


def test_ctrl_c_leaves_everything_whole(course):
    root, config = course
    grader = start_grader(root)
    workers = mini_course.children(grader.pid)
    grader.send_signal(signal.SIGINT)
    said, _ = grader.communicate(timeout=300)
    assert said == "stopped\n"
    wait_until(lambda: not any(map(is_alive, workers)))
    folders = root.glob(f"autograded/*/{ASSIGNMENT}")
    assert all(is_whole(folder, [NOTEBOOK]) for folder in folders)
    known = mini_course.scores(root)
    assert known["ada"] == SCORES["ada"]
    finished = {path.parents[1].name for path in root.glob("autograded/*/*/*.ipynb")}
    assert {name: known[name] for name in finished} == {name: SCORES[name] for name in finished}
    assert sorted(grade_the_rest(config, root)) == sorted(ANSWERS.keys() - finished)


def test_a_changed_hidden_check_regrades_what_it_is_about(course):
    root, config = course
    executed: list[str] = []

    class Executing(NoPool):
        def run(self, job):
            executed.append(job["cells"][0]["source"].split()[2])
            return run_job(job)

    def regrade() -> tuple[list[str], dict[str, float]]:
        executed.clear()
        grade(config, ASSIGNMENT, Executing(), log, ["ada", "bob"], force=True)
        return sorted(executed), mini_course.scores(root)

    assert regrade() == (["ada", "bob"], {"ada": 3.0, "bob": 0.0})
    path = root / "exercises" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    before = path.read_text()

    def release(source: str) -> None:
        path.write_text(source)
        Course(config, root / "release.log").release(ASSIGNMENT)

    # The check was wrong: now bob is right, and ada keeps nothing of the score that she had.
    release(before.replace("== 10", "== 6"))
    assert regrade() == (["ada", "bob"], {"ada": 0.0, "bob": 3.0})
    assert regrade() == ([], {"ada": 0.0, "bob": 3.0})
    release(before)
    assert regrade() == ([], {"ada": 3.0, "bob": 0.0})

    # Handed in again: hers alone.
    mini_course.hand_in(root, "ada", WRONG)
    assert regrade() == (["ada"], {"ada": 0.0, "bob": 0.0})


def test_only_notebooks_with_a_changed_check_are_executed_anew(monkeypatch, tmp_path):
    def key(name: str) -> str:
        test = nbformat.v4.new_code_cell(f"from tests.hidden import {name}")
        test.metadata["nbgrader"] = {"grade": True, "solution": False, "grade_id": "t"}
        return job_key(make_job(nbformat.v4.new_notebook(cells=[test]), {}, Options()))

    checks = tmp_path / "hidden"
    checks.mkdir()
    for name in ("__init__", "one", "two"):
        (checks / f"{name}.py").write_text("x = 1")
    monkeypatch.setattr(
        "grading.execution.job.check_modules", functools.partial(check_modules, folder=checks)
    )
    before = key("one"), key("two")
    (checks / "two.py").write_text("x = 2")
    assert key("one") == before[0]
    assert key("two") != before[1]


def test_on_a_dask_cluster_with_a_worker_killed(course):
    distributed = needed("distributed")
    root, config = course
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with (
        distributed.LocalCluster(**options, silence_logs=logging.CRITICAL) as cluster,
        Cluster(cluster.scheduler_address, timeout=120) as pool,
    ):
        killed = cluster.workers[0]

        def kill() -> None:
            wait_until(lambda: any_result(root))
            killed.process.process.kill()

        killer = threading.Thread(target=kill)
        killer.start()
        outcome = grade(config, ASSIGNMENT, pool, log)
        killer.join()
    assert not outcome.failed
    assert mini_course.scores(root) == SCORES
