"""Local workers: one process a core, replaced when it dies."""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import IO, Protocol, Self

from grading.execution.job import run_job
from grading.paths import ROOT
from grading.scratch import Scratch

ATTEMPTS = 3
SLACK = 60.0  # seconds beyond a job's own limits before its worker counts as stuck
END_SECONDS = 5.0  # for a worker without work to put its things away


class WorkerLost(RuntimeError):
    """A job whose workers died again and again, or who could not do it."""


class Stopped(Exception):
    """The pool was closed before the job was done: nobody's fault, and no result."""


class Pool(Protocol):
    """Executes jobs somewhere else, ``size`` at a time; called from as many threads."""

    @property
    def size(self) -> int:
        """How many jobs run at the same time."""
        ...

    def run(self, job: Mapping) -> dict:
        """Return the result of a job."""
        ...

    def close(self) -> None:
        """End everything that is under way."""
        ...


class ThisProcess:
    """Executes jobs in this process, one at a time: for who debugs a check."""

    size = 1

    def run(self, job: Mapping) -> dict:
        """Return the result of a job."""
        return run_job(job)

    def close(self) -> None:
        """Nothing is under way when this can be called."""


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Worker:
    """The parent's end of one worker process."""

    def __init__(self) -> None:
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
        environment["PYTHONPATH"] = os.pathsep.join(
            [str(ROOT), *filter(None, [environment.get("PYTHONPATH")])]
        )
        self.scratch = Scratch()
        self.folder = str(self.scratch.path)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grading.workers.process", self.folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C is for the parent, which ends its workers itself
        )

    @property
    def streams(self) -> tuple[IO[str], IO[str]]:
        """What the worker reads and what it writes."""
        assert self.process.stdin is not None and self.process.stdout is not None
        return self.process.stdin, self.process.stdout

    def run(self, job: Mapping) -> dict | None:
        """Return the worker's answer; None if it died or got stuck on the way."""
        stuck = threading.Timer(longest(job), self.kill)
        stuck.start()
        requests, answers = self.streams
        try:
            requests.write(json.dumps(job) + "\n")
            requests.flush()
            line = answers.readline()
            return json.loads(line) if line.endswith("\n") else None
        except (OSError, ValueError):
            return None
        finally:
            stuck.cancel()

    def kill(self) -> None:
        """End it now; its sandboxed kernel dies with it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def close(self, seconds: float = 0.0) -> None:
        """End it, and delete what it had on disk.

        Parameters
        ----------
        seconds : float
            How long it may take to end by itself, which it does when it has nothing to do.
        """
        requests, answers = self.streams
        with contextlib.suppress(OSError):
            requests.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        self.kill()
        self.process.wait()
        with contextlib.suppress(OSError):
            answers.close()
        self.scratch.close()


def longest(job: Mapping) -> float:
    """Seconds that a job may take by its own limits: all of the student's cells, then all tests."""
    options = job["options"]
    tests = sum(bool(cell["metadata"].get("nbgrader", {}).get("grade")) for cell in job["cells"])
    return options["notebook_seconds"] + tests * 2 * options["test_seconds"] + SLACK


class WorkerPool:
    """Runs jobs, as many at a time as it has workers; called from as many threads.

    Parameters
    ----------
    count : int
        How many processes, each started when there is a job for it.
    """

    def __init__(self, count: int):
        self.size = count
        self.idle: queue.LifoQueue[Worker | None] = queue.LifoQueue()  # None: one to be started
        for _ in range(count):
            self.idle.put(None)
        self.workers: set[Worker] = set()
        self.closed = False

    def run(self, job: Mapping) -> dict:
        """Return the result of a job.

        A worker that dies costs time, nothing else: another one takes the job.

        Raises
        ------
        WorkerLost
            When it died every time, or said that it cannot.
        Stopped
            When the pool is closed.
        """
        for _ in range(ATTEMPTS):
            answer = self.attempt(job)
            if answer is not None and "error" in answer:
                raise WorkerLost(
                    f"the grader itself failed: {answer['error']}; it is not the student's doing: "
                    "fix the check that it names, and grade again"
                )
            if answer is not None:
                return answer["result"]
        raise WorkerLost(
            f"{ATTEMPTS} worker processes died one after the other on this notebook; if memory is "
            "short, grade it again with --workers 1"
        )

    def attempt(self, job: Mapping) -> dict | None:
        """Give a job to a worker that is idle; return its answer, None if it died."""
        worker = self.idle.get()
        answer = None
        try:
            if self.closed:
                raise Stopped
            worker = worker or self.hire()
            answer = worker.run(job)
            if self.closed:
                raise Stopped
        finally:
            if answer is None and worker is not None:
                self.workers.discard(worker)
                worker.close()
                worker = None
            self.idle.put(worker)
        return answer

    def hire(self) -> Worker:
        """Start a worker."""
        worker = Worker()
        self.workers.add(worker)
        return worker

    def close(self) -> None:
        """End all workers: those at work at once, the others when they have tidied up."""
        self.closed = True
        with contextlib.suppress(queue.Empty):
            for _ in range(self.size):
                if (idle := self.idle.get_nowait()) is not None:
                    self.workers.discard(idle)
                    idle.close(END_SECONDS)
        for worker in list(self.workers):
            worker.kill()
        for _ in range(self.size):  # who waits for a worker finds the pool closed
            self.idle.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()
