"""What a result depends on besides the submission: hidden checks, grader, libraries."""

import ast
import functools
import hashlib
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from nbformat import NotebookNode

from grading.execution.store import digest
from grading.notebooks import is_grade
from grading.paths import ROOT

CHECKS = "tests.hidden"
# The code that runs when a notebook is executed; what reads or shows results is not part of it.
CODE = (
    "grading/notebooks.py",
    "grading/marks.py",
    "grading/pictures.py",
    "grading/sanitizer.py",
    *(f"grading/{package}" for package in ("inside", "rpc", "sandbox", "submission", "execution")),
    "lmcore",
)
# Libraries that answers use or that run them, whose version may change a score.
LIBRARIES = ("numpy", "scipy", "matplotlib", "scikit-learn", "ipykernel", "ipython")


@functools.cache
def grader_version() -> str:
    """Return a hash of the code that executes, the course library and the versions beneath."""
    libraries = {name: _version(name) for name in LIBRARIES}
    return digest(hashes(ROOT), platform.python_version(), libraries)


def hashes(root: Path) -> dict[str, str]:
    """Return the SHA-256 of each module of ``CODE``, by its path."""
    modules = [
        module
        for place in CODE
        for module in ([root / place] if place.endswith(".py") else (root / place).rglob("*.py"))
    ]
    return {
        module.relative_to(root).as_posix(): hashlib.sha256(module.read_bytes()).hexdigest()
        for module in sorted(modules)
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def check_modules(nb: NotebookNode, folder: Path = ROOT / "tests" / "hidden") -> dict[str, str]:
    """Return the sources of the hidden checks that a notebook's test cells need, by file name.

    These and no others: what is known of other exercises stays where it is.
    """
    cells = [cell.source for cell in nb.cells if cell.cell_type == "code" and is_grade(cell)]
    wanted = set().union(*map(imported_checks, cells), {"__init__"})
    found: dict[str, str] = {}
    while wanted:
        name = wanted.pop()
        path = folder / f"{name}.py"
        if name not in found and path.exists():
            found[name] = path.read_text(encoding="utf-8")
            wanted |= imported_checks(found[name])
    return {f"{name}.py": source for name, source in sorted(found.items())}


@functools.cache
def imported_checks(source: str) -> set[str]:
    r"""Return the names of the modules of ``tests.hidden`` that a source imports.

    >>> sorted(imported_checks("from tests.hidden import embedding\nimport tests.hidden.verdict"))
    ['embedding', 'verdict']
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return set()
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    inside = [name.removeprefix(f"{CHECKS}.") for name in names if name.startswith(f"{CHECKS}.")]
    return {name.split(".")[0] for name in inside}
