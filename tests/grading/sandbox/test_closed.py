"""What a kernel sees of the machine, and what it can write: forked or not, as root or not.

``test_ordinary_user`` runs this file again as somebody who is not root.
"""

import ast
import contextlib
import io
import os
import socket
import sqlite3
import sys
import tempfile
from pathlib import Path

import nbgrader
import pytest

from grading.inside.isolation import FRESH, MOST_CORE
from grading.sandbox import bubblewrap
from grading.sandbox.kernel import Kernel, KernelFailed
from grading.sandbox.zygote_client import ForkedProcess, ForkServer
from tests.machine import lacking

# Tries to write wherever a mount begins, and beside its own connection; tells where it could, and
# how much fits there.
WRITES = """
import os
from pathlib import Path
from ipykernel.connect import get_connection_file

mounts = {line.split()[4] for line in open("/proc/self/mountinfo")}
places = mounts | {"/", "/dev", "/course", "/etc", "/var/tmp"}
places |= {os.path.dirname(get_connection_file())}
found = {}
for place in sorted(places):
    try:
        Path(place, "a-mark").write_text("x")
        about = os.statvfs(place)
        found[os.stat(place).st_dev] = about.f_blocks * about.f_frsize
    except OSError:
        pass
print([sorted(str(p) for p in places if os.path.exists(f"{p}/a-mark")), sum(found.values())])
"""


# Writes 10 MB into whatever the grader gave it to print to; tells how much went there.
PRINTS = """
import os
written = 0
for number in range(100):
    try:
        if "memfd:log" in os.readlink(f"/proc/self/fd/{number}"):
            while written < 10_000_000:
                written += os.write(number, b"x" * 1000)
    except OSError:
        pass
print(written)
"""

# Looks for a course where containers keep one: by its paths, through the kernel's own links to its
# root, by a pattern, by a walk, and as a database.
FINDS = """
import glob, json, os, sqlite3
found = []
for path in {paths}:
    for name in (path, "/proc/self/root" + path, "/proc/1/root" + path, "/proc/self/cwd/.." + path):
        try:
            found.append([name, len(open(name, "rb").read())])
        except OSError:
            pass
found += glob.glob({course!r} + "/**/*.ipynb", recursive=True)
for folder, folders, files in os.walk({course!r}):
    found += folders + files
try:
    base = sqlite3.connect("file:" + {course!r} + "/gradebook.db?mode=ro&immutable=1", uri=True)
    found += base.execute("select id from student").fetchall()
except sqlite3.Error:
    pass
print(found)
"""


# Collects what the system tells a process of itself, and what Python tells: paths, and an error in
# a library with all its lines.
TELLS = """
import os, sys, sysconfig, traceback
import numpy
told = {}
for process in ("self", "1", "thread-self"):
    for name in ("mountinfo", "mounts", "mountstats", "environ", "cmdline", "comm"):
        try:
            told[f"{process} {name}"] = open(f"/proc/{process}/{name}", errors="replace").read()
        except OSError:
            pass
told["maps"] = str({line.split()[-1] for line in open("/proc/self/maps")})
for folder in ("/proc/self", "/proc/self/fd"):
    links = [f"{folder}/{name}" for name in os.listdir(folder)]
    told[folder] = str([os.readlink(link) for link in links if os.path.exists(link)
                        and os.path.islink(link)])
files = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
told["modules"] = str({os.path.dirname(file) for file in files if file})
told["python"] = str([sys.path, sys.prefix, sys.base_prefix, sys.executable, os.uname()])
told["places"] = str([sysconfig.get_paths(), os.environ, os.getcwd(), os.listdir("/")])
try:
    numpy.linalg.inv(numpy.zeros((2, 2)))
except Exception:
    told["error"] = traceback.format_exc()
print(told)
"""


# Memory that belongs to no process: a limit on what processes have does not count it.
HOARDS = """
import ctypes, errno, os

libc = ctypes.CDLL(None, use_errno=True)
numbers = {"x86_64": (447, 56, 435), "aarch64": (447, 220, 435)}[os.uname().machine]
done = []
def tries(name, call):
    ctypes.set_errno(0)
    try:
        result = call()
    except OSError as error:
        result, number = -1, error.errno
    else:
        number = ctypes.get_errno()
    if result == 0 and name.startswith(("clone", "fork")):
        os._exit(0)
    if result >= 0 or number not in (errno.EPERM, errno.ENOSYS):
        done.append(f"{name}: {result}, {os.strerror(number)}")

tries("memfd_create", lambda: os.memfd_create("a"))
tries("memfd_secret", lambda: libc.syscall(numbers[0], 0))
tries("shmget", lambda: libc.shmget(0, 2**20, 0o1600))
tries("msgget", lambda: libc.msgget(0, 0o1600))
for kind in (0x10000000, 0x10020000, 0x50020000):
    tries("unshare", lambda: libc.unshare(kind))
    tries("clone", lambda: libc.syscall(numbers[1], kind | 17, 0, 0, 0, 0))
tries("clone3", lambda: libc.syscall(numbers[2], ctypes.create_string_buffer(88), 88))
tries("setns", lambda: libc.setns(os.open("/proc/self/ns/user", os.O_RDONLY), 0))
print(done)
"""
WORKS = """
import multiprocessing, subprocess, threading, time

done = []
threads = [threading.Thread(target=done.append, args=[number]) for number in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
with multiprocessing.get_context("fork").Pool(2) as pool:
    done += pool.map(abs, [-3, -4])
done.append(int(subprocess.run(["echo", "5"], capture_output=True).stdout))
print(sorted(done))
"""


@pytest.fixture(params=["forked", "started alone"])
def forks(request, monkeypatch):
    if bubblewrap.executable() is None:
        lacking("bubblewrap is not installed")
    server = ForkServer()  # it lays out what kernels see when it starts
    monkeypatch.setattr("grading.sandbox.kernel.SERVER", server)
    yield request.param == "forked"
    server.close()


def said(kernel: Kernel, source: str):
    outputs = kernel.run(source, 60).outputs
    assert [output.output_type for output in outputs] == ["stream"], outputs
    return ast.literal_eval(outputs[0].text)


def test_nothing_that_can_be_written_is_the_hosts(forks):
    with Kernel(may_fork=forks) as kernel:
        places, size = said(kernel, WRITES)
        allowed = (*FRESH, "/home/student/.runtime")
        assert set(places) <= set(allowed), places
        assert size <= 3 * kernel.resources.disk
        assert not list(Path(kernel.channels.folder).rglob("a-mark"))


def test_no_memory_is_had_that_belongs_to_no_process(forks):
    with Kernel(may_fork=forks) as kernel:
        assert said(kernel, HOARDS) == []
        assert said(kernel, WORKS) == [0, 1, 2, 3, 4, 5]


def test_no_program_of_the_hosts_is_given_what_crashed(forks):
    with Kernel(may_fork=forks) as kernel:
        source = "import resource\nprint(resource.getrlimit(resource.RLIMIT_CORE))"
        assert said(kernel, source) == (MOST_CORE, MOST_CORE)


def test_what_a_kernel_prints_past_jupyter_fills_no_disk(forks):
    with Kernel(may_fork=forks) as kernel:
        assert said(kernel, PRINTS) in range(1, 2**16 + 1)


def test_what_is_secret_inside_of_the_system_or_of_python_is_hidden(forks, monkeypatch):
    places = [Path("/usr/include"), Path(nbgrader.__file__).resolve().parent]
    places = [place for place in places if place.is_dir() and os.listdir(place)]
    assert places
    monkeypatch.setattr(bubblewrap, "secrets", lambda courses=(): places)
    assert len(bubblewrap.telltales()) >= len(places)
    seen = [str(there) for place in places for there in bubblewrap.places_of(place)]
    assert len(seen) >= len(places)
    with Kernel(may_fork=forks) as kernel:
        assert said(kernel, f"import os\nprint([os.listdir(p) for p in {seen}])") == [[]] * len(
            seen
        )


@pytest.fixture
def courses_inside(monkeypatch):
    """A course below the system, and one below Python."""
    places = ["/usr/src", f"{sys.prefix}/lib"]
    if not all(os.access(place, os.W_OK) for place in places):
        pytest.skip("an ordinary user has no course there")
    with contextlib.ExitStack() as stack:
        made = [
            Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="course-", dir=place)))
            for place in places
        ]
        for course in made:
            for name in ("exercises/a/n.ipynb", "tests/hidden/n.py", "submitted/ada/a/n.ipynb"):
                (course / name).parent.mkdir(parents=True)
                (course / name).write_text("secret")
            with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as base:
                base.execute("create table student as select 'ada' as id")
                base.commit()
        secrets = [*bubblewrap.secrets(), *(course.resolve() for course in made)]
        monkeypatch.setattr(bubblewrap, "secrets", lambda courses=(): secrets)
        yield made


def test_nothing_is_found_of_a_course_below_the_system_or_python(forks, courses_inside):
    with Kernel(may_fork=forks) as kernel:
        for course in courses_inside:
            files = sorted(str(path) for path in course.rglob("*") if path.is_file())
            look = FINDS.format(paths=files, course=str(course))
            shown = io.StringIO()
            with contextlib.redirect_stdout(shown):
                exec(look, {})
            assert "ada" in shown.getvalue() and "n.py" in shown.getvalue()  # it finds what is here
            assert said(kernel, look) == []
            for place in map(str, bubblewrap.places_of(course)):
                there = [path.replace(str(course), place) for path in files]
                assert said(kernel, FINDS.format(paths=there, course=place)) == []


def test_python_inside_of_a_secret_inside_of_the_system_stays(monkeypatch, tmp_path):
    course = tmp_path / "system" / "course"
    (course / ".venv").mkdir(parents=True)
    monkeypatch.setattr(bubblewrap, "SYSTEM", (str(tmp_path / "system"),))
    monkeypatch.setattr(bubblewrap, "secrets", lambda courses=(): [course])
    monkeypatch.setattr(sys, "prefix", str(course / ".venv"))
    line = bubblewrap.python_without_secrets()
    assert line[line.index("--tmpfs") + 1] == str(course)
    python = line.index(f"{sys.prefix}/lib")
    assert line[python - 1 : python + 2] == ["--ro-bind", f"{sys.prefix}/lib", "/python/lib"]


def test_where_the_course_would_be_seen_nothing_runs(forks, monkeypatch):
    monkeypatch.setattr(bubblewrap, "covers", list)
    monkeypatch.setattr(bubblewrap, "secrets", lambda courses=(): [Path("/usr/lib")])
    with pytest.raises(KernelFailed, match=r"must not run here: its sandbox shows /usr/lib/"):
        Kernel(may_fork=forks).start()


def test_the_course_and_every_home_count_as_secret(root):
    assert {root, Path.home().resolve(), Path.cwd()} <= set(bubblewrap.secrets())
    found = bubblewrap.telltales()
    for name in ("exercises", "tests", "solutions", "nbgrader_config.py"):
        assert str(root / name) in found


def test_a_course_that_is_configured_elsewhere_is_secret_too(forks, monkeypatch):
    """``c.CourseDirectory.root`` below the system; each job says where that is."""
    course = Path("/usr/include")
    assert course in bubblewrap.secrets([str(course)])
    assert any(Path(path).parent == course for path in bubblewrap.telltales([str(course)]))
    look = f"import os\nprint(os.listdir({str(course)!r}))"
    with Kernel(may_fork=forks) as kernel:  # of another course; the zygote shows this one
        assert sorted(said(kernel, look)) == sorted(os.listdir(course))
        with Kernel(may_fork=forks, course=str(course)) as other:
            assert said(other, look) == []
        assert said(kernel, "print(1)") == 1  # it lives on
    with Kernel(may_fork=forks, course=str(course)) as kernel:
        assert isinstance(kernel.process, ForkedProcess) == forks
        assert said(kernel, look) == []
    monkeypatch.setattr(bubblewrap, "covers", lambda courses=(): [])
    server = ForkServer()
    monkeypatch.setattr("grading.sandbox.kernel.SERVER", server)
    with pytest.raises(KernelFailed, match=r"must not run here: its sandbox shows /usr/include/"):
        Kernel(may_fork=forks, course=str(course)).start()
    server.close()


def host_names() -> list[str]:
    """Paths and names of this machine that a student has no business to know."""
    paths = [bubblewrap.ROOT, Path.home(), Path.cwd(), sys.prefix, os.environ.get("LMCORE_DATA")]
    paths += [sys.base_prefix] if not sys.base_prefix.startswith("/usr") else []
    names = {str(path) for path in paths if path} | {socket.gethostname()}
    return sorted(names | {os.environ.get("USER", "root")} - {"root", ""})  # in names of the system


@pytest.mark.parametrize("overlays", [True, False])
def test_neither_mount_tables_nor_errors_tell_a_path_of_the_hosts(forks, monkeypatch, overlays):
    """Without overlays two things do: a column of the mount table, and bubblewrap's command."""
    if overlays and not bubblewrap.overlays_work():
        lacking("this machine allows no overlays")
    monkeypatch.setattr(bubblewrap, "overlays_work", lambda: overlays)
    with Kernel(may_fork=forks) as kernel:
        assert isinstance(kernel.process, ForkedProcess) == forks
        told = said(kernel, TELLS)
        shown = kernel.run("import numpy as np\nnp.linalg.inv(np.zeros((2, 2)))", 60).outputs
    told["an output"] = str(shown)
    assert {"self mountinfo", "maps", "1 cmdline", "error", "python"} <= told.keys()
    assert "/python/lib/" in told["error"] and "/python/lib/" in told["an output"]
    if not overlays:
        mounts = [line.split() for line in told["self mountinfo"].splitlines()]
        assert any(sys.prefix in mount[3] for mount in mounts)  # what remains then
        told.pop("1 cmdline")  # the sandbox's own, where there is no zygote
        told = {name: text for name, text in told.items() if "mountinfo" not in name}
        told["mounts without that column"] = str([mount[:3] + mount[4:] for mount in mounts])
    found = [(name, where) for where, text in told.items() for name in host_names() if name in text]
    assert found == []
