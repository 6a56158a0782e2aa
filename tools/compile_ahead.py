"""Pyodide's files with bytecode in them, so that no reader's browser compiles Python's sources.

That is half of what starting Python costs a page: the release has the standard library and the
packages as sources only. The bytecode is made by Pyodide itself, under Node.js; where there is no
Node.js, the released files are used as they are, and pages start some seconds later.
"""

import hashlib
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pyodide_files

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / "_build/compiled-ahead"
SCRIPTS = [Path(__file__).with_name(f"bytecode.{suffix}") for suffix in ("mjs", "py")]
STDLIB = "python_stdlib.zip"
BYTECODE = "bytecode.zip"
# What a page's first figure imports, and lmcore of the standard library.
MODULES = ("numpy", "matplotlib.pyplot", "matplotlib.backends.backend_svg")
# Of Matplotlib, what its own examples and its own tests need.
LEFT_OUT = ("matplotlib/mpl-data/sample_data/", "matplotlib/testing/")
LIMIT = 600  # seconds; it takes ten


def stamp() -> str:
    """A hash of what the compiled files are made of."""
    digest = hashlib.sha256(repr(MODULES).encode())
    for file in (pyodide_files.PINNED, Path(__file__), *SCRIPTS):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def run_node(files: Mapping[str, Path], target: Path) -> bool:
    """Have Pyodide compile its own files into ``target``; returns whether it did."""
    node = shutil.which("node")
    if node is None:
        return False
    with tempfile.TemporaryDirectory(prefix="pyodide-") as folder:
        for name, path in files.items():
            Path(folder, name).symlink_to(path.resolve())
        command = [node, str(SCRIPTS[0]), folder, str(target), *MODULES]
        try:
            done = subprocess.run(command, capture_output=True, timeout=LIMIT)
        except subprocess.TimeoutExpired:
            return False
    return done.returncode == 0


def with_bytecode(wheel: Path, bytecode: zipfile.ZipFile, target: Path) -> bool:
    """Write a wheel anew with the bytecode of its modules; returns whether there is any."""
    with zipfile.ZipFile(wheel) as official:
        folders = {name.partition("/")[0] for name in official.namelist() if "/" in name}
        top = {name.partition(".")[0] for name in official.namelist() if "/" not in name}
        added = {
            name
            for name in bytecode.namelist()
            if name.partition("/")[0] in folders
            or (name.startswith("__pycache__/") and Path(name).name.partition(".")[0] in top)
        }
        if not added:
            return False
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for entry in official.infolist():
                if entry.filename not in added and not entry.filename.startswith(LEFT_OUT):
                    archive.writestr(entry, official.read(entry), zipfile.ZIP_DEFLATED, 9)
            for name in sorted(added):
                archive.writestr(bytecode.getinfo(name), bytecode.read(name))
    return True


def compiled(files: Mapping[str, Path]) -> dict[str, Path]:
    """The files that have bytecode, by the names of those they stand for; empty without Node.js.

    Parameters
    ----------
    files : dict of str to Path
        The release, as `pyodide_files.collect` returns it.
    """
    made_of = CACHE / "made-of"
    if not made_of.is_file() or made_of.read_text() != stamp():
        shutil.rmtree(CACHE, ignore_errors=True)
        CACHE.mkdir(parents=True)
        if not run_node(files, CACHE):
            return {}
        with zipfile.ZipFile(CACHE / BYTECODE) as bytecode:
            for name, path in files.items():
                if name.endswith(".whl"):
                    with_bytecode(path, bytecode, CACHE / name)
        made_of.write_text(stamp())
    return {path.name: path for path in CACHE.iterdir() if path.name in files}
