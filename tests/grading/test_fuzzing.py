"""Whatever arrives from a student, its reader reads it or refuses it, and does nothing else.

A short run; ``FUZZ_SECONDS=10 pytest tests/grading/test_fuzzing.py`` goes on for so much of the
processor's time with each of the five tests, as CI does, ``FUZZ_SECONDS=720`` for an hour.
"""

import json
import os
import random
import socket
import time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grading.inside.protocol import (
    MOST_BYTES,
    MOST_NAMED,
    SIZES,
    Frames,
    ProtocolError,
    Reader,
    Unsendable,
    Writer,
    aligned,
)
from grading.rpc.conversation import ArgumentChanged, Conversation, KernelLost, LibraryUsed
from grading.rpc.exported import TEST_CELL
from grading.rpc.proxy import Proxy
from grading.submission.reading import MOST_CELLS, Submission, Unreadable, parse

SECONDS = float(os.environ.get("FUZZ_SECONDS", "0"))
SHORT = settings(
    max_examples=150, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def at_length(property_) -> None:
    """Check a property with new examples each time, for as long as was asked."""
    end = time.process_time() + SECONDS
    while True:
        seed(random.randrange(2**32))(property_)()
        if time.process_time() >= end:
            return


texts = st.text(max_size=8) | st.sampled_from(["name", "fails", "array", "own"])
leaves = st.none() | st.booleans() | st.integers() | st.floats() | texts
jsons = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
dtypes = st.sampled_from(["<f8", "|u1", "|b1", "<U3", "<c16", "|O", "|V8", "<U99999", "<f3", ">i2"])
shapes = st.lists(st.integers(-1, 5) | st.just(2**40), max_size=3)
KINDS = ["own", "yours", "list", "tuple", "dict", "array", "scalar", "objects", "complex", "xyz"]


def coded(inner):
    """What looks like a value of the protocol, with something else inside."""
    array = st.tuples(dtypes, shapes, st.integers(-1, 3)).map(list)
    content = inner | array | st.lists(inner, max_size=3)
    return st.dictionaries(st.sampled_from(KINDS), content, min_size=1, max_size=1)


values = st.recursive(jsons, coded, max_leaves=10)
lengths = st.lists(st.integers(0, 40) | st.just(-1), max_size=4)
kinds = st.sampled_from(["value", "error", "callback", "hello", ""])
operations = st.sampled_from(["call", "getattr", "len", "getitem", "iter", "next"]) | jsons
messages = st.fixed_dictionaries(
    {"kind": kinds | jsons},
    optional={
        **dict.fromkeys(("value", "name", "text", "source", "library", "changed"), values),
        "op": operations,
        "args": st.lists(values, max_size=2) | values,
        "number": st.integers(0, 3) | jsons,
        "line": jsons,
        "base": st.sampled_from(["ValueError", "Exception", "print", "UnicodeDecodeError"]) | jsons,
        "callback": st.integers(0, 3) | jsons,
    },
)


def body_for(sizes) -> bytearray:
    return bytearray(os.urandom(sum(aligned(max(0, size)) for size in sizes)))


def test_a_frame_is_read_or_refused():
    @SHORT
    @given(st.binary(max_size=60) | messages, lengths, values)
    def property_(message, sizes, value):
        header = message
        if not isinstance(message, bytes):
            header = json.dumps({"message": {**message, "v": value}, "arrays": sizes}).encode()
        try:
            reader = Reader(header, body_for(sizes), lambda found: found)
            reader.value(reader.message.get("v"))
            assert reader.named <= MOST_NAMED
        except ProtocolError:
            pass

    at_length(property_)


def test_bytes_are_frames_or_refused():
    @SHORT
    @given(st.lists(st.binary(max_size=40), max_size=6), st.integers(0, 2**32 - 1))
    def property_(parts, size):
        ours, theirs = socket.socketpair()
        with ours, theirs:
            theirs.sendall(SIZES.pack(len(b"".join(parts)), size) if len(parts) % 2 else b"")
            for part in parts:
                theirs.sendall(part)
            theirs.shutdown(socket.SHUT_WR)
            frames = Frames(ours)
            with pytest.raises((EOFError, ProtocolError)):
                while True:
                    _, body = frames.next()
                    assert len(body) <= MOST_BYTES

    at_length(property_)


plain_arrays = arrays.arrays(
    st.sampled_from(["f8", "f4", "i8", "u1", "?", "c16", "U3"]), arrays.array_shapes(min_side=0)
)
sendable = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | texts | plain_arrays,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(texts | st.integers(), inner, max_size=4)
    ),
    max_leaves=12,
)


def refuse(value):
    raise Unsendable(type(value).__name__)


def test_what_is_sent_arrives():
    @SHORT
    @given(sendable)
    def property_(value):
        writer = Writer(refuse)
        try:
            frame = writer.frame({"v": writer.value(value)})
        except Unsendable:
            return
        except UnicodeEncodeError:
            return
        ours, theirs = socket.socketpair()
        with ours, theirs:
            theirs.sendall(frame)
            reader = Reader(*Frames(ours).next(), refuse)
            assert repr(reader.value(reader.message["v"])) == repr(value)

    at_length(property_)


class HandedError(Exception):
    """What the grader's object raises; it comes back as itself."""


class Handed:
    """An object as a test cell defines them, which the student's code may use."""

    __module__ = TEST_CELL
    name = "handed"

    def fails(self, *given, **named):
        raise HandedError

    def __len__(self):
        return 3

    def __iter__(self):
        return iter([1, 2])

    def __call__(self, *given, **named):
        return [given, named]


def test_a_conversation_ends_in_a_value_or_a_verdict():
    """The student's end sends anything; the grader's gets a value, or an error that is told."""

    @SHORT
    @given(st.lists(st.tuples(messages, lengths), min_size=1, max_size=4))
    def property_(sent):
        ours, theirs = socket.socketpair()
        with ours, theirs:
            for message, sizes in sent:
                header = json.dumps({"message": message, "arrays": sizes}).encode()
                body = body_for(sizes)
                theirs.sendall(SIZES.pack(len(header), len(body)) + header + body)
            theirs.shutdown(socket.SHUT_WR)
            talk = Conversation(ours, lambda: None, lambda: True)
            try:
                found = talk.request("name", "x", Handed())
            except (KernelLost, LibraryUsed, ArgumentChanged):
                return
            except BaseException as error:
                assert hasattr(error, "student") or isinstance(error, HandedError), repr(error)
                return
            assert isinstance(found, Proxy | np.generic | np.ndarray) or type(found) in VALUES

    at_length(property_)


VALUES = (type(None), bool, int, float, complex, str, list, tuple, dict)
cells = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown"]) | jsons,
        "source": st.lists(texts | jsons, max_size=3) | jsons,
        "metadata": st.fixed_dictionaries({"nbgrader": jsons}) | jsons,
    },
)
notebooks = st.fixed_dictionaries(
    {}, optional={"cells": st.lists(cells | jsons, max_size=4) | jsons, "worksheets": jsons}
)


def test_a_notebook_is_read_or_refused():
    @SHORT
    @given(st.binary(max_size=80) | (notebooks | jsons).map(lambda nb: json.dumps(nb).encode()))
    def property_(data):
        try:
            found = parse(data)
        except Unreadable:
            return
        assert isinstance(found, Submission)
        assert len(found.cells) <= MOST_CELLS
        for name, code, source in found.cells:
            assert name is None or isinstance(name, str)
            assert isinstance(code, bool)
            source.encode()

    at_length(property_)
