"""Which names a cell takes from elsewhere, and what a notebook's own cells import."""

import ast
import builtins
import symtable

BUILTINS = set(vars(builtins))


def parsed(source: str) -> ast.Module:
    """Parse a cell; one with a line that is not Python, such as a magic, counts as empty."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module(body=[], type_ignores=[])


def bound_names(source: str) -> set[str]:
    """Names that a cell defines at its top level."""
    try:
        table = symtable.symtable(source, "cell", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    return {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}


def free_names(source: str, also_builtins: bool = False) -> set[str]:
    """Names that a cell reads and does not define; without Python's builtins, unless asked."""
    try:
        table = symtable.symtable(source, "cell", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    read = {s.get_name() for s in table.get_symbols() if s.is_referenced()}
    nested = list(table.get_children())
    while nested:
        scope = nested.pop()
        nested += scope.get_children()
        read |= {s.get_name() for s in scope.get_symbols() if s.is_referenced() and s.is_global()}
    return read - bound_names(source) - (set() if also_builtins else BUILTINS)


def imports(source: str) -> dict[str, str]:
    """Map each name that a cell imports at its top level to the statement that does."""
    found = {}
    for statement in parsed(source).body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            for alias in statement.names:
                if alias.name == "*":
                    continue
                single = ast.Import([alias])
                if isinstance(statement, ast.ImportFrom):
                    single = ast.ImportFrom(statement.module, [alias], statement.level)
                name = alias.asname or alias.name.split(".")[0]
                found[name] = ast.unparse(ast.fix_missing_locations(single))
    return found


def imports_everything(source: str) -> bool:
    """Whether a cell holds a ``from module import *``."""
    return any(
        isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
        for node in ast.walk(parsed(source))
    )


def library_names(statements: dict[str, str], library: str = "lmcore") -> tuple[str, ...]:
    """Names of the library among imports: what a notebook hands out may be used."""
    start = f"from {library}"
    return tuple(
        statement.split(" import ")[1].split(" as ")[0]
        for statement in statements.values()
        if statement.startswith((f"{start} ", f"{start}."))
    )
