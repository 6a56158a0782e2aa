"""Kernels forked from one zygote: each as closed as one that bubblewrap started on its own."""

import ast
import os
import signal

import psutil
import pytest

from grading.inside import isolation
from grading.inside.zygote import HERE
from grading.sandbox import bubblewrap, zygote_client
from grading.sandbox.kernel import Kernel
from grading.sandbox.zygote_client import CannotFork, ForkedProcess, ForkServer
from tests.grading.waiting import wait_until
from tests.machine import lacking

# Leaves a mark wherever something might outlive a kernel; tells what it found there.
MARKS = """
import ctypes, os, socket
from pathlib import Path
import numpy, matplotlib, lmcore

found = []
libc = ctypes.CDLL(None, use_errno=True)
folders = {line.split()[4] for line in open("/proc/self/mountinfo")} | {"/", "/dev", "/course"}
for folder in sorted(folders):
    mark = Path(folder, "a-mark")
    try:
        if mark.exists():
            found.append(str(mark))
        mark.write_text("here")
    except OSError:
        pass
for name in ("/dev/null", "/dev/stdin", "/etc/localtime", "/home/student/.matplotlib", "/bin"):
    try:
        os.rename(name, name + ".gone")
        Path(name).write_text("mine")
    except OSError:
        pass
if libc.shmget(4711, 4096, 0o666) >= 0:
    found.append("shared memory")
libc.shmget(4711, 4096, 0o1666)
if Path("/dev/mqueue/a-mark").exists() or libc.mq_open(b"/a-mark", 0) >= 0:
    found.append("message queue")
libc.mq_open(b"/a-mark", 0o102, 0o666, None)
name = "\\0a-mark"
talk = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
try:
    talk.connect(name)
    found.append("abstract socket")
except OSError:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(name)
    listener.listen()
for ring in (-3, -4, -5):  # keyrings of session, user, user's session
    if libc.syscall(250, 10, ring, b"user", b"a-mark", 0) > 0:
        found.append(f"key in ring {ring}")
for ring in (-3, -4, -5):
    libc.syscall(248, b"user", b"a-mark", b"here", 4, ring)
for module in (numpy, matplotlib, lmcore):
    if hasattr(module, "a_mark"):
        found.append(module.__name__)
    module.a_mark = True
print(found)
"""

# Tries to get at the zygote, at bubblewrap, at other kernels; tells what it could do.
REACHES = """
import ctypes, os, signal, socket, stat, struct
from pathlib import Path

libc = ctypes.CDLL(None, use_errno=True)
done = []
own = {1, os.getpid(), *map(int, os.listdir("/proc/self/task"))}
seen = {int(name) for name in os.listdir("/proc") if name.isdigit()}
if seen - own:
    done.append(f"saw {sorted(seen - own)}")
for number in range(3, 400):
    if number in own:
        continue
    for signalled in (0, signal.SIGSTOP):
        try:
            os.kill(number, signalled)
            done.append(f"signalled {number}")
        except OSError:
            pass
    if libc.ptrace(16, number, 0, 0) == 0:
        done.append(f"traced {number}")
for folder in ("/tmp", "/proc", "/dev/shm", "/home/student", "/dev", "/"):
    if libc.umount2(folder.encode(), 2) == 0:
        done.append(f"unmounted {folder}")
for kind in ("mnt", "pid", "net", "user"):
    descriptor = os.open(f"/proc/self/ns/{kind}", os.O_RDONLY)
    if kind != "user" and libc.setns(descriptor, 0) == 0:
        done.append(f"entered {kind}")
    try:
        os.close(descriptor)
        descriptor = os.open(f"/proc/1/ns/{kind}", os.O_RDONLY)
        libc.setns(descriptor, 0) == 0 and done.append(f"entered {kind} of 1")
        os.close(descriptor)
    except OSError:
        pass
for flags in (0x10000000, 0x10020000):  # a user namespace of its own, with mounts
    child = os.fork()
    if child == 0:
        code = 0
        if libc.unshare(flags) == 0:
            for folder in ("/tmp", "/proc", "/dev/shm", "/home/student"):
                code |= libc.umount2(folder.encode(), 2) == 0
            options = 32 | 4096  # remount, bind
            for folder in ("/", "/usr", "/dev", "/course/lmcore"):
                code |= libc.mount(b"none", folder.encode(), None, options, None) == 0
        os._exit(code)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        done.append("uncovered a mount")
for name in os.listdir("/proc/self/fd"):
    try:
        if stat.S_ISSOCK(os.fstat(int(name)).st_mode) and name != os.environ["GRADING_CHANNEL"]:
            link = socket.socket(fileno=os.dup(int(name)))
            about = link.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
            if struct.unpack("3i", about)[0] not in (os.getpid(), 0):
                done.append(f"inherited {link}")
    except OSError:
        pass
for name in ("/proc/self/exe", "/proc/1/exe", "/proc/1/mem", "/course/grading/inside/server.py"):
    try:
        open(name, "r+b")
        done.append(f"opened {name}")
    except OSError:
        pass
if found := [*Path("/tmp").glob("grading-*"), *Path("/tmp").glob("[kz]-*")]:
    done.append(f"saw {found}")
print(done)
"""

STAYS = """
import ctypes, os, signal, time
ready, told = os.pipe()
for stopped in (False, True):
    if os.fork() == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        ctypes.CDLL(None).prctl(1, 0)  # no signal when the parent dies
        for number in set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP}:
            try: signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError): pass
        os.close(told)
        if stopped:
            os.kill(os.getpid(), signal.SIGSTOP)
        while True:
            time.sleep(60)
os.close(told)
os.read(ready, 1)  # its end, when both are so far
"""


FILES = """
made = 0
try:
    while made < 200_000:
        open(f"/tmp/{made}", "w").close()
        made += 1
except OSError:
    pass
print(made)
"""


@pytest.fixture(scope="module")
def forks():
    if bubblewrap.executable() is None:
        lacking("bubblewrap is not installed")
    with Kernel() as kernel:
        if not isinstance(kernel.process, ForkedProcess):
            lacking(f"kernels cannot be forked here: {zygote_client.SERVER.refused}")


def said(kernel: Kernel, source: str):
    outputs = kernel.run(source, 60).outputs
    assert [output.output_type for output in outputs] == ["stream"], outputs
    return ast.literal_eval(outputs[0].text)


def test_nothing_is_left_for_the_next_kernel(forks):
    found = []
    for _ in range(2):
        with Kernel() as kernel:
            found.append(said(kernel, MARKS))
    assert found == [[], []]


def test_nor_for_one_at_the_same_time(forks):
    with Kernel() as first, Kernel() as second:
        assert (said(first, MARKS), said(second, MARKS)) == ([], [])


def test_zygote_and_other_kernels_are_out_of_reach(forks):
    with Kernel() as first, Kernel() as second:
        assert said(first, REACHES) == []
        assert second.run("1 + 1", 30).finished
    with Kernel() as third:
        assert isinstance(third.process, ForkedProcess)


def test_what_a_kernel_started_ends_with_it(forks):
    with Kernel() as kernel:
        kernel.run(STAYS, 60)
        inside = psutil.Process(kernel.process.pid).children(recursive=True)
        assert len(inside) >= 3  # the kernel, and two that it no longer knows
    assert not [process for process in inside if process.is_running()]


def test_files_without_a_size_are_counted(forks):
    """Bubblewrap, where it makes the places, cannot be told how many files they may hold."""
    with Kernel() as kernel:
        assert 1000 < said(kernel, FILES) < isolation.MOST_FILES


def test_a_kernel_that_stops_itself_is_lost(forks):
    with Kernel() as kernel:
        ran = kernel.run("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", 1.0)
        assert not ran.finished and "time was up" in kernel.lost


def test_kernels_do_not_draw_the_same_numbers(forks):
    drawn = []
    for _ in range(2):
        with Kernel() as kernel:
            source = "import random, numpy as np\nprint([random.random(), np.random.rand()])"
            drawn += said(kernel, source)
    assert len(set(drawn)) == 4


def test_pictures_and_shell_commands_work_as_in_any_notebook(forks):
    with Kernel() as kernel:
        source = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('x')\nplt.show()"
        (picture,) = kernel.run(source, 60).outputs
        assert "image/png" in picture.data
        (shown,) = kernel.run("!echo $HOME", 60).outputs
        assert shown.text.strip() == "/home/student"


def test_who_speaks_is_known_however_early_it_speaks():
    ours, theirs = zygote_client.telling_pair()
    with ours, theirs:
        theirs.sendall(HERE)  # before anybody asks, as on a busy machine
        process = zygote_client.forked(ours)
    assert process.pid == os.getpid()
    os.close(process.descriptor)


def test_without_namespaces_of_its_own_nothing_runs():
    with pytest.raises(isolation.NotLockedIn, match="is shared: .*mnt"):
        isolation.inspect((), isolation.surroundings(), 1)


def test_one_that_is_not_locked_in_is_not_used(forks, monkeypatch):
    server = ForkServer()
    monkeypatch.setattr("grading.sandbox.kernel.SERVER", server)
    terms = bubblewrap.forked_terms
    monkeypatch.setattr(  # it would keep rights
        bubblewrap, "forked_terms", lambda *given: {**terms(*given), "user": 0}
    )
    try:
        with Kernel() as kernel:
            assert not isinstance(kernel.process, ForkedProcess)
            assert "rights remain" in server.refused or "not permitted" in server.refused
            assert kernel.run("1", 30).finished
        with pytest.raises(CannotFork):
            server.fork({}, [])
    finally:
        server.close()


def test_a_zygote_that_died_is_replaced(forks):
    os.killpg(zygote_client.SERVER.process.pid, signal.SIGKILL)
    wait_until(lambda: zygote_client.SERVER.process.poll() is not None)
    with Kernel() as kernel:
        assert isinstance(kernel.process, ForkedProcess)
