"""The messages of failed checks, read back from autograded notebooks and counted."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from nbformat import NotebookNode
from nbgrader.utils import is_grade

NOT_WRITTEN = "not written yet"
MESSAGE = re.compile(
    r"✗ (?P<symptom>.*?)\n\s*Likely: (?P<misconception>.*?)\n\s*Read: (?P<chapter>.*?)"
    r"(?=\n\s*✗ |\n\S|\n\n|\Z)",
    re.DOTALL,
)
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
    text = output.get("text") or output.get("evalue") or ""
    parts = (match.groups() for match in MESSAGE.finditer(COLOR.sub("", text)))
    return [Message(*(" ".join(part.split()) for part in message)) for message in parts]


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
