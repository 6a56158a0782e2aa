"""One archive of what every page loads: NumPy, Matplotlib, and what these need.

Pyodide fetches and unpacks package by package, in Python; that is most of a second visit. One
archive, which the live cells' worker unpacks itself (`book/_extra/live/archive.js`), takes a fifth
of that. It is a package in Pyodide's lock too, so that JupyterLite loads the very same file.
"""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

NAME = "base"
HOLDS = ("numpy", "matplotlib", "tqdm")  # with what they depend on
NOT_NEEDED = {"pytz"}  # Matplotlib has done without it since 3.0; it stays a package of its own
SITE = "site"  # the lock's word for the folder of packages


def members(packages: Mapping[str, dict]) -> list[str]:
    """The packages that the archive holds, by their names in the lock."""
    found: set[str] = set()
    waiting = list(HOLDS)
    while waiting:
        name = waiting.pop()
        if name not in found and name in packages and name not in NOT_NEEDED:
            found.add(name)
            waiting += [depended.lower() for depended in packages[name]["depends"]]
    return sorted(found)


def write(wheels: Iterable[Path], target: Path) -> Path:
    """Put the files of wheels into one archive, the same way every time."""
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path in wheels:
            with zipfile.ZipFile(path) as wheel:
                for name in sorted(wheel.namelist()):
                    if name.endswith("/"):
                        continue
                    content = wheel.read(name)
                    entry = tarfile.TarInfo(name)
                    entry.size = len(content)
                    archive.addfile(entry, io.BytesIO(content))
    target.write_bytes(gzip.compress(tar.getvalue(), mtime=0))
    return target


def entry(packages: Mapping[str, dict], names: Iterable[str]) -> dict:
    """What the lock says of the archive, apart from its file."""
    held = [packages[name] for name in names]
    return {
        "name": NAME,
        "version": "1",
        "install_dir": SITE,
        "package_type": "package",
        "imports": sorted({module for it in held for module in it["imports"]}),
        "depends": [],
        "unvendored_tests": False,
    }


def without(packages: Mapping[str, dict], names: Iterable[str]) -> dict[str, dict]:
    """The other packages, which depend on the archive where they depended on what is in it."""
    gone = set(names)
    others = {}
    for name, it in packages.items():
        if name not in gone:
            depends = {NAME if on.lower() in gone else on for on in it["depends"]}
            others[name] = it | {"depends": sorted(depends)}
    return others
