"""How often a student's code may use what a check hands to it."""

import numpy as np
import pytest

from grading.rpc.conversation import KernelLost, TimeLimits
from grading.sandbox import bubblewrap
from grading.sandbox.kernel import Kernel

STUDENT = """
def adds_up(batch, times):
    total = 0
    for _ in range(times):
        for k in range(len(batch.targets)):
            total += batch.targets[k]
    return int(total)


def never_ends(batch):
    while True:
        batch.targets
"""


class Batch:
    student_may_call = ()

    def __init__(self):
        self.targets = np.arange(4)


@pytest.fixture(scope="module")
def kernel():
    with Kernel(sandboxed=bubblewrap.executable() is not None) as kernel:
        assert kernel.run(STUDENT, 60).outputs == []
        yield kernel


def test_how_often_an_object_is_read_does_not_matter(kernel):
    """Nothing is kept for a reading, so nothing has to be counted."""
    with kernel.conversation(TimeLimits(60, 60)) as talk:
        batch = Batch()
        adds_up = talk.request("name", "adds_up")
        assert adds_up(batch, 1) == 6
        kept = len(talk.own.objects)
        assert adds_up(batch, 300) == 1800
        assert len(talk.own.objects) == kept


def test_reading_without_end_is_a_matter_of_time(kernel):
    stopped = pytest.raises((TimeoutError, KernelLost), match="1 second|time was up")
    with kernel.conversation(TimeLimits(60, 60)) as talk, stopped:
        never_ends = talk.request("name", "never_ends")
        talk.limits = TimeLimits(1.0, 60)
        never_ends(Batch())
