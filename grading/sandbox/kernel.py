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
from typing import Any, NamedTuple

import psutil
import zmq
from nbformat import NotebookNode

from grading import scratch
from grading.inside.kernel_application import arguments
from grading.inside.server import DESCRIPTOR
from grading.rpc.conversation import DEFAULT_TIME_LIMITS, Conversation, KernelLost, TimeLimits
from grading.sandbox import bubblewrap
from grading.sandbox.channels import MOST_WAITING, Channels, next_message, send
from grading.sandbox.environment import PYTHON, environment
from grading.sandbox.limits import (
    DEFAULT_RESOURCES,
    ResourceLimits,
    limit_this_process,
    resident_below,
    resident_here,
)
from grading.sandbox.outputs import KERNEL_DIED, MOST_SHOWN, OutputCollector, error_output
from grading.sandbox.zygote_client import SERVER, CannotFork, ForkedProcess

START_SECONDS = 90.0
GRACE_SECONDS = 4.0  # between an interrupt and the end of the kernel
LOOK_SECONDS = 0.02  # between two looks at the grader's own memory, while messages come in
LISTENING_SECONDS = 1.0  # before the clock and the memory are looked at again
FLOOD = 20_000_000  # characters printed by one cell; whoever writes more is stopped
TIMED_OUT = "CellTimeoutError"
# Before the student's first cell: what every notebook needs is there, and the agent is loaded.
WARM_UP = "import numpy, grading.inside.server"


class KernelFailed(RuntimeError):
    """A kernel that did not start: the grader's own trouble, not the student's."""


class SandboxedProcess(subprocess.Popen):
    """bubblewrap: its first process inside takes the whole process namespace along."""

    def end(self) -> None:
        """Kill the process and its group, and wait for it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(10)


class UnsandboxedProcess(SandboxedProcess):
    """A kernel that has nothing around it."""

    def end(self) -> None:
        """Kill the process's children, then the process: nothing here ends them with it."""
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
    course : str, optional
        Where the course lies whose work this is; what is there on this machine is hidden.
    """

    def __init__(
        self,
        files: Mapping[str, Path] | None = None,
        sandboxed: bool = True,
        resources: ResourceLimits = DEFAULT_RESOURCES,
        may_fork: bool = True,
        course: str = "",
    ):
        if sandboxed and bubblewrap.executable() is None:
            raise bubblewrap.SandboxMissing(bubblewrap.HOW_TO_INSTALL)
        self.files = dict(files or {})
        self.sandboxed = sandboxed
        self.resources = resources
        self.may_fork = may_fork
        self.courses = (course,) if course else ()
        self.lost: str | None = None
        self.asked = False
        self.process: ForkedProcess | SandboxedProcess | None = None
        self.home: Path | None = None  # on disk, without a sandbox alone
        self.memory_before: int | None = None
        self.next_look = self.next_look_here = 0.0
        self.room = MOST_SHOWN  # characters that its cells may still show

    # Life

    def start(self) -> "Kernel":
        """The kernel, started and ready."""
        self.begin()
        return self.wait_until_ready()

    def begin(self) -> "Kernel":
        """Start the process and return at once; :meth:`wait_until_ready` does the rest."""
        self.channels = Channels()
        self.client = self.channels.client
        self.channel, theirs = socket.socketpair()
        try:
            with theirs:
                if not self.fork(theirs.fileno()):
                    self.launch(theirs.fileno())
        except OSError as error:
            self.close()
            raise KernelFailed(f"the student's kernel cannot be started: {error}") from error
        self.channels.hand_over()
        return self

    def fork(self, descriptor: int) -> bool:
        """Have the zygote fork a kernel, where it can; tell whether it did."""
        if not self.sandboxed or not self.may_fork or self.files or SERVER.refused is not None:
            return False
        if not SERVER.hides(self.courses):
            return False
        terms = bubblewrap.forked_terms(self.resources, bubblewrap.own_user())
        terms |= {"variable": DESCRIPTOR}
        given = [self.channels.log, descriptor, *self.channels.descriptors]
        try:
            self.process = SERVER.fork(terms, given)
        except CannotFork:
            return False
        return True

    def launch(self, descriptor: int) -> None:
        """Start the kernel's process, under bubblewrap if sandboxed, with limits in any case."""
        given = self.channels.descriptors
        kernel = ["-m", "grading.inside.kernel_application", *arguments(given)]
        if self.sandboxed:
            program = f"{PYTHON}/bin/python"
            kernel = ["/usr/bin/env", f"{DESCRIPTOR}={descriptor}", program, *kernel]
            user = bubblewrap.own_user()
            line = bubblewrap.command(kernel, self.files, self.resources, user, self.courses)
            # bubblewrap itself, which an ordinary user's kernel can read, knows nothing of ours;
            # the shell before it would tell it the directory.
            self.process = SandboxedProcess(line, cwd="/", env={}, **self.streams(descriptor))
            return
        self.home = Path(tempfile.mkdtemp(prefix="k-", dir=scratch.folder()))
        for name, path in self.files.items():
            shutil.copyfile(path, self.home / name)
        self.process = UnsandboxedProcess(
            [f"{sys.prefix}/bin/python", *kernel],
            cwd=self.home,
            env=environment(str(self.home)) | {DESCRIPTOR: str(descriptor)},
            preexec_fn=lambda: limit_this_process(self.resources),
            **self.streams(descriptor),
        )

    def streams(self, descriptor: int) -> dict[str, Any]:
        """Return what every kernel of its own gets: where it prints, and its sockets."""
        return {
            "stdin": subprocess.DEVNULL,
            "stdout": self.channels.log,
            "stderr": self.channels.log,
            "pass_fds": [descriptor, *self.channels.descriptors],
            "start_new_session": True,
        }

    def wait_until_ready(self) -> "Kernel":
        """The kernel once it has run a cell; raise ``KernelFailed`` where it does not come up."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.alive():
            if self.heard_on_both_channels():
                ran = self.run(WARM_UP, deadline - time.monotonic())
                if ran.finished and not ran.outputs:
                    self.refuse_if_secrets_are_seen()
                    return self
                break
        said = self.channels.said()
        self.close()
        raise KernelFailed(f"the student's kernel did not start: {said}")

    def heard_on_both_channels(self) -> bool:
        """Ask who it is; what it then publishes is heard only once that channel is connected."""
        if not self.asked:
            self.client.kernel_info()
            self.asked = True
        if next_message(self.client.shell_channel, 0.2) is None:
            return False
        self.asked = False
        return next_message(self.client.iopub_channel, 0.2) is not None

    def refuse_if_secrets_are_seen(self) -> None:
        """Look from inside, before anything of a student's runs, whether the course is hidden."""
        if not self.sandboxed:
            return
        seen = []
        with self.conversation(DEFAULT_TIME_LIMITS) as talk, contextlib.suppress(KernelLost):
            seen = talk.request("visible", bubblewrap.telltales(self.courses))
        if self.lost is not None or seen:
            why = f"its sandbox shows {', '.join(map(str, seen[:3]))}" if seen else self.lost
            self.close()
            raise KernelFailed(f"the student's kernel must not run here: {why}")

    def alive(self) -> bool:
        """Whether the kernel runs and has not been given up."""
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
        """End the kernel, close its channels and remove its home."""
        self.kill()
        self.channels.close()
        self.channel.close()
        if self.home is not None:
            scratch.delete(self.home)

    def __enter__(self) -> "Kernel":
        return self if self.process is not None else self.start()

    def __exit__(self, *exception) -> None:
        self.close()

    # Cells

    def run(self, source: str, seconds: float) -> Ran:
        """Run one cell; a kernel that cannot be brought to answer is lost."""
        collector = OutputCollector(self.room)
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
        self.room -= collector.shown
        if self.lost is not None:
            outputs = [*outputs, self.death_notice()]
        if stopped is not None:
            outputs = without_interrupt(outputs)
        return Ran(outputs, self.lost is None)

    def execute(self, source: str, silent: bool = False) -> str:
        """Send a cell to the kernel; the id of the request."""
        return self.client.execute(
            source, silent=silent, store_history=not silent, allow_stdin=False, stop_on_error=False
        )

    def listen(self, request, collector, replied, idle) -> tuple[bool, bool]:
        """Take in what has arrived; return whether the reply came, and whether all output did."""
        poller = zmq.Poller()
        for channel in (self.client.shell_channel, self.client.iopub_channel):
            poller.register(channel.socket, zmq.POLLIN)
        poller.poll(100)
        until = time.monotonic() + LISTENING_SECONDS
        for _ in range(MOST_WAITING):
            if time.monotonic() > until:
                break
            message = next_message(self.client.iopub_channel, 0)
            if message is None:
                break
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "status":
                idle = idle or message["content"].get("execution_state") == "idle"
            else:
                with contextlib.suppress(Exception):  # forged: what it holds is no output
                    collector.add(message["msg_type"], message["content"])
        message = next_message(self.client.shell_channel, 0)
        if message is not None and message["parent_header"].get("msg_id") == request:
            replied = True
        return replied, idle

    def uses_too_much(self) -> str | None:
        """Look at the grader's memory, and now and then at that of all the kernel has started."""
        now = time.monotonic()
        if now >= self.next_look_here:
            here = resident_here()
            self.next_look_here = now + LOOK_SECONDS
            if self.memory_before is None:
                self.memory_before = here
            if here - self.memory_before > self.resources.growth:
                return "the code sent more than the grader may hold"
        if now < self.next_look or self.process is None:
            return None
        self.next_look = now + 0.5
        if resident_below(self.process.pid) > self.resources.resident:
            return "the code used more memory than it may"
        return None

    def interrupt(self) -> None:
        """Ask the kernel by message to stop what it runs."""
        send(self.client, "interrupt_request")

    def death_notice(self) -> NotebookNode:
        """The error output of a cell that ended the kernel."""
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
        """Whether the kernel lives and uses no more than it may; one that uses more is given up.

        Asked before each read of a message, and there are ten thousands: so it looks now and then.
        A kernel that ends closes its end of the channel, too.
        """
        if time.monotonic() < self.next_look_here:
            return self.lost is None
        too_much = self.alive() and self.uses_too_much()
        if too_much:
            self.give_up(too_much)
        return self.alive()

    def await_idle(self, request: str) -> None:
        """Wait until the kernel is back from the tests; give it up if it does not come."""
        deadline = time.monotonic() + GRACE_SECONDS
        replied = idle = False
        while self.alive() and not (replied and idle) and time.monotonic() < deadline:
            replied, idle = self.listen(request, OutputCollector(), replied, idle)
        if not replied:
            self.give_up("the kernel did not come back from the tests")


def sentence(reason: str | None) -> str:
    """A reason as the beginning of a sentence; by default that the code ended Python."""
    text = reason or "the code ended Python"
    return text[0].upper() + text[1:]


def timed_out(reason: str) -> NotebookNode:
    """The error output of a cell that was stopped."""
    return error_output(
        TIMED_OUT, f"This cell was stopped: {reason}. Look for a loop that never ends."
    )


def without_interrupt(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Leave out the KeyboardInterrupt that is the grader's own doing."""
    return [out for out in outputs if out.get("ename") != "KeyboardInterrupt"]
