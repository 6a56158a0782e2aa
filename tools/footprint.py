"""Count the packages of an installation and their size: ``.venv/bin/python tools/footprint.py``.

Who needs what is followed through the packages' own metadata, from the extras of `pyproject.toml`;
sizes are those of the files that each package lists, without Python's compiled caches.
"""

from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# What each reader installs: the README's and the bundle's lines.
INSTALLATIONS = {
    "a student: lmcore, JupyterLab, nbgrader": ["lmcore", "jupyterlab", "nbgrader"],
    "the course: book, release, grading": ["lmcore[course]"],
    "everything: tests and tools as well": ["lmcore[course,test,dev]"],
}


def needed(requirements: Iterable[str]) -> set[str]:
    """Return the names of all packages that these need, directly or not, as installed here."""
    found: set[tuple[str, str]] = set()  # package, extra
    waiting = [Requirement(text) for text in requirements]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        for extra in ["", *sorted(requirement.extras)]:
            if (name, extra) in found:
                continue
            try:
                package = distribution(name)
            except PackageNotFoundError:  # for another system, or not wanted
                break
            found.add((name, extra))
            for text in package.requires or ():
                further = Requirement(text)
                if further.marker is None or further.marker.evaluate({"extra": extra}):
                    waiting.append(further)
    return {name for name, _ in found}


def size(name: str) -> int:
    """Return the bytes of a package's files."""
    files = [Path(file.locate()) for file in distribution(name).files or ()]
    return sum(path.stat().st_size for path in files if path.suffix != ".pyc" and path.is_file())


def main() -> None:
    """Print how many packages and MB each kind of installation needs."""
    for what, requirements in INSTALLATIONS.items():
        names = needed(requirements)
        print(f"{len(names):4} packages {sum(map(size, names)) / 1e6:5.0f} MB   {what}")


if __name__ == "__main__":
    main()
