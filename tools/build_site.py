"""Lay out what is uploaded, in ``_build/site``: the book, Python for the browser, and JupyterLite.

Run as ``make site``, after the book is built. This is the one command that fetches Pyodide (about
60 MB, once) where neither ``LMCORE_PYODIDE`` nor the user's cache has it. Every address in the site
is relative: it works from any folder of any host that hands out files.
"""

import json
import shutil
from pathlib import Path

import browser_kernel
import build_lab
from browser_kernel import FOLDER
from build_book import BUILD, HTML
from tabulate import tabulate

SITE = BUILD / "site"
# What no page loads: maps for who debugs the theme's scripts, the icons' script, their fonts for
# browsers that know no newer form, and the theme's words in other languages.
PRUNED = (
    "**/*.map",
    "_static/scripts/fontawesome.js*",
    "_static/vendor/fontawesome/webfonts/*.ttf",
    "_static/locales",
)
PARTS = {"Python for the browser": FOLDER, "JupyterLite": "lab"}


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


def share_corpus(site: Path) -> None:
    """Let the live cells read the corpus that JupyterLite has, so that it lies in the site once.

    JupyterLite hands out files from its own folder only; a live cell's worker takes any address.
    """
    own, shared = site / FOLDER / browser_kernel.CORPUS, site / "lab/files" / build_lab.CORPUS
    if own.is_file() and shared.is_file():
        file = site / FOLDER / "manifest.json"
        known = json.loads(file.read_text(encoding="utf-8"))
        known["corpus"] = f"../{shared.relative_to(site).as_posix()}"
        file.write_text(json.dumps(known), encoding="utf-8")
        own.unlink()


def build() -> None:
    """Put the site together and say what it weighs."""
    print(browser_kernel.install(HTML, download=True))
    shutil.rmtree(SITE, ignore_errors=True)
    shutil.copytree(HTML, SITE)
    for pattern in PRUNED:
        for path in list(SITE.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    print(build_lab.build(SITE))
    share_corpus(SITE)
    (SITE / ".nojekyll").touch()  # GitHub Pages hands out _static only with it
    print(table(SITE))
    print(f"To upload: {SITE}")


if __name__ == "__main__":
    build()
