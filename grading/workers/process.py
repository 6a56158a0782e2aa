"""A long-lived process that executes notebooks: ``python -m grading.workers.process FOLDER``.

It reads jobs from standard input and writes results to standard output, a line of JSON each. While
it waits, the next sandboxed kernel starts. It ends with its standard input, and does not outlive
who started it. All that it puts on disk lies in the folder that it is given, which is deleted when
it ends: by itself, or by who started it.
"""

import contextlib
import json
import os
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

from grading import scratch, terminal
from grading.execution.job import check_version, options_of, place_checks, run_job
from grading.sandbox.limits import WORKER_BYTES, limit_address_space
from grading.sandbox.zygote_client import SERVER
from grading.workers.spare_kernel import SpareKernel


def main() -> None:
    """Answer jobs until there are no more."""
    # Whatever a test prints must not end up among the results.
    results = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    terminal.guard()
    limit_address_space(WORKER_BYTES)
    tempfile.tempdir = sys.argv[1]
    folder = Path(sys.argv[1])
    scratch.use(folder)
    threading.Thread(target=die_with, args=[os.getppid(), folder], daemon=True).start()
    spare = SpareKernel()
    try:
        for line in sys.stdin:
            results.write(json.dumps(answer(json.loads(line), folder / "checks", spare)) + "\n")
            results.flush()
    finally:
        spare.discard()
        SERVER.close()
        scratch.delete(folder)


def die_with(parent: int, folder: Path) -> None:
    """End at once when the parent is gone, also in the middle of a job, and leave nothing."""
    while os.getppid() == parent:
        time.sleep(1.0)
    SERVER.close()
    scratch.delete(folder)
    os.kill(os.getpid(), signal.SIGKILL)


def answer(job: dict, folder: Path, spare: SpareKernel) -> dict:
    """Execute a job; what goes wrong on the grader's side is told, not raised."""
    try:
        check_version(job)
        place_checks(folder, job["checks"])
        options = options_of(job)
        kernel = None if job["files"] else spare.take(options)
        result = run_job(job, kernel)
        spare.prepare(options)
        return {"result": result}
    except Exception as error:
        return {"error": terminal.reason(error)}


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
