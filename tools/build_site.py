"""Lay out what is uploaded, in ``_build/site``: the book, Python for the browser, and JupyterLite.

Run as ``make site``, after the book is built. This is the one command that fetches Pyodide (about
60 MB, once) where neither ``LMCORE_PYODIDE`` nor the user's cache has it. Every address in the site
is relative: it works from any folder of any host that hands out files.
"""

import shutil
from pathlib import Path

import browser_kernel
import build_lab
from build_book import BUILD, HTML
from tabulate import tabulate

SITE = BUILD / "site"
# What no page loads: maps for who debugs the theme's scripts, and the icons' script.
PRUNED = ("**/*.map", "_static/scripts/fontawesome.js*")
PARTS = {"Python for the browser": "pyodide", "JupyterLite": "lab"}


def size(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    files = [path] if path.is_file() else path.rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file())


def table(site: Path) -> str:
    """What the site weighs, by part."""
    parts = {name: size(site / folder) for name, folder in PARTS.items()}
    whole = size(site)
    rows = [("the book", whole - sum(parts.values())), *parts.items(), ("the whole site", whole)]
    return tabulate([(name, f"{bytes_ / 1e6:.1f} MB") for name, bytes_ in rows], tablefmt="plain")


def build() -> None:
    """Put the site together and say what it weighs."""
    print(browser_kernel.install(HTML, download=True))
    shutil.rmtree(SITE, ignore_errors=True)
    shutil.copytree(HTML, SITE)
    for pattern in PRUNED:
        for file in SITE.glob(pattern):
            file.unlink()
    print(build_lab.build(SITE))
    (SITE / ".nojekyll").touch()  # GitHub Pages hands out _static only with it
    print(table(SITE))
    print(f"To upload: {SITE}")


if __name__ == "__main__":
    build()
