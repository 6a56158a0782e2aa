"""Hostile answers to exercises other than the one of ``test_attacks``: none earns a point."""

from pathlib import Path

import pytest

from tests.bank import Entry
from tests.bank.pipeline import grade_all

ANSWERS = Path(__file__).parents[1] / "attacks" / "answers"
FILES = sorted(ANSWERS.glob("*.cell"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_hostile_answer_earns_nothing_and_says_why(path):
    source = path.read_text("utf-8")
    assert source.startswith("# tries: ")
    name, notebook, cell = path.stem.split(".")
    ((_, result),) = grade_all([Entry(notebook, cell, False, name, source)])
    assert result.earned == 0
    assert "it was given" in result.said
