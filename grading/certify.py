"""What the grader is worth, and what a class teaches it: ``python -m grading certify, report``.

The first grades the course's bank and its mutants, or a folder of answers that somebody has
classified; the second says how a class did, and which of its mistakes no check has a name for.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from grading import terminal
from grading.batch import INTERRUPTED
from grading.certificate.answers import Answer, AnswersError, of_the_course, read_folder
from grading.certificate.exercise import Exercise, ExerciseMissing, exercises
from grading.certificate.groups import find_groups, save
from grading.certificate.page import Source, certificate, source, write
from grading.certificate.rates import rates
from grading.certificate.run import (
    TOGETHER,
    Interrupted,
    NotGraded,
    Plan,
    grade,
    graded_before,
)
from grading.certificate.trial import Trial
from grading.paths import ROOT
from grading.plugins.course import course_config
from grading.plugins.preprocessors import ExecuteOnce
from grading.reports.page import write_report
from grading.reports.results import ClassResults, Group, read_class
from grading.sandbox import bubblewrap
from grading.workers.pool import WorkerPool, cores

PAGES = ROOT / "_build" / "certificate"
REPORTS = ROOT / "_build" / "reports"
MUTANT_RUNS = 1  # each is one of hundreds of the same kind
OWN = ("bank", "mutants")
Grader = Callable[[list[Answer], Plan, str], list[Trial]]


def certify(
    assignment: str | None = None,
    folder: Path | None = None,
    *,
    runs: int = 3,
    seed: int = 0,
    workers: int | None = None,
    whole: bool = False,
    unsafe: bool = False,
    page: Path | None = None,
) -> int:
    """Grade answers and write the certificate; return 0, 1 where something is amiss, 130 at Ctrl-C.

    Parameters
    ----------
    assignment : str, optional
        Only the answers to its notebooks.
    folder : Path, optional
        Classified answers, in ``right`` and ``wrong``. Without ``whole``, the page then shows of
        bank and mutants what has been graded before.
    runs, seed : int
        How often each answer is graded, and what the random inputs follow from.
    unsafe : bool
        Whether to run the folder's code where there is no sandbox.
    """
    try:
        chosen = exercises(assignment)
        plan = Plan(runs, seed, unsafe=unsandboxed(unsafe or folder is None))
        answers = None if folder is None else folder_answers(folder, chosen)
        with WorkerPool(workers or cores()) as pool:

            def graded(of: list[Answer], how: Plan, title: str) -> list[Trial]:
                return grade(of, chosen, how, pool, title)

            sources = collections(chosen, plan, answers, str(folder), whole, graded)
    except (AnswersError, ExerciseMissing, NotGraded, bubblewrap.SandboxMissing) as error:
        terminal.write(f"certify: {error}", to=sys.stderr)
        return 1
    except (Interrupted, KeyboardInterrupt) as stopped:
        terminal.write(f"certify: {stopped or 'stopped; what is graded is kept'}", to=sys.stderr)
        return INTERRUPTED
    name = f"{assignment or 'all'}{'' if folder is None else f'-{folder.resolve().name}'}"
    for path in write(certificate(sources, chosen, seed), page or PAGES / f"{name}.html"):
        terminal.write(path)
    terminal.write(rates(sources[0].trials or []).line)
    return 0


def unsandboxed(allowed: bool) -> bool:
    """Whether to go on without a sandbox, where there is none.

    Raises
    ------
    SandboxMissing
        If nobody allowed that.
    """
    if bubblewrap.executable() is not None:
        return False
    if not allowed:
        raise bubblewrap.SandboxMissing(
            f"{bubblewrap.HOW_TO_INSTALL}\nThe answers are somebody's code; with --unsafe it runs "
            "with your own rights."
        )
    return True


def folder_answers(folder: Path, chosen: dict[str, Exercise]) -> list[Answer]:
    """Read a folder; tell how many of its answers belong to other assignments."""
    everything = exercises()
    found = read_folder(folder, {name: one.graded() for name, one in everything.items()})
    wanted = [answer for answer in found if answer.notebook in chosen]
    if len(wanted) < len(found):
        terminal.write(f"{len(found) - len(wanted)} answers to other notebooks are left out.")
    return wanted


def collections(
    chosen: dict[str, Exercise],
    plan: Plan,
    answers: list[Answer] | None,
    folder: str,
    whole: bool,
    graded: Grader,
) -> list[Source]:
    """Grade what is asked for: the folder first, or the bank where there is none."""
    found = []
    if answers is not None:
        found.append(source("folder", plan.runs, graded(answers, plan, "folder"), folder))
    for kind in OWN:
        own = of_the_course(kind, chosen)
        how = plan._replace(
            together=TOGETHER, runs=plan.runs if kind == "bank" else min(plan.runs, MUTANT_RUNS)
        )
        fresh = whole or answers is None
        trials = graded(own, how, kind) if fresh else graded_before(own, chosen, how)
        found.append(source(kind, how.runs, trials))
    return found


def report(
    assignment: str,
    destination: Path | None = None,
    *,
    grouped: bool = True,
    config: Config | None = None,
    reports: Path = REPORTS,
) -> int:
    """Write the page on a class; keep the groups of mistakes without a name for ``bank-entry``."""
    config = config or course_config()
    course = CourseDirectory(config=config)
    groups = None
    if grouped:
        try:
            groups = unnamed(config, read_class(course, assignment))
            save(groups, reports / f"{assignment}-groups.json")
        except (NotGraded, bubblewrap.SandboxMissing) as error:
            terminal.write(f"report: mistakes without a name are left out: {error}", to=sys.stderr)
        except Interrupted as stopped:
            terminal.write(f"report: {stopped}", to=sys.stderr)
            return INTERRUPTED
    page = destination or reports / f"{assignment}.html"
    terminal.write(write_report(course, assignment, page, groups))
    return 0


def unnamed(config: Config, results: ClassResults) -> list[Group]:
    """Grade what failed in a class once more, and group what no check has a name for."""
    step = ExecuteOnce(config=config)
    plan = Plan(unsafe=step.unsandboxed())
    source_folder = Path(CourseDirectory(config=config).root)
    with WorkerPool(cores()) as pool:
        return find_groups(results, exercises(results.assignment, source_folder), plan, pool)
