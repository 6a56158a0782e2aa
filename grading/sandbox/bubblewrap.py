"""Where a student's code runs: a bubblewrap sandbox, seen from outside as one command line.

Inside there is no network, nothing of the course but lmcore, a system that cannot be written, an
empty home, and one user id that owns nothing else. What it may use of memory, processor, disk and
processes is limited.
"""

import contextlib
import os
import pwd
import shutil
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

from grading.inside.isolation import IN_MEMORY
from grading.paths import ROOT
from grading.sandbox.environment import (
    COURSE,
    DATA,
    WORK,
    corpus_file,
    environment,
    font_list,
    library,
)
from grading.sandbox.limits import DEFAULT_RESOURCES, ResourceLimits, limited, process_limit

HOW_TO_INSTALL = (
    "bubblewrap is missing, so students' code cannot be locked in: install it "
    "(`sudo apt install bubblewrap`, or `sudo dnf install bubblewrap`), or grade without it by "
    "`c.Execute.unsafe = True` in nbgrader_config.py."
)
WHAT_IS_LOST = (
    "grading WITHOUT a sandbox: the students' code can read and change whatever this account can "
    "(gradebook, hidden tests, other submissions, the network). Scores still cannot be forged from "
    "inside a notebook, because the tests run outside the student's kernel."
)
# All that a kernel gets of the grader's: the one folder that runs beside the student's code.
INSIDE = ROOT / "grading" / "inside"
SYSTEM = ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin")
# bubblewrap makes these two in memory, without a limit on their size.
SEALED = ("--remount-ro", "/dev", "--remount-ro", "/")
# A user id of its own for each sandbox, so that its processes are counted apart.
FIRST_USER, USERS = 2_000_000, 500_000


MOST_TELLTALES = 100  # of each directory


class SandboxMissing(RuntimeError):
    """There is no bubblewrap on this machine, and nobody said to go on without."""


def executable() -> str | None:
    """The path of bubblewrap, or None where it is not installed."""
    return shutil.which("bwrap")


def command(
    kernel: list[str],
    files: Mapping[str, Path],
    resources: ResourceLimits = DEFAULT_RESOURCES,
    user: int | None = None,
    courses: Collection[str] = (),
) -> list[str]:
    """Return the command that starts ``kernel`` in a sandbox.

    Parameters
    ----------
    kernel : list of str
        The command to run inside.
    files : mapping of str to Path
        Files for the work directory, by the name they get there.
    user : int, optional
        The user id inside, where this process runs as root and can give one away.
    courses : collection of str
        Where the courses lie whose work this is, as :func:`secrets` has it.
    """
    line = [executable() or "bwrap", *namespaces(user), *inside(resources.disk, courses)]
    for name, path in files.items():
        line += read_only(path, f"{WORK}/{name}")
    line += [*SEALED, "--chdir", WORK]
    for name, value in environment().items():
        line += ["--setenv", name, value]
    return [*limited(resources, user), *line, "--", *unprivileged(resources, user), *kernel]


def zygote_command(descriptor: int, courses: Collection[str] = ()) -> list[str]:
    """Return the command that starts a zygote; it forks kernels, and runs nothing of a student's.

    Parameters
    ----------
    descriptor : int
        Of the socket over which it is asked to fork.
    courses : collection of str
        As of :func:`command`.
    """
    root = os.getuid() == 0
    line = [
        executable() or "bwrap",
        *namespaces(0 if root else None),
        *inside(DEFAULT_RESOURCES.disk, courses),
    ]
    if root:  # to lock in what it forks; for another user, a new user namespace allows that
        line += ["--cap-add", "CAP_SYS_ADMIN"]
    if (fonts := font_list()) is not None:
        line += read_only(fonts, f"{COURSE}/{fonts.name}")
    line += [*SEALED, "--chdir", WORK]
    for name, value in environment().items():
        line += ["--setenv", name, value]
    return [*line, "--", f"{sys.prefix}/bin/python", "-m", "grading.inside.zygote", str(descriptor)]


def inside(disk: int, courses: Collection[str] = ()) -> list[str]:
    """Lay out what a kernel sees: the system, the library, the corpus, directories in memory."""
    line = []
    for system in SYSTEM:
        line += system_directory(Path(system))
    for name in ("ld.so.cache", "localtime", "fonts", "alternatives", "ssl/openssl.cnf"):
        line += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    line += ["--proc", "/proc", "--dev", "/dev"]
    for place in IN_MEMORY:
        line += [*parents(place), "--perms", "1777", "--size", str(disk)]
        line += ["--tmpfs", place]
    line += python_without_secrets(courses)
    line += read_only(library(), f"{COURSE}/lmcore")
    line += read_only(INSIDE, f"{COURSE}/grading/inside")
    corpus = corpus_file()
    if corpus is not None:
        line += read_only(corpus, f"{DATA}/input.txt")
    fonts = font_list()
    if fonts is not None:
        # matplotlib uses a folder only if it can write there.
        line += ["--perms", "1777", "--dir", f"{WORK}/.matplotlib"]
        line += read_only(fonts, f"{WORK}/.matplotlib/{fonts.name}")
    return line


def python_without_secrets(courses: Collection[str] = ()) -> list[str]:
    """Bind what Python needs, and lay empty directories over secrets that lie inside of it.

    The outer comes first: a secret may lie inside of the system, and Python inside of a secret.
    """
    python = dict.fromkeys([sys.base_prefix, sys.prefix])
    steps = {Path(folder): read_only(Path(folder), folder) for folder in python}
    covered = [place for place in covers(courses) if place not in steps]
    steps |= {place: ["--tmpfs", str(place)] for place in covered}
    line = [word for place in sorted(steps, key=lambda p: len(p.parts)) for word in steps[place]]
    for place in covered:
        line += ["--remount-ro", str(place)]
    return line


def covers(courses: Collection[str] = ()) -> list[Path]:
    """Return where, inside of what the sandbox shows, a secret would be seen."""
    shown = [Path(folder) for folder in (*SYSTEM, sys.base_prefix, sys.prefix)]
    return [
        folder / secret.relative_to(folder.resolve())
        for secret in secrets(courses)
        for folder in shown
        if folder.is_dir() and not folder.is_symlink()
        if secret.is_relative_to(folder.resolve())
    ]


def secrets(courses: Collection[str] = ()) -> list[Path]:
    """Return the directories that no student's code may see: courses, and everybody's home.

    Parameters
    ----------
    courses : collection of str
        Where a course lies that is not here, such as where c.CourseDirectory.root says, on the
        machine that hands out the work; on this one it may lie there too.
    """
    homes = [Path(user.pw_dir) for user in pwd.getpwall() if user.pw_uid in (0, os.getuid())]
    homes += [Path(user.pw_dir) for user in pwd.getpwall() if 1000 <= user.pw_uid < 65534]
    places = (ROOT, *map(Path, courses), Path.cwd(), Path.home(), *homes)
    found = {path.resolve() for path in places if path.is_dir()}
    return sorted(found - {Path("/")})


def telltales(courses: Collection[str] = ()) -> list[str]:
    """Return paths that exist here, and must not where a student's code runs."""
    needed = [Path(folder).resolve() for folder in (sys.base_prefix, sys.prefix)]
    own = [Path(place) for place in IN_MEMORY]
    found = []
    for secret in secrets(courses):
        if any(secret.is_relative_to(place) for place in own):
            continue  # something else has that name inside
        with contextlib.suppress(OSError):
            inner = [secret / name for name in sorted(os.listdir(secret))]
            inner = [path for path in inner if not any(n.is_relative_to(path) for n in needed)]
            found += [str(path) for path in inner[:MOST_TELLTALES]]
    return found


def forked_terms(resources: ResourceLimits, user: int | None) -> dict:
    """Say to a forked kernel how to lock itself in; as :func:`command` says it to bubblewrap."""
    fonts = font_list()
    hidden = [folder for folder in (sys.base_prefix, sys.prefix) if folder.startswith(IN_MEMORY)]
    return {
        "hidden": list(dict.fromkeys(hidden)),
        "resources": resources._asdict(),
        "processes": process_limit(resources, user),
        "user": user,
        "fonts": f"{COURSE}/{fonts.name}" if fonts else None,
    }


def namespaces(user: int | None) -> list[str]:
    """Unshare everything. Root keeps its user namespace, to hand over to a real other user."""
    line = ["--die-with-parent", "--new-session", "--clearenv", "--hostname", "sandbox"]
    if user is None:
        return ["--unshare-all", *line, "--cap-drop", "ALL", "--uid", "65534", "--gid", "65534"]
    for kind in ("ipc", "pid", "net", "uts", "cgroup-try"):
        line.append(f"--unshare-{kind}")
    line += ["--cap-drop", "ALL"]
    for capability in ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"):  # setpriv gives them up
        line += ["--cap-add", capability]
    return line


def unprivileged(resources: ResourceLimits, user: int | None) -> list[str]:
    """Inside, give up root for good, before anything of the student's runs."""
    if user is None:
        return []
    return [
        "/usr/bin/setpriv",
        *(f"--reuid={user}", f"--regid={user}", "--clear-groups", "--no-new-privs"),
        *("--bounding-set=-all", "--inh-caps=-all", "--"),
    ]


def system_directory(path: Path) -> list[str]:
    """Arguments that show a directory of the system, or the link that it is, read-only."""
    if path.is_symlink():
        return ["--symlink", os.readlink(path), str(path)]
    return ["--ro-bind", str(path), str(path)] if path.is_dir() else []


def read_only(source: Path, inside: str) -> list[str]:
    """Arguments that show a file or folder read-only at a path inside."""
    return [*parents(inside), "--ro-bind", str(source), inside]


def parents(path: str) -> list[str]:
    """Make the directories above a path; bubblewrap itself would make them for root alone."""
    line = []
    for parent in reversed(Path(path).parents[:-1]):
        line += ["--perms", "0755", "--dir", str(parent)]
    return line


def own_user() -> int | None:
    """A user id for one sandbox, where this process may give it one."""
    if os.getuid() != 0:
        return None
    return FIRST_USER + int.from_bytes(os.urandom(4), "big") % USERS
