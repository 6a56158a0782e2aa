"""The folder of a process's temporary files: deleted when it ends, and by the next if it is killed.

It holds a file that its owner keeps locked. The system unlocks it when the owner ends, however that
comes; what is unlocked is nobody's any more. Numbers of processes would not do: containers that
share ``/tmp`` count their own.
"""

import atexit
import contextlib
import fcntl
import os
import subprocess
import tempfile
from pathlib import Path

PLACE = Path("/tmp")  # sockets want short names
PREFIX = "grading-"
LOCK = ".in-use-by-grading"  # whatever else has such a prefix is not ours to delete


class Scratch:
    """A folder that is this process's as long as it runs; what others left is deleted first."""

    def __init__(self) -> None:
        delete_abandoned()
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=PLACE))
        unnamed = self.path / f"{LOCK}.new"
        self.lock = os.open(unnamed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        unnamed.rename(self.path / LOCK)  # only now it can be taken for abandoned

    def close(self) -> None:
        """Delete the folder with all that is in it."""
        delete(self.path)
        if self.lock >= 0:
            os.close(self.lock)
            self.lock = -1


def delete_abandoned(place: Path | None = None) -> None:
    """Delete the folders of this user's processes that have ended without doing so."""
    for lock in (place or PLACE).glob(f"{PREFIX}*/{LOCK}"):
        with contextlib.suppress(OSError):
            if lock.parent.is_symlink() or lock.parent.lstat().st_uid != os.geteuid():
                continue
            descriptor = os.open(lock, os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                delete(lock.parent)
            finally:
                os.close(descriptor)


def delete(folder: Path) -> None:
    """Delete a folder with whatever is in it: unreadable, linked elsewhere, or too deep for Python.

    Without a sandbox a student's code has made it.
    """
    remove, make_readable = ["rm", "-r", "-f"], ["chmod", "-R", "u+rwx"]
    for command in (remove, make_readable, remove):
        if folder.is_dir():
            subprocess.run([*command, str(folder)], stderr=subprocess.DEVNULL)


_of_this_process: Path | None = None


def folder() -> Path:
    """Return this process's folder, made when it is first asked for."""
    if _of_this_process is None:
        made = Scratch()
        atexit.register(made.close)
        use(made.path)
        return made.path
    return _of_this_process


def use(path: Path) -> None:
    """Take a folder that another process keeps and deletes."""
    global _of_this_process
    _of_this_process = path
