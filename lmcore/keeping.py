"""Trainings whose results are kept: what took minutes once is loaded the next time.

A browser trains several times slower than the machine that built the book. So a page marks a
function that trains for long with :func:`kept`. While the book is built, what the function returns
goes into a file; a reader's browser finds that file and loads it, as long as the function and its
arguments are those of the page. Anywhere else :func:`kept` changes nothing.

Three environment variables say where Python runs: ``LMCORE_KEEP`` names the folder to write into,
``LMCORE_KEPT`` the one to load from, and ``LMCORE_SLOWDOWN`` how many times slower this machine is
than the one that wrote. A file holds plain arrays and a JSON text, no pickle.
"""

import functools
import hashlib
import inspect
import itertools
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, TypeVar, overload

import numpy as np

from lmcore.models.neural_lm import NeuralLM
from lmcore.nn.activations import ACTIVATIONS
from lmcore.training.history import History

Result = TypeVar("Result")
Train = Callable[..., Result]

FORMAT = "lmcore kept 1"


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


# ---- which result it is ----


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


# ---- what is in a file ----


def save(path: Path, result: Any, about: dict[str, Any]) -> None:
    """Write a result, whole or not at all.

    Parameters
    ----------
    path : path
        Ends in ``.npz``; its folder is made if need be.
    result
        What a kept function may return.
    about : dict
        Of JSON's kinds: ``seconds``, ``cell``.

    Raises
    ------
    TypeError
        If the result holds something of another kind.
    """
    import tempfile

    arrays: list[np.ndarray] = []
    meta = json.dumps({"format": FORMAT, "about": about, "result": _packed(result, arrays)})
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as file:
        np.savez_compressed(file, *arrays, meta=np.array(meta))
    os.chmod(scratch, 0o644)
    os.replace(scratch, path)


def load(path: Path) -> tuple[Any, dict[str, Any]]:
    """Read what `save` has written.

    Parameters
    ----------
    path : path

    Returns
    -------
    result, about
        As they were given to `save`.
    """
    with np.load(path, allow_pickle=False) as file:
        meta = json.loads(str(file["meta"]))
        arrays = [file[name] for name in file.files if name != "meta"]
    return _unpacked(meta["result"], arrays), meta["about"]


def about(path: Path) -> dict[str, Any]:
    """What a file says of its training, without the result.

    Parameters
    ----------
    path : path

    Returns
    -------
    dict
        ``seconds`` of processor time, and the source of the ``cell`` that trained.
    """
    with np.load(path, allow_pickle=False) as file:
        return json.loads(str(file["meta"]))["about"]


def of_page(folder: Path, page: str) -> dict[Path, dict[str, Any]]:
    """The files that the cells of a page have written.

    Parameters
    ----------
    folder : path
        Where they were written; it may be missing.
    page : str
        The text of the page.

    Returns
    -------
    dict of path to dict
        What `about` says of each.
    """
    files = {path: about(path) for path in sorted(folder.glob("[!.]*.npz"))}
    return {path: it for path, it in files.items() if it["cell"] and it["cell"].strip() in page}


def _packed(value: Any, arrays: list[np.ndarray]) -> Any:
    """A result as JSON, in which arrays are numbers of the list ``arrays``."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, NeuralLM):
        return {"model": _sizes(value), "values": _packed(value.parameters.values, arrays)}
    if isinstance(value, History):
        return {"history": asdict(value)}
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        arrays.append(value)
        return {"array": len(arrays) - 1}
    if isinstance(value, dict):
        return {"dict": [[_packed(it, arrays) for it in pair] for pair in value.items()]}
    if isinstance(value, list | tuple):
        return {type(value).__name__: [_packed(it, arrays) for it in value]}
    if isinstance(value, bool | int | float | str | None):
        return value
    raise TypeError(
        f"a kept training returns a NeuralLM, a History, arrays, numbers, texts, or lists, tuples "
        f"and dicts of them, not a {type(value).__name__}"
    )


def _sizes(model: NeuralLM) -> dict[str, Any]:
    """What a model of the same form is made with."""
    return {
        "vocab_size": model.vocab_size,
        "embed_dim": model.embedding.W.shape[1],
        "hidden_dim": model.hidden.W.shape[1],
        "context_size": model.context_size,
        "activation": next(name for name, it in ACTIVATIONS.items() if it is model.activation),
        "dtype": str(model.parameters.values.dtype),
        "padding_id": int(model.padding_id),
    }


def _unpacked(value: Any, arrays: list[np.ndarray]) -> Any:
    if not isinstance(value, dict):
        return value
    kind, content = next(iter(value.items()))
    if kind == "model":
        model = NeuralLM(**content, rng=0)
        model.parameters.values[...] = _unpacked(value["values"], arrays)
        return model
    if kind == "history":
        return History(**content)
    if kind == "array":
        return arrays[content]
    if kind == "dict":
        return {_unpacked(k, arrays): _unpacked(it, arrays) for k, it in content}
    items = [_unpacked(it, arrays) for it in content]
    return tuple(items) if kind == "tuple" else items
