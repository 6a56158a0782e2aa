"""A long-lived process that executes notebooks: ``python -m grading.workers.process``.

It reads jobs from standard input and writes results to standard output, a line of JSON each. While
it waits, the next sandboxed kernel starts. It does not outlive who started it.
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

# jsonschema, which nbformat loads, compiles a grammar of internationalized URIs for seconds, to
# check a format that no notebook has. It goes without where the package is not to be had.
sys.modules["rfc3987_syntax"] = None

from grading.execution.job import check_version, options_of, place_checks, run_job  # noqa: E402
from grading.workers.spare_kernel import SpareKernel  # noqa: E402


def main() -> None:
    # Whatever a test prints must not end up among the results.
    results = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    threading.Thread(target=die_with, args=[os.getppid()], daemon=True).start()
    spare = SpareKernel()
    with tempfile.TemporaryDirectory(prefix="worker-") as folder:
        try:
            for line in sys.stdin:
                results.write(json.dumps(answer(json.loads(line), Path(folder), spare)) + "\n")
                results.flush()
        finally:
            spare.discard()


def die_with(parent: int) -> None:
    """End at once when the parent is gone, also in the middle of a job."""
    while os.getppid() == parent:
        time.sleep(1.0)
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
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
