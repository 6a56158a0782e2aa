"""What each part of a check found, for whoever runs the test cell.

A test cell ends in points and in words to the student; which of its parts said so is told here, and
reaches the results store, where a certificate and an instructor's report read it.
"""

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from functools import partial
from typing import NamedTuple

_found: ContextVar[list["Verdict"] | None] = ContextVar("verdicts", default=None)


class Verdict(NamedTuple):
    """What one part of a check found in an answer."""

    check: str  # the name of its function; empty for what the test cell itself asks
    passed: bool
    said: str = ""  # to the student
    named: bool = False  # whether what was said names a mistake, and not only the rule


@contextlib.contextmanager
def collected() -> Iterator[list[Verdict]]:
    """Collect the verdicts of the checks that run inside."""
    found: list[Verdict] = []
    token = _found.set(found)
    try:
        yield found
    finally:
        _found.reset(token)


def note(check: Callable, failure: Exception | None = None) -> None:
    """Keep what a part of a check found, where somebody collects it.

    >>> with collected() as found:
    ...     note(partial(max, 1))
    >>> found
    [Verdict(check='max', passed=True, said='', named=False)]
    """
    found = _found.get()
    if found is None:
        return
    function = check.func if isinstance(check, partial) else check
    name = getattr(function, "__name__", type(function).__name__)
    said = "" if failure is None else str(failure)
    found.append(Verdict(name, failure is None, said, bool(getattr(failure, "named", False))))
