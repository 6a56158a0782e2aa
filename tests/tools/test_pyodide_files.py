"""tools/pyodide_files.py: the files of Pyodide are right, or not there."""

import hashlib
import http.server
import threading
from functools import partial

import pyodide_files
import pytest

CONTENT = {"a.whl": b"first", "b.zip": b"second" * 100_000}


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine without Pyodide, and a release of two small files."""
    release = tmp_path / "release"
    release.mkdir()
    for name, content in CONTENT.items():
        (release / name).write_bytes(content)
    digests = (f"{hashlib.sha256(it).hexdigest()}  {name}" for name, it in CONTENT.items())
    (tmp_path / "pinned").write_text("\n".join(digests))
    monkeypatch.setattr(pyodide_files, "PINNED", tmp_path / "pinned")
    monkeypatch.setattr(pyodide_files, "cache", lambda: tmp_path / "cache")
    monkeypatch.delenv("LMCORE_PYODIDE", raising=False)
    monkeypatch.delenv("LMCORE_OFFLINE", raising=False)
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(release))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(pyodide_files, "RELEASE", f"http://127.0.0.1:{server.server_port}/")
    yield tmp_path
    server.shutdown()


def test_without_leave_nothing_is_fetched(machine):
    with pytest.raises(pyodide_files.PyodideUnavailable, match="2 of 2 files.*make site"):
        pyodide_files.collect(download=False)
    assert not (machine / "cache").exists()


def test_what_is_fetched_is_kept(machine, monkeypatch):
    found = pyodide_files.collect(download=True)
    assert {name: path.read_bytes() for name, path in found.items()} == CONTENT
    monkeypatch.setattr(pyodide_files, "RELEASE", "http://127.0.0.1:1/")
    assert pyodide_files.collect(download=True) == found
    assert pyodide_files.collect(download=False) == found


def test_the_named_folder_comes_first_and_the_cache_fills_in(machine, monkeypatch):
    pyodide_files.collect(download=True)
    named = machine / "named"
    named.mkdir()
    (named / "a.whl").write_bytes(CONTENT["a.whl"])
    (named / "b.zip").write_bytes(b"another file")
    monkeypatch.setenv("LMCORE_PYODIDE", str(named))
    found = pyodide_files.collect(download=False)
    assert found == {"a.whl": named / "a.whl", "b.zip": machine / "cache/b.zip"}


def test_a_file_that_is_not_the_pinned_one_is_not_kept(machine):
    (machine / "release/b.zip").write_bytes(b"another file")
    with pytest.raises(pyodide_files.PyodideUnavailable, match="b.zip has not the SHA-256"):
        pyodide_files.collect(download=True)
    assert [path.name for path in (machine / "cache").iterdir()] == ["a.whl"]


def test_a_host_that_does_not_answer_is_told(machine, monkeypatch):
    monkeypatch.setattr(pyodide_files, "RELEASE", "http://127.0.0.1:1/")
    with pytest.raises(pyodide_files.PyodideUnavailable, match="did not come"):
        pyodide_files.collect(download=True)
    monkeypatch.setenv("LMCORE_OFFLINE", "1")
    with pytest.raises(pyodide_files.PyodideUnavailable, match="LMCORE_OFFLINE"):
        pyodide_files.collect(download=True)


def test_what_is_pinned_is_a_whole_pyodide():
    names = pyodide_files.pinned()
    assert {"pyodide.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"} <= set(
        names
    )
    assert all(len(digest) == 64 for digest in names.values())
