"""Where a student's code runs: a bubblewrap sandbox, seen from outside as one command line.

Inside there is no network, nothing of the course but lmcore, a system that cannot be written, an
empty home, and one user id that owns nothing else. What it may use of memory, processor, disk and
processes is limited.
"""

import functools
import importlib.util
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from grading.seclusion import IN_MEMORY

MEBI = 2**20
WORK = IN_MEMORY[-1]
COURSE = "/course"
DATA = "/course/data"
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
# What the student's kernel needs of the course: the library, and the grader's agent.
AGENT = ("__init__.py", "agent.py", "wire.py", "object_arrays.py", "library_watch.py")
# And what it takes to fork kernels; it holds no secret.
FORKING = ("zygote.py", "seclusion.py")
# A user id of its own for each sandbox, so that its processes are counted apart.
FIRST_USER, USERS = 2_000_000, 500_000


class SandboxMissing(RuntimeError):
    """There is no bubblewrap on this machine, and nobody said to go on without."""


class Allowance(NamedTuple):
    """What one kernel may use."""

    memory: int = 4096 * MEBI  # of addresses, in each process
    resident: int = 3072 * MEBI  # of memory, in all processes together
    cpu: int = 600  # seconds, in each process
    file: int = 64 * MEBI
    disk: int = 128 * MEBI  # in memory, for each of the three places that can be written
    open_files: int = 256
    processes: int = 64  # and threads


USUAL = Allowance()


def library() -> Path:
    """Return the folder of lmcore, which takes a second to import."""
    return Path(importlib.util.find_spec("lmcore").origin).parent


def bubblewrap() -> str | None:
    return shutil.which("bwrap")


def environment(unsandboxed_home: str | None = None) -> dict[str, str]:
    """Return the environment of a student's kernel, the same for all."""
    home = unsandboxed_home or WORK
    course = str(Path(__file__).resolve().parent.parent) if unsandboxed_home else COURSE
    variables = {
        "PATH": f"{sys.prefix}/bin:/usr/bin:/bin",
        "PYTHONPATH": course,
        "HOME": home,
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "IPYTHONDIR": f"{home}/.ipython",
        "JUPYTER_RUNTIME_DIR": f"{home}/.runtime",
        "JUPYTER_CONFIG_DIR": f"{home}/.jupyter",
        "JUPYTER_PLATFORM_DIRS": "1",
        "MPLCONFIGDIR": f"{home}/.matplotlib",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "LMCORE_OFFLINE": "1",
        "NBGRADER_EXECUTION": "autograde",
    }
    corpus = corpus_file()
    if corpus is not None:
        variables["LMCORE_DATA"] = str(corpus.parent) if unsandboxed_home else DATA
    return variables


@functools.cache
def corpus_file() -> Path | None:
    """The text that notebooks load, where this machine has it: in LMCORE_DATA, else the cache."""
    folder = os.environ.get("LMCORE_DATA")
    if folder:
        candidates = [Path(folder, "input.txt"), Path(folder, "shakespeare.txt")]
    else:
        import pooch

        candidates = [Path(pooch.os_cache("lmcore"), "shakespeare.txt")]
    return next((path.resolve() for path in candidates if path.is_file()), None)


@functools.cache
def font_list() -> Path | None:
    """matplotlib's list of the fonts: without it, each new kernel would search them for seconds."""
    script = (
        "import pathlib, matplotlib, matplotlib.font_manager as fonts;"
        "name = f'fontlist-v{fonts.FontManager.__version__}.json';"
        "print(pathlib.Path(matplotlib.get_cachedir(), name))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    path = Path(done.stdout.strip() or "/nonexistent")
    return path if path.is_file() else None


def command(
    kernel: list[str],
    shared: Path,
    files: Mapping[str, Path],
    allowance: Allowance = USUAL,
    user: int | None = None,
) -> list[str]:
    """Return the command that starts ``kernel`` in a sandbox.

    Parameters
    ----------
    kernel : list of str
        The command to run inside.
    shared : Path
        The one directory that both sides see: the kernel's sockets are made in it.
    files : mapping of str to Path
        Files for the work directory, by the name they get there.
    user : int, optional
        The user id inside, where this process runs as root and can give one away.
    """
    line = [bubblewrap() or "bwrap", *namespaces(user), *inside(allowance.disk)]
    for name in AGENT:
        line += read_only(Path(__file__).parent / name, f"{COURSE}/grading/{name}")
    for name, path in files.items():
        line += read_only(path, f"{WORK}/{name}")
    line += [*parents(str(shared)), "--bind", str(shared), str(shared), "--chdir", WORK]
    for name, value in environment().items():
        line += ["--setenv", name, value]
    return [*limited(allowance, user), *line, "--", *unprivileged(allowance, user), *kernel]


def zygote_command(descriptor: int, shared: Path) -> list[str]:
    """Return the command that starts a zygote; it forks kernels, and runs nothing of a student's.

    Parameters
    ----------
    descriptor : int
        Of the socket over which it is asked to fork.
    shared : Path
        The directory below which each kernel gets one for its sockets.
    """
    root = os.getuid() == 0
    line = [bubblewrap() or "bwrap", *namespaces(0 if root else None), *inside(USUAL.disk)]
    if root:  # to lock in what it forks; for another user, a new user namespace allows that
        line += ["--cap-add", "CAP_SYS_ADMIN"]
    for name in (*AGENT, *FORKING):
        line += read_only(Path(__file__).parent / name, f"{COURSE}/grading/{name}")
    if font_list() is not None:
        line += read_only(font_list(), f"{COURSE}/{font_list().name}")
    line += [*parents(str(shared)), "--bind", str(shared), str(shared), "--chdir", WORK]
    # Its own directories in memory are hidden from the kernels; these two are not.
    line += ["--remount-ro", "/dev", "--remount-ro", "/"]
    for name, value in environment().items():
        line += ["--setenv", name, value]
    return [*line, "--", f"{sys.prefix}/bin/python", "-m", "grading.zygote", str(descriptor)]


def inside(disk: int) -> list[str]:
    """Lay out what a kernel sees: the system, the library, the corpus, directories in memory."""
    line = []
    for system in ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin"):
        line += system_directory(Path(system))
    for name in ("ld.so.cache", "localtime", "fonts", "alternatives", "ssl/openssl.cnf"):
        line += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    line += ["--proc", "/proc", "--dev", "/dev"]
    for place in IN_MEMORY:
        line += [*parents(place), "--perms", "1777", "--size", str(disk)]
        line += ["--tmpfs", place]
    for folder in dict.fromkeys([sys.base_prefix, sys.prefix]):
        line += read_only(Path(folder), folder)
    line += read_only(library(), f"{COURSE}/lmcore")
    corpus = corpus_file()
    if corpus is not None:
        line += read_only(corpus, f"{DATA}/input.txt")
    fonts = font_list()
    if fonts is not None:
        # matplotlib uses a folder only if it can write there.
        line += ["--perms", "1777", "--dir", f"{WORK}/.matplotlib"]
        line += read_only(fonts, f"{WORK}/.matplotlib/{fonts.name}")
    return line


def forked_terms(shared: Path, allowance: Allowance, user: int | None) -> dict:
    """Say to a forked kernel how to lock itself in; as :func:`command` says it to bubblewrap."""
    hidden = [folder for folder in (sys.base_prefix, sys.prefix) if folder.startswith(IN_MEMORY)]
    return {
        "shared": str(shared),
        "hidden": list(dict.fromkeys(hidden)),
        "allowance": allowance._asdict(),
        "processes": process_limit(allowance, user),
        "user": user,
        "fonts": f"{COURSE}/{font_list().name}" if font_list() else None,
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


def unprivileged(allowance: Allowance, user: int | None) -> list[str]:
    """Inside, give up root for good, before anything of the student's runs."""
    if user is None:
        return []
    return [
        "/usr/bin/setpriv",
        *(f"--reuid={user}", f"--regid={user}", "--clear-groups", "--no-new-privs"),
        *("--bounding-set=-all", "--inh-caps=-all", "--"),
    ]


def limited(allowance: Allowance, user: int | None) -> list[str]:
    processes = process_limit(allowance, user)
    return [
        "prlimit",
        *(f"--as={allowance.memory}", f"--cpu={allowance.cpu}", f"--fsize={allowance.file}"),
        *(f"--nofile={allowance.open_files}", f"--nproc={processes}", "--core=0", "--"),
    ]


def process_limit(allowance: Allowance, user: int | None) -> int:
    if user is None:  # the limit counts all that this account runs
        return allowance.processes + threads_of(os.getuid())
    return allowance.processes


def threads_of(user: int) -> int:
    count = 0
    for task in Path("/proc").glob("[0-9]*"):
        try:
            if task.stat().st_uid == user:
                count += len(os.listdir(task / "task"))
        except OSError:
            continue
    return count


def system_directory(path: Path) -> list[str]:
    if path.is_symlink():
        return ["--symlink", os.readlink(path), str(path)]
    return ["--ro-bind", str(path), str(path)] if path.is_dir() else []


def read_only(source: Path, inside: str) -> list[str]:
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


def limit_this_process(allowance: Allowance) -> None:
    """Without a sandbox, at least these limits hold; called in the child before it starts."""
    for kind, limit in [
        (resource.RLIMIT_AS, allowance.memory),
        (resource.RLIMIT_CPU, allowance.cpu),
        (resource.RLIMIT_FSIZE, allowance.file),
        (resource.RLIMIT_CORE, 0),
    ]:
        resource.setrlimit(kind, (limit, limit))
