"""Which words of a page's code need a package that the code itself does not import.

``project_pca`` imports scikit-learn inside the function; a browser has to load that package before
the cell runs. So every function and class of lmcore that imports a package when it is called is
found here, with all that mention one of them, by name. Too many words cost a reader some
megabytes, too few a second run of a cell.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple


class Definition(NamedTuple):
    """A function, class or constant: what it imports when called, and the names it mentions."""

    name: str
    imports: frozenset[str]
    mentions: frozenset[str]


def _imported(nodes: Iterable[ast.AST]) -> set[str]:
    """Packages of others that import statements name."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names)


def _required(node: ast.AST) -> Iterator[ast.AST]:
    """What lies in a node, except what a ``try`` can do without."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.Try):
            yield child
            yield from _required(child)


def _mentioned(node: ast.AST) -> frozenset[str]:
    return frozenset(
        part.id if isinstance(part, ast.Name) else part.attr
        for part in ast.walk(node)
        if isinstance(part, ast.Name | ast.Attribute)
    )


def _defined(node: ast.stmt) -> list[str]:
    """The names that a statement gives to functions, classes, or tables of them."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def imported_at_once(package: Path) -> set[str]:
    """What importing the package imports of others, NumPy left out."""
    found: set[str] = set()
    for file in package.rglob("*.py"):
        if file.name != "__main__.py":
            found |= _imported(ast.parse(file.read_text(encoding="utf-8")).body)
    return found - {"numpy", package.name}


def definitions(package: Path) -> list[Definition]:
    """The functions, classes and constants at the top of the package's modules."""
    found = []
    for file in sorted(package.rglob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            imports = frozenset(_imported(_required(node)) - {"numpy", package.name})
            found += [Definition(name, imports, _mentioned(node)) for name in _defined(node)]
    return found


def words(package: Path) -> dict[str, list[str]]:
    """The packages that using a name of ``package`` imports, by that name."""
    found = definitions(package)
    needs = {it.name: set(it.imports) for it in found if it.imports}
    grown = True
    while grown:
        grown = False
        for it in found:
            more = set().union(*(needs[name] for name in it.mentions if name in needs))
            if more - needs.get(it.name, set()):
                needs.setdefault(it.name, set()).update(more)
                grown = True
    return {name: sorted(packages) for name, packages in sorted(needs.items())}
