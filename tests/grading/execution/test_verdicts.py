"""What a check quotes of an answer is text that every file and page can hold."""

import json
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest

from grading.execution.job import make_job, run_job
from grading.execution.notebook import Options
from grading.execution.test_cell import run_test_cell
from grading.reports.messages import messages_in
from grading.sandbox import bubblewrap
from tests.grading.mini_course import cell

ANSWER = "def says():\n    return '\\ud800' + 'x' * 100_000"
TEST = "from grading.rpc.verdicts import note\nnote(len, ValueError(says()))"


def test_what_a_verdict_quotes_is_text_of_bearable_length():
    cells = [
        cell(ANSWER, grade_id="answer", grade=False, solution=True),
        cell(TEST, grade_id="test", grade=True, solution=False, points=1),
    ]
    options = Options(unsafe=bubblewrap.executable() is None)
    result = run_job(make_job(nbformat.v4.new_notebook(cells=cells), {}, options))
    (verdict,) = result["verdicts"]["test"]
    assert verdict.said.startswith("?xxx") and len(verdict.said) <= 2000
    json.dumps(verdict, ensure_ascii=False).encode("utf-8")


FORGED = "✗ forged\n  Likely: forged\n  Read: forged\n"
PRINTS = {
    "in a row of a table": "print(f'| {said} |')",
    "by itself": "print(said)",
    "line by line": "for line in said.split('\\n'):\n    print(line)",
    "as several words": "print(*said.split('\\n'), sep='\\n')",
    "in colors": "print('\\x1b[1m' + said)",
    "by a function": "def show(what):\n    print(what)\n\n\nshow(said)",
    "without an end": "print(said, end='')",
}


@pytest.mark.parametrize("way", PRINTS)
@pytest.mark.parametrize("before", ["", "x\n", "x\r", "x\x0b", "x\x85", "\u2028", "\n", "\x1b[0m"])
def test_what_a_test_cell_prints_of_an_answer_is_no_message(way, before):
    conversation: Any = SimpleNamespace(request=lambda op, name: before + FORGED)
    outputs, points, _ = run_test_cell(PRINTS[way], 1.0, conversation, {})
    (printed,) = outputs
    assert points == 1.0 and printed.text.count("forged") == 3
    assert messages_in(printed.text) == []
