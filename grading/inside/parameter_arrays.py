"""The float arrays inside an object: find them, read them, write them.

Self-contained (NumPy only), because it also runs beside the student's code, inside the sandbox.
"""

from collections.abc import Iterator
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType

import numpy as np

NOT_ENTERED = (type, ModuleType, FunctionType, MethodType, BuiltinFunctionType, str, bytes)
MOST_NODES = 10_000
MOST_BYTES = 16 * 2**20  # as many as travel in one frame


def walk(root) -> Iterator[tuple[str, np.ndarray]]:
    """Yield path and array, depth-first through attributes, lists, tuples and dicts.

    An array that hangs in two places comes once, under the path met first. Paths look like
    ``embedding.W`` or ``layers.0.b``.
    """
    seen: set[int] = set()
    stack = [("", root)]
    while stack and len(seen) < MOST_NODES:
        path, node = stack.pop()
        if id(node) in seen or isinstance(node, NOT_ENTERED):
            continue
        seen.add(id(node))
        if isinstance(node, np.ndarray):
            if node.dtype.kind == "f":
                yield path, node
            continue
        inside = [(f"{path}.{name}" if path else name, value) for name, value in children(node)]
        stack.extend(reversed(inside))


def children(node) -> list[tuple[str, object]]:
    """Name what hangs directly below a node."""
    if isinstance(node, dict):
        return [(str(key), value) for key, value in node.items()]
    if isinstance(node, (list, tuple)):
        return [(str(index), value) for index, value in enumerate(node)]
    found = dict(getattr(node, "__dict__", {}))
    for kind in type(node).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if name not in ("__dict__", "__weakref__") and hasattr(node, name):
                found.setdefault(name, getattr(node, name))
    return list(found.items())


def read_arrays(root) -> dict[str, np.ndarray]:
    """Return a plain copy of every float array, by path.

    Raises
    ------
    ValueError
        Where they hold more than ``MOST_BYTES`` together, before any is copied.
    """
    found = [(path, np.asarray(array)) for path, array in walk(root)]
    if sum(array.nbytes for _, array in found) > MOST_BYTES:
        raise ValueError("the object holds more numbers than a test reads")
    return {path: np.array(array) for path, array in found}


def write_array(root, path: str, value: np.ndarray) -> None:
    """Write into the array at a path, in place."""
    for found, array in walk(root):
        if found == path:
            array[...] = value
            return
    raise KeyError(f"there is no float array at {path!r}")
