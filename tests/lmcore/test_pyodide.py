"""lmcore's own tests on a 32-bit platform without BLAS and without SciPy: Pyodide under Node."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.machine import lacking

HERE = Path(__file__).parent
# What needs compiled packages, programs, threads or files that are not there.
LEFT_OUT = (
    "pytorch",
    "scipy",
    "sparse",
    "blas",
    "clusters",
    "projection",
    "count_vectors",
    "plots",
    "interrupt",
    "fit",
    "history",
    "known_figures",
    "comes_between",  # some 500 cases of one property, which others test too
)
NO_MODULE = ("corpora/test_corpus.py", "ngrams/test_discounting.py")  # pooch, nltk
PACKAGES = [
    "text",
    "nn",
    "ops",
    "ngrams",
    "models",
    "evaluation",
    "training",
    "corpora",
    "analysis",
]


def test_lmcores_tests_pass_on_32_bits(root):
    folder = Path(os.environ.get("LMCORE_PYODIDE") or root.parent / "shared/pyodide/0.27.7")
    if shutil.which("node") is None:
        lacking("Node.js, which runs Pyodide here, is not installed")
    if not (folder / "pyodide.mjs").is_file():
        lacking(f"Pyodide is not in {folder} (LMCORE_PYODIDE names its folder)")
    options = ["-q", "--tb=short", "-p", "no:cacheprovider", "-p", "no:faulthandler"]
    options += ["--capture=sys", "--noconftest", "-o", "addopts=", "--import-mode=importlib"]
    options += [f"--ignore=tests/lmcore/{module}" for module in NO_MODULE]
    options += ["-k", " and ".join(f"not {word}" for word in LEFT_OUT)]
    site_packages = Path(pytest.__file__).parent.parent
    command = ["node", HERE / "pyodide_run.mjs", folder.resolve(), root, site_packages]
    done = subprocess.run(
        [*command, *options, *(f"tests/lmcore/{package}" for package in PACKAGES)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
