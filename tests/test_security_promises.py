"""SECURITY.md: every promise names a test that exists, every limit is the one in the code."""

import ast
import importlib
import re
from functools import reduce

import pytest

from tests.conftest import ROOT

TEXT = (ROOT / "SECURITY.md").read_text("utf-8")
PROMISES = re.findall(r"^\| (.+?) \| `(tests/[^`]+\.py)::(\w+)` \|$", TEXT, re.MULTILINE)
LIMITS = re.findall(r"^\| (.+?) \| `(grading[\w.]*):([\w.]+)` \| (\d+) \|$", TEXT, re.MULTILINE)


def section(title: str) -> list[str]:
    """Return the rows of the table under a heading."""
    text = TEXT.partition(f"## {title}")[2].partition("\n## ")[0]
    return [line for line in text.splitlines() if line.startswith("| ")][1:]


def test_every_row_is_read():
    assert len(PROMISES) == len(section("Promises, and the test of each")) > 20
    assert len(LIMITS) == len(section("Limits")) > 10


@pytest.mark.parametrize(("promise", "file", "name"), PROMISES)
def test_every_promise_names_a_test(promise, file, name):
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, promise


@pytest.mark.parametrize(("what", "module", "path", "figure"), LIMITS)
def test_every_limit_is_the_one_in_the_code(what, module, path, figure):
    value = reduce(getattr, path.split("."), importlib.import_module(module))
    assert value == int(figure), what


def test_folders_named_exist():
    for name in re.findall(r"`(grading/[\w/.]+)`", TEXT):
        assert (ROOT / name).exists(), name
