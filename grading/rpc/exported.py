"""The grader's own objects that a check hands to student code, and what may be done with them.

What is handed out is named: objects and functions that a test cell defines, objects of lmcore, and
of any other module only objects whose class carries the mark ``student_may_call``, a tuple of the
methods that may be called. The student's code may read their public attributes and call those
methods (of what a test cell defines, all public ones), and nothing else: no names with an
underscore, no way on to modules, classes or globals.
"""

from functools import partial
from types import FunctionType, MethodType, SimpleNamespace

from grading.inside.protocol import ProtocolError, Reader, Unsendable, Writer

TEST_CELL = "test_cell"  # __name__ of the namespace in which a test cell runs
MARK = "student_may_call"  # an attribute of a class: its objects may be handed out, and what called
OPERATIONS = {"call": 2, "getattr": 1, "len": 0, "getitem": 1, "iter": 0, "next": 0}
# Of objects that are handed out; how often one is used, only the limits on time tell.
MOST_OBJECTS = 1_000_000
MOST_FAILURES = 20


def made_by_test_cell(given) -> bool:
    """Whether an object, or the class of an object, was defined by a test cell."""
    if isinstance(given, MethodType):
        return made_by_test_cell(given.__self__)
    if isinstance(given, partial):
        return made_by_test_cell(given.func)
    origin = given if isinstance(given, FunctionType) else type(given)
    return origin.__module__ == TEST_CELL


def is_iterator(given) -> bool:
    """Whether an object is an iterator."""
    return hasattr(type(given), "__next__")


class ExportedObjects:
    """The objects handed out in one conversation, by number."""

    def __init__(self, conversation):
        self.conversation = conversation
        self.objects: dict[int, object] = {}
        self.numbers: dict[int, int] = {}
        self.named: set[int] = set()  # methods that their class names in MARK
        self.failures: dict[int, BaseException] = {}
        self.n_failures = 0

    def __getitem__(self, number):
        try:
            return self.objects[number]
        except (KeyError, TypeError) as error:
            raise ProtocolError("no such object") from error

    def refer(self, given) -> dict:
        """How a message names an object of the grader's; ``Unsendable`` for a private one."""
        if isinstance(given, type) or not self.may_hand_out(given):
            raise Unsendable(f"a {type(given).__name__} cannot be handed to the student's code")
        return {"own": self.number(given)}

    def number(self, given) -> int:
        """Keep an object, so that its id stays its own, and return its number."""
        number = self.numbers.setdefault(id(given), len(self.objects) + 1)
        self.objects[number] = given
        return number

    def may_hand_out(self, given) -> bool:
        """Whether the student's code may get hold of an object."""
        return (
            id(given) in self.named
            or made_by_test_cell(given)
            or hasattr(type(given), MARK)
            or is_iterator(given)
            or isinstance(given, SimpleNamespace)
            or type(given).__module__.startswith("lmcore.")
        )

    def answer(self, reader: Reader) -> tuple[Writer, dict]:
        """Do what the student's code asks of one of the objects; return the frame to send."""
        message = reader.message
        writer = Writer(self.conversation.refer)
        try:
            target = self[message.get("number")]
            coded, op = message.get("args"), message.get("op")
            if not isinstance(op, str) or not isinstance(coded, list):
                raise ProtocolError("a call is malformed")
            if OPERATIONS.get(op) != len(coded):
                raise ProtocolError("a call is malformed")
            args = [reader.value(arg) for arg in coded]
        except ProtocolError as error:
            reason = f"the kernel sent what cannot be read ({error})"
            raise self.conversation.give_up(reason) from None
        try:
            if len(self.objects) > MOST_OBJECTS:
                raise RuntimeError("the test handed out too many objects")
            return writer, {"kind": "answer", "value": writer.value(self.perform(target, op, args))}
        except Exception as error:
            return Writer(self.conversation.refer), self.failure(error)

    def perform(self, target, op: str, args: list):
        """Do what the student's code asks of an object, where that is allowed."""
        if op == "getattr":
            return self.attribute(target, *args)
        if op == "call":
            if not callable(target) or not (made_by_test_cell(target) or id(target) in self.named):
                raise TypeError("this object cannot be called")
            positional, named = args
            if not isinstance(positional, list) or not isinstance(named, dict):
                raise TypeError("a call is malformed")
            return target(*positional, **named)
        special = {"len": "__len__", "getitem": "__getitem__", "iter": "__iter__"}.get(
            op, "__next__"
        )
        if not hasattr(type(target), special):
            raise TypeError(f"this object has no {special}")
        return getattr(type(target), special)(target, *args)

    def attribute(self, target, name):
        """A public attribute; a method only if it is marked or was made by the test cell."""
        if not isinstance(name, str) or not name.isidentifier() or name.startswith("_"):
            raise AttributeError("no public name")
        if isinstance(target, FunctionType | MethodType):
            raise AttributeError("a function has no names for the student")
        value = getattr(target, name)
        if callable(value) and not made_by_test_cell(value):
            if name not in getattr(type(target), MARK, ()):
                raise AttributeError(f"{name} is not for the student's code")
            self.number(value)
            self.named.add(id(value))
        return value

    def failure(self, error: Exception) -> dict:
        """Keep the last exceptions, so that they can be raised again; and nothing they refer to."""
        self.n_failures += 1
        number = self.n_failures
        self.failures[number] = error.with_traceback(None)
        error.__context__ = error.__cause__ = None
        self.failures.pop(number - MOST_FAILURES, None)
        base = next(c.__name__ for c in type(error).__mro__ if c.__module__ == "builtins")
        text = str(error)[:200] if isinstance(error, AttributeError | TypeError) else ""
        return {"kind": "raise", "base": base, "text": text, "callback": number}
