"""JupyterLite in the site: the released notebooks in JupyterLab, without an install.

JupyterLite's own build lays out ``lab/``; its Python is the Pyodide that the live cells load, so
that the site holds these files once. It asks no package index: all it needs is beside it.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from browser_kernel import CORPUS as CORPUS_OF_PAGES
from browser_kernel import FOLDER, ROOT, configure, repack

RELEASE = ROOT / "release"
PLUGIN = "@jupyterlite/pyodide-kernel-extension"
EXTENSION = Path(sys.prefix, "share/jupyter/labextensions", PLUGIN)
CORPUS = "data/input.txt"  # among the files that JupyterLite hands out
WHEELS = ("comm",)  # its kernel needs them, and neither it nor Pyodide brings them
# What the course does not link to, and fonts for browsers that cannot run WebAssembly.
PRUNED = ("build/fa-*.svg", "build/fa-*.eot", "build/fa-*.ttf", "build/fa-*.woff", "**/*.map")
# JupyterLite has the command "Download", and in the menu of a single notebook no place for it.
MENU = {
    "@jupyterlab/mainmenu-extension:plugin": {
        "menus": [
            {
                "id": "jp-mainmenu-file",
                "items": [{"command": "docmanager:download", "rank": 4}],
            }
        ]
    }
}


class LabError(RuntimeError):
    """JupyterLite was not built; says why."""


def settings() -> dict:
    """``jupyter-lite.json``: where Python is, seen from ``lab/``, and what it is told."""
    kernel = {
        "pyodideUrl": f"./../{FOLDER}pyodide.js",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {
            "packages": ["lmcore"],
            "env": {"LMCORE_DATA": "/drive/data", "LMCORE_OFFLINE": "1", "HOME": "/home/pyodide"},
        },
    }
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "Neural language models from scratch",
            "litePluginSettings": {f"{PLUGIN}:kernel": kernel},
        },
    }


def lay_out(work: Path, site: Path) -> None:
    """What JupyterLite's build reads: the notebooks, the corpus, our wheels and settings."""
    (work / "files").mkdir()
    for notebook in sorted(RELEASE.glob("*/*.ipynb")):
        # All in one folder: a download is named after its path, and nbgrader wants the bare name.
        target = work / "files" / notebook.name
        if target.exists():
            raise LabError(f"two notebooks of the release are called {notebook.name}: rename one")
        shutil.copy(notebook, target)
    corpus = site / FOLDER / CORPUS_OF_PAGES
    if corpus.is_file():
        (work / "files" / CORPUS).parent.mkdir()
        shutil.copy(corpus, work / "files" / CORPUS)
    (work / "wheels").mkdir()
    for package in WHEELS:
        repack(package, work / "wheels")
    (work / "jupyter-lite.json").write_text(json.dumps(settings()))
    (work / "overrides.json").write_text(json.dumps(MENU))
    build = {
        "LiteBuildConfig": {
            "contents": ["files"],
            "output_dir": str(site / "lab"),
            "apps": ["lab", "notebooks"],
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
            # Only Pyodide's kernel: extensions of this machine's JupyterLab are not for readers.
            "ignore_sys_prefix": ["federated_extensions"],
            "federated_extensions": [str(EXTENSION)],
        },
        "PipliteAddon": {"piplite_urls": ["wheels"]},
    }
    (work / "jupyter_lite_config.json").write_text(json.dumps(build))


def build(site: Path) -> str:
    """Build JupyterLite into ``lab/`` of a site that has Python for the browser.

    Returns
    -------
    str
        A sentence that says what was done.

    Raises
    ------
    LabError
        If JupyterLite's build fails, or two notebooks have one name.
    """
    if not (site / FOLDER / "manifest.json").is_file():
        return "Without JupyterLite: it needs Python for the browser."
    if not EXTENSION.is_dir():
        return "Without JupyterLite: 'pip install -c constraints.txt .[site]' installs it."
    with tempfile.TemporaryDirectory(prefix="lab-") as scratch:
        lay_out(Path(scratch), site)
        command = [sys.executable, "-m", "jupyterlite_core", "build"]
        done = subprocess.run(command, cwd=scratch, capture_output=True, text=True)
    if done.returncode:
        raise LabError(f"JupyterLite was not built:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    for pattern in PRUNED:
        for path in (site / "lab").glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    configure(site, lab="lab/")
    return "JupyterLite is in lab/."
