import os
import signal
import subprocess
import sys
import time

import nbformat
import pytest

from grading.execution.store import ResultsStore, digest
from grading.execution.versions import check_modules, grader_version

KEY = digest("a")


@pytest.fixture
def store(tmp_path):
    return ResultsStore(tmp_path / "results")


def test_a_result_comes_back_as_it_was(store):
    result = {"cells": [{"outputs": ["✗ ü"]}], "seconds": 1.5}
    assert KEY not in store
    store.put(KEY, result)
    assert store.get(KEY) == result
    store.put(KEY, {"seconds": 2.0})
    assert store.get(KEY) == {"seconds": 2.0}


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: b"",
        lambda text: text[: len(text) // 2],
        lambda text: text.replace(b"1", b"9"),
        lambda text: b"\xff" + text,
        lambda text: text + b" ",
    ],
)
def test_a_damaged_entry_is_absent(store, damage):
    store.put(KEY, {"score": 1})
    path = store.path(KEY)
    path.write_bytes(damage(path.read_bytes()))
    assert store.get(KEY) is None
    store.put(KEY, {"score": 1})
    assert store.get(KEY) == {"score": 1}


def test_an_entry_copied_to_another_key_is_absent(store):
    store.put(KEY, {"score": 1})
    other = store.path(digest("b"))
    other.parent.mkdir(exist_ok=True)
    other.write_bytes(store.path(KEY).read_bytes())
    assert store.get(digest("b")) is None


def test_nobody_else_may_read_or_write(store):
    store.put(KEY, {})
    assert store.path(KEY).stat().st_mode & 0o077 == 0


def test_killed_at_any_moment_an_entry_is_whole(store):
    code = (
        "import sys; from pathlib import Path; from grading.execution.store import ResultsStore\n"
        f"store = ResultsStore(Path(sys.argv[1])); text = 'x' * 2_000_000\n"
        f"store.put({KEY!r}, {{'text': text}}); print('ready', flush=True)\n"
        f"while True: store.put({KEY!r}, {{'text': text}})"
    )
    for wait in (0.0, 0.003, 0.011):
        writer = subprocess.Popen(
            [sys.executable, "-c", code, str(store.folder)], stdout=subprocess.PIPE
        )
        writer.stdout.readline()
        time.sleep(wait)
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        assert len(store.get(KEY)["text"]) == 2_000_000


def graded(source):
    cell = nbformat.v4.new_code_cell(source)
    cell.metadata["nbgrader"] = {"grade": True, "solution": False, "grade_id": "t"}
    return nbformat.v4.new_notebook(cells=[cell])


def test_a_notebook_needs_its_own_checks_and_what_they_import(root):
    modules = check_modules(graded("from tests.hidden import embedding as checks"))
    assert {"__init__.py", "embedding.py", "student.py", "verdict.py"} <= set(modules)
    assert "softmax_stability.py" not in modules
    assert set(check_modules(graded("assert True"))) == {"__init__.py"}


def test_versions_are_hashes():
    assert len(grader_version()) == 64
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1}) != digest({"a": 1, "b": 3})
