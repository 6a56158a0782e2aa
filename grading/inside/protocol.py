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
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

SIZES = struct.Struct("!II")  # bytes of JSON, bytes of arrays
# In one frame. The largest that an honest answer of the bank needs has a body of 2.2 MB and a
# header of 0.2 MB. JSON takes up to 33 times its bytes as Python objects, so it gets less.
MOST_BYTES = 16 * 2**20
MOST_JSON = 8 * 2**20
MOST_NAMED = 2 * MOST_BYTES  # of arrays in one frame, each as often as it is named
MOST_DEPTH = 40
LONGEST_INTEGER = 1024  # bits
MOST_ALIKE = 100  # keys of a dict with one hash: to put n of them into it takes n**2 steps
LARGEST_NUMBER = 2**53  # of an object
DTYPE = re.compile(r"[<>|=]?[biufcU][1-9][0-9]{0,4}\Z")
AT_ONCE = 4096  # bytes that are read in any case: most frames are shorter, and come at once
ALIGNMENT = 16  # of each array in a body, so that a view of the body serves as the array


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
        self.kept: list[np.ndarray] = []  # so that no id is given away twice

    def value(self, given, depth: int = 0):
        """A value in JSON's terms; arrays are set aside for the body, objects become references."""
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
        """An array of numbers, or one of objects, item by item."""
        if extent(given.shape) > MOST_BYTES:
            raise Unsendable("a value is too large")
        if given.dtype.kind == "O":
            items = [self.value(item, depth + 1) for item in given.ravel().tolist()]
            return {"objects": [list(given.shape), items]}
        return {"array": self.array(given)}

    def array(self, given: np.ndarray) -> list:
        """Dtype, shape and number of an array, which travels once however often it occurs."""
        plain = np.asarray(given)
        if not DTYPE.match(plain.dtype.str):
            raise Unsendable(f"an array of dtype {plain.dtype} is not made of numbers")
        if id(given) not in self.known:
            self.known[id(given)] = len(self.arrays)
            self.arrays.append(plain)
            self.kept.append(given)
        return [plain.dtype.str, list(plain.shape), self.known[id(given)]]

    def frame(self, message: dict) -> bytes:
        """Return the bytes of a message whose values went through :meth:`value`."""
        lengths = [array.nbytes for array in self.arrays]
        body = sum(map(aligned, lengths))
        if body > MOST_BYTES:
            raise Unsendable("a value is too large")
        header = json.dumps({"message": message, "arrays": lengths}).encode()
        if len(header) > MOST_JSON:
            raise Unsendable("a value is too large")
        parts = [np.ascontiguousarray(array).tobytes() for array in self.arrays]
        padded = [part.ljust(aligned(len(part)), b"\0") for part in parts]
        return b"".join([SIZES.pack(len(header), body), header, *padded])


def aligned(length: int) -> int:
    """Round up to a place where the next array may begin."""
    return -(-length // ALIGNMENT) * ALIGNMENT


class Reader:
    """Turns a frame into values, and refuses everything unexpected.

    Arrays are views of the frame's body: under however many names one comes, it is held once.
    """

    def __init__(self, header: bytes, body: bytearray, look_up: Callable[[dict], object]):
        self.look_up = look_up
        self.body = body
        self.named = 0  # bytes of arrays, each as often as it was named
        try:
            content = json.loads(header)
            lengths = content["arrays"]
            self.message = content["message"]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise ProtocolError("a frame is malformed") from error
        if not isinstance(self.message, dict) or not isinstance(lengths, list):
            raise ProtocolError("a frame is malformed")
        self.bounds: list[tuple[int, int]] = []
        start = 0
        for length in lengths:
            if type(length) is not int or length < 0:
                raise ProtocolError("a length is malformed")
            self.bounds.append((start, length))
            start += aligned(length)
        if start != len(body):
            raise ProtocolError("the arrays do not fill the frame")
        self.arrays: dict[tuple, np.ndarray] = {}

    def value(self, coded, depth: int = 0):
        """The value that was coded; raise ``ProtocolError`` where it is malformed."""
        if depth > 2 * MOST_DEPTH:
            raise ProtocolError("a value is nested too deeply")
        if coded is None or isinstance(coded, (bool, int, float, str)):
            return coded
        if not isinstance(coded, dict) or len(coded) != 1:
            raise ProtocolError("a value is malformed")
        ((kind, content),) = coded.items()
        try:
            if kind in ("own", "yours"):
                return self.look_up(coded)
            return getattr(self, f"read_{kind}")(content, depth + 1)
        except (TypeError, ValueError, LookupError, AttributeError, OverflowError) as error:
            raise ProtocolError(f"a {str(kind)[:20]} is malformed") from error

    def read_list(self, content, depth):
        """A list of values."""
        return list(self.read_tuple(content, depth))

    def read_tuple(self, content, depth):
        """A tuple of values."""
        if not isinstance(content, list):
            raise ProtocolError("a list is malformed")
        return tuple([self.value(item, depth) for item in content])

    def read_dict(self, content, depth):
        """A dict, of pairs of a key and a value."""
        keys = [self.value(key, depth) for key, _ in content]
        if max(Counter(map(hash, keys)).values(), default=0) > MOST_ALIKE:
            raise ProtocolError("too many keys have the same hash")
        items = [self.value(item, depth) for _, item in content]
        return dict(zip(keys, items, strict=True))

    def read_complex(self, content, depth):
        """A complex number, of its real and its imaginary part."""
        real, imaginary = content
        return complex(float(real), float(imaginary))

    def read_scalar(self, content, depth):
        """A NumPy scalar, which travels as an array without axes."""
        array = self.read_array(content, depth)
        if array.shape != ():
            raise ProtocolError("a scalar is malformed")
        return array[()]

    def read_objects(self, content, depth):
        """An array of objects, of its shape and its items."""
        shape, items = content
        array = np.empty(len(items), dtype=object)
        array[:] = [self.value(item, depth) for item in items]
        return array.reshape(dimensions(shape))

    def read_array(self, content, depth):
        """An array of numbers, a view of the body; one that is named twice is one array."""
        dtype, shape, index = content
        if not isinstance(dtype, str) or not DTYPE.match(dtype):
            raise ProtocolError("a dtype is not allowed")
        if type(index) is not int or not 0 <= index < len(self.bounds):
            raise ProtocolError("an array is missing")
        start, length = self.bounds[index]
        self.named += length
        if self.named > MOST_NAMED:
            raise ProtocolError("large arrays are named too often")
        dtype, shape = np.dtype(dtype), dimensions(shape)
        if math.prod(shape) * dtype.itemsize != length:
            raise ProtocolError("an array has another size than its bytes")
        key = (dtype.str, shape, index)
        if key not in self.arrays:
            if dtype.kind == "b":  # a byte that is neither 0 nor 1 makes a strange bool
                raw = np.ndarray(length, np.uint8, self.body, start)
                raw[...] = raw != 0
            self.arrays[key] = np.ndarray(shape, dtype, self.body, start)
        return self.arrays[key]


def extent(shape: Sequence[int]) -> int:
    """Return how many numbers sums over the empty axes of an array can have.

    >>> extent((2, 0, 3))
    6
    """
    return math.prod(max(size, 1) for size in shape)


def dimensions(shape) -> tuple[int, ...]:
    """A shape as a tuple; raise ``ProtocolError`` where it is none."""
    if not isinstance(shape, list) or len(shape) > 32:
        raise ProtocolError("a shape is malformed")
    if any(type(size) is not int or not 0 <= size <= MOST_BYTES for size in shape):
        raise ProtocolError("a shape is malformed")
    if extent(shape) > MOST_BYTES:
        raise ProtocolError("a shape is malformed")
    return tuple(shape)


class Frames:
    """The frames that arrive on a connection; a half-read one is kept, and little beyond one."""

    def __init__(self, connection: socket.socket):
        self.connection = connection
        self.buffer = bytearray()

    def next(self, wait: Callable[[], None] | None = None) -> tuple[bytes, bytearray]:
        """Return header and body of the next frame.

        ``wait`` is called before each read; it may set a timeout, and raises when waiting is over.
        """
        while True:
            missing, header = self.missing()
            if missing <= 0:
                end = len(self.buffer) + missing
                body = self.buffer[SIZES.size + header : end]
                head = bytes(self.buffer[SIZES.size : SIZES.size + header])
                self.buffer = self.buffer[end:]
                return head, body
            if wait is not None:
                wait()
            try:
                chunk = self.connection.recv(min(max(missing, AT_ONCE), 2**20))
            except TimeoutError:
                continue
            if not chunk:
                raise EOFError("the other side has gone")
            self.buffer += chunk

    def missing(self) -> tuple[int, int]:
        """Return how many bytes are still to come, and how many of a frame are its header."""
        if len(self.buffer) < SIZES.size:
            return SIZES.size - len(self.buffer), 0
        header, body = SIZES.unpack(self.buffer[: SIZES.size])
        if header > MOST_JSON or body > MOST_BYTES:
            raise ProtocolError("a frame is too large")
        return SIZES.size + header + body - len(self.buffer), header
