"""tools/build_site.py, compile_ahead.py and the workflow that publishes what they lay out."""

import json
import zipfile

import build_site
import compile_ahead
import pyodide_files
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
    assert order.index(".ci/run") < upload
    commands = (root / ".ci/run").read_text("utf-8").splitlines()
    checked = f".venv/bin/python -m grading publish-check {SITE.relative_to(root)}"
    assert commands.index("make site") < commands.index(checked)


def test_python_and_jupyterlite_read_one_file_of_the_corpus(tmp_path):
    for name in ("pyodide/shakespeare.txt", "lab/files/data/input.txt"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("Speak, speak.")
    manifest = tmp_path / "pyodide/manifest.json"
    manifest.write_text('{"version": "1", "corpus": "shakespeare.txt"}')
    build_site.share_corpus(tmp_path)
    known = json.loads(manifest.read_text())
    assert known == {"version": "1", "corpus": "../lab/files/data/input.txt"}
    assert (manifest.parent / known["corpus"]).read_text() == "Speak, speak."
    assert not (tmp_path / "pyodide/shakespeare.txt").exists()


@pytest.mark.parametrize("missing", ["pyodide/shakespeare.txt", "lab/files/data/input.txt"])
def test_where_only_one_has_the_corpus_it_stays_where_it_is(tmp_path, missing):
    for name in {"pyodide/shakespeare.txt", "lab/files/data/input.txt"} - {missing}:
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("Speak, speak.")
    build_site.share_corpus(tmp_path)
    assert len([file for file in tmp_path.rglob("*.txt")]) == 1


def test_without_pyodide_the_site_is_built_and_a_line_says_so(tmp_path, monkeypatch, capsys):
    def nothing(*, download):
        raise pyodide_files.PyodideUnavailable("not here")

    html, site = tmp_path / "html", tmp_path / "site"
    (html / "live").mkdir(parents=True)
    (html / "index.html").write_text("<h1>Here</h1>")
    (html / "live/config.js").write_text('window.courseLive = {"browser": {"pyodide": "p/"}};\n')
    monkeypatch.setattr(pyodide_files, "collect", nothing)
    monkeypatch.setattr(build_site, "HTML", html)
    monkeypatch.setattr(build_site, "SITE", site)
    build_site.build()
    said = [
        line for line in capsys.readouterr().out.splitlines() if "ython for the browser:" in line
    ]
    assert said == ["Without Python for the browser: not here."]
    assert (site / "index.html").is_file() and (site / ".nojekyll").is_file()
    assert '"browser": null' in (site / "live/config.js").read_text()
