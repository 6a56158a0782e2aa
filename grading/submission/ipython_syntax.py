"""Cells with IPython's own syntax as plain Python: magics, shell commands, questions, prompts.

Each function takes time in proportion to the cell: IPython's transformer reads a whole cell again
for every special line of it, so in a cell of many such lines they are only replaced.
"""

import ast
import re
import warnings
from collections.abc import Iterator
from typing import NamedTuple

from IPython.core.inputtransformer2 import TransformerManager

MOST_PASSES = 16
MOST_NESTED = 5  # cell magics on top of each other
SPECIAL_LINE = re.compile(r"^[ \t]*[%!?,;/].*$|^.*=[ \t]*[%!].*$|^.*\?[ \t]*$", re.MULTILINE)
LONG_GAP = re.compile(r"\S[ \t]{200}")  # Python's tokenizer reads such spaces again and again
OPTIONS = re.compile(r"(?:\s*-{1,2}[A-Za-z]\S*(?:\s+\d+(?=\s))?)*\s*")
OUTPUT_NAME = re.compile(r"--(?:out|err|proc)[ =]([A-Za-z_]\w*)")
# Cell magics whose text is not run as Python in the notebook's own kernel.
NOT_PYTHON = frozenset(
    {"!", "HTML", "R", "SVG", "bash", "cmd", "cython", "file", "html", "javascript", "js", "latex"}
    | {"markdown", "perl", "pypy", "python", "python2", "python3", "ruby", "script", "sh", "svg"}
    | {"sx", "system", "writefile"}
)
RUNS_ELSEWHERE = ("timeit",)  # in a function of its own: it reads names and defines none
TAKES_CODE = ("time", "timeit", "prun")


class MagicCode(NamedTuple):
    """Python that a magic runs, and whether the names it assigns stay."""

    source: str
    binds: bool
    variables: frozenset[str] = frozenset()  # those that the magic itself assigns


def parsed(source: str) -> ast.Module:
    """Parse a cell, IPython's syntax included; one that is no Python all the same counts as empty.

    What cell magics and ``%time`` run is in :func:`magic_code`.
    """
    tree = python_tree(source)
    if tree is None:
        tree = python_tree(transformed(source))
    return tree or ast.Module(body=[], type_ignores=[])


def python_tree(source: str) -> ast.Module | None:
    """Parse plain Python; return None for everything else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the student's escapes and comparisons
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def transformed(source: str) -> str:
    """Return a cell as IPython makes Python of it; unchanged where it cannot."""
    if source.lstrip().startswith("%%"):
        return transform(source)
    special = SPECIAL_LINE.finditer(source)
    many = sum(1 for _ in zip(special, range(MOST_PASSES + 1), strict=False)) > MOST_PASSES
    if many or LONG_GAP.search(source):
        return SPECIAL_LINE.sub(lambda line: without_magic(line.group()), source)
    return transform(source)


def without_magic(line: str) -> str:
    """Return a line as if its magic did nothing: ``x = !ls`` assigns, ``%time`` runs its code."""
    code = line.lstrip()
    indent = line[: len(line) - len(code)]
    if code.startswith("%time "):
        return indent + code.removeprefix("%time ").lstrip()
    target, _, value = code.partition("=")
    assigned = target.strip().isidentifier() and value.lstrip()[:1] in ("%", "!")
    return f"{indent}{target.strip()} = None" if assigned else f"{indent}pass"


def transform(source: str) -> str:
    """The source as IPython turns it into Python; as it is where IPython cannot."""
    try:
        return TransformerManager().transform_cell(source)
    except Exception:  # whatever it stumbles over, IPython will not run either
        return source


def magic_code(tree: ast.Module) -> Iterator[MagicCode]:
    """Yield the Python inside a cell's magics: the rest of ``%%time``, ``%time x = f()``."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(attr="run_cell_magic"),
                args=[ast.Constant(str(name)), ast.Constant(str(line)), ast.Constant(str(body))],
            ):
                yield from cell_magic(name, line, body)
            case ast.Call(
                func=ast.Attribute(attr="run_line_magic"),
                args=[ast.Constant(str(name)), ast.Constant(str(line)), *_],
            ) if name in TAKES_CODE:
                yield MagicCode(without_options(line), name not in RUNS_ELSEWHERE)


def cell_magic(name: str, line: str, body: str) -> Iterator[MagicCode]:
    """The Python code that a cell magic runs, and the names that it assigns."""
    assigned = frozenset(OUTPUT_NAME.findall(line))
    if name == "capture":
        assigned |= {word for word in line.split() if word.isidentifier()}
    if name in TAKES_CODE:
        yield MagicCode(without_options(line), name not in RUNS_ELSEWHERE)
    code = "" if name in NOT_PYTHON else body
    yield MagicCode(code, name not in RUNS_ELSEWHERE, assigned)


def without_options(line: str) -> str:
    """The line of a magic without the options in front."""
    return OPTIONS.sub("", line, count=1)
