import pytest

from grading.execution.job import job_key
from grading.execution.store import ResultsStore
from grading.workers.fill import fill
from grading.workers.pool import Stopped


def job(name: str) -> dict:
    cell = {"cell_type": "code", "source": name, "metadata": {}}
    return {"cells": [cell], "options": {}}


class Recorder:
    """A pool that notes what it was given, and does what it is told with it."""

    def __init__(self, size: int = 2, does=lambda job: None):
        self.size = size
        self.does = does
        self.ran: list[str] = []
        self.closed = False

    def run(self, job):
        self.ran.append(job["cells"][0]["source"])
        self.does(job)
        return {"of": job["cells"][0]["source"]}

    def close(self):
        self.closed = True


@pytest.mark.parametrize("size", [1, 2, 5])
def test_every_job_is_executed_once_and_only_when_its_result_is_missing(tmp_path, size):
    store, pool = ResultsStore(tmp_path), Recorder(size)
    names = [*"abcdefg", "a"]  # two students may hand in the same
    ticks: list[int] = []
    filled = fill(store, map(job, names), pool, tick=lambda: ticks.append(1))
    assert sorted(pool.ran) == sorted(set(names)) and len(ticks) == len(names)
    assert not filled.failures and not filled.stopped and not pool.closed
    assert all(store.get(job_key(job(name))) == {"of": name} for name in names)

    fill(store, map(job, [*names, "new"]), again := Recorder(size))
    assert again.ran == ["new"]
    fill(store, map(job, names), anew := Recorder(size), reuse=False)
    assert sorted(anew.ran) == sorted(set(names))


def test_one_that_fails_has_a_reason_and_the_others_go_on(tmp_path):
    def fail(job):
        if job["cells"][0]["source"] == "b":
            raise RuntimeError("no memory")

    store = ResultsStore(tmp_path)
    filled = fill(store, map(job, "abc"), Recorder(2, fail))
    assert filled.failures == {job_key(job("b")): "no memory"}
    assert [job_key(job(name)) in store for name in "abc"] == [True, False, True]


def test_jobs_are_made_as_workers_get_to_them(tmp_path):
    made: list[str] = []
    ahead: list[int] = []

    def jobs():
        for name in map(str, range(50)):
            made.append(name)
            yield job(name)

    pool = Recorder(2, lambda job: ahead.append(len(made) - len(pool.ran)))
    fill(ResultsStore(tmp_path), jobs(), pool)
    assert len(pool.ran) == 50 and max(ahead) <= 6


def test_ctrl_c_keeps_what_has_been_and_blames_nobody(tmp_path):
    def jobs():
        yield job("a")
        while job_key(job("a")) not in store:
            pass
        yield job("b")
        raise KeyboardInterrupt

    def stop(job):
        if job["cells"][0]["source"] == "b":
            while not pool.closed:
                pass
            raise Stopped

    store, pool = ResultsStore(tmp_path), Recorder(2, stop)
    filled = fill(store, jobs(), pool)
    assert filled.stopped and not filled.failures and pool.closed
    assert job_key(job("a")) in store and job_key(job("b")) not in store
