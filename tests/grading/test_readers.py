"""Every function that reads what a student sent, in one table: 10 MB of any kind come to an end.

Each runs where :mod:`grading.watchdog` ends what takes more than its share. So nothing is timed
here: a function that is not linear is ended, and has no answer.

A function that gets less than 10 MB gets a quarter of its most here, and for that an eighth of the
time: where its work grows as the square at most, all of it then takes twice the whole time at most.
"""

import functools
import inspect
import json
import tempfile
from collections.abc import Iterator
from importlib import import_module
from typing import NamedTuple

import pytest
from nbformat.v4 import new_code_cell

from grading.batch import grade
from grading.inside.protocol import MOST_JSON, ProtocolError, Reader
from grading.notebooks import read_notebook, write_notebook
from grading.pages.markup import MOST_CODE, MOST_MARKDOWN
from grading.plugins.course import Course
from grading.reports.page import write_report
from grading.reports.similarity import MOST_COMPARED
from grading.sandbox.outputs import MOST_DATA, MOST_TEXT
from grading.submission import collected
from grading.submission.reading import MOST_SOURCE, Unreadable, parse
from grading.watchdog import Watched
from tests.grading import mini_course

SIZE = 10_000_000


class Reads(NamedTuple):
    """How much gets to a function, or through which other one of the table."""

    most: int = SIZE
    through: str = ""

    @property
    def tried(self) -> int:
        """How much of it is tried here."""
        return SIZE if self.most == SIZE else self.most // 4


WATCHED_ITSELF = "it only asks the watchdog"
TABLE = {
    # the notebook's file
    "submission.reading:parse": Reads(through="submission.collected:cells_in"),
    "submission.reading:plain": Reads(),
    "submission.reading:decoded": Reads(through="submission.collected:cells_in"),
    "submission.reading:without_outputs": Reads(through="submission.collected:cells_in"),
    "submission.reading:of_bearable_length": Reads(through="submission.collected:cells_in"),
    "submission.reading:read_cell": Reads(through="submission.collected:cells_in"),
    "submission.reading:mark_from": Reads(through="submission.collected:cells_in"),
    # the code in its cells
    "submission.names:cell_names": Reads(MOST_SOURCE),
    "submission.names:imports": Reads(through="submission.names:cell_names"),
    "submission.names:bound_names": Reads(through="submission.names:cell_names"),
    "submission.names:free_names": Reads(through="submission.names:cell_names"),
    "submission.ipython_syntax:parsed": Reads(through="submission.names:cell_names"),
    "submission.ipython_syntax:python_tree": Reads(through="submission.names:cell_names"),
    "submission.ipython_syntax:transformed": Reads(through="submission.names:cell_names"),
    "submission.ipython_syntax:transform": Reads(through="submission.names:cell_names"),
    "submission.ipython_syntax:without_magic": Reads(through="submission.names:cell_names"),
    "submission.ipython_syntax:cell_magic": Reads(through="submission.names:cell_names"),
    "submission.ipython_syntax:without_options": Reads(MOST_SOURCE),
    "submission.recognition:handed_out": Reads(),
    "submission.recognition:normal": Reads(),
    "submission.recognition:without_tests": Reads(),
    "submission.rebuild:failure": Reads(),
    # what an LMS gave out
    "submission.collected:cells_in": Reads(),
    "submission.collected:downloaded": Reads(through=WATCHED_ITSELF),
    "submission.collected:to_grade": Reads(through=WATCHED_ITSELF),
    "submission.collected:printable": Reads(),
    # what a kernel sends
    "sandbox.outputs:clean_bundle": Reads(),
    "sandbox.outputs:error_output": Reads(),
    "sandbox.outputs:text_of": Reads(),
    "pictures:is_bearable": Reads(),
    "pictures:pixels_within": Reads(),
    # a terminal
    "terminal:printable": Reads(),
    "terminal:harmless": Reads(),
    "terminal:write": Reads(through="terminal:harmless"),
    "terminal:show_warning": Reads(through="terminal:harmless"),
    # pages
    "sanitizer:clean_html": Reads(),
    "sanitizer:too_large": Reads(),
    "sanitizer:without_bombs": Reads(through="sanitizer:clean_html"),
    "pages.markup:code_html": Reads(MOST_CODE),
    "pages.markup:code": Reads(through=WATCHED_ITSELF),
    "pages.markup:code_without_colors": Reads(),
    "pages.markup:markdown_html": Reads(MOST_MARKDOWN),
    "pages.markup:markdown": Reads(through=WATCHED_ITSELF),
    "pages.markup:latex_html": Reads(),
    "pages.markup:latex": Reads(through=WATCHED_ITSELF),
    "pages.markup:html": Reads(through=WATCHED_ITSELF),
    "pages.markup:formula": Reads(),
    "pages.markup:terminal": Reads(MOST_TEXT),
    # reports
    "reports.messages:messages_in": Reads(),
    "reports.similarity:hashes_in": Reads(MOST_COMPARED),
    "reports.similarity:fingerprints": Reads(through=WATCHED_ITSELF),
    "reports.similarity:uses_in": Reads(MOST_SOURCE),
    "reports.similarity:uses": Reads(through=WATCHED_ITSELF),
    "reports.page:code": Reads(),
}
# Ways to call those that want more than the text.
SPECIAL = {
    "submission.recognition:without_tests": lambda text: import_module(
        "grading.submission.recognition"
    ).without_tests(text, ["assert x", text[: len(text) // 2]]),
    "submission.rebuild:failure": lambda text: import_module("grading.submission.rebuild").failure(
        text, error(text)
    ),
    "sandbox.outputs:clean_bundle": lambda text: [
        import_module("grading.sandbox.outputs").clean_bundle({form: text[:MOST_DATA]})
        for form in ("text/html", "text/plain", "image/png")
    ],
    "sandbox.outputs:error_output": lambda text: (
        import_module("grading.sandbox.outputs")
        .OutputCollector()
        .add("error", {"ename": text, "evalue": text, "traceback": [text] * 3})
    ),
    "sandbox.outputs:text_of": lambda text: import_module("grading.sandbox.outputs").text_of(
        text, 2000
    ),
    "submission.collected:cells_in": lambda text: [
        import_module("grading.submission.collected").cells_in(path) for path in on_disk(text)
    ],
    "pages.markup:markdown_html": lambda text: import_module("grading.pages.markup").markdown_html(
        text, {}
    ),
}
BLOCKS = {
    "open brackets": "(", "braces": "{", "one long line": "1+", "one long name": "a",
    "lines": "x=1\n", "blank lines": "\n", "spaces": " ", "decorators": "@a\n", "minus": "-",
    "unclosed strings": '"a\n', "quotes": '"', "triple quotes": "'''a\n", "f-strings": 'f"{',
    "magics": "!ls\n", "cell magics": "%%time\n", "questions": "a?\n", "prompts": ">>> x\n",
    "null bytes": "\0", "backslashes": "\\", "digits": "9", "colors": "\x1b[31m",
    "surrogates": "\ud835", "emphasis": "*a **b ", "links": "[a](", "tags": "<b>",
    "half tags": "<a ",
    "backticks": "` `` ", "quotations": ">", "dollars": "$a ", "entities": "&amp", "dots": ".a",
    "environments": "\\begin{a}", "messages": "✗ \n  Likely: ", "lambdas": "lambda:",
}  # fmt: skip
LINES = {
    "many names": "x{0} = y{0}\n",
    "many functions": "def f{0}(): return g{0}\n",
    "assigned magics": "x{0} = !ls\n",
}


def made(kind: str, size: int) -> str:
    """A text of a kind and size; with a name first, so that what follows belongs to something."""
    if kind in LINES:
        return numbered(kind, size // 20)
    block = BLOCKS[kind]
    text = ("x = " + block * (size // len(block)))[:size]
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


@functools.cache
def numbered(kind: str, number: int) -> str:
    """Return lines of a kind, each with its number."""
    return "".join(LINES[kind].format(i) for i in range(number))


def as_files(text: str):
    """A text as all of a file, as a cell's source, and as source in pieces."""
    yield text.encode("utf-8", "replace")
    yield json.dumps({"cells": [{"cell_type": "code", "source": text}]}).encode()
    pieces = [text[i : i + 50_000] for i in range(0, len(text), 50_000)]
    yield json.dumps({"cells": [{"cell_type": "code", "source": p} for p in pieces]}).encode()


def on_disk(text: str) -> Iterator[str]:
    """The same as files."""
    for data in as_files(text):
        with tempfile.NamedTemporaryFile(suffix=".ipynb") as file:
            file.write(data)
            file.flush()
            yield file.name


def refused(function, *arguments):
    try:
        function(*arguments)
    except (Unreadable, ProtocolError):
        return "refused"
    return "read"


def error(text: str):
    return import_module("grading.sandbox.outputs").error_output(text, text)


def read(name: str, kind: str) -> str:
    """Run one function of the table on one text; called where it can be ended."""
    module, _, function = name.partition(":")
    text = made(kind, TABLE[name].tried)
    (SPECIAL.get(name) or getattr(import_module(f"grading.{module}"), function))(text)
    return "read"


def ready() -> None:
    """Import what the functions of the table stand in, and what they import when called."""
    import_module("copydetect")
    for name in TABLE:
        import_module(f"grading.{name.partition(':')[0]}")


@pytest.fixture(scope="module")
def readers():
    """Processes that end a function after the whole time, or after an eighth of it."""
    made = {"whole": Watched(seconds=40), "eighth": Watched(seconds=5)}
    for one in made.values():
        one.call(ready)
    yield made
    for one in made.values():
        one.close()


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if not row.through])
def test_ten_megabytes_of_any_kind_come_to_an_end(readers, name):
    reader = readers["whole" if TABLE[name].most == SIZE else "eighth"]
    for kind in [*BLOCKS, *LINES]:
        assert reader.call(read, name, kind) == "read", kind


# What a function that reads calls the first thing that it is given.
FIRST = ("source", "text", "html", "tex", "chunks", "message")


def test_the_table_holds_every_reader():
    """Whatever takes a source, a text or HTML, in the modules that the table speaks of."""
    missing = []
    for module in dict.fromkeys(name.partition(":")[0] for name in TABLE):
        imported = import_module(f"grading.{module}")
        for name, function in inspect.getmembers(imported, inspect.isfunction):
            first = next(iter(inspect.signature(function).parameters), "")
            own = function.__module__ == imported.__name__ and not name.startswith("_")
            if own and first in FIRST:
                missing += [f"{module}:{name}"] if f"{module}:{name}" not in TABLE else []
    assert missing == []
    assert all(row.through in (*TABLE, "", WATCHED_ITSELF) for row in TABLE.values())


NESTED = {
    "lists": "[", "objects": '{"a":', "cells": '{"cells":[', "many lists": "[],", "numbers": "1,",
    "closed lists": "[]" * 3, "keys": '"a":1,', "escapes": "\\u0041", "strings": '"",',
}  # fmt: skip


def read_json(kind: str) -> list[str]:
    """Read a notebook, and a frame of a kernel's, that are JSON and nothing else."""
    block = NESTED[kind]
    inner = block * (SIZE // len(block))
    files = [inner, f'{{"cells":[{inner}1]}}', f'{{"cells":[{{"source":["{inner}"]}}]}}']
    frames = [inner, f'{{"message":[{inner}1],"arrays":[]}}']
    found = [refused(parse, one.encode()) for one in files]
    return found + [
        refused(Reader, one.encode(), bytearray(), lambda coded: None) for one in frames
    ]


@pytest.mark.parametrize("kind", NESTED)
def test_ten_megabytes_of_json_are_read_or_refused(readers, kind):
    assert set(readers["whole"].call(read_json, kind)) <= {"read", "refused"}


def read_keys() -> str:
    """Read a reply that is a dict whose keys, numbers, have all the same hash."""
    count = MOST_JSON // 40
    pairs = [[number * (2**61 - 1), None] for number in range(count)]
    header = json.dumps({"message": {"value": {"dict": pairs}}, "arrays": []}).encode()
    assert MOST_JSON // 2 < len(header) <= MOST_JSON
    reader = Reader(header, bytearray(), lambda coded: None)
    return refused(reader.value, reader.message["value"])


def test_keys_of_one_hash_are_refused(readers):
    assert readers["whole"].call(read_keys) == "refused"


def large(nb, kind: str):
    """Fill a notebook with 10 MB of code: in its answer, and in cells that the answer needs."""
    (answer,) = [cell for cell in nb.cells if cell.metadata.nbgrader.grade_id == "answer"]
    if kind == "one cell":
        answer.source += "\n" + made("one long line", SIZE)
    else:
        text = CELLS[kind] + made("one long line", 190_000)
        own = [new_code_cell(f"{text}\nn{i} = {i}") for i in range(SIZE // 200_000)]
        answer.source += "\nused = " + " + ".join(f"n{i}" for i in range(len(own)))
        nb.cells[:0] = own
    return nb


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A class of the mini course: one honest student, the others with 10 MB each; graded."""
    place = tmp_path_factory.mktemp("large")
    config = mini_course.build(place)
    for student in ("ada", *LARGE):
        mini_course.hand_in(place, student, mini_course.RIGHT)
        if student in LARGE:
            path = mini_course.graded_folder(place, student, "submitted") / "double.ipynb"
            write_notebook(large(read_notebook(path), LARGE[student]), path)
            assert path.stat().st_size > 0.9 * SIZE
    return place, config, grade(config, mini_course.ASSIGNMENT)


CELLS = {"comments": "# ", "sums": ""}  # soon read, and not so soon
LARGE = {"bob": "one cell", "cyd": "comments"}


def test_a_class_with_large_answers_is_graded_and_told(course):
    place, config, outcome = course
    assert outcome.failed == {}
    assert sorted(outcome.graded) == ["ada", *LARGE]
    assert mini_course.scores(place)["ada"] == 3
    steps = Course(config, place / "log")
    for student in ("ada", *LARGE):
        steps.feedback(mini_course.ASSIGNMENT, student)
        page = place / "feedback" / student / mini_course.ASSIGNMENT / "double.html"
        assert page.stat().st_size < 5_000_000
        if student == "bob":
            assert "too many to be graded" in page.read_text("utf-8")
    report = write_report(steps.directory, mini_course.ASSIGNMENT, place / "report.html")
    assert all(student in report.read_text("utf-8") for student in LARGE)


def test_what_takes_too_long_is_the_students_verdict(course, monkeypatch):
    place, *_ = course
    mini_course.hand_in(place, "dan", mini_course.RIGHT)
    path = mini_course.graded_folder(place, "dan", "submitted") / "double.ipynb"
    write_notebook(large(read_notebook(path), "sums"), path)
    release = read_notebook(place / "release" / mini_course.ASSIGNMENT / "double.ipynb")
    hasty = Watched(seconds=1)
    monkeypatch.setattr(collected, "watched", hasty.call)
    found = collected.to_grade(path, {"double": release})
    hasty.close()
    assert "could not be read; it gets no points: reading it takes more than 1 sec" in found.said[0]
    assert found.said[0] in found.notebook.cells[0].source
    assert [cell.source for cell in found.notebook.cells[1:]] == [c.source for c in release.cells]
