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

from grading.paths import ROOT

ATTEMPTS = 3
SLACK = 60.0  # seconds beyond a job's own limits before its worker counts as stuck


class WorkerLost(RuntimeError):
    """A job whose workers died again and again, or who could not do it."""


class Worker:
    """The parent's end of one worker process."""

    def __init__(self):
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
        environment["PYTHONPATH"] = os.pathsep.join(
            [str(ROOT), *filter(None, [environment.get("PYTHONPATH")])]
        )
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grading.workers.process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C is for the parent, which ends its workers itself
        )

    def run(self, job: Mapping) -> dict | None:
        """Return the worker's answer; None if it died or got stuck on the way."""
        stuck = threading.Timer(longest(job), self.kill)
        stuck.start()
        try:
            self.process.stdin.write(json.dumps(job) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
            return json.loads(line) if line.endswith("\n") else None
        except (OSError, ValueError):
            return None
        finally:
            stuck.cancel()

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def close(self) -> None:
        """End it now; its kernel dies with it."""
        self.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                stream.close()


def longest(job: Mapping) -> float:
    """Seconds that a job may take by its own limits: all of the student's cells, then all tests."""
    options = job["options"]
    tests = sum(bool(cell["metadata"].get("nbgrader", {}).get("grade")) for cell in job["cells"])
    return options["notebook_seconds"] + tests * 2 * options["test_seconds"] + SLACK


class WorkerPool:
    """Runs jobs, as many at a time as it has workers; called from as many threads."""

    def __init__(self, count: int):
        self.size = count
        self.idle: queue.Queue[Worker] = queue.Queue()
        self.workers = {Worker() for _ in range(count)}
        for worker in self.workers:
            self.idle.put(worker)
        self.closed = False

    def run(self, job: Mapping) -> dict:
        """Return the result of a job.

        A worker that dies costs time, nothing else: another one takes the job.

        Raises
        ------
        WorkerLost
            When it died every time, or said that it cannot.
        """
        for _ in range(ATTEMPTS):
            worker = self.idle.get()
            try:
                if self.closed:
                    break
                answer = worker.run(job)
                if answer is None and not self.closed:
                    worker = self.replace(worker)
            finally:
                self.idle.put(worker)
            if answer is not None and "error" in answer:
                raise WorkerLost(
                    f"the grader itself failed: {answer['error']}; it is not the student's doing: "
                    "mend the check that it names, and grade again"
                )
            if answer is not None:
                return answer["result"]
        raise WorkerLost(
            f"{ATTEMPTS} worker processes died one after the other on this notebook; if memory is "
            "short, grade it again with --workers 1"
        )

    def replace(self, worker: Worker) -> Worker:
        self.workers.discard(worker)
        worker.close()
        fresh = Worker()
        self.workers.add(fresh)
        return fresh

    def close(self) -> None:
        self.closed = True
        for worker in list(self.workers):
            worker.close()

    def __enter__(self) -> "WorkerPool":
        return self

    def __exit__(self, *exception) -> None:
        self.close()
