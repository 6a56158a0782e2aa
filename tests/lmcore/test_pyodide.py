"""lmcore's own tests on a 32-bit platform without BLAS and without SciPy: Pyodide under Node."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pyodide_files import cache

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
    "small_network",  # trains for 20 s, which shows nothing of 32 bits that others do not
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


LIMIT = 1800  # seconds; it takes one to three minutes, and what hangs must end as well


@pytest.fixture
def run_pytest(root):
    """Pyodide's pytest as a function of its arguments; returns whether it passed, and its words."""
    if shutil.which("node") is None:
        lacking("Node.js, which runs Pyodide here, is not installed")
    folder = folder_of_pyodide(root)
    site_packages = Path(pytest.__file__).parent.parent
    command = ["node", HERE / "pyodide_run.mjs", folder.resolve(), root, site_packages]
    options = ["-v", "--no-header", "--tb=short", "-p", "no:cacheprovider", "-p", "no:faulthandler"]
    options += ["--capture=sys", "--noconftest", "-o", "addopts=", "--import-mode=importlib"]
    return lambda *arguments: run([*command, *options, *arguments], LIMIT)


def folder_of_pyodide(root: Path) -> Path:
    """Where LMCORE_PYODIDE says, beside the repository, or where `make site` has fetched it."""
    named = os.environ.get("LMCORE_PYODIDE")
    places = [Path(named)] if named else [root.parent / "shared/pyodide/0.27.7", cache()]
    for place in places:
        if (place / "pyodide.js").is_file():
            return place
    lacking(
        f"Pyodide is not in {places[-1]}: `make site` fetches it, LMCORE_PYODIDE names a folder"
    )


def run(command: list, limit: float) -> tuple[bool, str]:
    """Whether a command succeeded, and the end of what it wrote, where pytest sums up."""
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=limit
        )
    except subprocess.TimeoutExpired as hung:
        last = (hung.stdout or b"").decode(errors="replace")[-2000:]
        pytest.fail(f"did not end in {limit} s; the last it wrote, before what hangs:\n{last}")
    return done.returncode == 0, done.stdout.decode(errors="replace")[-8000:]


def test_lmcores_tests_pass_on_32_bits(run_pytest):
    passed, words = run_pytest(
        *(f"--ignore=tests/lmcore/{module}" for module in NO_MODULE),
        "-k",
        " and ".join(f"not {word}" for word in LEFT_OUT),
        *(f"tests/lmcore/{package}" for package in PACKAGES),
    )
    assert passed and " passed" in words, words


def test_what_fails_in_pyodide_fails_here_and_is_named(run_pytest):
    passed, words = run_pytest("tests/lmcore/text/no_such_test.py")
    assert not passed
    assert "no_such_test.py" in words


def test_what_hangs_is_ended():
    with pytest.raises(pytest.fail.Exception, match="did not end"):
        run([sys.executable, "-c", "while True: pass"], limit=1)


def test_each_package_of_tests_runs(root):
    folders = {path.parent.name for path in root.glob("tests/lmcore/*/test_*.py")}
    assert folders == set(PACKAGES)
