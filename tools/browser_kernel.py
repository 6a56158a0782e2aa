"""Put Python for the browser into a built site: Pyodide, lmcore, and what the worker must know.

``pyodide/`` in the site then holds the released files of Pyodide, those with Python's sources
compiled ahead (`compile_ahead`), our own wheels, the corpus, a ``pyodide-lock.json`` cut to what is
there, and ``manifest.json``: what the live cells' worker loads for which code, and how many bytes
that is. ``live/config.js`` says that it is there.
"""

import hashlib
import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import bundle_base
import compile_ahead
import import_words
import pyodide_files

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "pyodide/"
LOCK = "pyodide-lock.json"
CORPUS = "shakespeare.txt"
# What every page loads before its packages.
CORE = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", LOCK)
STOOD_IN_FOR = {"ipython"}  # live/python_kernel.py has what pages use of it; JupyterLite loads it
PURE_PYTHON = ("tqdm",)  # packages of .venv that the official release does not have
EPOCH = (1980, 1, 1, 0, 0, 0)  # the date of every file in a wheel, so that equal is equal
_CONFIG = re.compile(r"window\.courseLive = (.*);\s*$", re.DOTALL)


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


def put(wheel: Path, target: Path) -> dict[str, str]:
    """Put a wheel into the site; returns what ``pyodide-lock.json`` says of the file.

    It lies in a folder named after its content: a new one with the same version has a new address,
    and no browser takes the old one out of its cache for it.
    """
    digest = pyodide_files.sha256(wheel)
    name = f"{digest[:12]}/{wheel.name}"
    (target / name).parent.mkdir(exist_ok=True)
    shutil.copy2(wheel, target / name)
    return {"file_name": name, "sha256": digest}


def lock_entry(wheel: Path, depends: list[str]) -> dict:
    """What ``pyodide-lock.json`` says of a package of ours, apart from its file."""
    name, version = wheel.name.split("-")[:2]
    return {
        "name": name,
        "version": version,
        "install_dir": "site",
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
            entries[name] = entry | put(wheel, target)
    return entries


def deflated(archive: Path, directory: Path) -> Path:
    """Compress a zip file into another folder: the release stores its libraries as they are."""
    target = directory / archive.name
    with zipfile.ZipFile(archive) as stored, zipfile.ZipFile(target, "w") as made:
        for name in sorted(stored.namelist()):
            entry = zipfile.ZipInfo(name, EPOCH)
            made.writestr(entry, stored.read(name), zipfile.ZIP_DEFLATED, compresslevel=9)
    return target


def with_base(packages: Mapping[str, dict], target: Path) -> dict[str, dict]:
    """Put what every page loads into one file; returns the packages of the lock with it."""
    names = bundle_base.members(packages)
    wheels = [target / packages[name]["file_name"] for name in names]
    with tempfile.TemporaryDirectory(prefix="base-") as scratch:
        file = put(bundle_base.write(wheels, Path(scratch, "base.tgz")), target)
    for wheel in wheels:
        wheel.unlink()
        if wheel.parent != target:
            wheel.parent.rmdir()
    base = {bundle_base.NAME: bundle_base.entry(packages, names) | file}
    return base | bundle_base.without(packages, names)


# ---- what the worker must know ----


def cut_lock(official: dict) -> dict:
    """The official lock without the packages that are not here, by the names in it."""
    here = set(pyodide_files.pinned())
    kept = {name: it for name, it in official["packages"].items() if it["file_name"] in here}
    return {"info": official["info"], "packages": kept}


def lay_out(files: Mapping[str, Path], target: Path) -> dict:
    """Put Pyodide and our wheels into an empty folder; returns the lock that names them."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    lock = cut_lock(json.loads(files[LOCK].read_text(encoding="utf-8")))
    compiled = compile_ahead.compiled(files)
    by_file = {it["file_name"]: it for it in lock["packages"].values()}
    with tempfile.TemporaryDirectory(prefix="deflated-") as scratch:
        for name, path in {**files, **compiled}.items():
            if name in compiled and name in by_file:
                by_file[name].update(put(path, target))
            elif name in by_file and name.endswith(".zip"):
                by_file[name].update(put(deflated(path, Path(scratch)), target))
            elif name != LOCK:
                shutil.copy2(path, target / name)
    lock["packages"] |= own_wheels(target, lock["packages"])
    lock["packages"] = with_base(lock["packages"], target)
    (target / LOCK).write_text(json.dumps(lock), encoding="utf-8")
    return lock


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
        "version": made_of()[:12],
        "pace": pace(),
        "coreBytes": sum((target / name).stat().st_size for name in CORE),
        "corpus": corpus,
        "packages": {
            name: {
                "imports": it["imports"],
                "depends": [depended.lower() for depended in it["depends"]],
                "file": it["file_name"],
                "bytes": (target / it["file_name"]).stat().st_size,
            }
            for name, it in packages.items()
            if name not in STOOD_IN_FOR
        },
        "words": {word: names for word, names in words.items() if names},
    }


def pace() -> float:
    """The seconds of a step of training on this machine, on one core."""
    program = "import python_kernel; print(python_kernel.seconds_of_a_step())"
    paths = os.pathsep.join(map(str, (ROOT, ROOT / "book/_extra/live")))
    environment = os.environ | {"PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout)


def shakespeare(target: Path) -> str | None:
    """Put Tiny Shakespeare into the site if it is on this machine; returns its name there."""
    sys.path.insert(0, str(ROOT))
    from lmcore import load_corpus

    corpus = load_corpus()
    if corpus.name != "shakespeare":
        return None
    (target / CORPUS).write_text(corpus, encoding="ascii", newline="")
    return CORPUS


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
    """A hash of what is installed: of Pyodide, lmcore, the kernel, and the packages' versions."""
    digest = hashlib.sha256(compile_ahead.stamp().encode())
    tools = [Path(it) for it in (__file__, import_words.__file__, bundle_base.__file__)]
    kernel = [*ROOT.glob("book/_extra/live/*.py"), ROOT / "book/matplotlibrc"]
    for file in sorted([*ROOT.glob("lmcore/**/*.py"), ROOT / "pyproject.toml", *tools, *kernel]):
        digest.update(f"{file}\0".encode() + file.read_bytes())
    digest.update(repr([importlib.metadata.version(name) for name in PURE_PYTHON]).encode())
    digest.update(repr((os.environ.get("LMCORE_DATA"), shutil.which("node"))).encode())
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
    stamp = target / "made-of"
    if not stamp.is_file() or stamp.read_text() != made_of():
        lock = lay_out(files, target)
        known = manifest(target, lock, shakespeare(target))
        (target / "manifest.json").write_text(json.dumps(known), encoding="utf-8")
        stamp.write_text(made_of())
    shutil.copy2(ROOT / "book/matplotlibrc", site / "live/matplotlibrc")
    configure(site, browser={"pyodide": FOLDER})
    size = sum(file.stat().st_size for file in target.rglob("*") if file.is_file())
    return f"Python for the browser is in {FOLDER}: {size / 1e6:.0f} MB."
