"""Small mistakes, as changes of a syntax tree: each operator yields what a node may become."""

import ast
from collections.abc import Iterator
from copy import deepcopy

SWAPPED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
RENAMED = {
    "mean": ["sum"],
    "sum": ["mean"],
    "max": ["min"],
    "min": ["max"],
    "log": ["log2", "log1p"],
    "exp": ["expm1", "exp2"],
    "zeros": ["ones"],
    "zeros_like": ["ones_like"],
    "tanh": ["sin"],
    "argmax": ["argmin"],
    "normal": ["uniform"],
}


def changed(node, **fields):
    """Return a copy of a node with other fields."""
    copy = deepcopy(node)
    for name, value in fields.items():
        setattr(copy, name, value)
    return copy


def alternatives(node) -> Iterator[ast.AST]:
    """Yield every node that a slip of the pen could have put in the place of this one."""
    if isinstance(node, ast.BinOp):
        if type(node.op) in SWAPPED:
            yield changed(node, op=SWAPPED[type(node.op)]())
        yield node.left  # the second term is dropped
        if isinstance(node.op, (ast.Add, ast.Mult)):
            yield node.right
    elif isinstance(node, ast.AugAssign) and type(node.op) in SWAPPED:
        yield changed(node, op=SWAPPED[type(node.op)]())
        yield ast.Assign([node.target], node.value, lineno=node.lineno)
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPPED:
        yield changed(node, ops=[SWAPPED[type(node.ops[0])](), *node.ops[1:]])
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not)):
        yield node.operand
    elif isinstance(node, ast.Constant):
        yield from other_constants(node)
    elif isinstance(node, ast.Attribute):
        if node.attr == "T":
            yield node.value
        for name in RENAMED.get(node.attr, []):
            yield changed(node, attr=name)
    elif isinstance(node, ast.Call):
        if len(node.args) == 1 and not node.keywords:
            yield node.args[0]  # the call is dropped
        for keyword in node.keywords:
            yield changed(node, keywords=[k for k in node.keywords if k is not keyword])


def other_constants(node: ast.Constant) -> Iterator[ast.Constant]:
    if isinstance(node.value, bool):
        yield changed(node, value=not node.value)
    elif isinstance(node.value, int):
        yield changed(node, value=node.value + 1)
        yield changed(node, value=node.value - 1)
    elif isinstance(node.value, float):
        yield changed(node, value=node.value * 2)


def without_statement(body: list[ast.stmt], index: int) -> list[ast.stmt] | None:
    """Return a body with a statement dropped, or None where it says nothing."""
    statement = body[index]
    if isinstance(
        statement, ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom | ast.Pass
    ):
        return None
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return None  # a docstring
    rest = body[:index] + body[index + 1 :]
    return rest or [ast.Pass()]
