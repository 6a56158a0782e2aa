"""The messages of failed checks, read back from autograded notebooks and counted."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from nbformat import NotebookNode
from nbgrader.utils import is_grade

NOT_WRITTEN = "not written yet"
# How `CheckFailed` lays a message out: its parts begin so, and go on behind four spaces. What it
# quotes of a student is folded into these lines, so it can begin none of them.
PARTS = ("✗ ", "  Likely: ", "  Read: ")
GOES_ON = "    "
COLOR = re.compile(r"\x1b\[[0-9;]*m")


class Message(NamedTuple):
    """What a student read about one mistake."""

    symptom: str
    misconception: str
    chapter: str


class Misconception(NamedTuple):
    """One mistake over a class."""

    misconception: str
    symptom: str  # the most frequent one
    chapter: str
    students: list[str]


def messages_of(nb: NotebookNode) -> list[Message]:
    """Return every message that the graded cells of an autograded notebook show, once each.

    Only test cells are read: what a student's own cell prints is no verdict.
    """
    found = []
    for cell in nb.cells:
        if cell.cell_type == "code" and is_grade(cell):
            for output in cell.get("outputs", []):
                found += _messages(output)
    return list(dict.fromkeys(found))


def _messages(output: NotebookNode) -> list[Message]:
    if output.output_type == "error" and output.ename == "NotImplementedError":
        return [Message(NOT_WRITTEN, "the stub still stands in the cell.", "")]
    if output.output_type == "stream":
        return messages_in(output.text)
    # Any other error quotes the student: the text of an exception, what a visible test was given.
    is_ours = output.output_type == "error" and output.ename == "CheckFailed"
    return messages_in(output.evalue) if is_ours else []


def messages_in(text: str) -> list[Message]:
    r"""Read the messages in a text, line by line: the time is that of reading the text once.

    >>> messages_in("✗ Too\n    large.\n  Likely: a sum.\n  Read: 3.1\n")
    [Message(symptom='Too large.', misconception='a sum.', chapter='3.1')]
    """
    found: list[Message] = []
    parts: list[list[str]] = []
    for line in [*COLOR.sub("", text).split("\n"), ""]:
        if not parts and not line.startswith(PARTS[0]):
            continue
        if parts and line.startswith(GOES_ON):
            parts[-1].append(line)
            continue
        begins = PARTS[len(parts)] if len(parts) < len(PARTS) else None
        if begins and line.startswith(begins):
            parts.append([line.removeprefix(begins)])
            continue
        if len(parts) == len(PARTS):
            found.append(Message(*(" ".join(" ".join(part).split()) for part in parts)))
        parts = [[line.removeprefix(PARTS[0])]] if line.startswith(PARTS[0]) else []
    return found


def most_frequent(messages: Mapping[str, Iterable[Message]]) -> list[Misconception]:
    """Count students by misconception, given each student's messages; the most frequent first."""
    students: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    symptoms: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for student, own in messages.items():
        for message in own:
            key = message.misconception, message.chapter
            students[key].add(student)
            symptoms[key][message.symptom] += 1
    found = [
        Misconception(misconception, symptoms[key].most_common(1)[0][0], chapter, sorted(who))
        for key, who in students.items()
        for misconception, chapter in [key]
    ]
    return sorted(found, key=lambda item: (-len(item.students), item.misconception))
