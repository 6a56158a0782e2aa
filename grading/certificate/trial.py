"""What became of an answer: several runs of the tests of its cell, each with inputs of its own."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from grading.certificate.answers import Answer
from grading.certificate.exercise import Place
from grading.sandbox.outputs import KERNEL_DIED


class Found(NamedTuple):
    """What one check found in one run."""

    passed: bool
    said: str
    named: bool


class Run(NamedTuple):
    """One run of the tests of a cell."""

    checks: dict[str, Found]
    said: str  # all that the student reads

    @property
    def full(self) -> bool:
        """Whether the answer kept all points."""
        return all(found.passed for found in self.checks.values())

    def names(self, says: str) -> bool:
        """Whether a student reads of the mistake; where none is stated, of any a check names."""
        return hears(says, self.said) if says else any(one.named for one in self.checks.values())

    def full_without(self, check: str) -> bool:
        """Whether it had kept them if there were no such check."""
        return all(found.passed for name, found in self.checks.items() if name != check)


class Trial(NamedTuple):
    """An answer and its runs.

    One run is enough to be wrong about an answer: a right one is rejected if it ever loses points,
    a wrong one accepted if it ever keeps them all.
    """

    answer: Answer
    runs: list[Run]
    died: bool = False  # the kernel ended: what is found may be another answer's doing

    @property
    def rejected(self) -> bool:
        """Whether a right answer lost points."""
        return self.answer.right and not all(run.full for run in self.runs)

    @property
    def accepted(self) -> bool:
        """Whether a wrong answer kept all points."""
        return not self.answer.right and any(run.full for run in self.runs)

    @property
    def named(self) -> bool:
        """Whether a wrong answer lost points and heard its mistake, every time."""
        caught = not self.answer.right and not self.accepted
        return caught and all(run.names(self.answer.says) for run in self.runs)


def hears(says: str, said: str) -> bool:
    """Whether a student reads a phrase in a message, wherever its lines are broken.

    >>> hears("over the last axis", "it sums over".ljust(40) + "the last axis")
    True
    """
    said = " ".join(said.split())
    # A name that is missing is an error of Python in a notebook, and told in words in the grader.
    missing = says.endswith("is not defined") and "is not there" in said
    return missing or says in said


def trials_of(
    answers: Sequence[Answer], runs: int, places: Iterable[Place], result: Mapping
) -> list[Trial]:
    """Read the result of a trial notebook: what became of each of its answers."""
    own = ["" for _ in answers]
    died = [False for _ in answers]
    checks: list[list[dict[str, Found]]] = [[{} for _ in range(runs)] for _ in answers]
    said: list[list[str]] = [["" for _ in range(runs)] for _ in answers]
    for place, cell in zip(places, result["cells"], strict=True):
        if place.answer is None:
            continue
        outputs = cell["outputs"]
        died[place.answer] |= any(output.get("ename") == KERNEL_DIED for output in outputs)
        if place.run is None:
            own[place.answer] = told(outputs)
            continue
        name = f"{place.test}#{place.answer}.{place.run}"
        found = merged(place.test, result["verdicts"][name])
        checks[place.answer][place.run] |= found
        if not all(one.passed for one in found.values()):
            said[place.answer][place.run] += told(outputs)
    return [
        Trial(
            answer,
            [Run(checks[i][run], own[i] + said[i][run]) for run in range(runs)],
            died[i],
        )
        for i, answer in enumerate(answers)
    ]


def merged(test: str, verdicts: Iterable[Sequence]) -> dict[str, Found]:
    """Return what the checks of a test cell found, by name; of several calls, the failed one."""
    found: dict[str, Found] = {}
    for check, passed, said, named in verdicts:
        name = f"{test}: {check}" if check else test
        if name not in found or found[name].passed:
            found[name] = Found(passed, said, named)
    return found


def told(outputs: Iterable[Mapping]) -> str:
    """Return what a student reads in a cell's outputs: printed text, and errors."""
    texts = [
        f"{output['ename']}: {output['evalue']}"
        if output["output_type"] == "error"
        else output.get("text")
        for output in outputs
    ]
    return "".join(f"{text}\n" for text in texts if text)
