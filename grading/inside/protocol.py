"""Frames and values that travel between the grader and a student's kernel.

Self-contained (NumPy only), because it also runs beside the student's code, inside the sandbox.
Nothing here can run code that comes from the other side: a frame is JSON and raw array bytes, and
reading one gives None, bool, int, float, complex, str, arrays, lists, tuples, dicts, and whatever
the reader itself looks up for the numbers of objects that stay on their own side.
"""

import json
import math
import re
import socket
import struct
from collections.abc import Callable

import numpy as np

SIZES = struct.Struct("!II")  # bytes of JSON, bytes of arrays
MOST_BYTES = 64 * 2**20
MOST_DEPTH = 40
LONGEST_INTEGER = 1024  # bits
DTYPE = re.compile(r"[<>|=]?[biufcU][0-9]{1,9}\Z")


class ProtocolError(Exception):
    """The other side sent what this side does not read."""


class Unsendable(TypeError):
    """A value that cannot travel."""


class Writer:
    """Turns values into a frame.

    Parameters
    ----------
    refer : callable
        Given an object that is not a value, returns what stands for it: ``{"own": ...}`` for an
        object of this side, ``{"yours": number}`` for one of the other side.
    """

    def __init__(self, refer: Callable[[object], dict]):
        self.refer = refer
        self.arrays: list[np.ndarray] = []
        self.known: dict[int, int] = {}  # one array in two places stays one array
        self.containers: list[list | dict] = []  # numbered alike by the reader

    def value(self, given, depth: int = 0):
        if depth > MOST_DEPTH:
            raise Unsendable("a value is nested too deeply")
        if given is None or isinstance(given, bool):
            return given
        if isinstance(given, np.generic):
            return {"scalar": self.array(np.asarray(given))}
        if isinstance(given, int):
            if given.bit_length() > LONGEST_INTEGER:
                raise Unsendable("an integer is too large")
            return int(given)
        if isinstance(given, float):
            return float(given)
        if isinstance(given, str):
            return str(given)
        if isinstance(given, complex):
            return {"complex": [given.real, given.imag]}
        if isinstance(given, np.ndarray):
            return self.any_array(given, depth)
        if type(given) is list or type(given) is dict:
            self.containers.append(given)
        if type(given) is list or type(given) is tuple:
            return {type(given).__name__: [self.value(item, depth + 1) for item in given]}
        if type(given) is dict:
            return {
                "dict": [
                    [self.value(key, depth + 1), self.value(item, depth + 1)]
                    for key, item in given.items()
                ]
            }
        return self.refer(given)

    def any_array(self, given: np.ndarray, depth: int):
        if given.dtype.kind == "O":
            items = [self.value(item, depth + 1) for item in given.ravel().tolist()]
            return {"objects": [list(given.shape), items]}
        return {"array": self.array(given)}

    def array(self, given: np.ndarray) -> list:
        if not DTYPE.match(given.dtype.str):
            raise Unsendable(f"an array of dtype {given.dtype} is not made of numbers")
        if id(given) not in self.known:
            self.known[id(given)] = len(self.arrays)
            self.arrays.append(given)
        return [given.dtype.str, list(given.shape), self.known[id(given)]]

    def frame(self, message: dict) -> bytes:
        """Return the bytes of a message whose values went through :meth:`value`."""
        parts = [np.ascontiguousarray(np.asarray(array)).tobytes() for array in self.arrays]
        header = json.dumps({"message": message, "arrays": [len(part) for part in parts]}).encode()
        body = sum(map(len, parts))
        if len(header) + body > MOST_BYTES:
            raise Unsendable("a value is too large")
        return b"".join([SIZES.pack(len(header), body), header, *parts])


class Reader:
    """Turns a frame into values, and refuses everything unexpected."""

    def __init__(self, header: bytes, body: bytes, look_up: Callable[[dict], object]):
        self.look_up = look_up
        self.body = body
        try:
            content = json.loads(header)
            lengths = content["arrays"]
            self.message = content["message"]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise ProtocolError("a frame is malformed") from error
        if not isinstance(self.message, dict) or not isinstance(lengths, list):
            raise ProtocolError("a frame is malformed")
        self.bounds = [0]
        for length in lengths:
            if type(length) is not int or length < 0:
                raise ProtocolError("a length is malformed")
            self.bounds.append(self.bounds[-1] + length)
        if self.bounds[-1] != len(body):
            raise ProtocolError("the arrays do not fill the frame")
        self.arrays: dict[tuple, np.ndarray] = {}
        self.containers: list[list | dict] = []

    def value(self, coded, depth: int = 0):
        if depth > 2 * MOST_DEPTH:
            raise ProtocolError("a value is nested too deeply")
        if coded is None or isinstance(coded, (bool, int, float, str)):
            return coded
        if not isinstance(coded, dict) or len(coded) != 1:
            raise ProtocolError("a value is malformed")
        ((kind, content),) = coded.items()
        if kind in ("own", "yours"):
            return self.look_up(coded)
        try:
            return getattr(self, f"read_{kind}")(content, depth + 1)
        except (TypeError, ValueError, AttributeError, IndexError, OverflowError) as error:
            raise ProtocolError(f"a {str(kind)[:20]} is malformed") from error

    def read_list(self, content, depth):
        items: list = []
        self.containers.append(items)
        items.extend(self.read_tuple(content, depth))
        return items

    def read_tuple(self, content, depth):
        if not isinstance(content, list):
            raise ProtocolError("a list is malformed")
        return tuple([self.value(item, depth) for item in content])

    def read_dict(self, content, depth):
        items: dict = {}
        self.containers.append(items)
        for key, item in content:
            items[self.value(key, depth)] = self.value(item, depth)
        return items

    def read_complex(self, content, depth):
        real, imaginary = content
        return complex(float(real), float(imaginary))

    def read_scalar(self, content, depth):
        array = self.read_array(content, depth)
        if array.shape != ():
            raise ProtocolError("a scalar is malformed")
        return array[()]

    def read_objects(self, content, depth):
        shape, items = content
        array = np.empty(len(items), dtype=object)
        array[:] = [self.value(item, depth) for item in items]
        return array.reshape(dimensions(shape))

    def read_array(self, content, depth):
        dtype, shape, index = content
        if not isinstance(dtype, str) or not DTYPE.match(dtype):
            raise ProtocolError("a dtype is not allowed")
        if type(index) is not int or not 0 <= index < len(self.bounds) - 1:
            raise ProtocolError("an array is missing")
        dtype, shape = np.dtype(dtype), dimensions(shape)
        key = (dtype.str, shape, index)
        if key not in self.arrays:
            start, end = self.bounds[index : index + 2]
            if math.prod(shape) * dtype.itemsize != end - start:
                raise ProtocolError("an array has another size than its bytes")
            raw = self.body[start:end]
            if dtype.kind == "b":  # a byte that is neither 0 nor 1 makes a strange bool
                array = np.frombuffer(raw, np.uint8) != 0
            else:
                array = np.frombuffer(raw, dtype).copy()
            self.arrays[key] = array.reshape(shape)
        return self.arrays[key]


def dimensions(shape) -> tuple[int, ...]:
    if not isinstance(shape, list) or len(shape) > 32:
        raise ProtocolError("a shape is malformed")
    if any(type(size) is not int or not 0 <= size <= MOST_BYTES for size in shape):
        raise ProtocolError("a shape is malformed")
    return tuple(shape)


class Frames:
    """The frames that arrive on a connection; a half-read one is kept."""

    def __init__(self, connection: socket.socket):
        self.connection = connection
        self.buffer = bytearray()

    def next(self, wait: Callable[[], None] | None = None) -> tuple[bytes, bytes]:
        """Return header and body of the next frame.

        ``wait`` is called before each read; it may set a timeout, and raises when waiting is over.
        """
        while True:
            missing, header, body = self.missing()
            if missing <= 0:
                frame = bytes(self.buffer[SIZES.size : SIZES.size + header + body])
                del self.buffer[: SIZES.size + header + body]
                return frame[:header], frame[header:]
            if wait is not None:
                wait()
            try:
                chunk = self.connection.recv(min(missing, 2**20))
            except TimeoutError:
                continue
            if not chunk:
                raise EOFError("the other side has gone")
            self.buffer += chunk

    def missing(self) -> tuple[int, int, int]:
        if len(self.buffer) < SIZES.size:
            return SIZES.size - len(self.buffer), 0, 0
        header, body = SIZES.unpack(self.buffer[: SIZES.size])
        if header + body > MOST_BYTES:
            raise ProtocolError("a frame is too large")
        return SIZES.size + header + body - len(self.buffer), header, body
