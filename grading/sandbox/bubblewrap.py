"""Where a student's code runs: a bubblewrap sandbox, seen from outside as one command line.

Inside there is no network, nothing of the course but lmcore, a system that cannot be written, an
empty home, and one user id that owns nothing else. What it may use of memory, processor, disk and
processes is limited.
"""

import contextlib
import functools
import os
import pwd
import shlex
import shutil
import subprocess
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

from grading.inside.isolation import IN_MEMORY
from grading.paths import ROOT
from grading.sandbox.environment import (
    BASE,
    COURSE,
    DATA,
    PROGRAM,
    PYTHON,
    WORK,
    corpus_file,
    environment,
    font_list,
    library,
    python_folders,
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
# Where the sources of a sandbox are laid out, seen by the command that makes it alone; whatever is
# below is not needed meanwhile, and no course lies there.
STAGE = "/sys"
BUILD = f"mount -t tmpfs -o mode=755 none {STAGE}\nmkdir {STAGE}/source {STAGE}/nothing"
COPY = "cp -rL --preserve=mode,timestamps -- {source} {place}"
OVERLAY = (  # of two folders, as there has to be more than one
    "mkdir {place}\nmount --bind -- {source} {stage}/source\n"
    "mount -t overlay -o ro,lowerdir={stage}/source:{stage}/nothing overlay {place}\n"
    "umount {stage}/source"
)
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
    line = [*limited(resources, user), *nameless(line)]
    return [*line, "--", *unprivileged(resources, user), *kernel]


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
    program = [f"{PYTHON}/bin/python", "-m", "grading.inside.zygote", str(descriptor)]
    return [*nameless(line), "--", *program]


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
    """Bind what Python needs, and lay empty directories over secrets that lie inside of it."""
    bound = bound_python(courses)
    line = [word for place, folder in bound.items() for word in read_only(folder, place)]
    if BASE not in bound:
        line += [*parents(BASE), "--symlink", sys.base_prefix, BASE]
    line += [*parents(f"{PYTHON}/bin/python"), "--symlink", "python", f"{PYTHON}/bin/python3"]
    line += ["--symlink", f"../base/bin/{PROGRAM}", f"{PYTHON}/bin/python"]
    if sys.prefix != sys.base_prefix:
        line += ["--symlink", "lib", f"{PYTHON}/lib64"]
        line += read_only(INSIDE / "pyvenv.cfg", f"{PYTHON}/pyvenv.cfg")
    covered = covers(courses)
    for place in covered:
        line += ["--tmpfs", str(place)]
    for place in covered:
        line += ["--remount-ro", str(place)]
    return line


def bound_python(courses: Collection[str] = ()) -> dict[str, Path]:
    """Return Python's folders but for one that is seen anyway: the system's own Python."""
    hidden = secrets(courses)
    return {
        place: folder
        for place, folder in python_folders().items()
        if not any(folder.resolve().is_relative_to(system) for system in SYSTEM)
        or any(folder.resolve().is_relative_to(secret) for secret in hidden)
    }


def shown(courses: Collection[str] = ()) -> dict[str, Path]:
    """Return the folders of this machine that the sandbox shows, by their place in it."""
    system = {name: Path(name) for name in SYSTEM if not Path(name).is_symlink()}
    return {
        place: folder.resolve()
        for place, folder in (system | bound_python(courses)).items()
        if folder.is_dir()
    }


def covers(courses: Collection[str] = ()) -> list[Path]:
    """Return where, inside of what the sandbox shows, a secret would be seen."""
    return [place for secret in secrets(courses) for place in places_of(secret, courses)]


def places_of(secret: Path, courses: Collection[str] = ()) -> list[Path]:
    """Return where in the sandbox a folder of this machine would be seen, if nothing hid it."""
    return [
        Path(place, secret.relative_to(folder))
        for place, folder in shown(courses).items()
        if secret.is_relative_to(folder) and secret != folder
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
    """Return paths that would lead to a secret, and must not exist where a student's code runs."""
    own = [Path(place) for place in IN_MEMORY]
    found = []
    for secret in secrets(courses):
        if any(secret.is_relative_to(place) for place in own):
            continue  # something else has that name inside
        with contextlib.suppress(OSError):
            names = sorted(os.listdir(secret))[:MOST_TELLTALES]
            places = dict.fromkeys([secret, *places_of(secret, courses)])
            found += [str(place / name) for place in places for name in names]
    return found


def forked_terms(resources: ResourceLimits, user: int | None) -> dict:
    """Say to a forked kernel how to lock itself in; as :func:`command` says it to bubblewrap."""
    fonts = font_list()
    return {
        "resources": resources._asdict(),
        "processes": process_limit(resources, user),
        "user": user,
        "fonts": f"{COURSE}/{fonts.name}" if fonts else None,
    }


def nameless(line: list[str]) -> list[str]:
    """Return a command of bubblewrap's whose mounts name no folder of the host but the system's.

    Whoever is inside can read in ``/proc/self/mountinfo`` which folder a mount shows. So files are
    copied into memory first, and Python's folders are shown as overlays of themselves. Where this
    machine allows no overlays the command stays as it is, and the mount table tells these folders.
    """
    if not overlays_work():
        return line
    line = list(line)
    large = {str(folder) for folder in python_folders().values()}
    steps = []
    for at in [at for at, word in enumerate(line) if word == "--ro-bind"]:
        source = line[at + 1]
        if source not in SYSTEM:
            line[at + 1] = f"{STAGE}/{at}"
            make = OVERLAY if source in large else COPY
            steps.append(make.format(source=shlex.quote(source), place=line[at + 1], stage=STAGE))
    return [*on_stage("\n".join(steps)), *line]


def on_stage(script: str) -> list[str]:
    """Return what is written before a command that needs folders on the stage.

    Parameters
    ----------
    script : str
        Makes them, in a mount namespace of its own.
    """
    own = ["--mount", "--propagation", "private"]
    if os.getuid() != 0:
        own += ["--user", "--map-root-user"]
    return ["unshare", *own, "sh", "-ec", f'{BUILD}\n{script}\nexec "$@"', "sh"]


@functools.cache
def overlays_work() -> bool:
    """Whether this user may make mounts, and mount overlays of Python's folders."""
    script = "\n".join(
        OVERLAY.format(source=shlex.quote(str(folder)), place=f"{STAGE}/{number}", stage=STAGE)
        for number, folder in enumerate(python_folders().values())
    )
    try:
        return subprocess.run([*on_stage(script), "true"], capture_output=True).returncode == 0
    except OSError:
        return False


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
