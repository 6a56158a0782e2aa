"""How often the grader was right about answers: counts, exact intervals, and what each check adds.

The intervals are Clopper and Pearson's. They say how far a share may lie from that of all answers
of the same kind, if these had been drawn at random from them; which no bank is.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from scipy.stats import binomtest

from grading.certificate.exercise import Exercise
from grading.certificate.trial import Trial

CONFIDENCE = 0.95


class Share(NamedTuple):
    """So many of so many, and the exact 95 % interval of the share; None of nothing."""

    hits: int
    of: int
    low: float | None
    high: float | None

    @property
    def value(self) -> float | None:
        """The share, 0 to 1."""
        return self.hits / self.of if self.of else None


def share(hits: Iterable[bool]) -> Share:
    """Count, and compute the interval.

    >>> found = share([False] * 10)
    >>> found.hits, found.of, found.low, round(found.high, 6)
    (0, 10, 0.0, 0.308497)
    """
    found = list(hits)
    if not found:
        return Share(0, 0, None, None)
    exact = binomtest(sum(found), len(found)).proportion_ci(CONFIDENCE, method="exact")
    return Share(sum(found), len(found), float(exact.low), float(exact.high))


class Rates(NamedTuple):
    """What became of some answers."""

    rejected: Share  # of the right ones
    accepted: Share  # of the wrong ones
    named: Share  # of the wrong ones

    @property
    def line(self) -> str:
        """All of it in the words that a certificate ends in."""
        right, wrong = self.rejected, self.accepted
        return (
            f"answers: {right.of} right, {right.hits} rejected; "
            f"{wrong.of} wrong, {wrong.hits} accepted; {self.named.hits} named"
        )


def rates(trials: Sequence[Trial]) -> Rates:
    """Count what became of answers."""
    right = [trial for trial in trials if trial.answer.right]
    wrong = [trial for trial in trials if not trial.answer.right]
    return Rates(
        share(trial.rejected for trial in right),
        share(trial.accepted for trial in wrong),
        share(trial.named for trial in wrong),
    )


class CheckRates(NamedTuple):
    """What one check does about the answers to its cell."""

    name: str
    rejected: Share  # right answers that it ever fails
    accepted: Share  # wrong answers that it ever passes: by itself it would accept them
    named: Share  # of the wrong answers that it fails, those to which it names a mistake
    only: int  # wrong answers that nothing else catches: without it they were accepted


def check_rates(trials: Sequence[Trial]) -> list[CheckRates]:
    """Describe each check of a cell, in the order in which they run."""
    names = dict.fromkeys(name for trial in trials for run in trial.runs for name in run.checks)
    return [one_check(name, trials) for name in names]


def one_check(name: str, trials: Sequence[Trial]) -> CheckRates:
    """Describe one check, which an answer may never have reached."""
    results = {
        trial.answer: [run.checks[name] for run in trial.runs if name in run.checks]
        for trial in trials
    }
    right = [found for answer, found in results.items() if answer.right and found]
    wrong = [found for answer, found in results.items() if not answer.right and found]
    failed = [found for found in wrong if not all(one.passed for one in found)]
    without = [
        not trial.answer.right
        and not trial.accepted
        and any(run.full_without(name) for run in trial.runs)
        for trial in trials
    ]
    return CheckRates(
        name,
        share(any(not one.passed for one in found) for found in right),
        share(any(one.passed for one in found) for found in wrong),
        share(all(one.named for one in found if not one.passed) for found in failed),
        sum(without),
    )


class CellRates(NamedTuple):
    """One solution cell of a notebook."""

    notebook: str
    cell: str
    rates: Rates
    checks: list[CheckRates]


def cell_rates(trials: Sequence[Trial], exercises: Mapping[str, Exercise]) -> list[CellRates]:
    """Describe every cell that there are answers to, in the order of the course."""
    found = []
    for name, exercise in exercises.items():
        for cell in exercise.graded():
            own = [t for t in trials if (t.answer.notebook, t.answer.cell) == (name, cell)]
            if own:
                found.append(CellRates(name, cell, rates(own), check_rates(own)))
    return found
