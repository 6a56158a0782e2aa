"""Put Python for the browser into a built site: Pyodide, lmcore, and what the worker must know.

``pyodide/`` in the site then holds the released files of Pyodide as they are, our own wheels, the
corpus, a ``pyodide-lock.json`` cut to what is there, and ``manifest.json``: what the live cells'
worker loads for which code, and how many bytes that is. ``live/config.js`` says that it is there.
"""

import hashlib
import importlib.metadata
import json
import os
import re
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import import_words
import pyodide_files

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "pyodide/"
LOCK = "pyodide-lock.json"
# What every page loads before its packages.
CORE = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", LOCK)
STOOD_IN_FOR = {"ipython"}  # live/python_kernel.py has what pages use of it; JupyterLite loads it
PURE_PYTHON = ("tqdm",)  # packages of .venv that the official release does not have
EPOCH = (1980, 1, 1, 0, 0, 0)  # the date of every file in a wheel, so that equal is equal
_CONFIG = re.compile(r"window\.courseLive = (.*);\s*$", re.DOTALL)


def copy(source: Path, target: Path) -> None:
    """Copy a file where the site has it not yet."""
    new = source.stat()
    old = target.stat() if target.is_file() else None
    if old is None or (old.st_size, old.st_mtime_ns) != (new.st_size, new.st_mtime_ns):
        shutil.copy2(source, target)


# ---- our own wheels ----


def repack(package: str, directory: Path) -> Path:
    """The installed files of a pure Python package as a wheel; returns its path."""
    distribution = importlib.metadata.distribution(package)
    wheel = directory / f"{package}-{distribution.version}-py3-none-any.whl"
    inside = [file for file in distribution.files or () if ".." not in file.parts]
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(inside, key=str):
            if file.suffix != ".pyc":
                archive.writestr(zipfile.ZipInfo(str(file), EPOCH), file.read_binary())
    return wheel


def lmcore_wheel(directory: Path) -> Path:
    """Build lmcore's wheel, as the students' bundles have it."""
    sys.path.insert(0, str(ROOT))
    from grading.authoring.bundle import build_wheel

    return build_wheel(directory)


def lock_entry(wheel: Path, depends: list[str]) -> dict:
    """What ``pyodide-lock.json`` says of a wheel of ours.

    The wheel lies in a folder named after its content: a new one with the same version has a new
    address, and no browser takes the old one out of its cache for it.
    """
    name, version = wheel.name.split("-")[:2]
    digest = pyodide_files.sha256(wheel)
    return {
        "name": name,
        "version": version,
        "file_name": f"{digest[:12]}/{wheel.name}",
        "install_dir": "site",
        "sha256": digest,
        "package_type": "package",
        "imports": [name],
        "depends": depends,
        "unvendored_tests": False,
    }


def own_wheels(target: Path, packages: Mapping[str, dict]) -> dict[str, dict]:
    """Put our wheels into the site; returns their entries in the lock."""
    by_module = {module: name for name, it in packages.items() for module in it["imports"]}
    at_once = {"numpy", *import_words.imported_at_once(ROOT / "lmcore")}
    depends = sorted(by_module[module] for module in at_once if module in by_module)
    entries = {}
    with tempfile.TemporaryDirectory(prefix="wheels-") as scratch:
        wheels = [repack(name, Path(scratch)) for name in PURE_PYTHON]
        wheels.append(lmcore_wheel(Path(scratch)))
        for wheel in wheels:
            name = wheel.name.partition("-")[0]
            entry = lock_entry(wheel, depends if name == "lmcore" else [])
            for old in target.glob(f"*/{name}-*.whl"):
                shutil.rmtree(old.parent)
            place = target / entry["file_name"]
            place.parent.mkdir(exist_ok=True)
            shutil.move(wheel, place)
            entries[name] = entry
    return entries


# ---- what the worker must know ----


def cut_lock(official: dict) -> dict:
    """The official lock without the packages that are not here, by the names in it."""
    here = set(pyodide_files.pinned())
    kept = {name: it for name, it in official["packages"].items() if it["file_name"] in here}
    return {"info": official["info"], "packages": kept}


def manifest(target: Path, lock: dict, corpus: str | None) -> dict:
    """What a page's code needs, for the worker: packages by import and by word, and bytes."""
    packages = lock["packages"]
    by_module = {module: name for name, it in packages.items() for module in it["imports"]}
    words = {
        word: sorted(by_module[module] for module in modules if module in by_module)
        for word, modules in import_words.words(ROOT / "lmcore").items()
        if not word.startswith("_")
    }
    return {
        "lock": hashlib.sha256((target / LOCK).read_bytes()).hexdigest()[:12],
        "coreBytes": sum((target / name).stat().st_size for name in CORE),
        "corpus": corpus,
        "packages": {
            name: {
                "imports": it["imports"],
                "depends": [depended.lower() for depended in it["depends"]],
                "bytes": (target / it["file_name"]).stat().st_size,
            }
            for name, it in packages.items()
            if name not in STOOD_IN_FOR
        },
        "words": {word: names for word, names in words.items() if names},
    }


def shakespeare(target: Path) -> str | None:
    """Put Tiny Shakespeare into the site if it is on this machine; returns its name there."""
    sys.path.insert(0, str(ROOT))
    from lmcore import load_corpus

    corpus = load_corpus()
    if corpus.name != "shakespeare":
        return None
    (target / "shakespeare.txt").write_text(corpus, encoding="ascii", newline="")
    return "shakespeare.txt"


def configure(site: Path, **news: object) -> None:
    """Tell a site's pages what it has: ``browser`` for Pyodide, ``lab`` for JupyterLite."""
    config = site / "live/config.js"
    found = _CONFIG.search(config.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{config} does not end in 'window.courseLive = {{...}};', as JSON")
    known = json.loads(found[1]) | news
    config.write_text(f"window.courseLive = {json.dumps(known)};\n", encoding="utf-8")


# ---- the whole ----


def made_of() -> str:
    """A hash of what is installed apart from Pyodide: of lmcore and of the packages' versions."""
    digest = hashlib.sha256()
    tools = [Path(__file__), Path(import_words.__file__), pyodide_files.PINNED]
    for file in sorted([*ROOT.glob("lmcore/**/*.py"), ROOT / "pyproject.toml", *tools]):
        digest.update(f"{file}\0".encode() + file.read_bytes())
    digest.update(repr([importlib.metadata.version(name) for name in PURE_PYTHON]).encode())
    digest.update(repr(os.environ.get("LMCORE_DATA")).encode())
    return digest.hexdigest()


def install(site: Path, *, download: bool = False) -> str:
    """Put Python for the browser into a built site; returns a sentence that says what was done.

    Parameters
    ----------
    site : Path
        The folder with the built book.
    download : bool
        Whether files that this machine has not may be fetched, about 60 MB.
    """
    target = site / FOLDER
    try:
        files = pyodide_files.collect(download=download)
    except pyodide_files.PyodideUnavailable as reason:
        shutil.rmtree(target, ignore_errors=True)
        configure(site, browser=None)
        return f"Without Python for the browser: {reason}."
    target.mkdir(exist_ok=True)
    stamp = target / "made-of"
    for name, path in files.items():
        if name != LOCK:
            copy(path, target / name)
    if not stamp.is_file() or stamp.read_text() != made_of():
        lock = cut_lock(json.loads(files[LOCK].read_text(encoding="utf-8")))
        lock["packages"] |= own_wheels(target, lock["packages"])
        (target / LOCK).write_text(json.dumps(lock), encoding="utf-8")
        known = manifest(target, lock, shakespeare(target))
        (target / "manifest.json").write_text(json.dumps(known), encoding="utf-8")
        stamp.write_text(made_of())
    copy(ROOT / "book/matplotlibrc", site / "live/matplotlibrc")
    configure(site, browser={"pyodide": FOLDER})
    size = sum(file.stat().st_size for file in target.rglob("*") if file.is_file())
    return f"Python for the browser is in {FOLDER}: {size / 1e6:.0f} MB."
