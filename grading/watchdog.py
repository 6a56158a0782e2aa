"""Call a function that reads what students send in a process that can be ended.

Readers take time and memory in proportion to what they read. Where that is not so, in a library
say, this process is ended, the caller has a verdict about what was read, and goes on to the next.
"""

import atexit
import contextlib
import importlib
import json
import math
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import IO, Any

from grading.paths import ROOT
from grading.terminal import reason

SECONDS = 60  # of processor time, for one call
PATIENCE = 5  # times as long by the clock: on a busy machine a process waits for its turn
BYTES = 2**31  # of addresses
LOADING = 60  # seconds for the module of a function, which are nobody's doing

TOO_MUCH = "more memory than a reader may have"


class Spent(Exception):
    """A call that took more time or memory than it may; the message says which."""


class CallFailed(RuntimeError):
    """A call that ended in another error: a mistake of the grader's own."""


class Watched:
    """A process that calls functions, one after the other; a new one where it had to be ended.

    Parameters
    ----------
    seconds : int
        Of processor time, for one call.
    size : int
        Bytes of addresses.
    """

    def __init__(self, seconds: int = SECONDS, size: int = BYTES) -> None:
        self.seconds, self.size = seconds, size
        self.process: subprocess.Popen[str] | None = None
        self.lock = threading.Lock()
        # Hashes of texts agree from one process to the next, and nobody knows them before.
        self.seed = str(int.from_bytes(os.urandom(4), "big") % (2**32 - 1) + 1)

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Return what a function of a module returns.

        Parameters
        ----------
        function : callable
            Its arguments and its value are such as JSON can hold.

        Raises
        ------
        Spent
            Where it took more time or memory than the process has.
        CallFailed
            Where it raised anything else.
        """
        request = [function.__module__, function.__qualname__, arguments]
        with self.lock:
            answer = self.ask(json.dumps(request))
        if "spent" in answer:
            raise Spent(answer["spent"])
        if "failed" in answer:
            raise CallFailed(answer["failed"])
        return answer["value"]

    def ask(self, request: str) -> dict[str, Any]:
        """Return the answer to a request; of one that ended the process, why."""
        process = self.process
        if process is None or process.poll() is not None:
            process = self.start()
        assert process.stdin is not None and process.stdout is not None
        stuck = threading.Timer(PATIENCE * (self.seconds + LOADING), process.kill)
        stuck.daemon = True
        stuck.start()
        try:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(request + "\n")
                process.stdin.flush()
            line = process.stdout.readline()
        except BaseException:  # Ctrl-C: what it still says is no answer to the next request
            self.close()
            raise
        finally:
            late = not stuck.is_alive()
            stuck.cancel()
        if line.endswith("\n"):
            return json.loads(line)
        process.wait()
        late = late or process.returncode == -signal.SIGXCPU
        self.close()
        return {"spent": f"more than {self.seconds} seconds" if late else TOO_MUCH}

    def start(self) -> subprocess.Popen[str]:
        """Start the process; it ends when this one does."""
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grading.watchdog", str(self.seconds), str(self.size)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={
                **os.environ,
                "PYTHONPATH": path,
                "PYTHONHASHSEED": self.seed,
                "OPENBLAS_NUM_THREADS": "1",
            },
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C is for the parent
        )
        return self.process

    def close(self) -> None:
        """End the process, if there is one."""
        process, self.process = self.process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError, AttributeError):
                stream.close()  # type: ignore[union-attr]  # suppressed where it is None
        process.kill()
        process.wait()


WATCHED = Watched()
atexit.register(WATCHED.close)


def watched(function: Callable[..., Any], *arguments: Any) -> Any:
    """Return what a function returns; see :meth:`Watched.call`."""
    return WATCHED.call(function, *arguments)


def main() -> None:
    """Answer requests, a line of JSON each, until there are no more."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever is printed must not end up among the answers
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    seconds, size = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (size, resource.getrlimit(resource.RLIMIT_AS)[1]))
    for line in sys.stdin:
        serve(line, answers, seconds)


def serve(line: str, answers: IO[str], seconds: int) -> None:
    """Answer one request; the kernel ends the process where that takes too much of its time."""
    answers.write(json.dumps(answer(line, seconds)) + "\n")
    answers.flush()


def allow(seconds: int) -> None:
    """Have the kernel end this process when it has taken so many seconds more of the processor."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    ends = math.ceil(usage.ru_utime + usage.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (ends, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def answer(line: str, seconds: int) -> dict[str, Any]:
    """Call what a request names."""
    allow(seconds + LOADING)
    try:
        module, name, arguments = json.loads(line)
        function = getattr(importlib.import_module(module), name)
        allow(seconds)
        return {"value": function(*arguments)}
    except (MemoryError, RecursionError):
        return {"spent": TOO_MUCH}
    except Exception as error:
        return {"failed": reason(error)}


if __name__ == "__main__":
    main()
