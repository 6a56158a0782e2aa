"""Grade a class: ``python -m grading autograde``, which is ``nbgrader autograde`` and says more.

The same converter, with a bar, a choice of where notebooks are executed, a summary and an exit
code.
"""

import logging
import time
from collections.abc import Callable
from pathlib import Path

from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from tqdm import tqdm
from traitlets.config import Config

from grading import terminal
from grading.paths import ROOT
from grading.plugins.converter import Autograde, Outcome
from grading.plugins.course import course_config
from grading.workers.dask import Cluster
from grading.workers.pool import Pool, WorkerPool, cores

INTERRUPTED = 130  # what a shell reports of a program that Ctrl-C ended


def grade(
    config: Config,
    assignment: str,
    pool: Pool | None = None,
    log: logging.Logger | None = None,
    students: list[str] | None = None,
    force: bool = False,
    say: Callable[[str], None] | None = None,
) -> Outcome:
    """Grade those who handed something in, or those who are named.

    Ctrl-C stops what is being executed and keeps what has been; nobody stays half graded.

    Parameters
    ----------
    config : Config
        From ``nbgrader_config.py``.
    pool : Pool, optional
        Where notebooks are executed; closed when the run is interrupted. By default processes of
        this machine, one a core.
    say : callable, optional
        Given a line on each student who is done.

    Raises
    ------
    NbGraderException
        If nobody can be graded: nothing was released, or nothing handed in.
    """
    course = CourseDirectory(config=config)
    course.assignment_id = assignment
    converter = Autograde(coursedir=course, config=config, parent=None)
    converter.log = log or logging.getLogger("grading.autograde")
    converter.pool, converter.students = pool, students
    converter.force, converter.say = force, say
    try:
        converter.start()
    except NbGraderException:
        if not converter.outcome.failed:
            raise
    return converter.outcome


def autograde(
    assignment: str,
    students: list[str] | None = None,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    force: bool = False,
    anew: bool = False,
    verbose: bool = False,
    config: Config | None = None,
) -> int:
    """Grade a class; return 0 if everybody got a grade, 1 if not, 130 after Ctrl-C."""
    config = config or course_config()
    if anew:
        config.ExecuteOnce.reuse = False
    log_file = ROOT / "_build" / f"autograde-{assignment}.log"
    began = time.monotonic()
    say = write_above_bar if verbose else None
    with start_pool(workers, scheduler) as pool:
        try:
            outcome = grade(
                config, assignment, pool, logger(log_file), students, force or anew, say
            )
        except NbGraderException as error:
            terminal.write(f"autograde: {error}")
            return 1
    terminal.write(summary(outcome, time.monotonic() - began))
    for student, reason in outcome.failed.items():
        terminal.write(f"not graded: {terminal.printable(f'{student}: {reason}')}")
    if outcome.failed:
        terminal.write(f"Details: {log_file}")
    return INTERRUPTED if outcome.stopped else int(bool(outcome.failed))


def write_above_bar(line: str) -> None:
    """Show a line about a student, above the progress bar."""
    tqdm.write(terminal.printable(line))


def start_pool(workers: int | None, scheduler: str | None) -> Cluster | WorkerPool:
    """Return where notebooks are to be executed: behind a scheduler, or on this machine."""
    return Cluster(scheduler) if scheduler is not None else WorkerPool(workers or cores())


def logger(file: Path) -> logging.Logger:
    """Everything into a file, which a run begins anew; the terminal belongs to the bar."""
    file.parent.mkdir(parents=True, exist_ok=True)
    log = logging.getLogger("grading.autograde")
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
