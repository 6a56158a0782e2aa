"""A real PostgreSQL server of a test's own: a socket in a private folder, no port."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.machine import lacking

DEBIAN = "usr/lib/postgresql/*/bin"  # keeps what is not for everybody off the PATH


def program(name: str) -> str:
    candidates = [shutil.which(name), *map(str, sorted(Path("/").glob(f"{DEBIAN}/{name}")))]
    found = [path for path in candidates if path]
    if not found:
        lacking(f"PostgreSQL's {name} is not installed (apt install postgresql)")
    return found[0]


def account() -> dict:
    """Whom to run as: the server refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Start a server, yield the ``db_url`` of an empty database, stop the server."""
    initdb, pg_ctl = program("initdb"), program("pg_ctl")
    folder = tempfile.mkdtemp(prefix="pg-", dir="/tmp")  # sockets need a short path
    user = account()
    if user:
        os.chown(folder, user["user"], user["group"])

    def run(*command: str) -> None:
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
        subprocess.run(command, cwd=folder, check=True, timeout=120, **quiet, **user)

    data = f"{folder}/data"
    options = f"-k {folder} -c listen_addresses= -c fsync=off"
    try:
        run(initdb, "-D", data, "-U", "grader", "-A", "trust", "--no-sync", "-E", "UTF8")
        run(pg_ctl, "-D", data, "-w", "-l", f"{folder}/log", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://grader@/postgres?host={folder}"
        finally:
            run(pg_ctl, "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
