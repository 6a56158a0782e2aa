"""Student code as a check sees it: called quietly and on copies, its results made plain."""

import contextlib
import io
import linecache
import re
import sys
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

import lmcore
from grading.object_arrays import read_arrays, write_array
from tests.hidden.verdict import CheckFailed

LIBRARY = str(Path(lmcore.__file__).parent)
CHECKS = str(Path(__file__).parent)


class Student:
    """Runs a student's functions for the checks of one chapter."""

    def __init__(self, chapter: str):
        self.chapter = chapter

    def fail(self, symptom: str, misconception: str, section: str = "") -> CheckFailed:
        where = f"{self.chapter}, section “{section}”" if section else self.chapter
        return CheckFailed(symptom, misconception, where)

    def call(self, what: str, function: Callable, *args, **kwargs):
        """Return ``function(*args, **kwargs)``; what goes wrong inside becomes a ``CheckFailed``.

        Prints and warnings are swallowed, as a line on stderr would cost all points in nbgrader.
        Arrays go in as copies, and it is a failure to change them.
        """
        copies = [arg.copy() if isinstance(arg, np.ndarray) else arg for arg in args]
        try:
            with quiet(), refusing_library() as library_calls:
                result = function(*copies, **kwargs)
        except NotImplementedError:
            raise self.fail(
                f"{what} is not written yet.",
                "the line `raise NotImplementedError` is still there; replace it by your code.",
            ) from None
        except BaseException as error:  # SystemExit and KeyboardInterrupt are answers too
            raise self.fail(f"{what} raised {describe(error)}.", likely_cause(error)) from None
        if library_calls:
            raise self.fail(
                f"{what} hands the work to lmcore.",
                "lmcore is there to compare with and to build on; this exercise wants the code "
                "itself, so an answer that calls the library's own version earns no points.",
            )
        for before, after in zip(args, copies, strict=True):
            if isinstance(before, np.ndarray) and not np.array_equal(before, after):
                raise self.fail(
                    f"{what} changed an array it was given.",
                    "an in-place operation (`z -= ...`, `z[...] = ...`) writes into the caller's "
                    "array; compute a new array instead.",
                )
        return result

    def array(self, what: str, value, shape: tuple[int, ...], hint: str = "") -> np.ndarray:
        """Return ``value`` as a plain float64 array of the given shape, or fail in words."""
        if value is None:
            raise self.fail(
                f"{what} is None.", "a `return` is missing, or `pass` still stands in the body."
            )
        try:
            array = np.array(value, dtype=np.float64, subok=False)
        except (TypeError, ValueError):
            kind = type(value).__name__
            raise self.fail(
                f"{what} is a {kind}, not an array of numbers.",
                "the function should return one NumPy array.",
            ) from None
        if array.shape != shape:
            raise self.fail(
                f"{what} has shape {array.shape} where {shape} was expected.",
                hint or "an axis was lost, added or swapped: write the shape at each line's end.",
            )
        return array

    def arrays(self, obj) -> dict[str, np.ndarray]:
        """Copy every float array reachable from a student's object, by path.

        The walk goes depth-first through attributes, lists, tuples and dicts; a path looks like
        ``embedding.W`` or ``layers.0.b``.
        """
        return read_arrays(obj)

    def write(self, obj, path: str, array: np.ndarray) -> None:
        """Write into the student's array at a path, in place."""
        write_array(obj, path, array)


@contextlib.contextmanager
def quiet():
    """Swallow what student code prints or warns about."""
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def refusing_library():
    """Collect the lmcore functions that run meanwhile, whatever name they were imported under."""
    seen: list[str] = []

    def profile(frame, event, arg):
        if event == "call" and frame.f_code.co_filename.startswith(LIBRARY):
            seen.append(frame.f_code.co_qualname)

    outer = sys.getprofile()
    sys.setprofile(profile)
    try:
        yield seen
    finally:
        sys.setprofile(outer)


def describe(error: BaseException) -> str:
    """Name the exception and the student's own line; long numbers and indices are hidden inputs."""
    message = re.sub(r"-?\d+\.\d+(e[+-]?\d+)?|\d{4,}|(?<=index )-?\d+", "…", str(error))[:160]
    text = f"{type(error).__name__}: {message}" if message else type(error).__name__
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith((CHECKS, sys.prefix, sys.base_prefix)):
            continue
        line = linecache.getline(frame.filename, frame.lineno or 0).strip()
        return f"{text} (line {frame.lineno} of your cell: `{line}`)" if line else text
    return text


def likely_cause(error: BaseException) -> str:
    causes = {
        TypeError: "the arguments differ from the signature in the task, or a value is None.",
        NameError: "a name is used that this notebook does not define; restart the kernel and run "
        "all cells to see it.",
        AttributeError: "an attribute is used that was never set, or its name is misspelled.",
        IndexError: "an index runs past the end: token ids count from 0 to vocab_size - 1 and pick "
        "rows (the first axis), not columns.",
        RecursionError: "the function calls itself without end.",
        ValueError: "two shapes do not fit together: write the shape at each line's end.",
        SystemExit: "`exit()` or `sys.exit()` ends the whole notebook; raise an error instead.",
    }
    for kind, cause in causes.items():
        if isinstance(error, kind):
            return cause
    return "run the visible test above to see the error in your own notebook."
