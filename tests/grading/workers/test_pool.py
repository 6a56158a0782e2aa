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
        folder, worker = orphan()
    else:
        pool = WorkerPool(1)
        pool.run(job("print(1)"))
        (only,) = pool.workers
        folder, worker = only.folder, only.process.pid
    family = descendants(worker)
    assert Path(folder).exists()
    if ending == "close":
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


def orphan() -> tuple[str, int]:
    """Start a worker in a process that is killed then; return its folder and number."""
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
    parent.kill()
    parent.communicate()
    return folder, int(worker)


def descendants(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += descendants(int(child))
    return found


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(holds, seconds: float = 60.0) -> None:
    """Wait for an event; the limit only ends a test that would fail."""
    waiting = threading.Event()
    for _ in range(int(seconds / 0.1)):
        if holds():
            return
        waiting.wait(0.1)
    raise AssertionError("it did not come to that")


def test_what_the_grader_itself_got_wrong_is_said():
    broken = job("1") | {"grader": "another"}
    with WorkerPool(1) as pool, pytest.raises(WorkerLost, match="another version of the grader"):
        pool.run(broken)
