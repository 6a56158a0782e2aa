"""What a kernel sends is read in time that no kernel decides on."""

import contextlib
import json
from types import SimpleNamespace
from typing import Any

import pytest
import zmq
from jupyter_client.session import Session

from grading.sandbox import kernel as module
from grading.sandbox.channels import next_message
from grading.sandbox.kernel import LISTENING_SECONDS, Kernel
from grading.sandbox.outputs import OutputCollector

HEADER = {"msg_id": "1", "msg_type": "stream", "version": "5.3"}
DATES = ["2026-11-28T14:00:00.000000Z"] * 100_000  # a quarter of a minute for who reads them all


@pytest.fixture
def channel():
    """A channel of a client, with a socket at whose other end a kernel may say anything."""
    with contextlib.ExitStack() as stack:
        context = stack.enter_context(zmq.Context())
        ours, theirs = (stack.enter_context(context.socket(zmq.PAIR)) for _ in range(2))
        ours.bind("inproc://channel")
        theirs.connect("inproc://channel")
        yield SimpleNamespace(socket=ours, session=Session(key=b""), kernel=theirs)


def message(**parts: object) -> list[bytes]:
    told = {"header": HEADER, "parent_header": {}, "metadata": {}, "content": {}} | parts
    return [b"<IDS|MSG>", b"", *(json.dumps(part).encode() for part in told.values())]


@pytest.mark.parametrize("part", ["header", "parent_header", "metadata"])
def test_no_head_of_a_message_takes_long_to_read(channel, part, monkeypatch):
    def read(*arguments: object, **named: object) -> None:
        raise AssertionError("it was read through")

    channel.kernel.send_multipart(message(**{part: {**HEADER, "dates": DATES}}))
    with monkeypatch.context() as patched:
        patched.setattr(channel.session, "deserialize", read)
        assert next_message(channel, 1.0) is None
    channel.kernel.send_multipart(message(content={"text": "x" * 1_000_000}))
    found = next_message(channel, 1.0)
    assert found is not None and len(found["content"]["text"]) == 1_000_000
    assert next_message(channel, 0) is None


@pytest.mark.parametrize(
    "parts", [[], [b""], [b"<IDS|MSG>"], message()[:4], [*message()[:3], b"{}", b"", b"", b"["]]
)
def test_what_is_no_message_says_nothing(channel, parts):
    channel.kernel.send_multipart(parts or [b""])
    assert next_message(channel, 1.0) is None


class Clock:
    """Passes when something is read."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now


def listening(monkeypatch, content: dict, seconds: float) -> tuple[int, OutputCollector]:
    """Have a kernel without a process listen to messages without end; return how many it read."""
    clock, read = Clock(), []

    def endless(channel, wait):
        clock.now += seconds
        read.append(channel)
        return {"parent_header": {"msg_id": "1"}, "msg_type": "error", "content": content}

    monkeypatch.setattr(module, "next_message", endless)
    monkeypatch.setattr(module, "time", clock)
    collector = OutputCollector()
    with zmq.Context() as context, context.socket(zmq.PAIR) as socket:
        socket.bind("inproc://nobody")
        one = SimpleNamespace(socket=socket)
        kernel: Any = Kernel(sandboxed=False)
        kernel.client = SimpleNamespace(shell_channel=one, iopub_channel=one)
        kernel.listen("1", collector, False, False)
    return len(read), collector


def test_messages_that_take_long_to_read_do_not_stop_the_clock(monkeypatch):
    read, _ = listening(monkeypatch, {}, LISTENING_SECONDS / 3)
    assert 3 <= read <= 6


@pytest.mark.parametrize("traceback", [5, None, {"a": 1}, True, 1.5])
def test_a_forged_message_is_nobodys_failure(monkeypatch, traceback):
    read, collector = listening(monkeypatch, {"traceback": traceback}, 0.0)
    assert read > 100
    assert collector.outputs == []
