"""How the grader and a student's kernel meet: sockets that listen before the kernel runs.

The kernel inherits them. Nothing that it can write is on the host's disk: the folder of the sockets
is not in its sandbox, and what it prints while it starts goes to a little memory of fixed size.
"""

import contextlib
import fcntl
import os
import shutil
import socket
import tempfile
from pathlib import Path
from typing import Any

import zmq
from jupyter_client import BlockingKernelClient

from grading import scratch
from grading.inside.kernel_application import CHANNELS

LARGEST_PART = 8 * 2**20
# Header, parent's header and metadata, which are small: Jupyter takes a moment for each text in
# them that looks like a date.
LARGEST_HEAD = 16 * 2**10
MOST_WAITING = 200  # messages
LOG_BYTES = 2**16


class Channels:
    """The channels of one kernel, and what it prints before it can speak."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="k-", dir=scratch.folder()))
        address = str(self.folder / "s")
        self.listening = [listen(f"{address}-{port}") for port, _ in enumerate(CHANNELS, 1)]
        self.log = fixed_memory(LOG_BYTES)
        self.context = zmq.Context()
        self.context.setsockopt(zmq.MAXMSGSIZE, LARGEST_PART)
        self.context.setsockopt(zmq.RCVHWM, MOST_WAITING)
        self.context.setsockopt(zmq.LINGER, 0)
        self.client = BlockingKernelClient(context=self.context)
        about: Any = {f"{channel}_port": port for port, channel in enumerate(CHANNELS, 1)}
        self.client.load_connection_info({**about, "transport": "ipc", "ip": address, "key": ""})
        self.client.session.check_pid = False
        self.client.start_channels(shell=True, iopub=True, stdin=False, hb=False, control=True)

    @property
    def descriptors(self) -> list[int]:
        """The listening sockets, in the order of ``CHANNELS``."""
        return [listener.fileno() for listener in self.listening]

    def hand_over(self) -> None:
        """Forget the listening sockets: the kernel has them."""
        for listener in self.listening:
            listener.close()

    def said(self) -> str:
        """Return the last lines that the kernel printed before it could speak."""
        text = os.pread(self.log, LOG_BYTES, 0).rstrip(b"\0")[-2000:].decode("utf-8", "replace")
        return " | ".join(text.split("\n")[-6:]) or "(nothing)"

    def close(self) -> None:
        """Stop the client, close every descriptor and remove the folder."""
        self.client.stop_channels()
        self.context.destroy(linger=0)
        self.hand_over()
        os.close(self.log)
        shutil.rmtree(self.folder, ignore_errors=True)


def listen(path: str) -> socket.socket:
    """A socket that listens at a path."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(path)
    listener.listen()
    return listener


def fixed_memory(size: int) -> int:
    """Return the descriptor of a file in memory that nobody can make larger."""
    descriptor = os.memfd_create("log", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.ftruncate(descriptor, size)
    seals = fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
    fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, seals)
    return descriptor


def next_message(channel: Any, seconds: float) -> dict | None:
    """Return the next well-formed message of a channel, or None."""
    try:
        if not channel.socket.poll(int(1000 * seconds)):
            return None
        _, parts = channel.session.feed_identities(channel.socket.recv_multipart())
        if any(len(part) > LARGEST_HEAD for part in parts[1:4]):
            return None
        message = channel.session.deserialize(parts)
    except Exception:  # forged, malformed or too deep: whatever it was, it says nothing
        return None
    shaped = (
        isinstance(message.get("content"), dict)
        and isinstance(message.get("parent_header"), dict)
        and isinstance(message.get("msg_type"), str)
    )
    return message if shaped else None


def send(client: BlockingKernelClient, kind: str) -> None:
    """Send a message without content over the control channel, as far as that is possible."""
    with contextlib.suppress(Exception):
        client.control_channel.send(client.session.msg(kind, {}))
