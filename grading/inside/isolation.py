"""How a forked kernel locks itself in, before anything of a student's runs in it.

bubblewrap has made the place where the zygote runs: a system that cannot be written, nothing of the
course but lmcore and the agent. A process forked there still shares everything with the zygote and
with the next kernel; here it gets namespaces, directories in memory, limits and a user id of its
own, gives up every right, and looks whether all of that has come true. These are the system calls
that bubblewrap makes for a kernel that is started on its own.
"""

import contextlib
import ctypes
import errno
import os
import platform
import resource
import socket
import stat
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

NEW_MOUNTS, NEW_CGROUP, NEW_UTS, NEW_IPC = 0x00020000, 0x02000000, 0x04000000, 0x08000000
NEW_USER, NEW_PIDS, NEW_NETWORK = 0x10000000, 0x20000000, 0x40000000
NO_SUID, NO_DEVICES, NO_PROGRAMS = 2, 4, 8
RECURSIVE, PRIVATE = 0x4000, 0x40000
SET_DUMPABLE, DROP_FROM_BOUNDING_SET, NO_NEW_PRIVILEGES = 4, 24, 38
CAPABILITIES_V3 = 0x20080522
JOIN_KEYRING = {"x86_64": (250, 1), "aarch64": (219, 1)}  # keyctl(KEYCTL_JOIN_SESSION_KEYRING)
KINDS = ("mnt", "pid", "net", "ipc", "uts", "cgroup")
IN_MEMORY = ("/dev/shm", "/tmp", "/home/student")  # what the sandbox lets a kernel write
FRESH = ("/proc", "/dev/pts", *IN_MEMORY)
# Bytes of what Linux keeps of a process that crashed: with 1 it keeps nothing; with 0 a program of
# the host's is still given it all, where the host has one for that (core(5)).
MOST_CORE = 1
MOST_FILES = 20_000  # in each place in memory: an empty one takes a kilobyte that no size counts

libc = ctypes.CDLL(None, use_errno=True)


class NotLockedIn(RuntimeError):
    """Something is not as it has to be: nothing of a student's may run here."""


def call(name: str, *arguments) -> None:
    """Call a function of libc; raise ``NotLockedIn`` with its error where it fails."""
    if getattr(libc, name)(*arguments) < 0:
        number = ctypes.get_errno()
        raise NotLockedIn(f"{name}{arguments}: {os.strerror(number)}")


class SystemCalls(NamedTuple):
    """What the processors of one kind call the system calls that matter here."""

    architecture: int
    denied: tuple[int, ...]
    clone: int
    clone3: int  # hides its flags in memory; without it, programs take clone


# Denied are memory that belongs to no process, so that no limit counts it (memfd_create,
# memfd_secret, shmget, msgget), and new namespaces, in which file systems can be mounted to hold
# more of it (unshare, setns; clone with NEW_USER).
SYSTEM_CALLS = {
    "x86_64": SystemCalls(0xC000003E, (319, 447, 29, 68, 272, 308), 56, 435),
    "aarch64": SystemCalls(0xC00000B7, (279, 447, 194, 186, 97, 268), 220, 435),
}
GET_NO_NEW_PRIVILEGES, SET_FILTER, FILTER = 39, 22, 2
LOAD, RETURN, IF_EQUAL, IF_AT_LEAST, IF_ANY = 0x20, 0x06, 0x15, 0x35, 0x45  # of linux/filter.h
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # where they stand in what a filter is given
ALLOWED, FAILS = 0x7FFF0000, 0x00050000
OTHER_NUMBERS = 0x40000000  # those of x32, a second set for the same processor


class Program(ctypes.Structure):
    """A filter of system calls, as prctl(2) takes it."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def mount(source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
    """Mount a file system (mount(2))."""
    encoded = [None if text is None else text.encode() for text in (source, target, kind)]
    call("mount", *encoded, ctypes.c_ulong(flags), options.encode())


def surroundings() -> dict[str, str]:
    """Return what tells this process's namespaces and places in memory from another's."""
    kinds = {kind: os.readlink(f"/proc/self/ns/{kind}") for kind in (*KINDS, "user")}
    return kinds | {place: str(os.stat(place).st_dev) for place in FRESH if os.path.exists(place)}


def leave_namespaces() -> None:
    """Get new ones; the next process that this one forks is the first of its process namespace."""
    flags = NEW_MOUNTS | NEW_CGROUP | NEW_UTS | NEW_IPC | NEW_PIDS | NEW_NETWORK
    user, group = os.getuid(), os.getgid()
    if user == 0:
        call("unshare", flags)
        return
    call("unshare", flags | NEW_USER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def furnish(disk: int) -> None:
    """Lay fresh directories over what the zygote and other kernels can see.

    Parameters
    ----------
    disk : int
        Bytes, in each directory in memory.
    """
    mount("none", "/", None, RECURSIVE | PRIVATE)
    mount("proc", "/proc", "proc", NO_SUID | NO_DEVICES | NO_PROGRAMS)
    for place in IN_MEMORY:
        mount(
            "tmpfs",
            place,
            "tmpfs",
            NO_SUID | NO_DEVICES,
            f"mode=1777,size={disk},nr_inodes={MOST_FILES}",
        )
    terminals = "newinstance,ptmxmode=0666,mode=620"
    mount("devpts", "/dev/pts", "devpts", NO_SUID | NO_PROGRAMS, terminals)
    os.umask(0o022)
    os.chdir(IN_MEMORY[-1])


def limit(resources: Mapping[str, int], processes: int) -> None:
    """Limit memory, CPU time, files and processes of this process, soft and hard limit alike."""
    for kind, most in [
        (resource.RLIMIT_AS, resources["memory"]),
        (resource.RLIMIT_CPU, resources["cpu"]),
        (resource.RLIMIT_FSIZE, resources["file"]),
        (resource.RLIMIT_NOFILE, resources["open_files"]),
        (resource.RLIMIT_NPROC, processes),
        (resource.RLIMIT_CORE, MOST_CORE),
    ]:
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def give_up_rights(user: int | None) -> None:
    """Become a user who may do nothing, for good."""
    number = 0
    while libc.prctl(DROP_FROM_BOUNDING_SET, number, 0, 0, 0) == 0:
        number += 1
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    header, nothing = (ctypes.c_uint32 * 2)(CAPABILITIES_V3, 0), (ctypes.c_uint32 * 6)()
    call("capset", header, nothing)
    call("prctl", NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    call("prctl", SET_DUMPABLE, 0, 0, 0, 0)
    if platform.machine() in JOIN_KEYRING:  # keys in the kernel's keeping would outlive this one
        number, operation = JOIN_KEYRING[platform.machine()]
        libc.syscall(number, operation, None)


def deny_system_calls() -> None:
    """Have some system calls fail from now on, in this process and all that it starts.

    Only where nobody can gain rights any more, which is in a sandbox; and where this processor's
    numbers are known.
    """
    calls = SYSTEM_CALLS.get(platform.machine())
    if calls is None or libc.prctl(GET_NO_NEW_PRIVILEGES, 0, 0, 0, 0) != 1:
        return
    steps = b"".join(struct.pack("=HBBI", *step) for step in filter_steps(calls))
    program = Program(len(steps) // 8, steps)
    call("prctl", SET_FILTER, FILTER, ctypes.byref(program), 0, 0)


def filter_steps(calls: SystemCalls) -> Iterator[tuple[int, int, int, int]]:
    """Yield its steps: an operation, how many to skip where it holds, and where not, a number."""

    def fails(error: int) -> tuple[int, int, int, int]:
        return RETURN, 0, 0, FAILS | error

    yield LOAD, 0, 0, ARCHITECTURE
    yield IF_EQUAL, 1, 0, calls.architecture
    yield fails(errno.EPERM)
    yield LOAD, 0, 0, NUMBER
    yield IF_AT_LEAST, 0, 1, OTHER_NUMBERS
    yield fails(errno.EPERM)
    for number in calls.denied:
        yield IF_EQUAL, 0, 1, number
        yield fails(errno.EPERM)
    yield IF_EQUAL, 0, 1, calls.clone3
    yield fails(errno.ENOSYS)
    yield IF_EQUAL, 0, 3, calls.clone
    yield LOAD, 0, 0, FIRST_ARGUMENT
    yield IF_ANY, 0, 1, NEW_USER
    yield fails(errno.EPERM)
    yield RETURN, 0, 0, ALLOWED


def close_all_but(*kept: int) -> None:
    """Close what the zygote had open; its standard streams lead nowhere from now on."""
    nowhere = os.open("/dev/null", os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    last = 2
    for number in [*sorted(kept), 2**20]:
        os.closerange(last + 1, number)
        last = number


def inspect(kept: tuple[int, ...], before: Mapping[str, str], user: int | None) -> None:
    """Raise unless this process is locked in.

    Parameters
    ----------
    kept : tuple of int
        The descriptors that it may have besides its standard streams.
    before : mapping of str to str
        The surroundings of the zygote.
    user : int, optional
        Who this process has become; without, it has a user namespace of its own.
    """
    now = surroundings()
    if user is not None:
        now.pop("user")
    if same := [name for name in now if now[name] == before.get(name)]:
        raise NotLockedIn(f"what the zygote has is shared: {same}")
    if os.getpid() != 1 or (others := {n for n in os.listdir("/proc") if n.isdigit()} - {"1"}):
        raise NotLockedIn(f"other processes can be seen: {others}")
    if open_ := descriptors() - {0, 1, 2, *kept}:
        raise NotLockedIn(f"descriptors are open: {sorted(open_)}")
    if writable := writable_places() - set(FRESH):
        raise NotLockedIn(f"places can be written: {sorted(writable)}")
    if rights := remaining_rights(user):
        raise NotLockedIn(f"rights remain: {rights}")
    maps = Path("/proc/self/maps").read_text().splitlines()
    if memory := [line for line in maps if line.split()[1][1::2] == "ws"]:
        raise NotLockedIn(f"memory is shared: {memory}")
    if up := [name for _, name in socket.if_nameindex() if is_up(name)]:
        raise NotLockedIn(f"network: {up}")


def descriptors() -> set[int]:
    """The open file descriptors of this process."""
    listed = {int(name) for name in os.listdir("/proc/self/fd")}  # and that of the listing itself
    return {number for number in listed if os.path.lexists(f"/proc/self/fd/{number}")}


def writable_places() -> set[str]:
    """Return where a mount begins that is not read-only and not hidden below another one."""
    found = set()
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        number, _, _, _, place, options, *_ = line.split()
        place = place.encode().decode("unicode_escape")
        with contextlib.suppress(OSError):
            visible = mount_number(place) == number
            device = stat.S_ISCHR(os.stat(place).st_mode)  # /dev/null and the like
            if visible and not device and "rw" in options.split(","):
                found.add(place)
    return found


def mount_number(path: str) -> str:
    """Return the number of the mount that a path leads to."""
    descriptor = os.open(path, os.O_PATH)
    try:
        about = Path(f"/proc/self/fdinfo/{descriptor}").read_text()
        return dict(line.split(":\t") for line in about.splitlines())["mnt_id"].strip()
    finally:
        os.close(descriptor)


def remaining_rights(user: int | None) -> list[str]:
    """The rights that this process still has and should not: fields of ``/proc/self/status``."""
    status = dict(
        line.split(":\t", 1) for line in Path("/proc/self/status").read_text().splitlines()
    )
    found = [name for name in status if name.startswith("Cap") and int(status[name], 16)]
    if status["NoNewPrivs"] != "1":
        found.append("NoNewPrivs")
    own = os.getuid() if user is None else user
    if own == 0 or {*status["Uid"].split(), *status["Gid"].split()} - {str(own), str(os.getgid())}:
        found.append("Uid")
    if user is not None and (status["Groups"].strip() or os.getgid() != user):
        found.append("Groups")
    return found


def is_up(interface: str) -> bool:
    """Whether a network interface is up; one that cannot be asked about is not."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        import fcntl

        answer = fcntl.ioctl(probe, 0x8913, interface.encode().ljust(40, b"\0"))  # SIOCGIFFLAGS
        return bool(answer[16] & 1)
    return False
