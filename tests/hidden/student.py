"""Student code as a check sees it: called quietly and on copies, its results made plain.

A check is given either the student's objects themselves (in a notebook, or in the bank's tests) or
stand-ins for them (when submissions are graded, see ``grading``); only this module knows which.
"""

import contextlib
import io
import linecache
import re
import sys
import traceback
import warnings
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

import lmcore
from grading.inside.parameter_arrays import read_arrays, write_array
from grading.inside.watching import HAND_OVER_RULE, Snapshot, copied, handed_to, watching
from grading.rpc.conversation import ArgumentChanged, KernelLost, LibraryUsed, Raised
from grading.rpc.proxy import (
    Proxy,
    kind_of,
    refusing,
    request_arrays,
    request_calls,
    request_write,
)
from tests.hidden.verdict import CheckFailed, General

LIBRARY = Path(lmcore.__file__).parent
# Modules through which a call goes before it reaches the student's code, wherever they lie: the
# checks are also run from a copy.
COURSE = tuple(f"{name}." for name in ("tests.hidden", "grading", lmcore.__name__))


class Student:
    """Runs a student's functions for the checks of one chapter.

    Parameters
    ----------
    chapter : str
        Where a failure tells the student to read.
    may_use : collection of str
        Names of lmcore that an answer may call; all others are refused.
    refused : collection of str
        Names that the notebook itself uses, and that would do a student's work.
    """

    def __init__(
        self, chapter: str, may_use: Collection[str] = (), refused: Collection[str] = ()
    ) -> None:
        self.chapter = chapter
        self.may_use = tuple(may_use)
        self.refused = frozenset(refused)

    def fail(self, symptom: str, misconception: str, section: str = "") -> CheckFailed:
        """The failure of a check: what is wrong, why it may be, where to read."""
        where = f"{self.chapter}, section “{section}”" if section else self.chapter
        return CheckFailed(symptom, misconception, where)

    def call(self, what: str, function: Callable, *args: Any, **kwargs: Any) -> Any:
        """Return ``function(*args, **kwargs)``; what goes wrong inside becomes a ``CheckFailed``.

        Prints and warnings are swallowed, as a line on stderr would cost all points in nbgrader.
        What goes in is a copy, as deep as arrays, lists and dicts go, and it is a failure to change
        it.
        """
        return self._run(what, function, function, args, kwargs)

    def calls(self, what: str, function: Callable, batches: Sequence[Any]) -> list:
        """Return the results of several calls, each with one argument, as they are after the last.

        An array that calls share holds what the last one wrote, on whichever side it was written: a
        result of :meth:`call` that comes from a kernel is a copy.
        """
        return self._run(what, function, partial(each, function), tuple(batches), {})

    def _run(
        self, what: str, function: Callable, action: Callable, args: tuple, kwargs: dict
    ) -> Any:
        """Return what an action with a student's function gives; see :meth:`call`."""
        given = copied((args, kwargs))
        before = Snapshot(given)
        library_calls: list[str] = []
        try:
            with self.watched(function, library_calls):
                result = action(*given[0], **given[1])
        except NotImplementedError:
            raise self.fail(
                f"{what} is not written yet.",
                "the line `raise NotImplementedError` is still there; replace it by your code.",
            ) from None
        except LibraryUsed as used:
            library_calls.append(str(used))
        except ArgumentChanged as change:
            raise self.fail(f"{what} {change}", change.cause) from None
        except BaseException as error:  # SystemExit and KeyboardInterrupt are answers too
            if isinstance(error, KeyboardInterrupt) and isinstance(function, Proxy):
                raise  # the instructor's own
            failure = self.fail(f"{what} raised {describe(error)}.", likely_cause(error))
            failure.error = type(error)
            raise failure from None
        if library_calls:
            raise self.fail(
                f"{what} hands the work to {handed_to(library_calls[0])}.", HAND_OVER_RULE
            )
        if kind := before.changed():
            here = ArgumentChanged(kind)
            raise self.fail(f"{what} {here}", here.cause)
        return result

    @contextlib.contextmanager
    def watched(self, function: Callable, library_calls: list[str]) -> Iterator[None]:
        """Run student code quietly and note its calls of libraries, on whichever side it runs."""
        if isinstance(function, Proxy):  # the agent beside the student's code does the same
            with refusing(function, self.refused):
                yield
            return
        with quiet(), watching(LIBRARY, self.may_use, library_calls):
            yield

    def array(self, what: str, value: Any, shape: tuple[int, ...], hint: str = "") -> np.ndarray:
        """Return ``value`` as a plain float64 array of the given shape, or fail in words."""
        if value is None:
            raise self.fail(
                f"{what} is None.", "a `return` is missing, or `pass` still stands in the body."
            )
        try:
            array = np.array(value, dtype=np.float64, subok=False)
        except (TypeError, ValueError, OverflowError):
            kind = kind_of(value)
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

    def stands_alone(self, what: str, question: Callable, between: Callable, section: str) -> None:
        """Fail where the same question has another answer after another one was asked."""
        before, _, after = question(), between(), question()
        if before.shape != after.shape or not np.allclose(before, after, equal_nan=True):
            raise self.fail(
                f"{what} gives two answers to the same question.",
                "what an earlier call collected is still there in the next one; make the counts, "
                "the set or the list anew inside the function.",
                section,
            )

    def shape(self, value: Any) -> tuple[int, ...]:
        """Return the shape of a result, or an empty one where it has none."""
        try:
            return np.shape(value)
        except ValueError:  # lists of unlike lengths
            return ()

    def pair(self, value: Any, symptom: str, misconception: str, section: str = "") -> tuple:
        """Return the two results that a function should have returned together."""
        try:
            first, second = value
        except (TypeError, ValueError):
            raise self.fail(symptom, misconception, section) from None
        return first, second

    def arrays(self, obj: Any) -> dict[str, np.ndarray]:
        """Copy every float array reachable from a student's object, by path.

        The walk goes depth-first through attributes, lists, tuples and dicts; a path looks like
        ``embedding.W`` or ``layers.0.b``.
        """
        return request_arrays(obj) if isinstance(obj, Proxy) else read_arrays(obj)

    def write(self, obj: Any, path: str, array: np.ndarray) -> None:
        """Write into the student's array at a path, in place."""
        if isinstance(obj, Proxy):
            request_write(obj, path, array)
        else:
            write_array(obj, path, array)


def each(function: Callable, *batches: Any) -> list:
    """Call a function with each argument; look at no result before all calls are made."""
    if isinstance(function, Proxy):
        return request_calls(function, batches)
    return [function(batch) for batch in batches]


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Swallow what student code prints or warns about."""
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        yield


def describe(error: BaseException) -> str:
    """Name the exception and the student's own line; long numbers and indices are hidden inputs."""
    raised = getattr(error, "student", None) or located(error)
    message = re.sub(r"-?\d+\.\d+(e[+-]?\d+)?|\d{4,}|(?<=index )-?\d+", "…", raised.text)[:160]
    text = f"{raised.name}: {message}" if message else raised.name
    if raised.source:
        return f"{text} (line {raised.line} of your cell: `{raised.source}`)"
    return text


def located(error: BaseException) -> Raised:
    """Find where in the student's code an exception of this process came from."""
    name, text = type(error).__name__, str(error)
    for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
        filename, module = frame.f_code.co_filename, frame.f_globals.get("__name__", "")
        if f"{module}.".startswith(COURSE) or filename.startswith((sys.prefix, sys.base_prefix)):
            continue
        return Raised(name, text, line, linecache.getline(filename, line).strip())
    return Raised(name, text)


AXES = (
    "the array has fewer axes than the code names; count axes from the end (axis=-1), so that it "
    "works for any number of them."
)
SHAPES = re.compile(r"broadcast|mismatch|shape|aligned|dimension|unpack|size")
FEW_AXES = re.compile(r"AxisError|too many indices|invalid index to scalar|axis \d+ is out of")


def likely_cause(error: BaseException) -> str:
    """The likely cause of an error that the student's code raised."""
    raised = getattr(error, "student", None) or Raised(type(error).__name__, str(error))
    if FEW_AXES.search(f"{raised.name}: {raised.text}"):
        return AXES
    if raised.name == "UFuncTypeError":
        return "an array of whole numbers cannot take in fractions: begin with z.astype(float)."
    if raised.name == "ValueError" and not SHAPES.search(raised.text):
        return General("an argument has a value that this call does not take; the line is above.")
    causes = {
        ZeroDivisionError: "something is divided by 0: is the divisor counted in every case?",
        TypeError: "the arguments differ from the signature in the task, or a value is None.",
        NameError: "a name is used that this notebook does not define; restart the kernel and run "
        "all cells to see it.",
        AttributeError: "an attribute is used that was never set, or its name is misspelled.",
        IndexError: "an index runs past the end: token ids count from 0 to vocab_size - 1 and pick "
        "rows (the first axis), not columns.",
        RecursionError: "the function calls itself without end.",
        ValueError: "two shapes do not fit together: write the shape at each line's end.",
        TimeoutError: "a loop never ends, or runs over far more than it has to.",
        KernelLost: "look for exit(), quit(), os._exit() or endless recursion.",
        SystemExit: "`exit()` or `sys.exit()` ends the whole notebook; raise an error instead.",
    }
    for kind, cause in causes.items():
        if isinstance(error, kind):
            return cause
    return General("run the visible test above to see the error in your own notebook.")
