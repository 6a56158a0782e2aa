"""Proxies: the student's objects as the grader's process sees them.

Every use of a proxy is a request to the student's kernel, and only values come back, or proxies
again. What the student's code raises is raised here as the same builtin class.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from grading.rpc.conversation import Conversation

MOST_ITEMS = 100_000


def hidden(proxy: Proxy) -> tuple[Conversation, int]:
    """Return whose object a proxy stands for."""
    get = object.__getattribute__
    return get(proxy, "_conversation"), get(proxy, "_number")


def kind_of(value) -> str:
    """Name the type of a value or, for a proxy, the type of the student's object."""
    if isinstance(value, Proxy):
        name = object.__getattribute__(value, "_kind")
        return name if name.isidentifier() else "thing"
    return type(value).__name__


class Proxy:
    """Stands for one object of the student's; knows nothing itself."""

    __slots__ = ("__weakref__", "_conversation", "_kind", "_number")

    def __init__(self, conversation: Conversation, number: int, kind: str):
        object.__setattr__(self, "_conversation", conversation)
        object.__setattr__(self, "_number", number)
        object.__setattr__(self, "_kind", kind)

    def __repr__(self):
        return "<an object of the student's>"

    def __call__(self, *args, **kwargs):
        """The result of calling the student's object."""
        return hidden(self)[0].request("call", self, *args, **kwargs)

    def __getattribute__(self, name):
        if name.startswith("__"):
            return object.__getattribute__(self, name)
        return hidden(self)[0].request("getattr", self, name)

    def __setattr__(self, name, value):
        hidden(self)[0].request("setattr", self, name, value)

    def __delattr__(self, name):
        hidden(self)[0].request("delattr", self, name)

    def __getitem__(self, index):
        return hidden(self)[0].request("getitem", self, index)

    def __setitem__(self, index, value):
        hidden(self)[0].request("setitem", self, index, value)

    def __len__(self):
        return hidden(self)[0].request("len", self)

    def __bool__(self):
        return bool(hidden(self)[0].request("bool", self))

    def __float__(self):
        return float(hidden(self)[0].request("float", self))

    def __iter__(self):
        iterator = hidden(self)[0].request("iter", self)
        for _ in range(MOST_ITEMS):
            try:
                yield hidden(self)[0].request("next", iterator)
            except StopIteration:
                return
        raise ValueError(f"more than {MOST_ITEMS} items")

    def __reduce_ex__(self, protocol):
        raise TypeError("the student's objects cannot be copied here")


@contextlib.contextmanager
def refusing(proxy: Proxy, names: Collection[str]) -> Iterator[None]:
    """Meanwhile calls of these functions of the library count, though the notebook has them."""
    conversation = hidden(proxy)[0]
    allowed = conversation.may_use
    conversation.may_use = tuple(name for name in allowed if name not in names)
    try:
        yield
    finally:
        conversation.may_use = allowed


def request_calls(proxy: Proxy, batches: Sequence[Any]) -> list:
    """Return the results of several calls, read when all have been made."""
    results = hidden(proxy)[0].request("calls", proxy, *batches)
    if not isinstance(results, list) or len(results) != len(batches):
        raise hidden(proxy)[0].give_up("the kernel sent something else than a result for each call")
    return results


def request_arrays(proxy: Proxy) -> dict[str, np.ndarray]:
    """Every float array reachable from a student's object, by path."""
    arrays = hidden(proxy)[0].request("arrays", proxy)
    if not isinstance(arrays, dict) or not all(
        isinstance(path, str) and isinstance(array, np.ndarray) and array.dtype.kind == "f"
        for path, array in arrays.items()
    ):
        raise hidden(proxy)[0].give_up("the kernel sent something else than arrays")
    return arrays


def request_write(proxy: Proxy, path: str, array: np.ndarray) -> None:
    """Write into an array of the student's, in place."""
    hidden(proxy)[0].request("write", proxy, path, array)
