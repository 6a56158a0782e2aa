"""Which students' answers are alike, and which are like lmcore: winnowed fingerprints (as in Moss).

Names of variables, strings, comments and spacing do not count, and the stub that everybody was
given is left out. Short right answers are alike without anybody having copied: a pair says
something when it stands far above the class.
"""

import ast
import functools
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from grading.watchdog import CallFailed, Spent, watched

NOISE = 25  # characters of filtered code that must agree before a match counts
MOST_COMPARED = 50_000  # characters of an answer, and those at its beginning
FEWEST_FINGERPRINTS = 40  # an answer with less code of its own proves nothing


# Share of an answer that lmcore has too; of right answers in the bank it is at most 0.35.
MOSTLY = 0.6
# How os spells the functions that start a program.
FORMS = ("l", "le", "lp", "lpe", "v", "ve", "vp", "vpe")
# Modules and functions that an answer in good faith does without, and what they are for.
LIBRARY = "imports lmcore"
SOURCE = "reads or runs source code"
PROCESSES = "starts threads or processes"
COMPILED = "calls compiled code by its address"
UNREAD = "cannot be read through by a program"
MEANING = {
    **dict.fromkeys(("lmcore",), LIBRARY),
    **dict.fromkeys(("inspect", "importlib", "linecache", "runpy", "zipimport"), SOURCE),
    **dict.fromkeys(("exec", "eval", "compile", "__import__", "__file__", "open"), SOURCE),
    **dict.fromkeys(("getsource", "getsourcelines", "__code__", "CodeType"), SOURCE),
    **dict.fromkeys(("modules", "pkgutil", "marshal", "read_text", "read_bytes"), SOURCE),
    **dict.fromkeys(("fromfile", "memmap", "FunctionType", "__builtins__"), SOURCE),
    **dict.fromkeys(("threading", "_thread", "multiprocessing", "subprocess"), PROCESSES),
    **dict.fromkeys(("_posixsubprocess", "concurrent", "asyncio", "joblib"), PROCESSES),
    **dict.fromkeys(("pty", "fork", "forkpty", "Popen", "popen", "system"), PROCESSES),
    **dict.fromkeys(("posix_spawn", "posix_spawnp", "getoutput"), PROCESSES),
    **{f"{kind}{form}": PROCESSES for kind in ("spawn", "exec") for form in FORMS},
    **dict.fromkeys(("ctypes", "_ctypes", "cffi"), COMPILED),
}
COMMAND = re.compile(
    r"^[ \t]*(?:\w{1,100}[ \t]*=[ \t]*)?(?:!|%%?(?:bash|sh|script|python|run|sx|system)\b)",
    re.MULTILINE,
)
NAME = re.compile(r"[^\W\d]\w*")
DOTTED = re.compile(r"[\w.]{1,100}")  # a string that names a module or an attribute


class Suspect(NamedTuple):
    """An answer that may be lmcore's, and why it seems so; a person has to read it."""

    student: str
    cell: str
    reasons: list[str]


class Pair(NamedTuple):
    """Two students, and the share of their fingerprints that both have."""

    first: str
    second: str
    likeness: float
    identical: list[str]  # the cells that agree to the letter


def fingerprints(source: str) -> set[int]:
    """Return the hashes of all stretches of ``NOISE`` characters of code without its names.

    Of an answer that no process comes to an end with, there are none.
    """
    try:
        return set(watched(hashes_in, source[:MOST_COMPARED]))
    except (Spent, CallFailed):
        return set()


def hashes_in(source: str) -> list[int]:
    """Compute :func:`fingerprints`, with what JSON can hold."""
    from copydetect import CodeFingerprint  # imports Matplotlib: only when asked for

    if not source.strip():
        return []
    made = CodeFingerprint("cell.py", k=NOISE, win_size=1, fp=io.StringIO(source))
    return [int(value) for value in made.hashes]


def likeness(
    answers: Mapping[str, Mapping[str, str]], stubs: Mapping[str, str]
) -> tuple[list[str], np.ndarray]:
    """Compare every two students over all their solution cells.

    Parameters
    ----------
    answers : dict of str to dict of str to str
        Source by student and cell.
    stubs : dict of str to str
        What the release holds in that cell.

    Returns
    -------
    list of str, array of shape [students, students]
        The students with enough code of their own, and their likeness between 0 and 1.
    """
    given = {cell: fingerprints(source) for cell, source in stubs.items()}
    own = {
        student: {
            (cell, value)
            for cell, source in cells.items()
            for value in fingerprints(source) - given.get(cell, set())
        }
        for student, cells in answers.items()
    }
    students = sorted(name for name, marks in own.items() if len(marks) >= FEWEST_FINGERPRINTS)
    if not students:
        return [], np.zeros((0, 0))
    index = {mark: i for i, mark in enumerate(set().union(*(own[name] for name in students)))}
    rows = np.repeat(np.arange(len(students)), [len(own[name]) for name in students])
    columns = [index[mark] for name in students for mark in own[name]]
    table = csr_matrix((np.ones(len(columns)), (rows, columns)))  # [students, fingerprints]
    shared = (table @ table.T).toarray()  # [students, students]
    sizes = shared.diagonal()
    return students, shared / (np.add.outer(sizes, sizes) - shared)


def most_alike(
    answers: Mapping[str, Mapping[str, str]], stubs: Mapping[str, str], count: int = 15
) -> tuple[list[Pair], float | None]:
    """Return the pairs that are most alike, and the median of all pairs for comparison."""
    students, table = likeness(answers, stubs)
    first, second = np.triu_indices(len(students), k=1)
    if not len(first):
        return [], None
    values = table[first, second]
    pairs = []
    for i in np.argsort(-values, kind="stable")[:count]:
        a, b = students[first[i]], students[second[i]]
        pairs.append(Pair(a, b, float(values[i]), _identical(answers[a], answers[b], stubs)))
    return pairs, float(np.median(values))


def _identical(a: Mapping[str, str], b: Mapping[str, str], stubs: Mapping[str, str]) -> list[str]:
    def same(cell):
        return a[cell].split() == b.get(cell, "").split() != stubs.get(cell, "").split()

    return [cell for cell in a if a[cell].strip() and same(cell)]


def library_answers(
    answers: Mapping[str, Mapping[str, str]], stubs: Mapping[str, str]
) -> list[Suspect]:
    """Name the answers that have lmcore's code, import it, read source, or start processes.

    Parameters
    ----------
    answers : dict of str to dict of str to str
        Source by student and cell.
    stubs : dict of str to str
        What the release holds in that cell; what stands there already is no reason.
    """
    found = []
    for student, cells in sorted(answers.items()):
        for cell, source in cells.items():
            given = stubs.get(cell, "")
            reasons = [why for why in uses(source) if why not in uses(given)]
            own = fingerprints(source) - fingerprints(given)
            if len(own) >= FEWEST_FINGERPRINTS:
                share = len(own & library_fingerprints()) / len(own)
                if share >= MOSTLY:
                    reasons.append(f"{share:.0%} of it stands in lmcore")
            if reasons:
                found.append(Suspect(student, cell, reasons))
    return found


@functools.cache
def library_fingerprints() -> frozenset[int]:
    """Return the fingerprints of all modules of lmcore."""
    import lmcore

    modules = sorted(Path(lmcore.__file__).parent.rglob("*.py"))
    return frozenset().union(*(fingerprints(path.read_text("utf-8")) for path in modules))


def uses(source: str) -> list[str]:
    """Say what of ``MEANING`` stands in a source, each once.

    >>> uses("import threading; from lmcore import generate")
    ['imports lmcore', 'starts threads or processes']
    """
    try:
        return watched(uses_in, source)
    except (Spent, CallFailed):
        return [UNREAD]


def uses_in(source: str) -> list[str]:
    """Do what :func:`uses` says, here."""
    try:
        tree = ast.parse(COMMAND.sub("pass #", source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        words = set(NAME.findall(source))
    else:
        words = {word for node in ast.walk(tree) for word in named(node)}
    reasons = {MEANING[word] for word in words & MEANING.keys()}
    if COMMAND.search(source):
        reasons.add(PROCESSES)
    return sorted(reasons)


def named(node: ast.AST) -> list[str]:
    """Return the names that one node of a syntax tree writes down."""
    if isinstance(node, ast.Import):
        return [part for alias in node.names for part in alias.name.split(".")]
    if isinstance(node, ast.ImportFrom):
        names = [alias.name for alias in node.names]
        return [*(node.module or "").split("."), *names]
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return NAME.findall(node.value) if DOTTED.fullmatch(node.value) else []
    return [node.attr] if isinstance(node, ast.Attribute) else []
