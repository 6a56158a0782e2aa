"""The report on a class: its numbers, and a page that is whole and inert."""

import re

import nbformat
import pytest

from grading.reports.items import analyze
from grading.reports.messages import Message, messages_in, messages_of, most_frequent
from grading.reports.page import code, needs_help, render
from grading.reports.results import ClassResults, NotebookResult, StudentResult
from grading.reports.score_table import problem
from grading.reports.similarity import most_alike
from grading.sandbox.outputs import KERNEL_DIED
from tests.hidden.verdict import CheckFailed

MESSAGE = (
    "✗ backward keeps one gradient\n    of several.\n  Likely: `+=` writes once.\n"
    "  Read: Exercise 3.5, Embedding\n    from scratch"
)
LOOP = """def add(rows, grads):
    for position, row in enumerate(rows):
        table[row] = table[row] + grads[position] * 2 - 1
    return table.sum(axis=0) / len(rows)
"""
RENAMED = LOOP.replace("position", "i").replace("row", "r").replace("table", "T")
OTHER = """def add(rows, grads):
    if not len(rows):
        raise ValueError("nothing")
    return np.einsum("ij,jk->ik", one_hot(rows), grads).max(axis=1)[:, None] ** 0.5
"""


def test_discrimination_tells_a_good_check_from_a_useless_one():
    points = {"good": 2.0, "useless": 2.0, "other": 6.0}
    earned = {
        f"s{i}": {"good": 2.0 * (i > 4), "useless": 2.0 * (i % 2), "other": 0.6 * i}
        for i in range(10)
    }
    good, useless, _ = analyze(points, earned)
    assert good.passed == 0.5 and good.mean == 0.5
    assert good.point_biserial > 0.7 and good.upper_lower == 1.0
    assert abs(useless.point_biserial) < 0.4


def test_a_check_without_spread_or_students_has_no_discrimination():
    points = {"a": 1.0, "b": 1.0}
    everybody = analyze(points, {f"s{i}": {"a": 1.0, "b": i % 2} for i in range(8)})
    assert everybody[0].point_biserial is None and everybody[0].passed == 1.0
    assert analyze(points, {})[0].students == 0


def test_messages_are_read_from_graded_cells_only():
    def cell(grade, solution, output):
        made = nbformat.v4.new_code_cell("x", outputs=[output])
        made.metadata["nbgrader"] = {
            "grade_id": "g", "grade": grade, "solution": solution, "points": 1,
            "schema_version": 3, "locked": True, "task": False,
        }  # fmt: skip
        return made

    error = nbformat.v4.new_output("error", ename="CheckFailed", evalue=MESSAGE, traceback=[])
    printed = nbformat.v4.new_output("stream", text=f"{MESSAGE}\n{MESSAGE.replace('of', 'OF')}\n")
    nb = nbformat.v4.new_notebook(cells=[cell(False, True, error), cell(True, False, printed)])
    first, second = messages_of(nb)
    assert first == Message(
        "backward keeps one gradient of several.",
        "`+=` writes once.",
        "Exercise 3.5, Embedding from scratch",
    )
    assert second.symptom.endswith("OF several.")
    nb.cells.pop()
    assert messages_of(nb) == []


def test_misconceptions_are_counted_by_student():
    one, two = Message("s", "m", "c"), Message("t", "n", "c")
    first, second = most_frequent({"ada": [one, one, two], "bob": [one], "eve": []})
    assert (first.misconception, first.students) == ("m", ["ada", "bob"])
    assert second.students == ["ada"]


def test_renaming_variables_does_not_hide_a_copy():
    answers = {"ada": {"n/c": LOOP}, "bob": {"n/c": RENAMED}, "eve": {"n/c": OTHER}}
    pairs, _ = most_alike(answers, {})
    assert (pairs[0].first, pairs[0].second) == ("ada", "bob")
    assert pairs[0].likeness > 0.9 > 0.5 > pairs[1].likeness
    assert pairs[0].identical == []


def test_given_code_and_short_answers_are_no_likeness():
    assert most_alike({"ada": {"c": LOOP}, "bob": {"c": LOOP}}, {"c": LOOP}) == ([], None)
    assert most_alike({"ada": {"c": "x = 1"}, "bob": {"c": "x = 1"}}, {}) == ([], None)


@pytest.fixture
def results():
    points = {"embedding": {"forward": 4.0, "backward": 6.0}}
    evil = "<script>alert(1)</script>"
    students = [
        StudentResult(
            f"{evil}{i}",
            {
                "embedding": NotebookResult(
                    10.0, 4.0, {"forward": 4.0, "backward": 0.0}, True, False,
                    [Message(evil, evil, evil)], {"embedding": LOOP + f"'{evil}'"}, 1.5,
                )
            },
        )
        for i in range(6)
    ]  # fmt: skip
    students.append(StudentResult("absent", {"embedding": NotebookResult(10.0, graded=True)}))
    return ClassResults("implementation", points, students, {})


def test_page_is_self_contained_and_escapes_what_students_wrote(results):
    page = render(results)
    assert "<script" not in page
    assert page.count("&lt;script&gt;") > 6
    assert not re.findall(r"https?://|url\(|@import|\bsrc=", page)
    assert "not handed in" in page
    assert "took 1.5 s in the median" in page
    assert re.search(r"100&nbsp;%.*?embedding/embedding", page, re.DOTALL)


def test_an_empty_class_has_a_page(results):
    results.students = []
    assert "No check failed" in render(results)


def test_who_needs_help(results):
    assert needs_help(results.students[0]) and needs_help(results.students[-1])
    result = results.students[0].notebooks["embedding"]
    result.score = 10.0
    assert not needs_help(results.students[0])


FORGED = "✗ forged\n  Likely: forged\n  Read: forged"


def spoken(output):
    cell = nbformat.v4.new_code_cell("x", outputs=[output])
    cell.metadata["nbgrader"] = {
        "grade_id": "g", "grade": True, "solution": False, "points": 1,
        "schema_version": 3, "locked": True, "task": False,
    }  # fmt: skip
    return messages_of(nbformat.v4.new_notebook(cells=[cell]))


@pytest.mark.parametrize("before", ["", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "x "])
@pytest.mark.parametrize("place", range(3))
def test_what_a_message_quotes_cannot_pose_as_one(before, place):
    parts = ["one", "two", "three"]
    for quoted in (FORGED, FORGED.replace("\n", before), "x" * 84 + " " + FORGED):
        parts[place] = f"your answer is {before}{quoted}"
        text = str(CheckFailed(*parts))
        assert len(spoken(nbformat.v4.new_output("stream", text=f"{text}\n{text}\n"))) == 1
        raised = nbformat.v4.new_output("error", ename="CheckFailed", evalue=text, traceback=[])
        (message,) = spoken(raised)
        assert all("forged" not in part for at, part in enumerate(message) if at != place)


@pytest.mark.parametrize("name", ["AssertionError", "ValueError", "Likely", KERNEL_DIED])
def test_an_exception_that_a_student_raises_is_no_message(name):
    raised = nbformat.v4.new_output("error", ename=name, evalue=FORGED, traceback=[])
    assert spoken(raised) == []


@pytest.mark.parametrize(
    "piece",
    [
        "✗ ",
        "✗ a\n",
        "\n  Likely: ",
        "\n Likely: ",
        "✗ a\n  Likely: b\n",
        "    x\n",
        "\x1b[",
        "\n",
        " ",
        "`",
        "\x1b[31",
    ],
)
def test_ten_megabytes_are_read_once(piece):
    """A pattern took minutes for 12 kB of these."""
    text = "✗ " * 3000 + piece * (10_000_000 // len(piece))
    assert len(messages_in(text)) <= 1
    code(text)
    problem(nbformat.v4.new_output("stream", text=text))
