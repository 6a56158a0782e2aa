"""tools/build_site.py, compile_ahead.py and the workflow that publishes what they lay out."""

import zipfile

import compile_ahead
import pytest
import yaml
from build_site import SITE


@pytest.fixture
def bytecode(tmp_path):
    """Bytecode of two packages and of a module without one."""
    path = tmp_path / "bytecode.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("a/__pycache__/x.cpython-312.pyc", "__pycache__/one.cpython-312.pyc",
                     "b/__pycache__/y.cpython-312.pyc", "b/fonts.json"):  # fmt: skip
            archive.writestr(name, "compiled")
    with zipfile.ZipFile(path) as archive:
        yield archive


def wheel(path, *names: str):
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "released")
    return path


@pytest.mark.parametrize(("names", "added"), [
    (["a/x.py", "a-1.dist-info/RECORD"], {"a/__pycache__/x.cpython-312.pyc"}),
    (["one.py", "one-1.dist-info/RECORD"], {"__pycache__/one.cpython-312.pyc"}),
    (["b/y.py", "b/fonts.json"], {"b/__pycache__/y.cpython-312.pyc"}),
])  # fmt: skip
def test_a_wheel_gets_the_bytecode_of_its_own_modules(tmp_path, bytecode, names, added):
    source, target = wheel(tmp_path / "old.whl", *names), tmp_path / "new.whl"
    assert compile_ahead.with_bytecode(source, bytecode, target)
    with zipfile.ZipFile(target) as archive:
        assert sorted(archive.namelist()) == sorted({*names, *added})
        if "b/fonts.json" in names:  # written anew, and once
            assert archive.read("b/fonts.json") == b"compiled"


def test_a_wheel_without_bytecode_stays_as_it_was_released(tmp_path, bytecode):
    source, target = wheel(tmp_path / "old.whl", "other/x.py"), tmp_path / "new.whl"
    assert not compile_ahead.with_bytecode(source, bytecode, target)
    assert not target.exists()


def test_without_node_the_released_files_are_used(monkeypatch, tmp_path):
    monkeypatch.setattr(compile_ahead, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(compile_ahead.shutil, "which", lambda name: None)
    assert compile_ahead.compiled({"a.whl": tmp_path / "a.whl"}) == {}


def test_the_workflow_publishes_what_make_site_lays_out(root):
    workflow = yaml.safe_load((root / ".github/workflows/ci.yml").read_text("utf-8"))
    steps = workflow["jobs"]["test"]["steps"]
    order = [step.get("run") or step["uses"].partition("@")[0] for step in steps]
    upload = order.index("actions/upload-pages-artifact")
    assert steps[upload]["with"]["path"] == SITE.relative_to(root).as_posix()
    checked = f".venv/bin/python -m grading publish-check {SITE.relative_to(root)}"
    assert order.index("make site") < order.index(checked) < upload
