"""Which names a cell takes from elsewhere, which it gives, and what a notebook's cells import.

A cell is compiled and never run; its names are read off the code, once, from top to bottom. (The
standard library's ``symtable`` looks at all functions of a cell for every name in it.)
"""

import ast
import builtins
import dis
import inspect
import types
import warnings
from dataclasses import dataclass, field

from grading.submission.ipython_syntax import MOST_NESTED, magic_code, parsed

BUILTINS = set(vars(builtins))
FROM_IPYTHON = frozenset({"get_ipython", "display"})
READS = frozenset({"LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS"})
WRITES = frozenset({"STORE_NAME", "STORE_GLOBAL"})
OPERATIONS = frozenset(dis.opmap[name] for name in READS | WRITES if name in dis.opmap)
COMPREHENSIONS = frozenset({"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"})
CHANGES = frozenset(
    {"add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "register"}
    | {"remove", "setdefault", "sort", "update"}
)


@dataclass
class CellNames:
    """The names of one cell, at the level of the notebook.

    ``now`` is read while the cell runs, ``later`` when one of its functions is called; both hold
    Python's builtins too, and nothing that the cell itself has bound by then. ``changes`` are the
    objects it writes into, as in ``Model.loss = loss``.
    """

    binds: set[str] = field(default_factory=set)
    now: set[str] = field(default_factory=set)
    later: set[str] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)
    imports_everything: bool = False

    @property
    def reads(self) -> set[str]:
        """The names that a cell reads, at once or when its functions are called."""
        return self.now | self.later


def cell_names(source: str) -> CellNames:
    """Look at a cell, and at the Python that its magics run."""
    names = CellNames()
    waiting = [(parsed(source), True, 0)]
    while waiting:
        tree, binds, depth = waiting.pop()
        collect(tree, binds, names)
        for code in magic_code(tree) if depth < MOST_NESTED else ():
            names.binds |= code.variables
            waiting.append((parsed(code.source), binds and code.binds, depth + 1))
    names.later -= names.binds
    names.now -= FROM_IPYTHON | {"__name__"}  # a class's body reads the latter
    return names


def collect(tree: ast.Module, binds: bool, names: CellNames) -> None:
    """Add the names of one piece of code, which perhaps assigns none in the notebook."""
    code = compiled(tree)
    if code is None:
        return
    bound: set[str] = set()
    read_inside: set[str] = set()
    inner = [(nested, is_function(nested)) for nested in code_inside(code)]
    for operation, name in operations(code):
        if operation in READS and name not in bound:
            names.now.add(name)
        elif operation in WRITES:
            bound.add(name)
    while inner:
        nested, waits = inner.pop()
        read, own = set(), set()
        for operation, name in operations(nested):
            if operation in READS:
                read.add(name)
            elif operation == "STORE_GLOBAL":
                bound.add(name)
            elif operation == "STORE_NAME":  # in the body of a class
                own.add(name)
        (names.later if waits else read_inside).update(read - own)
        inner += [(deeper, waits or is_function(deeper)) for deeper in code_inside(nested)]
    names.now |= read_inside - bound
    if binds:
        names.binds |= bound
    names.changes |= changed_objects(tree)
    names.imports_everything |= imports_all(tree)


def compiled(tree: ast.Module) -> types.CodeType | None:
    """The code of a cell, or None where it does not compile."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT  # as IPython does
            return compile(tree, "cell", "exec", flags=flags, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def operations(code: types.CodeType) -> list[tuple[str, str]]:
    """Return what code does with global names, in order: as ``dis`` would, in a tenth of its time.

    An instruction is a byte, its argument another: the index of a name. Of ``LOAD_GLOBAL`` the
    lowest bit means something else.
    """
    found, extended = [], 0
    for number, argument in zip(code.co_code[::2], code.co_code[1::2], strict=True):
        argument |= extended
        extended = argument << 8 if number == dis.EXTENDED_ARG else 0
        if number in OPERATIONS:
            operation = dis.opname[number]
            index = argument >> 1 if operation == "LOAD_GLOBAL" else argument
            found.append((operation, code.co_names[index]))
    return found


def code_inside(code: types.CodeType) -> list[types.CodeType]:
    """The functions, classes and comprehensions right inside a piece of code."""
    return [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]


def is_function(code: types.CodeType) -> bool:
    """Whether code waits for a call; bodies of classes and comprehensions run at once."""
    return bool(code.co_flags & inspect.CO_OPTIMIZED) and (code.co_name not in COMPREHENSIONS)


def changed_objects(tree: ast.Module) -> set[str]:
    """Return the names of objects whose attributes or items are set, or that a method changes."""
    changed = set()
    for node in ast.walk(tree):
        match node:
            case (
                ast.Attribute(ctx=ast.Store() | ast.Del())
                | ast.Subscript(ctx=ast.Store() | ast.Del())
            ):
                changed.add(root(node))
            case ast.Call(func=ast.Name(id="setattr" | "delattr"), args=[first, *_]):
                changed.add(root(first))
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=of, attr=name))) if (
                name in CHANGES
            ):
                changed.add(root(of))
    return changed - {""}


def root(node: ast.AST) -> str:
    """Return the name that an expression such as ``a.b[0].c`` begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def imports_all(tree: ast.Module) -> bool:
    """Whether a cell imports everything from a module."""
    return any(
        isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in ast.walk(tree)
    )


def bound_names(source: str) -> set[str]:
    """Names that a cell defines at its top level."""
    return cell_names(source).binds


def free_names(source: str, also_builtins: bool = False) -> set[str]:
    """Names that a cell reads and does not define; without Python's builtins, unless asked."""
    names = cell_names(source)
    return names.reads - names.binds - (set() if also_builtins else BUILTINS)


def imports(source: str) -> dict[str, str]:
    """Map each name that a cell imports at its top level to the statement that does."""
    found = {}
    for statement in parsed(source).body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            for alias in statement.names:
                if alias.name == "*":
                    continue
                single: ast.Import | ast.ImportFrom = ast.Import([alias])
                if isinstance(statement, ast.ImportFrom):
                    single = ast.ImportFrom(statement.module, [alias], statement.level)
                name = alias.asname or alias.name.split(".")[0]
                found[name] = ast.unparse(ast.fix_missing_locations(single))
    return found


def library_names(statements: dict[str, str], library: str = "lmcore") -> tuple[str, ...]:
    """Names of the library among imports: what a notebook hands out may be used."""
    start = f"from {library}"
    return tuple(
        statement.split(" import ")[1].split(" as ")[0]
        for statement in statements.values()
        if statement.startswith((f"{start} ", f"{start}."))
    )
