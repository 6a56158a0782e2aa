"""What a terminal shows, or a log that somebody will look at in one: no text in it steers it.

A student's words get there in many ways: names of files, messages of exceptions, what a library
says of what it could not read. So all commands speak through :func:`write`, and :func:`guard` has
whatever is logged, warned of or raised in this process pass the same way.
"""

import logging
import sys
import threading
import traceback
import warnings
from types import TracebackType
from typing import Any, TextIO

MOST_REASON = 2_000  # characters of what somebody else's error says
MOST_LINE = 10_000  # characters of a line
MOST_TEXT = 1_000_000  # characters at once


def printable(text: str) -> str:
    r"""Return a text in one line that a terminal shows as it is, and obeys in nothing.

    >>> printable("a\x1b]0;title\x07\nb")
    'a]0;title b'
    """
    return "".join(c for c in " ".join(text[:MOST_LINE].split()) if c.isprintable())


def harmless(text: str) -> str:
    r"""Return a text in its lines, without what steers a terminal or turns what is written.

    >>> harmless("two\r\n\tlines\x1b[2J \u202e")
    'two\n\tlines[2J '
    """
    return "".join(c for c in text[:MOST_TEXT] if c.isprintable() or c in "\n\t")


def reason(error: BaseException) -> str:
    """Return what an error says, its kind first, in one line of bearable length."""
    return printable(f"{type(error).__name__}: {error}"[:MOST_REASON])


def message(error: BaseException) -> str:
    """Return what an error says, in one line, or its kind where it says nothing."""
    return printable(str(error)) or type(error).__name__


def write(text: object, to: TextIO | None = None) -> None:
    """Show a text, by default on standard output."""
    print(harmless(str(text)), file=to or sys.stdout, flush=True)


class HarmlessRecord(logging.LogRecord):
    """A line of a log, with the traceback that it may have."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if self.exc_info and self.exc_info[0]:
            self.exc_text = harmless(logging.Formatter().formatException(self.exc_info))

    def getMessage(self) -> str:  # noqa: N802 - as logging calls it
        """Return the message with its arguments filled in."""
        return harmless(super().getMessage())


def guard() -> None:
    """Let nothing that is logged, warned of or raised in this process steer the terminal."""
    logging.setLogRecordFactory(HarmlessRecord)
    warnings.showwarning = show_warning
    sys.excepthook = show_exception
    threading.excepthook = lambda about: show_exception(
        about.exc_type, about.exc_value, about.exc_traceback
    )


def show_exception(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    """Show an exception that nobody caught."""
    write("".join(traceback.format_exception(kind, error, trace)).rstrip("\n"), to=sys.stderr)


def show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Show a warning of Python's, which may quote the code that it warns of."""
    text = warnings.formatwarning(message, category, filename, lineno, line)
    write(text.rstrip("\n"), to=file or sys.stderr)
