"""However a student's kernel fills the grader's memory: it is little, and the next one is served.

Each attack runs against a process of its own, whose peak is measured there.
"""

import json
import socket
import subprocess
import sys

import pytest

from grading.inside.protocol import ProtocolError
from grading.rpc.conversation import Conversation
from grading.sandbox import bubblewrap
from grading.sandbox.limits import MEBI
from tests.machine import lacking

GRADER = """
import json, sys
from pathlib import Path

import numpy as np

from grading.execution.test_cell import run_test_cell
from grading.rpc.conversation import TimeLimits
from grading.sandbox.kernel import Kernel
from grading.sandbox.limits import WORKER_BYTES, limit_address_space
from tests.hidden.student import Student
from tests.hidden.verdict import CheckFailed

def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))

def graded(source, test):
    with Kernel() as kernel:
        said = [kernel.run(source, 20).outputs]
        with kernel.conversation(TimeLimits(20, 30)) as talk:
            outputs, points, _ = run_test_cell(test, 4.0, talk, {})
        return points, str(said) + str(outputs)

limit_address_space(WORKER_BYTES)
attack, test = json.loads(sys.argv[1])
honest = "def answer(x): return x + 1"
graded(honest, "assert answer(1) == 2")
before = peak()
points, said = graded(attack, test)
grown = peak() - before
print(json.dumps([points, said[-3000:], grown, graded(honest, "assert answer(1) == 2")[0]]))
"""
# Speaks to the grader itself, past the server.
FORGES = """
import json, os, socket, struct
channel = socket.socket(fileno=os.dup(int(os.environ["GRADING_CHANNEL"])))
def forge(message, lengths=(), body=b""):
    head = json.dumps({"message": message, "arrays": list(lengths)}).encode()
    channel.sendall(struct.pack("!II", len(head), len(body)) + head + body)
"""
MANY_SHAPES = """
def answer(x):
    n = 15 * 2**20
    shapes = [[n // 2**k, 2**k] for k in range(15)] + [[2**k, n // 2**k] for k in range(15)]
    value = {"list": [{"array": ["|u1", shape, 0]} for shape in shapes]}
    forge({"kind": "value", "value": value, "library": []}, [n], bytes(n))
"""
MUCH_JSON = """
def answer(x):
    given = [{"list": [{"list": []}] * 500_000}, {"dict": []}]
    while True:
        forge({"kind": "callback", "number": 1, "op": "call", "args": given})
"""
LARGE_OBJECT = """
import numpy as np
class Model:
    def __init__(self):
        large = np.zeros((1000, 200_000), dtype=np.float32)
        self.layers = [large[i:] for i in range(900)]
"""
IN_PARTS = """
import time, zmq
kernel = get_ipython().kernel
part = bytes(4 * 2**20)
for _ in range(2000):
    kernel.iopub_thread.schedule(lambda: kernel.iopub_socket.send(part, zmq.SNDMORE, copy=False))
    time.sleep(0.001)
time.sleep(10)
"""
CALLS_BACK = """
import numpy as np
def answer(x):
    for number in range(1000):
        try:
            x(np.full(15 * 2**20, number % 250, dtype=np.uint8))
        except ValueError:
            pass
"""
KEEPS = "kept = []\ndef keep(x):\n    kept.append(x)\nanswer(keep)"
FAILS = "def fail(x):\n    raise ValueError(x)\nanswer(fail)"
READS = "from tests.hidden.student import Student\nStudent('').arrays(Model())\n"
ATTACKS = {
    "one array under many shapes": (FORGES + MANY_SHAPES, "answer(1)", 300),
    "much json": (FORGES + MUCH_JSON, KEEPS, 600),
    "an object of large arrays": (LARGE_OBJECT, READS, 300),
    "a message in parts": (IN_PARTS, "assert answer(1) == 2", 1400),
    "callbacks that are kept": (CALLS_BACK, KEEPS, 600),
    "callbacks that fail": (CALLS_BACK, FAILS, 600),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_the_graders_memory_stays_small(name, root):
    if bubblewrap.executable() is None:
        lacking("bubblewrap is not installed")
    attack, test, most = ATTACKS[name]
    line = [sys.executable, "-c", GRADER, json.dumps([attack, test])]
    done = subprocess.run(line, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    points, said, grown, honest = json.loads(done.stdout.splitlines()[-1])
    assert points == 0, said
    assert grown < most * MEBI, f"{grown / MEBI:.0f} MiB: {said}"
    assert honest == 4.0
    print(f"{name}: {grown / MEBI:.0f} MiB; {said[-300:]}")


@pytest.mark.parametrize("number", [-1, 2**61 - 1, 10**400, True, "1", 0.5, None])
def test_the_number_of_an_object_is_a_small_one(number):
    """Numbers that differ by a certain prime have one hash: looking them up takes ever longer."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        talk = Conversation(ours, lambda: None, lambda: True)
        with pytest.raises(ProtocolError):
            talk.look_up({"own": [number, "thing"]})
