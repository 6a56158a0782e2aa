"""The mark of a function whose results are kept, and what it says when it loads one."""

import functools
import inspect
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, overload

from lmcore.keeping.files import load, save
from lmcore.keeping.identity import file_name

Result = TypeVar("Result")
Train = Callable[..., Result]


@overload
def kept(function: Train[Result]) -> Train[Result]: ...
@overload
def kept(*, anew: bool = False) -> Callable[[Train[Result]], Train[Result]]: ...
def kept(function: Callable | None = None, *, anew: bool = False) -> Callable:
    """Mark a function that trains for long: a browser loads what it returned for the book.

    Parameters
    ----------
    function : callable
        Defined at the top of a page or module. Everything it depends on is an argument, a number or
        array of the page, or another function of the page: so that the same code and arguments give
        the same result. It returns a `NeuralLM`, a `History`, arrays, numbers, texts, or lists,
        tuples and dicts of these.
    anew : bool
        Train here and now, even if the result is at hand: ``@kept(anew=True)``.

    Returns
    -------
    callable
        The same, where nothing is kept.

    Raises
    ------
    TypeError
        When called, if an argument or what the function returns is of a kind that cannot be
        compared or written, while the result is to be kept or loaded.

    Examples
    --------
    >>> @kept
    ... def train(steps):
    ...     return sum(range(steps))
    >>> train(4)
    6
    """
    if function is None:
        return functools.partial(kept, anew=anew)

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        keep, look = os.environ.get("LMCORE_KEEP"), os.environ.get("LMCORE_KEPT")
        if _within or not (keep or look):
            return function(*args, **kwargs)
        name = file_name(function, *args, **kwargs)
        if look and not anew and Path(look, name).is_file():
            result, about = load(Path(look, name))
            _loaded.append((function.__name__, about["seconds"]))
            return result
        began = time.process_time()
        _within.append(function.__name__)
        try:
            result = function(*args, **kwargs)
        finally:
            _within.pop()
        if keep:
            seconds = time.process_time() - began
            save(Path(keep, name), result, {"seconds": seconds, "cell": _running_cell()})
        return result

    return call


_within: list[str] = []  # the kept function that runs: what it calls is part of its result
_loaded: list[tuple[str, float]] = []  # what was loaded and not told yet: function and seconds


def what_was_loaded() -> str:
    """Say what was loaded since this was last asked.

    Returns
    -------
    str
        A line for each function, with the seconds that training took and would take here.
    """
    seconds: dict[str, list[float]] = {}
    for name, one in _loaded:
        seconds.setdefault(name, []).append(one)
    _loaded.clear()
    return "".join(_told(name, len(its), sum(its)) for name, its in seconds.items())


def _told(name: str, count: int, seconds: float) -> str:
    what = "1 result" if count == 1 else f"{count} results"
    slowdown = os.environ.get("LMCORE_SLOWDOWN")
    here = f", and would take about {seconds * float(slowdown):.0f} s here" if slowdown else ""
    return (
        f"{name}: loaded {what}. To train took {seconds:.0f} s when the book was built{here}: "
        f"@kept(anew=True) trains anew.\n"
    )


def _running_cell() -> str:
    """The source of the cell that runs; empty outside of a notebook."""
    import linecache

    frame = inspect.currentframe()
    while frame is not None and frame.f_code.co_name != "<module>":
        frame = frame.f_back
    return "".join(linecache.getlines(frame.f_code.co_filename)) if frame else ""
