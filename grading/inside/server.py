"""The grader's end inside a student's kernel: answers requests about the student's objects.

It runs as one blocking cell, ``serve(nonce)``, on the socket that the kernel inherited. The
student can tamper with all of it; so nothing it says is ever a verdict. See ``grading/__init__``.
Imports nothing of the grader's but the folder it lies in.
"""

import builtins
import contextlib
import io
import linecache
import os
import random
import signal
import socket
import sys
import traceback
import types
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from grading.inside.parameter_arrays import read_arrays, write_array
from grading.inside.protocol import Frames, Reader, Unsendable, Writer
from grading.inside.watching import Snapshot, watching

DESCRIPTOR = "GRADING_CHANNEL"
MOST_TEXT = 500
HERE = str(Path(__file__).parent)


def serve(nonce: str) -> None:
    """Answer requests until the grader ends the conversation."""
    ObjectServer(namespace=sys.modules["__main__"].__dict__).serve(nonce)


def draw_from(seed: int) -> None:
    """Have all that this process draws at random follow from one number.

    That is: Python's ``random``, NumPy's functions, and every generator of NumPy's that is made
    without a seed, which would ask the operating system for one.
    """
    random.seed(seed)
    np.random.seed(seed % 2**32)  # noqa: NPY002  (what students call)
    vars(np.random.bit_generator)["randbits"] = random.Random(seed).getrandbits


class Discard(io.TextIOBase):
    """A stream that keeps nothing, however much is written."""

    def write(self, text) -> int:
        """Drop the text and answer its length, as a file would."""
        return len(text)


class RemoteObject:
    """An object that stays in the grader's process; its public names can be used from here."""

    def __init__(self, agent, number):
        self.__dict__.update(_agent=agent, _number=number)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return self._agent.ask(self, "getattr", name)

    def __call__(self, *args, **kwargs):
        """Ask the grader to call the object."""
        return self._agent.ask(self, "call", list(args), kwargs)

    def __len__(self):
        return self._agent.ask(self, "len")

    def __getitem__(self, index):
        return self._agent.ask(self, "getitem", index)

    def __iter__(self):
        return self._agent.ask(self, "iter")

    def __next__(self):
        return self._agent.ask(self, "next")

    def __bool__(self):
        return True


class CallbackFailed(Exception):
    """What the grader's object raised; kept by number, so that the grader can raise it again."""


class ObjectServer:
    """One conversation with the grader."""

    def __init__(self, namespace: dict):
        self.namespace = namespace
        self.connection = socket.socket(fileno=os.dup(int(os.environ[DESCRIPTOR])))
        self.connection.setblocking(True)
        self.frames = Frames(self.connection)
        self.objects: dict[int, object] = {}
        self.numbers: dict[int, int] = {}
        self.next_number = 1
        self.grader_objects: dict[int, RemoteObject] = {}
        self.library = Path("/nonexistent")
        with contextlib.suppress(ImportError):
            import lmcore

            self.library = Path(lmcore.__file__).parent

    def serve(self, nonce: str) -> None:
        """Say hello with the nonce and answer requests until the grader ends the conversation."""
        previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            self.send(Writer(self.refer), {"kind": "hello", "nonce": nonce})
            while self.answer(self.read()):
                pass
        finally:
            signal.signal(signal.SIGINT, previous)
            self.connection.close()

    # What travels

    def refer(self, given) -> dict:
        """Proxy for an object that is not a value."""
        if isinstance(given, RemoteObject):
            return {"yours": given._number}
        if isinstance(given, types.ModuleType):
            raise Unsendable("a module is not an answer")
        number = self.numbers.get(id(given))
        if number is None:
            number, self.next_number = self.next_number, self.next_number + 1
            self.numbers[id(given)], self.objects[number] = number, given
        return {"own": [number, type(given).__name__[:40]]}

    def look_up(self, coded: dict):
        """The object that a reference names: the kernel's own, or a stand-in for the grader's."""
        if "yours" in coded:
            return self.objects[coded["yours"]]
        number = coded["own"]
        if number not in self.grader_objects:
            self.grader_objects[number] = RemoteObject(self, number)
        return self.grader_objects[number]

    def read(self) -> Reader:
        """The next message of the grader."""
        return Reader(*self.frames.next(), self.look_up)

    def send(self, writer: Writer, message: dict) -> None:
        """Send a message to the grader."""
        self.connection.sendall(writer.frame(message))

    # Requests

    def answer(self, request: Reader) -> bool:
        """Answer one request; return False for the last one."""
        message = request.message
        if message["op"] == "end":
            return False
        for number in message.get("release", []):
            self.numbers.pop(id(self.objects.pop(number, None)), None)
        library: list[str] = []
        try:
            self.perform(request, library)
        except BaseException as error:
            self.send(Writer(self.refer), {**self.failure(error), "library": library})
        return True

    def perform(self, request: Reader, library: list[str]) -> None:
        """Do what a request asks; send its result and which arguments it changed."""
        message = request.message
        args = [request.value(arg) for arg in message.get("args", [])]
        kwargs = {name: request.value(arg) for name, arg in message.get("kwargs", {}).items()}
        given = Snapshot((args, kwargs))
        operation = getattr(self, f"do_{message['op']}")
        with watching(self.library, message.get("may_use", []), library), interruptible():
            result = operation(*args, **kwargs)
        writer = Writer(self.refer)
        reply = {"kind": "value", "value": writer.value(result), "library": library}
        reply["changed"] = given.changed()
        self.send(writer, reply)

    def do_name(self, name):
        """The object of that name in the student's notebook."""
        if name in self.namespace:
            return self.namespace[name]
        raise NameError(f"name {name!r} is not defined")

    def do_visible(self, paths):
        """Tell, before anything of a student's has run, which of the grader's paths exist here."""
        return [path for path in paths if os.path.lexists(path)]

    def do_seed(self, seed):
        """Have what the student's code draws follow from a number."""
        draw_from(seed)

    def do_call(self, function, *args, **kwargs):
        """The result of a call."""
        return function(*args, **kwargs)

    def do_calls(self, function, *batches):
        """The results of several calls, which travel when all have been made."""
        return [function(batch) for batch in batches]

    def do_getattr(self, owner, name):
        """An attribute of an object."""
        return getattr(owner, name)

    def do_setattr(self, owner, name, value):
        """Set an attribute of an object."""
        setattr(owner, name, value)

    def do_delattr(self, owner, name):
        """Delete an attribute of an object."""
        delattr(owner, name)

    def do_getitem(self, owner, index):
        """An item of an object."""
        return owner[index]

    def do_setitem(self, owner, index, value):
        """Set an item of an object."""
        owner[index] = value

    def do_len(self, owner):
        """The length of an object."""
        return len(owner)

    def do_iter(self, owner):
        """An iterator over an object."""
        return iter(owner)

    def do_next(self, owner):
        """The next item of an iterator."""
        return next(owner)

    def do_bool(self, owner):
        """The truth value of an object."""
        return bool(owner)

    def do_float(self, owner):
        """An object as a float."""
        return float(owner)

    def do_arrays(self, owner):
        """The arrays of numbers that a model holds, by their paths."""
        return read_arrays(owner)

    def do_write(self, owner, path, array):
        """Write an array into a model, at its path."""
        write_array(owner, path, array)

    # Failures

    def failure(self, error: BaseException) -> dict:
        """Describe an exception of the student's code: its builtin class, message and line."""
        message = {
            "kind": "error",
            "name": type(error).__name__[:60],
            "base": next(c.__name__ for c in type(error).__mro__ if c.__module__ == "builtins"),
            "text": text_of(error),
            "callback": getattr(error, "grading_callback", None),
        }
        not_the_students = (HERE, sys.prefix, sys.base_prefix, str(self.library))
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if not frame.filename.startswith(not_the_students):
                source = linecache.getline(frame.filename, frame.lineno or 0)
                return {**message, "line": frame.lineno, "source": source.strip()[:MOST_TEXT]}
        return message

    # Calls back into the grader's process

    def ask(self, target: RemoteObject, op: str, *args):
        """Use an object of the grader's; meanwhile the grader may ask in turn."""
        with uninterruptible():
            writer = Writer(self.refer)
            coded = [writer.value(arg) for arg in args]
            message = {"kind": "callback", "number": target._number, "op": op, "args": coded}
            self.send(writer, message)
            while True:
                reply = self.read()
                if "op" in reply.message:
                    self.answer(reply)
                elif reply.message["kind"] == "raise":
                    raise raised(reply.message)
                else:
                    return reply.value(reply.message["value"])


def raised(message: dict) -> BaseException:
    """Rebuild what the grader's object raised, as the same builtin class."""
    kind = getattr(builtins, message["base"], CallbackFailed)
    error: Any = kind(message["text"]) if issubclass(kind, Exception) else CallbackFailed()
    error.grading_callback = message["callback"]
    return error


def text_of(error: BaseException) -> str:
    """The message of an error, cut to size; empty where the error cannot say it."""
    try:
        return str(error)[:MOST_TEXT]
    except BaseException:
        return ""


@contextlib.contextmanager
def interruptible():
    """Run student code: quietly, and so that the grader can interrupt it."""
    with (
        contextlib.redirect_stdout(Discard()),
        contextlib.redirect_stderr(Discard()),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        previous = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, previous)


@contextlib.contextmanager
def uninterruptible():
    """Speak with the grader in the middle of student code; an interrupt waits until after."""
    came: list[int] = []
    previous = signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)
        if came:
            signal.raise_signal(signal.SIGINT)
