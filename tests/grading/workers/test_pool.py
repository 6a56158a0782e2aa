import contextlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import nbformat
import pytest

from grading.execution.job import make_job
from grading.execution.notebook import Options
from grading.sandbox import bubblewrap
from grading.workers.pool import Stopped, WorkerLost, WorkerPool
from tests.grading.waiting import is_alive, wait_until

OPTIONS = Options(unsafe=bubblewrap.executable() is None)


def job(source: str) -> dict:
    return make_job(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]), {}, OPTIONS
    )


def text_of(result: dict) -> str:
    return result["cells"][0]["outputs"][0]["text"]


def left_behind(pool: WorkerPool) -> list[str]:
    return [worker.folder for worker in pool.workers if Path(worker.folder).exists()]


def test_a_closed_pool_blames_nobody():
    pool = WorkerPool(1)
    pool.close()
    with pytest.raises(Stopped):
        pool.run(job("1"))


def test_workers_start_when_there_is_something_to_do():
    with WorkerPool(4) as pool:
        assert not pool.workers
        assert text_of(pool.run(job("print(6 * 7)"))) == "42\n"
        assert len(pool.workers) == 1


@pytest.mark.parametrize("ending", ["close", "kill", "kill its parent", "close at work"])
def test_however_a_worker_ends_nothing_is_left(ending):
    """No folder (hidden checks lie in it), no process: of the worker, the zygote or the kernels."""
    if ending == "kill its parent":
        parent, folder, worker = parent_of_a_worker()
    else:
        pool = WorkerPool(1)
        pool.run(job("print(1)"))
        (only,) = pool.workers
        folder, worker = only.folder, only.process.pid
    family = descendants(worker)
    assert Path(folder).exists()
    if ending == "kill its parent":
        parent.kill()
        parent.communicate()
    elif ending == "close":
        pool.close()
    elif ending == "kill":
        os.kill(worker, signal.SIGKILL)
        pool.run(job("print(2)"))  # which is when it is noticed
        pool.close()
    elif ending == "close at work":
        at_work = threading.Thread(target=ends_stopped, args=[pool])
        at_work.start()
        pool.close()
        at_work.join()
    wait_until(lambda: not Path(folder).exists())
    wait_until(lambda: not [pid for pid in family if is_alive(pid)])


def ends_stopped(pool: WorkerPool) -> None:
    with pytest.raises(Stopped):
        pool.run(job("while True: pass"))


def parent_of_a_worker() -> tuple[subprocess.Popen, str, int]:
    """Start a worker in another process; return that, and the worker's folder and number."""
    script = (
        "import sys; sys.path.insert(0, '.')\n"
        "from tests.grading.workers.test_pool import WorkerPool, job\n"
        "pool = WorkerPool(1); pool.run(job('print(1)')); (worker,) = pool.workers\n"
        "print(worker.folder, worker.process.pid, flush=True); input()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    folder, worker = parent.stdout.readline().split()
    return parent, folder, int(worker)


def descendants(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # ended while we looked
            for child in task.read_text().split():
                found += descendants(int(child))
    return found


def test_what_the_grader_itself_got_wrong_is_said():
    broken = job("1") | {"grader": "another"}
    with WorkerPool(1) as pool, pytest.raises(WorkerLost, match="another version of the grader"):
        pool.run(broken)
