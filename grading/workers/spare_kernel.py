"""A kernel that is started before it is needed: the next notebook does not wait for it."""

import contextlib

from grading.execution.notebook import Options
from grading.sandbox.kernel import Kernel, KernelFailed


class SpareKernel:
    """Holds at most one kernel that nobody has used yet."""

    def __init__(self):
        self.kernel: Kernel | None = None
        self.options: Options | None = None

    def prepare(self, options: Options) -> None:
        """Begin to start one; return at once."""
        if self.kernel is not None and options == self.options:
            return
        self.discard()
        kernel = Kernel(None, not options.unsafe, options.resources, course=options.course)
        with contextlib.suppress(KernelFailed):
            self.kernel, self.options = kernel.begin(), options

    def take(self, options: Options) -> Kernel | None:
        """Hand the kernel over, ready; None where there is none that fits."""
        kernel, self.kernel = self.kernel, None
        if kernel is None:
            return None
        if options != self.options:
            kernel.close()
            return None
        try:
            return kernel.wait_until_ready()
        except KernelFailed:
            return None

    def discard(self) -> None:
        """Close the spare kernel, if there is one."""
        if self.kernel is not None:
            self.kernel.close()
            self.kernel = None
