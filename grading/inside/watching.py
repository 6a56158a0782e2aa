"""What a call of the student's code does besides returning a value.

Whether it changed what it was given: what the grader hands out is a copy, so no change reaches the
grader's own objects; the copies are looked at for the message. And which functions of lmcore, or of
another library that does such work, it called: a courtesy to who calls them in good faith, no
defense. Only functions written in Python are seen.
"""

import contextlib
import sys
import threading
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import numpy as np

SWITCHED_OFF = "(the watch on lmcore was switched off)"
# Libraries other than NumPy and Python's own that do what exercises ask for.
READY_MADE = frozenset(
    {"autograd", "cupy", "flax", "gensim", "jax", "keras", "nltk", "pandas", "scipy", "sklearn"}
    | {"spacy", "statsmodels", "tensorflow", "theano", "torch", "transformers"}
)
HAND_OVER_RULE = (
    "use NumPy and plain Python. lmcore, SciPy, scikit-learn and other libraries are there to "
    "compare with; an answer that hands its work to one of them earns no points. No sandbox can "
    "keep a public library from being used in other ways; answers that look like it are named to "
    "your instructor, who reads them."
)


def handed_to(names: str) -> str:
    """Return the library that the first of some names belongs to.

    Examples
    --------
    >>> handed_to("scipy.softmax, scipy.logsumexp")
    'scipy'
    >>> handed_to("Embedding.forward")
    'lmcore'
    """
    root = names.partition(".")[0]
    return root if root in READY_MADE else "lmcore"


@contextlib.contextmanager
def watching(
    library: Path, may_use: Collection[str] = (), seen: list[str] | None = None
) -> Iterator[list[str]]:
    """Collect the functions of a library that are called meanwhile, by whatever name.

    Only calls that enter the library count, not those it makes itself; ``may_use`` names functions
    and classes that are free for use. A watch that somebody switched off counts as a call. Those of
    other ready-made libraries count too, with the library's name in front.
    """
    folder = str(library)
    free = frozenset(may_use)
    seen = [] if seen is None else seen
    known: dict[str, str] = {}  # the library that a file belongs to, or ""

    def library_of(frame):
        path = frame.f_code.co_filename
        if path not in known:
            root = str(frame.f_globals.get("__name__")).partition(".")[0]
            of_file = "lmcore" if path.startswith(folder) else root if root in READY_MADE else ""
            if path.startswith("<"):  # made from text, by whoever it was
                return of_file
            known[path] = of_file
        return known[path]

    def profile(frame, event, arg):
        if event != "call" or frame.f_code.co_name == "<module>":
            return
        called = library_of(frame)
        if not called or (frame.f_back is not None and library_of(frame.f_back)):
            return
        name = frame.f_code.co_qualname
        if called != "lmcore":
            name = f"{called}.{name}"
        elif name.split(".")[0] in free:
            return
        if len(seen) < 20:
            seen.append(name)

    outer = sys.getprofile()
    threading.setprofile(profile)
    sys.setprofile(profile)
    try:
        yield seen
    finally:
        if sys.getprofile() is not profile:
            seen.append(SWITCHED_OFF)
        sys.setprofile(outer)
        threading.setprofile(None)


PLAIN = (bool, int, float, complex, str)


def copied(value: Any) -> Any:
    """Copy arrays, lists, tuples and dicts as deep as they go; all else stays itself."""
    if type(value) is np.ndarray:
        return value.copy()
    if type(value) in (list, tuple):
        return type(value)(copied(item) for item in value)
    if type(value) is dict:
        return {key: copied(item) for key, item in value.items()}
    return value


class Snapshot:
    """What a value holds now, to be compared with what it holds later.

    Examples
    --------
    >>> given = (np.zeros(2), [3, 1])
    >>> snapshot = Snapshot(given)
    >>> given[1].sort()
    >>> snapshot.changed()
    'list'
    """

    def __init__(self, value: Any):
        self.value = value
        self.keys: list = []
        self.parts: list[Snapshot] = []
        self.array: np.ndarray | None = None
        if type(value) is np.ndarray:
            self.array = value.copy()
        elif type(value) is dict:
            self.keys = list(value)
            self.parts = [Snapshot(part) for part in value.values()]
        elif type(value) in (list, tuple):
            self.parts = [Snapshot(part) for part in value]

    def changed(self) -> str | None:
        """Name what is no longer the same: "array", "list" or "dict"; None where nothing is."""
        if self.array is not None:
            return None if same_array(self.value, self.array) else "array"
        if type(self.value) not in (list, tuple, dict):
            return None
        now = list(self.value.values()) if type(self.value) is dict else list(self.value)
        same_keys = type(self.value) is not dict or list(self.value) == self.keys
        if not same_keys or len(now) != len(self.parts):
            return type(self.value).__name__
        for new, part in zip(now, self.parts, strict=True):
            if not part.stands_for(new):
                return type(self.value).__name__
        return next(filter(None, (part.changed() for part in self.parts)), None)

    def stands_for(self, new: Any) -> bool:
        """Whether this is still the object, or one that is equal and as plain."""
        return new is self.value or (isinstance(self.value, PLAIN) and bool(new == self.value))


def same_array(now: np.ndarray, before: np.ndarray) -> bool:
    """Whether two arrays have the same shape, dtype and bytes (so that nan equals nan)."""
    alike = now.shape == before.shape and now.dtype == before.dtype
    return alike and now.tobytes() == before.tobytes()
