"""The files of Pyodide, Python for WebAssembly: where they are, checked, or fetched.

They are looked for in the folder that ``LMCORE_PYODIDE`` names, then in the user's cache, and only
who asks for it (``make site``) has the missing ones fetched from the official release into that
cache. Which files, and what they must be, stands in ``pyodide-0.27.7.sha256`` beside this module.
"""

import hashlib
import os
import urllib.request
from pathlib import Path

import pooch
from tqdm import tqdm

VERSION = "0.27.7"
RELEASE = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
PINNED = Path(__file__).with_name(f"pyodide-{VERSION}.sha256")
TIMEOUT = 10  # seconds without an answer, or without another byte
CHUNK = 1 << 16  # bytes


class PyodideUnavailable(RuntimeError):
    """Files of Pyodide that are not on this machine and were not fetched; says which and why."""


def pinned() -> dict[str, str]:
    """The SHA-256 of every file by its name."""
    lines = PINNED.read_text(encoding="ascii").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def cache() -> Path:
    """Where fetched files are kept."""
    return Path(pooch.os_cache("lmcore"), f"pyodide-{VERSION}")


def sha256(path: Path) -> str:
    """The SHA-256 digest of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def present() -> dict[str, Path]:
    """The right files that this machine has, by name; a file that differs is as if not there."""
    named = os.environ.get("LMCORE_PYODIDE")
    places = [Path(named).expanduser()] if named else []
    found = {}
    for name, digest in pinned().items():
        for place in (*places, cache()):
            path = place / name
            if path.is_file() and sha256(path) == digest:
                found[name] = path
                break
    return found


def fetch(names: list[str]) -> None:
    """Fetch files of the official release into the cache, each whole and right or not at all.

    Raises
    ------
    PyodideUnavailable
        If one does not come, or is not the file that is pinned.
    """
    if os.environ.get("LMCORE_OFFLINE", "0") not in ("", "0"):
        raise PyodideUnavailable("LMCORE_OFFLINE forbids the download")
    cache().mkdir(parents=True, exist_ok=True)
    for name in tqdm(names, desc=f"Fetching Pyodide {VERSION}", unit="file"):
        try:
            _fetch_one(name, pinned()[name])
        except OSError as error:
            raise PyodideUnavailable(f"{RELEASE}{name} did not come ({error})") from error


def _fetch_one(name: str, digest: str) -> None:
    part = cache() / f"{name}.part"
    with urllib.request.urlopen(RELEASE + name, timeout=TIMEOUT) as source, part.open("wb") as file:
        size = int(source.headers.get("Content-Length", 0))
        with tqdm(total=size, desc=name, unit="B", unit_scale=True, leave=False) as bar:
            while chunk := source.read(CHUNK):
                file.write(chunk)
                bar.update(len(chunk))
    if sha256(part) != digest:
        part.unlink()
        raise PyodideUnavailable(f"{RELEASE}{name} has not the SHA-256 that {PINNED.name} says")
    part.replace(cache() / name)


def collect(*, download: bool) -> dict[str, Path]:
    """Every pinned file by its name.

    Parameters
    ----------
    download : bool
        Whether what is missing may be fetched: about 60 MB.

    Raises
    ------
    PyodideUnavailable
        If not all can be had.
    """
    found = present()
    missing = [name for name in pinned() if name not in found]
    if missing and download:
        fetch(missing)
        found = present()
        missing = [name for name in pinned() if name not in found]
    if missing:
        raise PyodideUnavailable(
            f"{len(missing)} of {len(pinned())} files of Pyodide {VERSION} are not here, "
            f"{missing[0]} among them; 'make site' fetches them, or set LMCORE_PYODIDE to a folder "
            "that has them"
        )
    return found
