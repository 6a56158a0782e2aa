"""What a class got wrong and no check had a name for: grouped, and made an entry of the bank.

All answers that lost points are graded once more, each by itself and all with the same seed, so
that every one of them is asked the same. Those belong together that fail the same checks of the
same cell with the same symptoms, numbers aside: so do answers that are wrong in one way, however
they are written. Answers that failed with a named mistake in any check are left out.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from grading.certificate.answers import SAYS, Answer, plain
from grading.certificate.exercise import Exercise
from grading.certificate.run import STORE, Plan, grade
from grading.certificate.trial import Run
from grading.files import replace_text
from grading.paths import ROOT
from grading.reports.results import ClassResults, Group
from grading.workers.pool import Pool

BANK = ROOT / "tests" / "bank"
TO_FILL_IN = "FILL IN the words that the message must contain"
NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")
MOST_SYMPTOM = 300  # characters


class GroupError(ValueError):
    """A group that cannot become an entry: why, and what to do."""


def failing(results: ClassResults, exercises: Mapping[str, Exercise]) -> dict[Answer, list[str]]:
    """Return the answers of a class that lost points, and whose they are.

    What nobody wrote is no answer: a cell as it was released, or without code.
    """
    found: dict[Answer, list[str]] = {}
    for student in results.students:
        for name, result in student.notebooks.items():
            for cell in exercises[name].graded() if name in exercises else ():
                code = plain(result.answers.get(cell, ""))
                unwritten = code in ("", plain(results.stubs.get(f"{name}/{cell}", "")))
                if not unwritten and lost(result.checks, exercises[name], cell):
                    answer = Answer(name, cell, hashed(code), False, code)
                    found.setdefault(answer, []).append(student.student)
    return found


def lost(checks: Mapping[str, float], exercise: Exercise, cell: str) -> bool:
    """Whether a student lost points in the tests of a cell."""
    tests = [test.metadata.nbgrader for test in exercise.tests(cell)]
    return any(checks.get(test.grade_id, 0.0) < test.points for test in tests)


def hashed(text: str) -> str:
    """Return a short name for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def find_groups(
    results: ClassResults,
    exercises: Mapping[str, Exercise],
    plan: Plan,
    pool: Pool,
    folder: Path = STORE,
) -> list[Group]:
    """Grade what failed once more and group what no check could name; the largest group first."""
    answers = failing(results, exercises)
    once = plan._replace(runs=1, together=1)
    trials = grade(list(answers), exercises, once, pool, "class", folder)
    alike: dict[tuple, list[Answer]] = {}
    for trial in trials:
        (run,) = trial.runs
        if not run.full and not any(found.named for found in run.checks.values()):
            key = trial.answer.notebook, trial.answer.cell, *behavior(run)
            alike.setdefault(key, []).append(trial.answer)
    groups = [grouped(key, members, answers) for key, members in alike.items()]
    return sorted(groups, key=lambda group: (-len(group.students), group.name))


def behavior(run: Run) -> tuple[tuple[str, str], ...]:
    """Return what an answer did: the checks that it fails, each with its symptom."""
    return tuple(
        (name, symptom_of(found.said)) for name, found in run.checks.items() if not found.passed
    )


def symptom_of(said: str) -> str:
    r"""Return the first sentence of a message, numbers aside.

    >>> symptom_of("✗ The result has shape (3, 4).\n  Likely: an axis.\n  Read: 3.7")
    'The result has shape (…, …).'
    """
    first = said.removeprefix("✗ ").split("\n  Likely:")[0]
    return NUMBER.sub("…", " ".join(first.split()))[:MOST_SYMPTOM]


def grouped(key: tuple, members: Sequence[Answer], answers: Mapping[Answer, list[str]]) -> Group:
    """Describe answers that behave alike."""
    notebook, cell, *failed = key
    students = sorted({student for answer in members for student in answers[answer]})
    return Group(
        f"{cell}-{hashed(json.dumps(key))}",
        notebook,
        cell,
        [name for name, _ in failed],
        failed[0][1],
        students,
        min((answer.source for answer in members), key=lambda source: (len(source), source)),
    )


def save(groups: Sequence[Group], path: Path) -> None:
    """Keep groups for :func:`bank_entry`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_text(path, json.dumps([group._asdict() for group in groups], indent=1))


def bank_entry(name: str, reports: Path, bank: Path = BANK) -> Path:
    """Write the example of a group into the bank, its expected message to be filled in.

    Raises
    ------
    GroupError
        Where no report has a group of that name, or the bank has it already.
    """
    known = {
        group["name"]: Group(**group)
        for path in sorted(reports.glob("*-groups.json"))
        for group in json.loads(path.read_text("utf-8"))
    }
    if name not in known:
        raise GroupError(
            f"no group is called {name}: expected one of {', '.join(sorted(known)) or 'none'}; "
            "`python -m grading report ASSIGNMENT` finds and lists them"
        )
    group = known[name]
    entry = name.replace("-", "_")
    table = bank / group.notebook / f"{group.cell}.toml"
    return add_row(table, entry, group) if table.is_file() else add_file(bank, entry, group)


def add_file(bank: Path, entry: str, group: Group) -> Path:
    """Write an answer that has a file of its own."""
    path = bank / group.notebook / group.cell / "wrong" / f"{entry}.py"
    if path.exists():
        raise GroupError(f"{path} is there already: fill in its first line, or delete it first")
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_text(path, f"{SAYS}{TO_FILL_IN}\n{group.example}\n")
    return path


def is_literal(code: str) -> bool:
    """Whether TOML takes a text as it stands, between three quotes."""
    return "'''" not in code and code.replace("\n", "").replace("\t", "").isprintable()


def escaped(code: str) -> str:
    r"""Return a text between quotes of TOML's, which knows JSON's escapes but no surrogates.

    >>> escaped("'''\x7f\f")
    '"\'\'\'\\u007f\\f"'
    """
    return json.dumps(code, ensure_ascii=False).replace("\x7f", "\\u007f")


def add_row(table: Path, entry: str, group: Group) -> Path:
    """Write an answer that asks for a value: a row of the cell's table."""
    text = table.read_text("utf-8")
    if re.search(rf"(?m)^{entry} *=", text):
        raise GroupError(f"{table} has a row {entry} already: fill it in, or delete it first")
    code = group.example
    quoted = f"'''\n{code}\n'''" if is_literal(code) else escaped(code)
    row = f'[wrong]\n{entry} = {{says = "{TO_FILL_IN}", answer = {quoted}}}\n'
    before, head, after = text.partition("[wrong]\n")
    replace_text(table, f"{before}{row}{after}" if head else f"{text}\n{row}")
    return table
