"""What a student's kernel may use of memory, processor, disk and processes."""

import contextlib
import ctypes
import os
import resource
import signal
from pathlib import Path
from typing import NamedTuple

import psutil

from grading.inside.isolation import MOST_CORE

MEBI = 2**20
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG, linux/prctl.h
WORKER_BYTES = 6144 * MEBI  # of addresses: a worker's 1 GB, its threads' stacks, and the growth


class ResourceLimits(NamedTuple):
    """What one kernel may use."""

    memory: int = 4096 * MEBI  # of addresses, in each process
    resident: int = 3072 * MEBI  # of memory, in all processes together
    cpu: int = 600  # seconds, in each process
    file: int = 64 * MEBI
    disk: int = 128 * MEBI  # in memory, for each of the three places that can be written
    open_files: int = 256
    processes: int = 64  # and threads
    growth: int = 1024 * MEBI  # of the grader's own process, while it serves the kernel


PAGE = resource.getpagesize()
DEFAULT_RESOURCES = ResourceLimits()


def process_limit(resources: ResourceLimits, user: int | None) -> int:
    """How many processes the kernel may have; those its account already runs come on top."""
    if user is None:  # the limit counts all that this account runs
        return resources.processes + threads_of(os.getuid())
    return resources.processes


def threads_of(user: int) -> int:
    """How many threads a user's processes have."""
    count = 0
    for task in Path("/proc").glob("[0-9]*"):
        try:
            if task.stat().st_uid == user:
                count += len(os.listdir(task / "task"))
        except OSError:
            continue
    return count


def limited(resources: ResourceLimits, user: int | None) -> list[str]:
    """The ``prlimit`` command that limits what is written behind it."""
    processes = process_limit(resources, user)
    return [
        "prlimit",
        *(f"--as={resources.memory}", f"--cpu={resources.cpu}", f"--fsize={resources.file}"),
        *(f"--nofile={resources.open_files}", f"--nproc={processes}", f"--core={MOST_CORE}", "--"),
    ]


def limit_this_process(resources: ResourceLimits) -> None:
    """Without a sandbox, at least these limits hold; called in the child before it starts.

    Where the system can, the child also ends with who started it, however that ends.
    """
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    for kind, limit in [
        (resource.RLIMIT_AS, resources.memory),
        (resource.RLIMIT_CPU, resources.cpu),
        (resource.RLIMIT_FSIZE, resources.file),
        (resource.RLIMIT_CORE, MOST_CORE),
    ]:
        resource.setrlimit(kind, (limit, limit))


def limit_address_space(most: int) -> None:
    """Let this process, and what it starts, have no more addresses: for a worker of the grader's.

    Whatever a student's kernel brings it to, an allocation beyond fails in this process, before the
    machine begins to end others. See ``WORKER_BYTES``.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def resident_here() -> int:
    """Return the bytes of memory that this process has."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


def resident_below(pid: int) -> int:
    """Return the bytes of memory that all processes below one have together."""
    total = 0
    with contextlib.suppress(psutil.Error):
        for process in psutil.Process(pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                total += process.memory_info().rss
    return total
