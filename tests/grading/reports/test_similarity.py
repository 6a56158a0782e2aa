"""Answers that may be lmcore's own are named, and honest ones of the bank are not."""

import inspect
import itertools
from pathlib import Path

import pytest

import lmcore
from grading.reports.similarity import library_answers, uses
from tests.bank import entries

ATTACKS = sorted((Path(__file__).parents[1] / "attacks" / "library").glob("*.cell"))
SOURCES = {
    "a thread that waits": ("import threading, lmcore\nthreading.Thread()", 2),
    "its source, run": ("import inspect, lmcore.ops as m\nexec(inspect.getsource(m))", 2),
    "a process": ("import subprocess\nsubprocess.run(['python'])", 1),
    "a process by the shell": ("!python -c 'import lmcore'", 1),
    "a process by os": ("import os\nos.system('x')", 1),
    "a renamed code object": ("f.__code__ = g.__code__.replace(co_filename='x')", 1),
    "a hidden import": ("m = __import__('lm' + 'core')", 1),
    "no Python": ("def f(:\n    import lmcore", 1),
}


@pytest.mark.parametrize("name", SOURCES)
def test_ways_round_the_tracer_are_named(name):
    source, number = SOURCES[name]
    ((student, cell, reasons),) = library_answers({"eve": {"n/c": source}}, {"n/c": "def f(): ..."})
    assert (student, cell, len(reasons)) == ("eve", "n/c", number)


@pytest.mark.parametrize("path", ATTACKS, ids=[path.stem for path in ATTACKS])
def test_hostile_answers_that_no_sandbox_can_tell_are_named(path):
    ((*_, reasons),) = library_answers({"eve": {"n/c": path.read_text("utf-8")}}, {})
    assert reasons


def test_a_copy_of_the_library_is_named_whatever_its_variables_are_called():
    source = inspect.getsource(lmcore.Embedding)
    source = source.replace("indices", "ids").replace("vocab_size", "n_words")
    ((*_, reasons),) = library_answers({"eve": {"n/c": source}}, {})
    assert any("stands in lmcore" in reason for reason in reasons)


def test_what_the_release_holds_is_no_reason():
    source = "from lmcore import Adam\nx = 1"
    assert library_answers({"ada": {"c": source}}, {"c": "from lmcore import Adam\n..."}) == []


def test_few_honest_answers_are_named():
    right = [entry for entry in entries() if entry.right]
    named = [e for e in right if library_answers({"ada": {"c": e.source}}, {})]
    assert len(named) <= 0.05 * len(right), [f"{e.cell}/{e.name}" for e in named]


def test_it_is_linear_in_what_was_handed_in():
    for source in ("import lmcore\n" * 14_000, "(" * 200_000, "!" * 200_000, "a." * 100_000):
        assert isinstance(uses(source), list)
    assert list(itertools.islice(uses("x = 1"), 1)) == []
