"""Requests to one student's kernel, made by one test cell, and what may come back."""

import builtins
import contextlib
import socket
import time
import weakref
from collections.abc import Callable
from typing import ClassVar, NamedTuple

from grading.inside.protocol import (
    LARGEST_NUMBER,
    Frames,
    ProtocolError,
    Reader,
    Unsendable,
    Writer,
)
from grading.rpc.exported import ExportedObjects
from grading.rpc.proxy import Proxy, hidden

# What a student's exception can be here; others become the nearest of their base classes.
REBUILT = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type)
    and issubclass(kind, Exception | SystemExit)
    and kind is not BaseException
}


# What one conversation may receive in all, as it weighs in memory: a byte of JSON takes up to 33 as
# a Python object, one of an array a single one, and a short message is forgotten at once. Honest
# answers of the bank receive 3.4 MB.
MOST_RECEIVED = 256 * 2**20
WEIGHT_OF_JSON = 16
SHORT = 128  # bytes of JSON
LOOK_SECONDS = 0.5  # after which one who waits looks whether the kernel still lives


class KernelLost(Exception):
    """The student's kernel has ended, or no longer speaks the language of the grader."""


class LibraryUsed(Exception):
    """The student's code called functions of lmcore that the exercise wants written."""


class ArgumentChanged(Exception):
    """The student's code wrote into what it was given: an "array", a "list" or a "dict".

    Nothing of the grader's has changed by that, for what is handed out is a copy.
    """

    CAUSES: ClassVar[dict[str, str]] = {
        "array": "an in-place operation (`z -= ...`, `z[...] = ...`) writes into the caller's "
        "array; compute a new array instead.",
        "list": "`append`, `sort`, `reverse`, `clear` and `x[i] = ...` write into the caller's "
        "list; make a new list instead.",
        "dict": "`d[key] = ...`, `pop` and `update` write into the caller's dict; make a new one "
        "instead.",
    }

    def __init__(self, kind: str):
        self.kind = kind if kind in self.CAUSES else "list"
        article = "an" if self.kind == "array" else "a"
        super().__init__(f"changed {article} {self.kind} it was given.")

    @property
    def cause(self) -> str:
        """Why code changes an argument of this kind, as far as one can tell."""
        return self.CAUSES[self.kind]


class Raised(NamedTuple):
    """Where an exception of the student's came from; hangs on it as ``student``."""

    name: str
    text: str
    line: int | None = None
    source: str = ""


class TimeLimits(NamedTuple):
    """Seconds for one call, and for all calls of one test cell together."""

    call: float = 20.0
    cell: float = 60.0


DEFAULT_TIME_LIMITS = TimeLimits()


class Conversation:
    """Requests to one student's kernel, made by one test cell.

    Parameters
    ----------
    connection : socket
        Its other end is served by ``grading.inside.server`` in the kernel.
    interrupt, alive : callable
        Interrupt what runs in the kernel; tell whether the kernel still lives.
    may_use : collection of str
        Names of lmcore that the student's code may call, because the notebook itself imports them.
    """

    def __init__(
        self,
        connection: socket.socket,
        interrupt: Callable[[], None],
        alive: Callable[[], bool],
        limits: TimeLimits = DEFAULT_TIME_LIMITS,
        may_use: tuple[str, ...] = (),
    ):
        self.connection = connection
        self.frames = Frames(connection)
        self.interrupt = interrupt
        self.alive = alive
        self.limits = limits
        self.may_use = tuple(may_use)
        self.cell_ends = time.monotonic() + limits.cell
        self.lost: str | None = None
        self.received = 0  # bytes, weighed
        self.released: list[int] = []
        self.proxies: weakref.WeakValueDictionary = weakref.WeakValueDictionary()
        self.own = ExportedObjects(self)

    # The frames

    def hello(self, nonce: str) -> None:
        """Wait until the agent speaks, and make sure that it is the one just started."""
        reader = self.read(time.monotonic() + self.limits.call)
        if reader.message != {"kind": "hello", "nonce": nonce}:
            raise self.give_up("something else than the grader's agent answers")

    def end(self) -> None:
        """Let the kernel go on with the notebook."""
        if self.lost is None:
            with contextlib.suppress(KernelLost):
                self.send(Writer(self.refer), {"op": "end"})

    def give_up(self, reason: str) -> KernelLost:
        """Speak no more with this kernel; return the exception that says why."""
        self.lost = self.lost or reason
        return KernelLost(self.lost)

    def send(self, writer: Writer, message: dict) -> None:
        """Send a message to the kernel; a kernel that does not take it is given up."""
        rest = memoryview(writer.frame(message))
        deadline = time.monotonic() + self.limits.call
        while rest:
            try:
                self.wait_at_most(deadline - time.monotonic())
                rest = rest[self.connection.send(rest) :]
            except TimeoutError as error:
                if time.monotonic() >= deadline:
                    raise self.give_up("the kernel no longer listens") from error
            except OSError as error:
                raise self.give_up("the kernel no longer listens") from error

    def wait_at_most(self, seconds: float) -> None:
        """Let the next operation wait so long, or until it is time to look at the kernel again."""
        if seconds <= 0:
            raise TimeoutError
        timeout = min(seconds, LOOK_SECONDS)
        if self.connection.gettimeout() != timeout:  # setting it asks the operating system
            self.connection.settimeout(timeout)

    def read(self, deadline: float) -> Reader:
        """The kernel's next message; ``TimeoutError`` if late, the kernel given up if malformed."""

        def wait():
            self.wait_at_most(deadline - time.monotonic())
            if not self.alive():
                raise EOFError

        try:
            header, body = self.frames.next(wait)
            self.received += WEIGHT_OF_JSON * max(0, len(header) - SHORT) + len(body)
            if self.received > MOST_RECEIVED:
                raise ProtocolError("more in all than a test reads")
            return Reader(header, body, self.look_up)
        except TimeoutError:
            raise
        except (EOFError, OSError) as error:
            raise self.give_up("the student's code ended Python") from error
        except ProtocolError as error:
            raise self.give_up(f"the kernel sent what cannot be read ({error})") from error

    # Objects on either side

    def refer(self, given) -> dict:
        """How a message names an object: the kernel's own by its number, or one of the grader's."""
        if isinstance(given, Proxy):
            conversation, number = hidden(given)
            if conversation is not self:
                raise Unsendable("a proxy of another cell")
            return {"yours": number}
        return self.own.refer(given)

    def look_up(self, coded: dict):
        """The object that a reference names: one of the grader's, or a proxy for the kernel's."""
        if "yours" in coded:
            return self.own[coded["yours"]]
        number, kind = coded["own"]
        if type(number) is not int or not 0 <= number <= LARGEST_NUMBER:
            raise ProtocolError("the number of an object is malformed")
        if not isinstance(kind, str):
            raise ProtocolError("an object is malformed")
        found = self.proxies.get(number)
        if found is None:
            found = Proxy(self, number, kind)
            self.proxies[number] = found
            weakref.finalize(found, self.released.append, number)
        return found

    # Requests

    def request(self, op: str, *args, **kwargs):
        """Have the kernel do something; return its value, or raise what it raised."""
        if self.lost is not None:
            raise KernelLost(self.lost)
        now = time.monotonic()
        if now >= self.cell_ends:
            raise TimeoutError("no time is left for this test")
        writer = Writer(self.refer)
        message = {
            "op": op,
            "args": [writer.value(arg) for arg in args],
            "kwargs": {name: writer.value(arg) for name, arg in kwargs.items()},
            "may_use": list(self.may_use),
            "release": self.released[:1000],
        }
        del self.released[:1000]
        self.send(writer, message)
        deadline = min(now + self.limits.call, self.cell_ends)
        reply = self.reply(deadline)
        used = reply.message.get("library")
        if isinstance(used, list) and used:
            raise LibraryUsed(", ".join(str(name)[:60] for name in used[:3]))
        if reply.message["kind"] == "error":
            raise self.rebuilt(reply.message)
        if reply.message.get("changed") is not None:
            raise ArgumentChanged(str(reply.message["changed"]))
        return self.understood(lambda: reply.value(reply.message["value"]))

    def reply(self, deadline: float) -> Reader:
        """Wait for the answer, and serve the student's calls of the grader's objects meanwhile."""
        interrupted = False
        while True:
            try:
                reader = self.read(deadline)
            except TimeoutError:
                if interrupted:
                    raise self.give_up("the student's code did not stop when time was up") from None
                interrupted = True
                self.interrupt()
                deadline = time.monotonic() + 3.0
                continue
            kind = reader.message.get("kind")
            if kind == "callback":
                self.send(*self.own.answer(reader))
            elif kind in ("value", "error"):
                if interrupted:
                    limit = self.limits.call
                    raise student_error(TimeoutError, f"it took longer than {limit:g} seconds")
                return reader
            else:
                raise self.give_up("the kernel sent an unknown kind of message")

    def understood(self, read: Callable):
        """What is read from a reply; where that cannot be read, the kernel is given up."""
        try:
            return read()
        except (ProtocolError, KeyError, IndexError, TypeError, ValueError) as error:
            raise self.give_up("the kernel sent what cannot be read") from error

    def rebuilt(self, message: dict) -> BaseException:
        """Make the exception that the student's code raised."""
        number = message.get("callback")
        own = self.own.failures.get(number) if type(number) is int else None
        if own is not None:
            return own
        name, text = str(message.get("name", ""))[:60], str(message.get("text", ""))[:500]
        line = message.get("line")
        source = str(message.get("source", ""))[:500]
        base = REBUILT.get(str(message.get("base")), RuntimeError)
        return student_error(
            base, text, Raised(name, text, line if type(line) is int else None, source)
        )


def student_error(kind: type, text: str, raised: Raised | None = None) -> BaseException:
    """Return an exception that :func:`tests.hidden.student.describe` knows how to tell."""
    try:
        error = kind(text) if text else kind()
    except TypeError:  # UnicodeDecodeError and its like want more
        error = RuntimeError(text)
    error.student = raised or Raised(kind.__name__, text)
    return error
