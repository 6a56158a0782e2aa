"""What a killed process leaves behind, the next one deletes; and nobody else's."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from grading import scratch
from grading.scratch import LOCK, PREFIX, Scratch, delete_abandoned

OWNER = (
    "scratch.PLACE = Path({!r}); place = scratch.folder() / 'k-1'; place.mkdir();"
    "(place / 'secret').touch(); place.chmod(0); print(scratch.folder(), flush=True); input()"
)


@pytest.fixture
def own_place(tmp_path, monkeypatch):
    """A place where no other process of the grader's looks for what is abandoned."""
    monkeypatch.setattr(scratch, "PLACE", tmp_path)
    return tmp_path


@pytest.fixture
def owner(own_place):
    """Another process of the grader's, and its folder."""
    program = (
        f"from grading import scratch; from pathlib import Path\n{OWNER.format(str(own_place))}"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process, Path(process.stdout.readline().strip())
        process.kill()


def test_the_folder_of_a_killed_process_is_deleted_and_no_other(owner):
    process, folder = owner
    own = Scratch()
    delete_abandoned()
    assert folder.parent == own.path.parent and folder.is_dir() and own.path.is_dir()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert folder.is_dir()
    Scratch().close()
    assert not folder.exists() and own.path.is_dir()
    own.close()
    assert not own.path.exists()


def test_a_process_that_ends_leaves_nothing(owner):
    process, folder = owner
    process.communicate("\n")
    assert not folder.exists()


def test_whatever_a_students_code_has_made_is_deleted_and_nothing_else(tmp_path):
    """Unreadable, deeper than Python walks, and links to a folder, a file and nowhere."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(0o500)
    (tmp_path / "file").touch(0o400)
    made = Scratch().path
    for target in (elsewhere, tmp_path / "file", tmp_path / "nowhere", made):
        (made / f"to-{target.name}").symlink_to(target)
    closed = made / "closed" / "inner"
    closed.mkdir(parents=True)
    (closed / "file").touch()
    closed.chmod(0)
    closed.parent.chmod(0)
    folder = os.open(made, os.O_RDONLY)
    for _ in range(2000):
        os.mkdir("deep", dir_fd=folder)
        inner = os.open("deep", os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    os.close(folder)
    scratch.delete(made)
    assert not made.exists()
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o500
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o400


def test_what_is_not_the_graders_stays(tmp_path):
    """A folder of the same kind of name, a link to one, a lock that is a link or a pipe."""
    kept = tmp_path / f"{PREFIX}notes"
    kept.mkdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / LOCK).touch()
    (tmp_path / f"{PREFIX}link").symlink_to(elsewhere)
    for name in ("lock-is-link", "lock-is-pipe"):
        (tmp_path / f"{PREFIX}{name}").mkdir()
    (tmp_path / f"{PREFIX}lock-is-link" / LOCK).symlink_to(elsewhere / LOCK)
    os.mkfifo(tmp_path / f"{PREFIX}lock-is-pipe" / LOCK)
    abandoned = tmp_path / f"{PREFIX}abandoned"
    abandoned.mkdir()
    (abandoned / LOCK).touch()
    before = set(tmp_path.iterdir())
    delete_abandoned(tmp_path)
    assert set(tmp_path.iterdir()) == before - {abandoned}
    assert (elsewhere / LOCK).exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_what_is_another_users_stays(tmp_path):
    others = tmp_path / f"{PREFIX}other"
    others.mkdir()
    (others / LOCK).touch()
    os.chown(others, 54321, 54321)
    delete_abandoned(tmp_path)
    assert others.is_dir()


def test_all_temporary_files_lie_in_that_folder():
    """So that nothing is left that nobody looks for."""
    made = Path(scratch.__file__).parent.rglob("*.py")
    places = ("mkdtemp(", "TemporaryDirectory(", "NamedTemporaryFile(")
    free = {"grading/scratch.py", "grading/authoring/bundle.py"}  # the latter: nothing of students
    root = Path(scratch.__file__).parents[1]
    for path in made:
        for line in path.read_text("utf-8").splitlines():
            if any(place in line for place in places) and ">>>" not in line:
                name = path.relative_to(root).as_posix()
                assert name in free or "dir=scratch.folder()" in line, f"{name}: {line}"
