"""Which result it is: a name that follows from a function's code and its arguments."""

import hashlib
import inspect
import itertools
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType
from typing import Any

import numpy as np

FORMAT = "lmcore kept 1"


def file_name(function: Callable, *args: Any, **kwargs: Any) -> str:
    """The name of the file that keeps a result: the same for the same code and arguments.

    Parameters
    ----------
    function : callable
    *args, **kwargs
        What it is called with.

    Returns
    -------
    str
        The same on 32-bit and 64-bit platforms.

    Raises
    ------
    TypeError
        If an argument, or a name of the page that the function uses, is of a kind that cannot be
        compared, such as a generator of random numbers.

    Examples
    --------
    >>> def train(steps, rate=0.1):
    ...     return steps * rate
    >>> file_name(train, 3) == file_name(train, steps=3, rate=0.1) != file_name(train, 4)
    True
    """
    bound = inspect.signature(function).bind(*args, **kwargs)
    bound.apply_defaults()
    digest = hashlib.sha256(FORMAT.encode())
    for part in (*_code(function), *_content("the arguments", bound.arguments)):
        digest.update(part)
    return f"{function.__name__}-{digest.hexdigest()[:12]}.npz"


def _code(function: Callable, seen: set[str] | None = None) -> Iterator[bytes]:
    """The source of a function, and of what it uses of its page."""
    seen = set() if seen is None else seen
    lines = inspect.getsource(function).splitlines()
    without_decorators = itertools.dropwhile(lambda line: line.lstrip().startswith("@"), lines)
    yield "\n".join(line.rstrip() for line in without_decorators).encode()
    function = inspect.unwrap(function)
    assert isinstance(function, FunctionType)
    for name in sorted(_globals(function.__code__) & function.__globals__.keys() - seen):
        seen.add(name)
        value = function.__globals__[name]
        if getattr(value, "__module__", None) == function.__module__ and callable(value):
            yield from _code(value, seen)
        elif not callable(value) and not inspect.ismodule(value):
            yield from _content(f"the name {name!r}", value)


def _globals(code: CodeType) -> set[str]:
    """The names that a function's code looks up in its page."""
    import dis

    found = {it.argval for it in dis.get_instructions(code) if it.opname == "LOAD_GLOBAL"}
    inner = (_globals(it) for it in code.co_consts if isinstance(it, CodeType))
    return found.union(*inner)


def _content(what: str, value: Any) -> Iterator[bytes]:
    """Numbers, texts, arrays, and what is made of them, as bytes."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        wide = value.dtype if value.dtype.kind == "f" else np.dtype(np.int64)
        yield f"{wide}{value.shape}".encode()
        yield np.ascontiguousarray(value, wide).tobytes()
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield f"{key!r}:".encode()
            yield from _content(what, inner)
    elif isinstance(value, list | tuple):
        yield f"{type(value).__name__}{len(value)}".encode()
        for inner in value:
            yield from _content(what, inner)
    elif isinstance(value, int | float | str | None):
        yield repr(value).encode()
    else:
        raise TypeError(
            f"a kept training depends on numbers, texts and arrays, but {what} has a "
            f"{type(value).__name__}: make it inside the function, from a seed or an array"
        )
