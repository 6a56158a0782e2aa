"""Answers that may be lmcore's own are named, and honest ones of the bank are not."""

import inspect
import itertools
from pathlib import Path

import pytest

import lmcore
from grading.reports.similarity import library_answers, uses, uses_in
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


IMPORTS, READS, STARTS = (
    "imports lmcore",
    "reads or runs source code",
    "starts threads or processes",
)
WAYS = {
    IMPORTS: [
        "def f(z):\n    import lmcore\n    return lmcore.stable_softmax(z)",
        "def f(z):\n    from lmcore.ops.softmax import stable_softmax as own\n    return own(z)",
        "m = __import__('lmcore.ops')",
        "import importlib\nm = importlib.import_module('lmcore')",
        "import sys\nm = sys.modules['lmcore']",
        "from importlib import import_module as get\nm = get(name='lmcore.nn')",
        "m = 1\n!python -c 'import lmcore'\nimport lmcore as own",
    ],
    READS: [
        "import inspect\nexec(inspect.getsource(f))",
        "from inspect import getsource as look\nlook(f)",
        "import lmcore\nopen(lmcore.__file__)",
        "import io\nio.open('/course/lmcore/__init__.py').read()",
        "from pathlib import Path\nPath('/course/lmcore/ops').read_text()",
        "from pathlib import Path\nPath('/course/lmcore/ops').read_bytes()",
        "import numpy as np\nnp.fromfile('/course/lmcore/ops', dtype='u1')",
        "import linecache\nlinecache.getlines('x')",
        "import importlib.util as u\nu.spec_from_file_location('a', 'b')",
        "import runpy\nrunpy.run_path('x')",
        "import sys\nsys.modules[name]",
        "__builtins__['ev' + 'al']('1')",
        "getattr(__import__('builtins'), 'exec')('1')",
        "import types\ntypes.FunctionType(code, {})",
        "f.__code__ = g.__code__",
    ],
    STARTS: [
        "import subprocess as s\ns.check_output(['python'])",
        "from subprocess import run\nrun(['python'])",
        "import os\nif os.fork() == 0: pass",
        "from os import fork as f\nf()",
        "import os\nos.posix_spawn('/bin/sh', [], {})",
        "import os\nos.spawnv(0, 'x', [])",
        "import os\nos.execvp('x', [])",
        "import os\nos.popen('x')",
        "import os\ngetattr(os, 'system')('x')",
        "import threading\nthreading.Timer(1, f).start()",
        "import _thread\n_thread.start_new_thread(f, ())",
        "from multiprocessing.pool import ThreadPool",
        "import multiprocessing as mp\nmp.Process(target=f).start()",
        "from concurrent.futures import ThreadPoolExecutor as E",
        "import concurrent.futures",
        "import asyncio\nasyncio.to_thread(f)",
        "import pty\npty.spawn('x')",
        "!python own.py",
        "lines = !python own.py",
        "%%bash\npython own.py",
        "%run own.py",
        "found = %sx python own.py",
    ],
    "calls compiled code by its address": [
        "import ctypes\nctypes.CDLL(None).fork()",
        "from ctypes import pythonapi",
        "import _ctypes",
        "from cffi import FFI",
    ],
}


@pytest.mark.parametrize(("reason", "source"), [(r, s) for r, ways in WAYS.items() for s in ways])
def test_each_way_to_the_library_is_named(reason, source):
    assert reason in uses_in(source)
    assert reason in uses_in("def f(:\n" + source)  # no Python
    ((*_, reasons),) = library_answers({"eve": {"n/c": source}}, {"n/c": "def f(): ..."})
    assert reason in reasons


@pytest.mark.parametrize(
    "source",
    [
        "'Unlike lmcore, open to all.'\nx = 'system of equations'",
        "rows = range(3)\nspawned = executed = modules_seen = 0",
        "ok = a != b\nx = a %b",
    ],
)
def test_words_alone_are_no_reason(source):
    assert uses_in(source) == []


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
