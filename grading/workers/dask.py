"""Grade on a cluster: Dask hands notebooks to workers on other machines.

A Dask worker gets one notebook with the checks that it needs as a message, and nothing else: it
sees no gradebook, no other submission, no other exercise. It must run where this repository's
``grading`` and ``lmcore`` lie, in the same versions; it says so where they differ. A worker that is
killed costs time: Dask gives its notebooks to another.

On one machine (``--workers N``) there is no need of Dask, which users do not have installed:
``worker_pool`` starts the same processes that a Dask worker starts here.
"""

import threading
from collections.abc import Mapping

from grading.workers.pool import ATTEMPTS, WorkerLost, WorkerPool

INSTALL = (
    "grading on a cluster needs Dask, which is not here: run "
    "`.venv/bin/pip install -c constraints.txt distributed`."
)

_here: WorkerPool | None = None  # in a Dask worker: the process that does the work
_lock = threading.Lock()


def run_on_worker(job: Mapping) -> dict:
    """Execute a job on a Dask worker, in a process of its own with the tests in its main thread."""
    global _here
    with _lock:
        if _here is None:
            _here = WorkerPool(1)
    return _here.run(job)


class Cluster:
    """The workers behind a Dask scheduler."""

    def __init__(self, address: str, timeout: float = 30.0):
        try:
            from distributed import Client
        except ImportError as error:
            raise SystemExit(INSTALL) from error
        try:
            self.client = Client(address, timeout=timeout, set_as_default=False)
        except (OSError, TimeoutError) as error:
            raise SystemExit(
                f"no Dask scheduler answers at {address} ({error}): give the address that "
                "`dask scheduler` prints, such as tcp://host:8786, or leave --scheduler out to "
                "grade on this machine."
            ) from error

    @property
    def size(self) -> int:
        """How many notebooks run at the same time: one in each worker process."""
        return max(1, len(self.client.scheduler_info(n_workers=-1)["workers"]))

    def run(self, job: Mapping) -> dict:
        """The result of a job on the cluster; raise ``WorkerLost`` where its workers keep dying."""
        from distributed.scheduler import KilledWorker

        for _ in range(ATTEMPTS):
            try:
                return self.client.submit(run_on_worker, job, pure=False).result()
            except KilledWorker:  # four workers have died with this notebook: chance, or its doing
                continue
        raise WorkerLost(
            "the Dask workers that had this notebook died, again and again; look at their logs, "
            "give them more memory, and grade it again"
        )

    def close(self) -> None:
        """Disconnect from the cluster."""
        self.client.close()

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *exception) -> None:
        self.close()
