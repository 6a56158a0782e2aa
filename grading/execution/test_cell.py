"""Run one test cell in the grader's own process, against proxies for the student's names."""

import ast
import builtins
import contextlib
import io
import math
import signal
import threading
import traceback
from collections.abc import Iterator, Mapping
from numbers import Real
from textwrap import fill
from typing import Any, NamedTuple

from nbformat import NotebookNode
from nbformat.v4 import new_output

from grading.execution.seeds import drawing_from, fresh_seed
from grading.inside.watching import HAND_OVER_RULE, handed_to
from grading.rpc.conversation import ArgumentChanged, Conversation, KernelLost, LibraryUsed
from grading.rpc.exported import TEST_CELL
from grading.rpc.verdicts import Verdict, collected
from grading.sandbox.outputs import KERNEL_DIED, OutputCollector, error_output, text_of
from grading.submission.names import free_names

HANDS_OVER = "✗ Your code hands the work to {} ({}).\n  Likely: {}"
CHANGES = "✗ Your code {}\n  Likely: {}"
MISSING = (
    "name '{}' is not defined: the cell that should define it did not run to its end, or calls it "
    "by another name."
)


MOST_SAID = 2000  # characters
# The names by which reports tell what the grader itself says.
GRADERS_OWN = ("CheckFailed", KERNEL_DIED)


class NotAScore(Exception):
    """A test cell that ends in something else than points: the course's mistake, not a score."""


class TestsTookTooLong(Exception):
    """The test cell itself did not come to an end."""


class Graded(NamedTuple):
    """What a test cell shows, the points that it gives, and what its parts found."""

    outputs: list[NotebookNode]
    points: float
    verdicts: list[Verdict]


def run_test_cell(
    source: str,
    points: float,
    conversation: Conversation,
    given: Mapping[str, str],
    seconds: float = 180.0,
    seed: int | None = None,
) -> Graded:
    """Run a test cell: all of its points if it ends without a word, none after an error.

    Parameters
    ----------
    source : str
        The cell as the course has it, never as the student handed it in.
    points : float
        The most it is worth.
    given : mapping of str to str
        Import statements of the notebook's own cells, by the name they define. A test cell that
        relies on one gets the real thing, not what the student's kernel calls by that name.
    seed : int, optional
        What the test draws follows from it.
    """
    collector = OutputCollector()
    printed = io.StringIO()
    result = None
    failure = None
    verdicts: list[Verdict] = []
    try:
        with (
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(printed),
            time_limit(seconds),
            drawing_from(fresh_seed() if seed is None else seed),
            collected() as verdicts,
        ):
            result = score(evaluate(source, namespace(source, conversation, given)), points)
    except KeyboardInterrupt:
        raise  # the instructor's own
    except BaseException as error:
        failure = told(error, source)
    if printed.getvalue():
        collector.add("stream", {"name": "stdout", "text": printed.getvalue()})
    outputs = collector.outputs
    # What a check says may quote the student's code: it is cut and cleaned as outputs are.
    verdicts = [one._replace(said=text_of(one.said, MOST_SAID)) for one in verdicts]
    if failure is not None:
        return Graded([*outputs, failure], 0.0, with_own(verdicts, failure))
    if result is None:
        return Graded(outputs, points, with_own(verdicts, None))
    shown = new_output("execute_result", {"text/plain": repr(result)}, execution_count=None)
    return Graded([*outputs, shown], result, verdicts)


def with_own(verdicts: list[Verdict], failure: NotebookNode | None) -> list[Verdict]:
    """Add what the test cell itself found, where none of its parts says the same."""
    if failure is None:
        return verdicts or [Verdict("", True)]
    if any(not verdict.passed for verdict in verdicts):
        return verdicts
    told_why = failure.ename == "CheckFailed"
    return [*verdicts, Verdict("", False, f"{failure.ename}: {failure.evalue}", told_why)]


def namespace(source: str, conversation: Conversation, given: Mapping[str, str]) -> dict:
    """Fill in the names that a cell takes from the notebook."""
    names = {"__name__": TEST_CELL, "__builtins__": builtins, "print": print_quoted}
    for name in sorted(free_names(source)):
        if name in given:
            exec(given[name], names)
            continue
        with contextlib.suppress(NameError):
            names[name] = conversation.request("name", name)
    return names


def print_quoted(*values: object, sep: str | None = " ", **how: Any) -> None:
    r"""Print what a test cell itself says, which may be a text of the student's.

    Only the checks print messages: no line printed here begins as one of theirs.

    >>> print_quoted("a row", "b\n✗ Wrong.\n  Likely: a sum.")
    a row b
        ✗ Wrong.
          Likely: a sum.
    >>> print_quoted("✗ Wrong.")
        ✗ Wrong.
    """
    text = quoted((" " if sep is None else sep).join(map(str, values)).replace("\x1b", ""))
    print(f"    {text}" if text.startswith(("✗", " ")) else text, **how)


def evaluate(source: str, names: dict):
    """Run a cell; return the value of its last line, where that is an expression."""
    tree = ast.parse(source, TEST_CELL)
    last = None
    ends = tree.body[-1] if tree.body else None
    if isinstance(ends, ast.Expr) and not source.rstrip().endswith(";"):
        tree.body.pop()
        last = ast.Expression(ends.value)
    exec(compile(tree, TEST_CELL, "exec"), names)
    return None if last is None else eval(compile(last, TEST_CELL, "eval"), names)


def score(result, points: float) -> float | None:
    """Return partial credit as a plain number, None for all of the points.

    nbgrader, where students run it, gives full marks for whatever it cannot read as a number.
    """
    if result is None:
        return None
    if isinstance(result, bool) or not isinstance(result, Real) or not math.isfinite(result):
        raise NotAScore("the test cell ends in something that is not a number of points")
    earned = float(result)
    if not 0 <= earned <= points:
        raise NotAScore(f"the test cell ends in {earned:g}, outside of 0 to {points:g}")
    return earned


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Stop a check that a student's answer sent into a long loop, where signals can be had."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number, frame):
        raise TestsTookTooLong("the test did not come to an end with this answer")

    previous = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def told(error: BaseException, source: str) -> NotebookNode:
    """Turn an exception into an output that says what a student needs, and shows no hidden code."""
    kind, message = type(error).__name__, str(error)
    if hasattr(error, "_render_traceback_"):  # CheckFailed speaks for itself
        return output(kind, message, message)
    message = quoted(message)
    if isinstance(error, LibraryUsed):
        return output("CheckFailed", *[hands_over(str(error))] * 2)
    if isinstance(error, ArgumentChanged):
        return output("CheckFailed", *[CHANGES.format(error, error.cause)] * 2)
    if isinstance(error, KernelLost):
        return output(KERNEL_DIED, *[f"No test can run any more: {error}."] * 2)
    if isinstance(error, AssertionError) and not hasattr(error, "student"):
        shown = message or line_of(error, source) or "a condition of the test does not hold"
        return output(kind, shown, shown)
    if isinstance(error, NameError) and not hasattr(error, "student") and error.name:
        message = MISSING.format(error.name)
    raised = getattr(error, "student", None)
    if raised is not None:
        kind, message = " ".join(raised.name.split()) or kind, quoted(raised.text)
        if kind in GRADERS_OWN:  # a student may call a class of exceptions anything
            kind = f"{kind} (of your own)"
        where = f"line {raised.line} of your cell: `{raised.source}`" if raised.source else ""
    else:
        where = line_of(error, source)
    headline = f"{kind}: {message}" if message else kind
    return output(kind, message, f"{headline}\n  {quoted(where)}" if where else headline)


def quoted(text: str) -> str:
    """Indent all lines but the first: what an answer says begins no line as a message does."""
    return "\n    ".join(text.splitlines())


def hands_over(names: str) -> str:
    """Say whose functions an answer called, and the rule."""
    rule = fill(HAND_OVER_RULE, width=84, subsequent_indent="    ")
    return HANDS_OVER.format(handed_to(names), quoted(names), rule)


def output(kind: str, message: str, shown: str) -> NotebookNode:
    """An error output of a test cell, its message and what is shown cut to size."""
    return error_output(kind, message[:2000], shown[:4000].splitlines())


def line_of(error: BaseException, source: str) -> str:
    """Quote the line of the test cell, which the student sees anyway, where it went wrong."""
    lines = source.splitlines()
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename == TEST_CELL and frame.lineno and frame.lineno <= len(lines):
            return f"line {frame.lineno} of this test: `{lines[frame.lineno - 1].strip()}`"
    return ""
