"""Stopping at a good moment: Ctrl-C ends a training between two steps, not inside one."""

import signal
import threading
from types import FrameType


class DeferredInterrupt:
    """While open, the first interrupt (Ctrl-C, "interrupt kernel") only sets ``requested``.

    An update that is broken off leaves some weights old and some new. The loop asks ``requested``
    after each step instead. A second interrupt is raised as usual, should the step never end.
    Outside the main thread, where Python allows no signal handlers, nothing is changed.

    Examples
    --------
    >>> with DeferredInterrupt() as interrupt:
    ...     signal.raise_signal(signal.SIGINT)
    ...     interrupt.requested
    True
    """

    def __init__(self):
        self.requested = False
        self._previous = None

    def __enter__(self) -> "DeferredInterrupt":
        if threading.current_thread() is threading.main_thread():
            self._previous = signal.signal(signal.SIGINT, self._handle)
        return self

    def __exit__(self, *exception: object) -> None:
        if self._previous is not None:
            signal.signal(signal.SIGINT, self._previous)

    def _handle(self, signum: int, frame: FrameType | None) -> None:
        if self.requested:
            raise KeyboardInterrupt
        self.requested = True
