"""A student's kernel: started in the sandbox, fed cell by cell, ended without ceremony."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from queue import Empty
from typing import NamedTuple

import psutil
import zmq
from jupyter_client import BlockingKernelClient
from jupyter_client.connect import write_connection_file
from nbformat import NotebookNode

from grading.inside.server import DESCRIPTOR
from grading.rpc.conversation import Conversation, KernelLost, TimeLimits
from grading.sandbox import bubblewrap
from grading.sandbox.environment import environment
from grading.sandbox.limits import DEFAULT_RESOURCES, ResourceLimits, limit_this_process
from grading.sandbox.outputs import KERNEL_DIED, OutputCollector, error_output
from grading.sandbox.zygote_client import SERVER, CannotFork, ForkedProcess

START_SECONDS = 90.0
GRACE_SECONDS = 4.0  # between an interrupt and the end of the kernel
LARGEST_MESSAGE = 8 * 2**20
MOST_WAITING = 200  # messages
FLOOD = 20_000_000  # characters printed by one cell; whoever writes more is stopped
TIMED_OUT = "CellTimeoutError"
# Before the student's first cell: what every notebook needs is there, and the agent is loaded.
WARM_UP = "import numpy, grading.inside.server"


class KernelFailed(RuntimeError):
    """A kernel that did not start: the grader's own trouble, not the student's."""


class SandboxedProcess(subprocess.Popen):
    """bubblewrap: its first process inside takes the whole process namespace along."""

    def end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(10)


class UnsandboxedProcess(SandboxedProcess):
    """A kernel that has nothing around it."""

    def end(self) -> None:
        with contextlib.suppress(psutil.Error):
            for child in psutil.Process(self.pid).children(recursive=True):
                child.kill()
        super().end()


class Ran(NamedTuple):
    """What became of one cell."""

    outputs: list[NotebookNode]
    finished: bool


class Kernel:
    """One sandboxed IPython kernel and the grader's channel into it.

    Parameters
    ----------
    files : mapping of str to Path
        Files for the work directory, by the name they get there.
    sandboxed : bool
        Whether to lock it in. Without, only limits on memory, time and file size hold.
    may_fork : bool
        Whether to have it forked from the zygote, where that is possible.
    """

    def __init__(
        self,
        files: Mapping[str, Path] | None = None,
        sandboxed: bool = True,
        resources: ResourceLimits = DEFAULT_RESOURCES,
        may_fork: bool = True,
    ):
        if sandboxed and bubblewrap.executable() is None:
            raise bubblewrap.SandboxMissing(bubblewrap.HOW_TO_INSTALL)
        self.files = dict(files or {})
        self.sandboxed = sandboxed
        self.resources = resources
        self.may_fork = may_fork
        self.lost: str | None = None
        self.asked = False
        self.process: ForkedProcess | SandboxedProcess | None = None
        self.directory: Path | None = None

    # Life

    def start(self) -> "Kernel":
        self.begin()
        return self.wait_until_ready()

    def begin(self) -> "Kernel":
        """Start the process and return at once; :meth:`wait_until_ready` does the rest."""
        forks = self.sandboxed and self.may_fork and not self.files and SERVER.refused is None
        if forks:
            self.directory = SERVER.new_folder()
        else:  # sockets want short names
            self.directory = Path(tempfile.mkdtemp(prefix="k-", dir="/tmp"))
        connection = self.directory / "kernel.json"
        key = os.urandom(32).hex().encode()
        address = str(self.directory / "s")
        write_connection_file(str(connection), transport="ipc", ip=address, key=key)
        self.connect(connection)
        self.channel, theirs = socket.socketpair()
        arguments = ["-f", str(connection), "--HistoryManager.enabled=False"]
        self.log = (self.directory / "log").open("wb")
        try:
            with theirs:
                if not (forks and self.fork(arguments, theirs.fileno())):
                    self.launch(arguments, theirs.fileno())
        except OSError as error:
            self.close()
            raise KernelFailed(f"the student's kernel cannot be started: {error}") from error
        return self

    def fork(self, arguments: list[str], descriptor: int) -> bool:
        """Have the zygote fork a kernel; tell whether it did."""
        user = self.hand_over()
        terms = bubblewrap.forked_terms(self.directory, self.resources, user)
        terms |= {"arguments": arguments, "variable": DESCRIPTOR}
        try:
            self.process = SERVER.fork(terms, self.log.fileno(), descriptor)
        except CannotFork:
            return False
        return True

    def hand_over(self) -> int | None:
        """Let the kernel make its sockets, where it gets a user id of its own."""
        user = bubblewrap.own_user()
        if user is not None:
            for path in (self.directory, self.directory / "kernel.json"):
                os.chown(path, user, user)
        return user

    def launch(self, arguments: list[str], descriptor: int) -> None:
        kernel = [f"{sys.prefix}/bin/python", "-m", "ipykernel_launcher", *arguments]
        options = {
            "stdin": subprocess.DEVNULL,
            "stdout": self.log,
            "stderr": self.log,
            "pass_fds": [descriptor],
            "start_new_session": True,
        }
        if self.sandboxed:
            user = self.hand_over()
            kernel = ["/usr/bin/env", f"{DESCRIPTOR}={descriptor}", *kernel]
            line = bubblewrap.command(kernel, self.directory, self.files, self.resources, user)
            self.process = SandboxedProcess(line, **options)
            return
        home = self.directory / "home"
        home.mkdir()
        for name, path in self.files.items():
            shutil.copyfile(path, home / name)
        variables = environment(str(home)) | {DESCRIPTOR: str(descriptor)}
        self.process = UnsandboxedProcess(
            kernel,
            cwd=home,
            env=variables,
            preexec_fn=lambda: limit_this_process(self.resources),
            **options,
        )

    def connect(self, connection: Path) -> None:
        self.context = zmq.Context()
        self.context.setsockopt(zmq.MAXMSGSIZE, LARGEST_MESSAGE)
        self.context.setsockopt(zmq.RCVHWM, MOST_WAITING)
        self.context.setsockopt(zmq.LINGER, 0)
        self.client = BlockingKernelClient(context=self.context)
        self.client.load_connection_file(str(connection))
        self.client.session.check_pid = False
        self.client.start_channels(shell=True, iopub=True, stdin=False, hb=False, control=True)

    def wait_until_ready(self) -> "Kernel":
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.alive():
            if self.heard_on_both_channels():
                ran = self.run(WARM_UP, deadline - time.monotonic())
                if ran.finished and not ran.outputs:
                    self.seal()
                    return self
                break
        said = self.said()
        self.close()
        raise KernelFailed(f"the student's kernel did not start: {said}")

    def heard_on_both_channels(self) -> bool:
        """Ask who it is; what it then publishes is heard only once that channel is connected."""
        if not self.asked:
            self.client.kernel_info()
            self.asked = True
        if self.message(self.client.shell_channel, 0.2) is None:
            return False
        self.asked = False
        return self.message(self.client.iopub_channel, 0.2) is not None

    def seal(self) -> None:
        """The kernel has made its sockets: nothing more is to be written in the shared place."""
        if self.sandboxed and os.getuid() == 0:
            os.chown(self.directory, 0, 0)
            self.directory.chmod(0o711)

    def said(self) -> str:
        try:
            text = (self.directory / "log").read_bytes()[-2000:].decode("utf-8", "replace")
        except OSError:
            return "(nothing)"
        return " | ".join(text.split("\n")[-6:]) or "(nothing)"

    def alive(self) -> bool:
        return self.lost is None and self.process is not None and self.process.poll() is None

    def give_up(self, reason: str) -> None:
        """End the kernel, with the reason the student gets to read."""
        self.lost = self.lost or reason
        self.kill()

    def kill(self) -> None:
        """End the kernel and everything it started, at once."""
        if self.process is not None:
            self.process.end()

    def close(self) -> None:
        self.kill()
        self.client.stop_channels()
        self.context.destroy(linger=0)
        self.channel.close()
        self.log.close()
        shutil.rmtree(self.directory, ignore_errors=True)

    def __enter__(self) -> "Kernel":
        return self if self.process is not None else self.start()

    def __exit__(self, *exception) -> None:
        self.close()

    # Cells

    def run(self, source: str, seconds: float) -> Ran:
        """Run one cell; a kernel that cannot be brought to answer is lost."""
        collector = OutputCollector()
        if not self.alive():
            self.give_up("the code ended Python")
            return Ran([self.death_notice()], False)
        request = self.execute(source)
        deadline = time.monotonic() + seconds
        stopped = None
        replied = idle = False
        while not (replied and idle):
            replied, idle = self.listen(request, collector, replied, idle)
            if not self.alive():
                self.give_up("the code ended Python")
                break
            too_much = self.uses_too_much()
            if too_much:
                self.give_up(too_much)
                break
            if stopped is None and collector.received > FLOOD:
                stopped, deadline = "it printed without end", time.monotonic()
            if time.monotonic() >= deadline:
                if replied:
                    break  # what it still has to print does not matter
                if stopped == "interrupted":
                    self.give_up("the code did not stop when its time was up")
                    break
                reason = stopped or f"it ran for more than {seconds:g} seconds"
                collector.outputs.append(timed_out(reason))
                self.interrupt()
                stopped, deadline = "interrupted", time.monotonic() + GRACE_SECONDS
        outputs = collector.outputs
        if self.lost is not None:
            outputs = [*outputs, self.death_notice()]
        if stopped is not None:
            outputs = without_interrupt(outputs)
        return Ran(outputs, self.lost is None)

    def execute(self, source: str, silent: bool = False) -> str:
        return self.client.execute(
            source, silent=silent, store_history=not silent, allow_stdin=False, stop_on_error=False
        )

    def listen(self, request, collector, replied, idle) -> tuple[bool, bool]:
        """Take in what has arrived; return whether the reply came, and whether all output did."""
        poller = zmq.Poller()
        for channel in (self.client.shell_channel, self.client.iopub_channel):
            poller.register(channel.socket, zmq.POLLIN)
        poller.poll(100)
        for _ in range(MOST_WAITING):
            message = self.message(self.client.iopub_channel, 0)
            if message is None:
                break
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "status":
                idle = idle or message["content"].get("execution_state") == "idle"
            else:
                collector.add(message["msg_type"], message["content"])
        message = self.message(self.client.shell_channel, 0)
        if message is not None and message["parent_header"].get("msg_id") == request:
            replied = True
        return replied, idle

    def message(self, channel, seconds: float) -> dict | None:
        """Return the next well-formed message of a channel, or None."""
        try:
            message = channel.get_msg(timeout=seconds)
        except Empty:
            return None
        except Exception:  # forged, malformed or too deep: whatever it was, it says nothing
            return None
        shaped = (
            isinstance(message.get("content"), dict)
            and isinstance(message.get("parent_header"), dict)
            and isinstance(message.get("msg_type"), str)
        )
        return message if shaped else None

    def uses_too_much(self) -> str | None:
        """Look now and then at the memory of the kernel and all that it started."""
        now = time.monotonic()
        if now < getattr(self, "next_look", 0.0):
            return None
        self.next_look = now + 0.5
        resident = 0
        with contextlib.suppress(psutil.Error):
            for process in psutil.Process(self.process.pid).children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    resident += process.memory_info().rss
        if resident > self.resources.resident:
            return "the code used more memory than it may"
        return None

    def interrupt(self) -> None:
        """Ask the kernel by message to stop what it runs."""
        session = self.client.session
        with contextlib.suppress(Exception):
            self.client.control_channel.send(session.msg("interrupt_request", {}))

    def death_notice(self) -> NotebookNode:
        message = (
            f"{sentence(self.lost)}, so nothing after this could run. Look for exit(), quit(), "
            "os._exit(), endless loops or recursion, and very large arrays."
        )
        return error_output(KERNEL_DIED, message)

    # Test cells

    @contextlib.contextmanager
    def conversation(
        self, limits: TimeLimits, may_use: tuple[str, ...] = ()
    ) -> Iterator[Conversation]:
        """Let the agent in the kernel answer for the student's objects."""
        talk = Conversation(self.channel, self.interrupt, self.responsive, limits, may_use)
        if not self.alive():
            talk.lost = self.lost or "the code ended Python"
            yield talk
            return
        nonce = os.urandom(16).hex()
        serve = f"__import__('grading.inside.server').inside.server.serve({json.dumps(nonce)})"
        request = self.execute(serve, silent=True)
        with contextlib.suppress(KernelLost):
            try:
                talk.hello(nonce)
            except TimeoutError:
                talk.give_up("the kernel is busy with something that the code left running")
        try:
            yield talk
        finally:
            talk.end()
            if talk.lost is not None:
                self.give_up(self.lost or talk.lost)
            else:
                self.await_idle(request)

    def responsive(self) -> bool:
        too_much = self.alive() and self.uses_too_much()
        if too_much:
            self.give_up(too_much)
        return self.alive()

    def await_idle(self, request: str) -> None:
        deadline = time.monotonic() + GRACE_SECONDS
        replied = idle = False
        while self.alive() and not (replied and idle) and time.monotonic() < deadline:
            replied, idle = self.listen(request, OutputCollector(), replied, idle)
        if not replied:
            self.give_up("the kernel did not come back from the tests")


def sentence(reason: str | None) -> str:
    text = reason or "the code ended Python"
    return text[0].upper() + text[1:]


def timed_out(reason: str) -> NotebookNode:
    return error_output(
        TIMED_OUT, f"This cell was stopped: {reason}. Look for a loop that never ends."
    )


def without_interrupt(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Leave out the KeyboardInterrupt that is the grader's own doing."""
    return [out for out in outputs if out.get("ename") != "KeyboardInterrupt"]
