"""The grader's end of the zygote: have it fork, and tell the kernel how to lock itself in.

One zygote serves one process of the grader's, and dies with it. Where it cannot be had, or what it
forked cannot lock itself in (a system that allows no nested namespaces), kernels are started one by
one, which is slower and just as closed.
"""

import array
import contextlib
import json
import logging
import os
import select
import signal
import socket
import struct
import subprocess
import threading
from collections.abc import Collection, Mapping

from grading.inside.zygote import HERE, LOCKED_IN, READY, receive
from grading.sandbox import bubblewrap

LOADING_SECONDS = 90.0
ANSWER_SECONDS = 20.0
CREDENTIALS = struct.Struct("3i")  # process, user and group of a message's sender

log = logging.getLogger("grading")


class CannotFork(RuntimeError):
    """There is no zygote, or what it forked is not locked in."""


class ForkedProcess:
    """The first process of a forked kernel's process namespace: all others end with it."""

    def __init__(self, pid: int):
        self.pid = pid
        self.descriptor: int | None = os.pidfd_open(pid)  # of this very process

    def poll(self) -> int | None:
        """0 if the kernel has ended, None while it runs, as of ``Popen``."""
        if self.descriptor is None:
            return 0
        ready, _, _ = select.select([self.descriptor], [], [], 0)
        return 0 if ready else None

    def end(self) -> None:
        """End it and everything it started; return when all of that is gone."""
        if self.descriptor is None:
            return
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.descriptor, signal.SIGKILL)
        select.select([self.descriptor], [], [], 10)
        os.close(self.descriptor)
        self.descriptor = None


class ForkServer:
    """A zygote, started when it is first needed."""

    def __init__(self):
        self.process: subprocess.Popen | None = None
        self.refused: str | None = None
        self.ready = False
        self.lock = threading.Lock()
        self.courses: set[str] = set()  # hidden besides this one
        self.forked: list[ForkedProcess] = []

    def begin(self) -> None:
        """Start it, and return at once."""
        self.control, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                bubblewrap.zygote_command(theirs.fileno(), self.courses),
                cwd="/",
                env={},  # bubblewrap's own: its kernels' is on the command line
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self.ready = False

    def hides(self, courses: Collection[str]) -> bool:
        """Whether its kernels see nothing of these courses.

        A zygote that shows one makes room for another that hides it too; while kernels of its own
        still run, which would end with it, it stays, and others are started one by one.
        """
        with self.lock:
            if not self.courses.issuperset(courses):
                if any(one.poll() is None for one in self.forked):
                    return False
                self.close()
                self.courses.update(courses)
        return True

    def fork(self, terms: Mapping, descriptors: list[int]) -> ForkedProcess:
        """Fork a kernel.

        Parameters
        ----------
        terms : mapping
            What it is to do, and how it is to lock itself in.
        descriptors : list of int
            Of the file for what it prints, of its socket to the grader, of its channels.

        Raises
        ------
        CannotFork
            And from then on always: it is tried once.
        """
        if self.refused is not None:
            raise CannotFork(self.refused)
        ours, theirs = telling_pair()
        process = None
        with ours, theirs:
            try:
                self.ask(theirs)
                ours.settimeout(ANSWER_SECONDS)
                process = forked(ours)
                pass_on(ours, json.dumps(terms).encode(), descriptors)
                answer, _ = receive(ours)
                if answer != LOCKED_IN:
                    raise CannotFork(answer.decode("utf-8", "replace") or "it ended")
                self.forked = [one for one in self.forked if one.poll() is None] + [process]
                return process
            except (OSError, CannotFork) as error:
                if process is not None:
                    process.end()
                self.refused = str(error)
                log.warning("Kernels are started one by one, which is slower: %s", self.refused)
                raise CannotFork(self.refused) from error

    def ask(self, theirs: socket.socket) -> None:
        """Have the zygote fork a kernel on a socket; start the zygote first if there is none."""
        with self.lock:
            if self.process is not None and self.process.poll() is not None:
                self.close()
            if self.process is None:
                self.begin()
            if not self.ready:
                self.control.settimeout(LOADING_SECONDS)
                if self.control.recv(len(READY)) != READY:
                    raise CannotFork("the zygote did not start")
                self.ready = True
            pass_on(self.control, b"fork", [theirs.fileno()])
        theirs.close()

    def close(self) -> None:
        """Kill the zygote, and with it what it has not handed over."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None
        self.control.close()


def telling_pair() -> tuple[socket.socket, socket.socket]:
    """Two ends of a connection, at the first of which is told which process spoke."""
    ours, theirs = socket.socketpair()
    # Before anything can be said: what comes earlier is nobody's, and its process 0.
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    return ours, theirs


def forked(connection: socket.socket) -> ForkedProcess:
    """Learn from the operating system which process speaks at the other end."""
    message, ancillary, _, _ = connection.recvmsg(1024, socket.CMSG_SPACE(CREDENTIALS.size))
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_CREDENTIALS and message == HERE:
            process = ForkedProcess(CREDENTIALS.unpack(content)[0])
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)
            return process
    raise CannotFork(message.decode("utf-8", "replace") or "what was forked has ended")


def pass_on(connection: socket.socket, message: bytes, descriptors: list[int]) -> None:
    """Send a message and file descriptors over a Unix socket."""
    numbers = array.array("i", descriptors)
    connection.sendmsg([message], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, numbers)])


SERVER = ForkServer()  # of this process
