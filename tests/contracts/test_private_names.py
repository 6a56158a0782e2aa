"""No private name of another library is used without a test in this folder."""

import ast

# The attribute or module that is not ours, and not public: where its contract stands.
CONTRACTS = {
    "_format_source": "test_nbgrader.py",
    "_format_collect_path": "test_nbgrader.py",
    "_format_dest": "test_nbgrader.py",
    "_sanitizing": "test_nbgrader.py",
    "_init_preprocessors": "test_nbgrader.py",
    "_get_type_changed_cells": "test_nbgrader.py",
    "_get_changed_cells": "test_nbgrader.py",
    "_preprocess": "test_nbgrader.py",
    "_extract_error": "test_nbgrader.py",
    "_get_failed_cells": "test_nbgrader.py",
    "_get_passed_cells": "test_nbgrader.py",
    "_create_environment": "test_nbconvert.py",
    "_embed_image_or_attachment": "test_nbconvert.py",
    "_showtraceback": "test_libraries.py",
    "_get_font": "test_libraries.py",
    "_sparsetools": "test_libraries.py",
}
OVERRIDDEN = {"_preprocess", "_create_environment", "_embed_image_or_attachment"}
PUBLIC = {"_replace", "_asdict", "_fields", "_exit"}  # of named tuples and os: documented
SOURCES = ("lmcore", "grading", "tools", "book/_ext", "tests/hidden")


def private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in PUBLIC


def names_of(root):
    """Return the private names that our sources use, and those that they define themselves."""
    used: set[str] = set()
    defined: set[str] = set()
    for path in (path for folder in SOURCES for path in (root / folder).rglob("*.py")):
        if "templates" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute):
                kind = used if isinstance(node.ctx, ast.Load) else defined
                kind.add(node.attr)
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                defined.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                defined.add(node.id)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                defined.add(node.value)  # as in object.__setattr__(self, "_number", 1)
            elif isinstance(node, ast.keyword) and node.arg:
                defined.add(node.arg)
            elif isinstance(node, ast.ImportFrom):
                parts = (node.module or "").split(".")
                ours = parts[0] in ("lmcore", "grading", "tests")
                used |= set() if ours else {*parts, *(alias.name for alias in node.names)}
    return set(filter(private, used)), set(filter(private, defined))


def test_every_private_name_of_others_has_its_contract(root):
    used, defined = names_of(root)
    # What we set on an object of theirs, and a method of theirs that we override, is theirs too.
    assert used - defined | {"_sanitizing", *OVERRIDDEN} == set(CONTRACTS)
    for name, file in CONTRACTS.items():
        assert name in (root / "tests" / "contracts" / file).read_text("utf-8")
