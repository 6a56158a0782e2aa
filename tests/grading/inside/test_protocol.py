import json
import math
import socket

import numpy as np
import pytest

from grading.inside.protocol import (
    MOST_BYTES,
    SIZES,
    Frames,
    ProtocolError,
    Reader,
    Unsendable,
    Writer,
)


def refuse(given):
    raise Unsendable(type(given).__name__)


def travelled(value):
    writer = Writer(refuse)
    frame = writer.frame({"value": writer.value(value)})
    header, body = SIZES.unpack(frame[: SIZES.size])
    rest = frame[SIZES.size :]
    reader = Reader(rest[:header], bytearray(rest[header:]), lambda coded: coded)
    assert len(rest) == header + body
    return reader.value(reader.message["value"])


@pytest.mark.parametrize(
    "value",
    [None, True, 0, -(2**70), 0.1, math.inf, "π", 1 + 2j, [1, [2.5, "a"]], (1, ()), {"a": {1: 2}}],
)
def test_values_arrive_as_they_were(value):
    assert travelled(value) == value
    assert type(travelled(value)) is type(value)


@pytest.mark.parametrize("dtype", ["f8", "f4", "f2", "i8", "u1", "?", "c16", "U3", ">f8", "O"])
def test_arrays_arrive_as_they_were(dtype):
    array = np.array([[1, 0], [0, 1], [1, 1]]).astype(dtype)
    got = travelled(array.T)
    np.testing.assert_array_equal(got, array.T)
    assert got.dtype == array.dtype
    assert got.flags.writeable


def test_scalars_of_numpy_stay_its_own():
    assert isinstance(travelled(np.float32(0.1)), np.float32)


def test_subclasses_become_plain():
    class Lying(np.ndarray):
        def __array_ufunc__(self, *args, **kwargs):
            return True

        def tobytes(self, *args):
            return b"x" * 24

    class Number(float):
        def __repr__(self):
            return "4.0"

    got = travelled([np.zeros(3).view(Lying), Number(0.5)])
    assert type(got[0]) is np.ndarray
    assert got[0].tolist() == [0, 0, 0]
    assert (type(got[1]), got[1]) == (float, 0.5)


def test_one_array_in_two_places_stays_one():
    array = np.ones(2)
    first, second = travelled([array, array])
    assert first is second


def endless():
    rows = []
    rows.append(rows)
    return rows


@pytest.mark.parametrize(
    "value",
    [10**400, endless(), np.zeros(2, "M8[s]"), object(), {1, 2}, np.zeros((0, 2**24, 2**10))],
)
def test_what_is_no_value_is_not_sent(value):
    with pytest.raises(Unsendable):
        travelled(value)


@pytest.mark.parametrize(
    "value",
    [
        {"array": ["|O", [1], 0]},
        {"array": ["<U0", [2**24, 2**24], 1]},  # any number of texts, of no bytes at all
        {"array": ["<f8", [0, 2**24, 2**10], 1]},  # whose sum over the first axis is large
        {"objects": [[0, 2**24, 2**10], []]},
        {"array": ["|V8", [1], 0]},
        {"array": ["<f8", [2], 0]},
        {"array": ["<f8", [-1], 0]},
        {"array": ["<f8", [True], 0]},
        {"array": ["<f8", [2**62, 4], 0]},
        {"array": ["<f8", [1], 2]},
        {"array": ["<f8", [1], -1]},
        {"array": ["<f8,<f8", [1], 0]},
        {"array": 3},
        {"scalar": ["<f8", [1], 0]},
        {"complex": [1]},
        {"dict": [[{"list": []}, 1]]},
        {"dict": [[number * (2**61 - 1), 1] for number in range(200)]},  # all of one hash
        {"list": {"a": 1}},
        {"objects": [[2], [1]]},
        {"tuple": 1, "list": 2},
        {"": 1},
        {"array__": 1},
        [1],
    ],
)
def test_what_does_not_fit_is_refused(value):
    header = json.dumps({"message": {"value": value}, "arrays": [8, 0]}).encode()
    reader = Reader(header, bytearray(16), lambda coded: coded)
    with pytest.raises(ProtocolError):
        reader.value(reader.message["value"])


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"[]",
        b"{}",
        b'{"message": 1, "arrays": []}',
        b'{"message": {}, "arrays": [17]}',
        b'{"message": {}, "arrays": [-8, 16]}',
        b'{"message": ' + b"[" * 100_000,
        b'{"message": {"a": ' + b"9" * 5000 + b'}, "arrays": []}',
        b"\xff",
    ],
)
def test_malformed_frames_are_refused(header):
    with pytest.raises(ProtocolError):
        Reader(header, bytearray(16), lambda coded: coded)


def test_bools_are_bools():
    header = json.dumps({"message": {"v": {"array": ["|b1", [2], 0]}}, "arrays": [2]}).encode()
    reader = Reader(header, bytearray(b"\x07\x00".ljust(16, b"\0")), lambda coded: coded)
    assert reader.value(reader.message["v"]).tolist() == [True, False]


def test_frames_arrive_whole_however_they_are_cut():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        frame = Writer(refuse).frame({"a": 1})
        ours.settimeout(0.01)
        frames = Frames(ours)
        sent = iter([*(frame[i : i + 1] for i in range(len(frame)))])
        header, body = frames.next(lambda: theirs.sendall(next(sent)))
        assert (json.loads(header)["message"], body) == ({"a": 1}, b"")
        theirs.sendall(SIZES.pack(MOST_BYTES, 1))
        with pytest.raises(ProtocolError, match="too large"):
            frames.next()
        theirs.close()
        with pytest.raises(EOFError):
            Frames(ours).next()
