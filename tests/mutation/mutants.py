"""All mutants of a solution cell, and their grading by the tests of its notebook."""

import ast
import contextlib
import difflib
import os
import signal
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.bank.exercise import autograded, grade, notebooks
from tests.mutation.operators import alternatives, without_statement

EQUIVALENT = Path(__file__).with_name("equivalent.toml")
SECONDS = 30
AROUND = 24  # characters of a line shown on either side of a change


class Mutant(NamedTuple):
    """A model answer with one mistake; graded like an entry of the bank."""

    notebook: str
    cell: str
    source: str
    change: str

    @property
    def name(self) -> str:
        return f"{self.notebook}/{self.cell}: {self.change}"


def all_mutants() -> list[Mutant]:
    return [
        mutant
        for notebook in notebooks()
        for cell in autograded(notebook)
        for mutant in mutants_of(notebook, cell.grade_id, cell.source)
    ]


def mutants_of(notebook: str, cell: str, source: str) -> Iterator[Mutant]:
    tree = ast.parse(source)
    original = ast.unparse(tree)
    seen = {original}
    for text in mutated_sources(tree):
        if text not in seen:
            seen.add(text)
            yield Mutant(notebook, cell, text, change(original, text))


def mutated_sources(tree: ast.AST) -> Iterator[str]:
    """Yield the source of a tree with one node replaced, or one statement dropped."""
    for node in list(ast.walk(tree)):
        for field, value in list(ast.iter_fields(node)):
            if field == "body" and isinstance(value, list):
                for index in range(len(value)):
                    body = without_statement(value, index)
                    if body is not None:
                        yield with_field(tree, node, field, body)
            items = value if isinstance(value, list) else [value]
            for index, item in enumerate(items):
                if isinstance(item, ast.AST) and field not in ("returns", "annotation"):
                    for other in alternatives(item):
                        new = [*items[:index], other, *items[index + 1 :]]
                        yield with_field(
                            tree, node, field, new if isinstance(value, list) else other
                        )


def with_field(tree: ast.AST, node: ast.AST, field: str, value) -> str:
    """The source of a tree in which one field of a node is another; the tree stays as it is."""
    before = getattr(node, field)
    setattr(node, field, value)
    try:
        return ast.unparse(tree)
    finally:
        setattr(node, field, before)


def change(original: str, mutated: str) -> str:
    """Say in one line what a mutant changes, with a little of what stands around it."""
    lines = list(difflib.ndiff(original.splitlines(), mutated.splitlines()))
    before, after = (
        " ".join(" ".join(line[2:] for line in lines if line.startswith(mark)).split())
        for mark in ("- ", "+ ")
    )
    if not after:
        return f"without `{before}`"
    begin = len(os.path.commonprefix([before, after]))
    end = len(os.path.commonprefix([before[begin:][::-1], after[begin:][::-1]]))
    begin, end = max(begin - AROUND, 0), max(end - AROUND, 0)
    return f"`{before[begin : len(before) - end]}` → `{after[begin : len(after) - end]}`"


def survives(mutant: Mutant) -> bool:
    """Whether a mutant gets full marks from the tests of its notebook."""
    try:
        with time_limit(SECONDS):
            return grade(mutant).full
    except TimeoutError:
        return False


@contextlib.contextmanager
def time_limit(seconds: float):
    """End what runs too long: a mistake in a loop may make it endless."""

    def stop(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    # Again and again: a check takes the first one for an error of the student's, and goes on.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def equivalent() -> dict[str, str]:
    """Return the reason why a mutant is right all the same, by its name."""
    groups = tomllib.loads(EQUIVALENT.read_text("utf-8"))["group"]
    return {name: group["reason"] for group in groups for name in group["mutants"]}
