"""Classified answers: the course's own, as its tests list them, and any folder of them.

The bank and the mutants belong to ``tests``, which nothing here may import: production code would
depend on its own tests. They are asked for as data, a line of JSON an answer, from
``python -m tests.answers``; so a course without them can still certify a folder.
"""

import ast
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from grading.paths import ROOT
from grading.watchdog import CallFailed, Spent, watched

KINDS = {"right": True, "wrong": False}
FORM = "<notebook>__<cell>__<name>.py"
SAYS = "# says: "  # begins a wrong answer that knows what its student must hear
IGNORED = ("__pycache__",)
MOST_NAMED = 10  # badly named files in one message


class AnswersError(ValueError):
    """Answers that cannot be read: which, what was expected, what to do."""


class Answer(NamedTuple):
    """One solution cell that somebody has called right or wrong."""

    notebook: str
    cell: str
    name: str
    right: bool
    source: str
    says: str = ""  # what the message must contain; empty where any named mistake will do

    @property
    def title(self) -> str:
        """How messages call the answer."""
        return f"{self.notebook}/{self.cell}: {self.name}"


def read_folder(folder: Path, cells: Mapping[str, Iterable[str]]) -> list[Answer]:
    """Read ``right/`` and ``wrong/`` of a folder.

    Parameters
    ----------
    cells : mapping of str to iterable of str
        The solution cells that tests grade, by notebook.

    Raises
    ------
    AnswersError
        Where there is no such folder, or a file in it has another name than it should.
    """
    if not any((folder / kind).is_dir() for kind in KINDS):
        raise AnswersError(
            f"{folder} has neither a folder right nor a folder wrong: expected files called {FORM} "
            "in them; sort the answers into the two"
        )
    found: list[Answer] = []
    problems: list[str] = []
    for kind, right in KINDS.items():
        for path in sorted((folder / kind).glob("*")):
            if path.name.startswith(".") or path.name in IGNORED:
                continue
            problem = misnamed(path, cells)
            if problem:
                problems.append(f"{kind}/{shown(path.name)}: {problem}")
                continue
            found.append(read_answer(path, right))
    if problems:
        more = len(problems) - MOST_NAMED
        raise AnswersError(
            "\n".join(problems[:MOST_NAMED])
            + (f"\nand {more} more" if more > 0 else "")
            + f"\nexpected files called {FORM}, in {folder}/right and {folder}/wrong; rename them, "
            "or move them elsewhere"
        )
    return found


def misnamed(path: Path, cells: Mapping[str, Iterable[str]]) -> str:
    """Say what is wrong with the name or the kind of a file; nothing where all is well."""
    notebook, cell, name = [*path.stem.split("__", 2), "", ""][:3]
    if not path.name.isprintable():
        return "has a name that is not plain text"
    if path.suffix != ".py" or not path.is_file() or not name:
        return f"is not a file called {FORM}"
    if notebook not in cells:
        return f"{notebook!r} is no notebook of the course: it has {', '.join(sorted(cells))}"
    if cell not in cells[notebook]:
        return f"{cell!r} is no graded cell of {notebook}: it has {', '.join(cells[notebook])}"
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return "is not text in UTF-8"
    return ""


def shown(name: str) -> str:
    r"""Return a file's name as a terminal shows it and obeys it in nothing.

    >>> shown("a\x1b[2Jb.py"), shown("café.py")
    ('a\\x1b[2Jb.py', 'café.py')
    """
    return name if name.isprintable() else ascii(name)[1:-1]


def read_answer(path: Path, right: bool) -> Answer:
    """Read a file whose name is as it should be."""
    notebook, cell, name = path.stem.split("__", 2)
    source = path.read_text(encoding="utf-8")
    return Answer(notebook, cell, name, right, source, says_of(source))


def says_of(source: str) -> str:
    """Return the phrase that a wrong answer begins with.

    >>> says_of("# says: every row needs its own maximum")
    'every row needs its own maximum'
    """
    first = source.split("\n", 1)[0]
    return first.removeprefix(SAYS).strip() if first.startswith(SAYS) else ""


def plain(source: str) -> str:
    """Return code without comments and in one layout; as it is where no program can read it."""
    try:
        return watched(laid_out, source)
    except (Spent, CallFailed):
        return source.strip()


def laid_out(source: str) -> str:
    """Do what :func:`plain` says, here; fail where the source is not Python."""
    return ast.unparse(ast.parse(source))


def of_the_course(kind: str, notebooks: Iterable[str]) -> list[Answer]:
    """Return the ``bank``, or the ``mutants``, of some notebooks.

    Raises
    ------
    AnswersError
        Where the course's tests cannot list them.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.answers", kind, *notebooks],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise AnswersError(
            f"the course's own answers cannot be listed ({why}): expected tests/answers.py to "
            "print them; run `python -m tests.answers bank` to see more"
        )
    return [Answer(**json.loads(line)) for line in done.stdout.splitlines()]
