"""Whatever a function does with its process, the caller has an answer, and the next call is one."""

import ctypes
import os
import signal
import threading

import pytest

from grading.watchdog import CallFailed, Spent, Watched

MEBI = 2**20


def double(x):
    return 2 * x


def loops():
    while True:
        pass


def takes_memory():
    return len(bytearray(2**40))


def takes_memory_bit_by_bit():
    held = []
    while True:
        held.append(bytearray(MEBI))


def recurses():
    return recurses()


def breaks_python():
    ctypes.string_at(0)


def exits():
    os._exit(0)


def fails():
    raise KeyError("x")


def prints():
    print("[1, 2]")
    return 3


@pytest.fixture
def reader(request):
    made = Watched(seconds=getattr(request, "param", 60), size=800 * MEBI)
    yield made
    made.close()


hasty = pytest.mark.parametrize("reader", [1], indirect=True, ids=["hasty"])


@pytest.mark.parametrize(
    "function", [takes_memory, takes_memory_bit_by_bit, recurses, breaks_python, exits]
)
def test_what_takes_too_much_is_ended_and_the_next_is_answered(reader, function):
    assert reader.call(double, 2) == 4
    with pytest.raises(Spent, match="memory"):
        reader.call(function)
    assert reader.call(double, 3) == 6


@hasty
def test_time_is_counted_anew_for_each_call(reader):
    for _ in range(3):
        assert reader.call(double, 2) == 4
        with pytest.raises(Spent, match="1 seconds"):
            reader.call(loops)
    assert reader.call(double, 2) == 4


def test_a_mistake_of_the_graders_is_no_verdict(reader):
    with pytest.raises(CallFailed, match="KeyError: 'x'"):
        reader.call(fails)


def test_what_is_printed_is_no_answer(reader):
    assert [reader.call(prints), reader.call(double, 2)] == [3, 4]


def test_a_process_that_somebody_ended_is_replaced(reader):
    assert reader.call(double, 2) == 4
    os.kill(reader.process.pid, signal.SIGKILL)
    reader.process.wait()
    assert reader.call(double, 2) == 4


def test_hashes_agree_between_processes(reader):
    before = reader.call(hash, "text")
    reader.close()
    assert reader.call(hash, "text") == before


def test_several_threads_take_turns(reader):
    found = []
    threads = [
        threading.Thread(target=lambda n=n: found.append((n, reader.call(double, n))))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [(n, 2 * n) for n in range(8)]


def test_it_ends_with_who_started_it():
    made = Watched()
    made.call(double, 1)
    process = made.process
    assert process is not None and process.stdin is not None
    process.stdin.close()
    assert process.wait(30) == 0
    made.close()
