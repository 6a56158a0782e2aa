"""Grade many answers on all cores; what is graded is kept, so that a run goes on after Ctrl-C.

Answers are laid out in notebooks that are executed exactly as submissions are: in the sandbox, the
tests outside of it, results in a store. An answer of a stranger's gets a kernel of its own; those
of the course share one, as training what stands above a cell takes most of the time.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from tqdm import tqdm

from grading.certificate.answers import Answer
from grading.certificate.exercise import Exercise, Place, trial_notebook
from grading.certificate.trial import Trial, trials_of
from grading.execution.job import job_key, make_job
from grading.execution.notebook import Options
from grading.execution.seeds import derived_seed
from grading.execution.store import ResultsStore
from grading.paths import ROOT
from grading.workers.fill import fill
from grading.workers.pool import Pool

STORE = ROOT / "_build" / "certificate" / "results"
TOGETHER = 5  # answers of the course's own in one kernel: what Ctrl-C loses at most
SECONDS_EACH = 60.0  # of all cells of an answer


class Plan(NamedTuple):
    """How answers are graded."""

    runs: int = 3
    seed: int = 0
    together: int = 1  # answers in one kernel
    unsafe: bool = False


class NotGraded(RuntimeError):
    """Answers that no worker could grade: the grader's own trouble."""


class Interrupted(Exception):
    """Ctrl-C: some answers are not graded yet."""


class Batch(NamedTuple):
    """Answers to one cell, in one kernel."""

    answers: list[Answer]
    runs: int
    places: list[Place]
    job: dict

    def trials(self, store: ResultsStore) -> list[Trial] | None:
        """Return what became of the answers, None where they are not graded."""
        result = store.get(job_key(self.job))
        return None if result is None else trials_of(self.answers, self.runs, self.places, result)


def batches(
    answers: Sequence[Answer], exercises: Mapping[str, Exercise], plan: Plan
) -> Iterator[Batch]:
    """Put answers to the same cell together, and lay them out."""

    def cell(answer: Answer) -> tuple[str, str]:
        return answer.notebook, answer.cell

    for (notebook, name), group in groupby(sorted(answers, key=cell), key=cell):
        all_of_it = list(group)
        for begin in range(0, len(all_of_it), plan.together):
            yield batch(all_of_it[begin : begin + plan.together], exercises[notebook], name, plan)


def batch(answers: list[Answer], exercise: Exercise, cell: str, plan: Plan) -> Batch:
    """Lay out one batch; what it draws follows from the plan's seed."""
    sources = [answer.source for answer in answers]
    nb, places = trial_notebook(exercise, cell, sources, plan.runs)
    whole = Options().notebook_seconds + SECONDS_EACH * (len(answers) - 1)
    job = make_job(nb, {}, Options(notebook_seconds=whole, unsafe=plan.unsafe))
    seed = derived_seed(plan.seed, f"{exercise.name}/{cell}")
    # A seed alone is no part of a result's key; here another seed asks for another result.
    return Batch(answers, plan.runs, places, {**job, "seed": seed, "drawn from": seed})


def grade(
    answers: Sequence[Answer],
    exercises: Mapping[str, Exercise],
    plan: Plan,
    pool: Pool,
    title: str,
    folder: Path = STORE,
) -> list[Trial]:
    """Grade answers, or find that they have been graded.

    Raises
    ------
    Interrupted
        After Ctrl-C. What has been graded is kept.
    NotGraded
        When workers could not do it, with the reason of the first.
    """
    store = ResultsStore(folder)
    laid = list(batches(answers, exercises, plan))
    with tqdm(total=len(laid), desc=title, unit="kernel", file=sys.stderr) as bar:
        filled = fill(store, (one.job for one in laid), pool, tick=bar.update)
    found = [one.trials(store) for one in laid]
    missing = sum(one is None for one in found)
    if filled.stopped:
        raise Interrupted(
            f"{title}: stopped, {len(laid) - missing} of {len(laid)} kernels are done and kept; "
            "the same command goes on from there."
        )
    if missing:
        why = next(iter(filled.failures.values()), "no reason was given")
        raise NotGraded(
            f"{missing} of {len(laid)} kernels with answers were not graded, the first because: "
            f"{why}; the others are kept, so run the same command again"
        )
    return alone([trial for one in found if one for trial in one], exercises, plan, pool, folder)


def alone(
    trials: list[Trial], exercises: Mapping[str, Exercise], plan: Plan, pool: Pool, folder: Path
) -> list[Trial]:
    """Grade those once more, by themselves, whose kernel ended: another answer may have done it."""
    lost = [trial.answer for trial in trials if trial.died]
    if not lost or plan.together == 1:
        return trials
    again = grade(lost, exercises, plan._replace(together=1), pool, "alone", folder)
    own = {trial.answer: trial for trial in again}
    return [own.get(trial.answer, trial) for trial in trials]


def graded_before(
    answers: Sequence[Answer],
    exercises: Mapping[str, Exercise],
    plan: Plan,
    folder: Path = STORE,
) -> list[Trial] | None:
    """Return what is stored of answers; None unless all of them have been graded by this grader."""
    store = ResultsStore(folder)
    found = [one.trials(store) for one in batches(answers, exercises, plan)]
    trials = [trial for one in found if one for trial in one]
    if any(one is None for one in found):
        return None
    lost = [trial.answer for trial in trials if trial.died]
    if not lost or plan.together == 1:
        return trials
    again = graded_before(lost, exercises, plan._replace(together=1), folder)
    own = {trial.answer: trial for trial in again or []}
    return None if again is None else [own.get(trial.answer, trial) for trial in trials]
