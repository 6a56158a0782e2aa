"""The sandbox and the attacks once more, graded by somebody who is not root."""

import contextlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from grading.sandbox import bubblewrap
from tests.grading import ordinary_user
from tests.machine import lacking

# Each has to do with what root may and others may not.
ATTACKS = (
    "changed_builtins full_disk fork_bomb hidden_tests huge_reply kill_everyone lock_gradebook "
    "much_memory network other_uid shared_folder source_notebook startup_files write_gradebook"
)
PROBE = ("unshare", "--user", "--map-root-user", "true")
TESTS = (
    "tests/grading/sandbox/test_closed.py",
    "tests/grading/sandbox/test_forked_kernels.py",
    "tests/grading/test_scratch.py",
)


@pytest.fixture
def place():
    if os.getuid() != 0:
        pytest.skip("this process is an ordinary user's: the tests themselves say what is to know")
    if bubblewrap.executable() is None or shutil.which("setpriv") is None:
        lacking("bubblewrap or setpriv is not installed")
    with folder() as probe, folder() as place:
        if ordinary_user.run(list(PROBE), bubblewrap.ROOT, probe).returncode:
            lacking("ordinary users may not make namespaces here")
        yield place


@contextlib.contextmanager
def folder():
    made = Path(tempfile.mkdtemp(prefix="ordinary-", dir="/tmp"))
    try:
        yield made
    finally:
        shutil.rmtree(made)


def passes(tests, place, root):
    pytest_alone = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider"]
    done = ordinary_user.run([*pytest_alone, *tests], root, place)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    assert " passed" in done.stdout


def test_the_sandbox_is_as_closed(place, root):
    passes(TESTS, place, root)


def test_hostile_students_earn_nothing(place, root, monkeypatch):
    monkeypatch.setenv("ATTACKS", ",".join(ATTACKS.split()))
    passes(["tests/grading/test_attacks.py"], place, root)
