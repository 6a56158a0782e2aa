"""The file of a result: plain arrays and a JSON text, no pickle."""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from lmcore.keeping.identity import FORMAT
from lmcore.models.neural_lm import NeuralLM
from lmcore.nn.activations import ACTIVATIONS
from lmcore.training.history import History


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
