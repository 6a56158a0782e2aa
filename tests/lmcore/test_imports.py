"""What importing lmcore costs: NumPy, and nothing slow that is only needed by some functions."""

import pkgutil
import subprocess
import sys

import pytest

import lmcore
import lmcore.unwritten

MODULES = [
    module.name
    for module in pkgutil.walk_packages(lmcore.__path__, "lmcore.")
    if module.name != "lmcore.__main__"  # a command
]
LATER = {
    "scipy",
    "pooch",
    "requests",
    "tqdm",
    "matplotlib",
    "sklearn",
    "threadpoolctl",
    "pandas",
    "IPython",
}
# Modules of Python's own that take milliseconds and are needed by a function or two.
SLOW = {
    "asyncio",
    "bz2",
    "email",
    "http",
    "lzma",
    "multiprocessing",
    "shutil",
    "socket",
    "ssl",
    "subprocess",
    "tempfile",
    "urllib",
    "zipfile",
}


def test_every_module_imports_numpy_only():
    program = (
        f"import importlib, sys, numpy, numpy.random\nbefore = set(sys.modules)\n"
        f"for name in {MODULES}: importlib.import_module(name)\n"
        f"print(*sorted({LATER} & sys.modules.keys() | {SLOW} & (sys.modules.keys() - before)))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (run.stdout.split(), run.stderr) == ([], "")


@pytest.mark.parametrize("name", MODULES)
def test_no_module_is_hidden_by_a_name_of_its_package(name):
    package, _, last = name.rpartition(".")
    assert getattr(sys.modules[package], last) is sys.modules[name]
