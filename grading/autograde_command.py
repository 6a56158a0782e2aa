"""The command ``python -m grading autograde``: a batch, its progress bar, its exit code."""

import logging
import os
import time
from pathlib import Path

from tqdm import tqdm

from grading.batch import Batch, Outcome, Pool
from grading.paths import ROOT
from grading.plugins.course import course_config
from grading.workers.dask import Cluster
from grading.workers.pool import WorkerPool

INTERRUPTED = 130  # what a shell reports of a program that Ctrl-C ended


def autograde(
    assignment: str,
    students: list[str] | None = None,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    force: bool = False,
    anew: bool = False,
    verbose: bool = False,
    config=None,
) -> int:
    """Grade a class; return 0 if everybody got a grade, 1 if not, 130 after Ctrl-C."""
    config = config or course_config()
    if anew:
        config.ExecuteOnce.reuse = False
    log_file = ROOT / "_build" / f"autograde-{assignment}.log"
    began = time.monotonic()
    with pool(workers, scheduler) as where:
        batch = Batch(config, assignment, where, logger(log_file))
        outcome = batch.grade(students, force or anew, tqdm.write if verbose else None)
    print(summary(outcome, time.monotonic() - began))
    for student, reason in outcome.failed.items():
        print(f"not graded: {student}: {reason}")
    if outcome.failed:
        print(f"Details: {log_file}")
    return INTERRUPTED if outcome.stopped else int(bool(outcome.failed))


def pool(workers: int | None, scheduler: str | None) -> Pool:
    if scheduler is not None:
        return Cluster(scheduler)
    return WorkerPool(workers or len(os.sched_getaffinity(0)))


def logger(file: Path) -> logging.Logger:
    """Everything into a file, which a run begins anew; the terminal belongs to the bar."""
    file.parent.mkdir(parents=True, exist_ok=True)
    log = logging.getLogger("grading.plugins.converter")
    log.setLevel(logging.INFO)
    log.propagate = False
    for handler in list(log.handlers):
        log.removeHandler(handler)
    log.addHandler(logging.FileHandler(file, mode="w", encoding="utf-8"))
    return log


def summary(outcome: Outcome, seconds: float) -> str:
    """Say what happened.

    >>> summary(Outcome(graded=["ada"], skipped=["bob"]), 30.0)
    '1 graded in 30 s (2 a minute), 1 graded before.'
    """
    graded = len(outcome.graded)
    text = f"{graded} graded in {seconds:.0f} s ({60 * graded / max(seconds, 1e-9):.0f} a minute)"
    if outcome.skipped:
        text += f", {len(outcome.skipped)} graded before"
    if outcome.failed:
        text += f", {len(outcome.failed)} NOT graded"
    return f"{text}{', stopped by Ctrl-C' if outcome.stopped else ''}."
