"""What a check quotes of an answer is text that every file and page can hold."""

import json

import nbformat

from grading.execution.job import make_job, run_job
from grading.execution.notebook import Options
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
