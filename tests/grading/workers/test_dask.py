"""What a real Dask worker's kernels see: nothing of its own course, nor of the job's."""

import ast
import logging
import os
from pathlib import Path

import nbformat
import pytest

from grading.execution.job import job_key, make_job
from grading.execution.notebook import Options
from grading.paths import ROOT
from grading.sandbox import bubblewrap
from grading.workers.dask import Cluster
from tests.machine import lacking, needed

# A folder that every kernel sees, unless a course lies there.
PLACES = ("/usr/include", "/usr/share/doc", "/usr/share/info")


@pytest.fixture
def place() -> str:
    if bubblewrap.executable() is None:
        lacking("bubblewrap is not installed")
    return next(place for place in PLACES if os.path.isdir(place) and os.listdir(place))


@pytest.fixture
def cluster():
    distributed = needed("distributed")
    options = {"n_workers": 1, "threads_per_worker": 1, "dashboard_address": None}
    with (
        distributed.LocalCluster(**options, silence_logs=logging.CRITICAL) as started,
        Cluster(started.scheduler_address, timeout=120) as pool,
    ):
        yield pool


def job(place: str, course: str) -> dict:
    """Look for a folder, and for the files of the course that the worker itself belongs to."""
    own = [str(path) for path in ROOT.iterdir() if path.name not in (".venv", "lmcore")]
    source = (
        f"import os\nprint([os.listdir({place!r}), [p for p in {own!r} if os.path.lexists(p)]])"
    )
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    return make_job(nb, {}, Options(course=course))


def seen(result: dict) -> list:
    (output,) = result["cells"][0]["outputs"]
    return ast.literal_eval(output["text"])


def test_a_worker_hides_its_own_course_and_the_jobs(cluster, place):
    """One after the other on one worker: of a course that lies elsewhere, there, and elsewhere."""
    shown = sorted(os.listdir(place))
    assert Path(ROOT, "tests", "hidden").is_dir()
    listed, own = seen(cluster.run(job(place, "/nowhere")))
    assert (sorted(listed), own) == (shown, [])
    assert seen(cluster.run(job(place, place))) == [[], []]
    listed, own = seen(cluster.run(job(place, "/nowhere")))
    assert own == []
    assert seen(cluster.run(job(place, place))) == [[], []]


def test_where_the_course_lies_changes_no_result(place):
    assert job_key(job(place, place)) == job_key(job(place, "/nowhere"))
