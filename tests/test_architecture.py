"""The paths of docs/architecture.md exist, and modules, packages and functions are small."""

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


# Lines of a module, and lines of code in a function: docstring, comments, blanks do not count. A
# student reads lmcore from end to end; what grades is read in parts.
LIMITS = {"lmcore": (220, 25), "grading": (540, 41)}


def modules(package):
    found = (ROOT / package).rglob("*.py")
    return [path for path in found if "templates" not in path.parts]


@pytest.mark.parametrize("package", LIMITS)
def test_a_module_can_be_read_at_one_sitting(package):
    limit, _ = LIMITS[package]
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in modules(package)}
    assert {str(path.relative_to(ROOT)): n for path, n in lines.items() if n > limit} == {}


@pytest.mark.parametrize("package", LIMITS)
def test_a_package_has_three_to_seven_modules(package):
    folders = {path.parent for path in modules(package)} - {ROOT / package}
    sizes = {folder: len(parts_of(folder)) for folder in folders}
    outside = {str(folder.relative_to(ROOT)): n for folder, n in sizes.items() if not 3 <= n <= 7}
    assert outside == {}


def parts_of(folder):
    """Modules, and packages within the package."""
    own = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
    return own + list(folder.glob("*/__init__.py"))


@pytest.mark.parametrize("package", LIMITS)
def test_a_function_is_short(package):
    _, limit = LIMITS[package]
    lengths = {}
    for path in modules(package):
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                name = f"{path.relative_to(ROOT).as_posix()} {node.name}"
                lengths[name] = lines_of_code(node, text.splitlines())
    assert {name: n for name, n in lengths.items() if n > limit} == {}


def lines_of_code(function, lines):
    body = function.body[1:] if ast.get_docstring(function) else function.body
    code = lines[body[0].lineno - 1 : function.end_lineno] if body else []
    return sum(bool(line.strip()) and not line.strip().startswith("#") for line in code)


def test_the_paths_are_long_enough_to_be_read():
    assert len(NAMES) > 35


def test_the_picture_can_be_read_by_all():
    text = (ROOT / "docs" / "architecture.svg").read_text("utf-8")
    tree = ET.fromstring(text)
    assert tree.get("role") == "img" and "prefers-color-scheme:dark" in text
    assert {"title", "desc"} <= {child.tag.rpartition("}")[2] for child in tree}
