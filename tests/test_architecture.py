"""docs/architecture.md: every function on its three paths exists."""

import ast
import re
import xml.etree.ElementTree as ET

import pytest

from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "architecture.md").read_text("utf-8")
NAMES = re.findall(r"`((?:grading|lmcore|tools|book)(?:\.\w+)+)`", TEXT)


@pytest.mark.parametrize("name", dict.fromkeys(NAMES))
def test_a_function_on_a_path_exists(name):
    parts = name.split(".")
    length = max(
        n for n in range(len(parts)) if ROOT.joinpath(*parts[:n]).with_suffix(".py").is_file()
    )
    body = ast.parse(ROOT.joinpath(*parts[:length]).with_suffix(".py").read_text("utf-8")).body
    for part in parts[length:]:
        found = [
            node
            for node in body
            if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and node.name == part
        ]
        assert found, f"{name}: there is no {part}"
        body = found[0].body


def test_the_paths_are_long_enough_to_be_read():
    assert len(NAMES) > 35


def test_the_picture_can_be_read_by_all():
    text = (ROOT / "docs" / "architecture.svg").read_text("utf-8")
    tree = ET.fromstring(text)
    assert tree.get("role") == "img" and "prefers-color-scheme:dark" in text
    assert {"title", "desc"} <= {child.tag.rpartition("}")[2] for child in tree}
