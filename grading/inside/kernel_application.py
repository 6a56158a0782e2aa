"""An IPython kernel on sockets that the grader made: the module to run as a program.

The grader listens, and the kernel inherits the listening sockets as descriptors. So kernel and
grader meet without a folder that both can reach, and a kernel has nothing of the host to write to.
"""

import os
import sys
from collections.abc import Sequence

from grading.inside.isolation import deny_system_calls

ADDRESS = "ipc://kernel-"
CHANNELS = ("shell", "iopub", "stdin", "control", "hb")  # in the order of their descriptors


def arguments(descriptors: Sequence[int]) -> list[str]:
    """Return the command line of a kernel: the descriptors, then what IPython reads."""
    ports = [f"--{channel}={number}" for number, channel in enumerate(CHANNELS, 1)]
    return [
        ",".join(map(str, descriptors)),
        *("--transport=ipc", "--ip=kernel", *ports, "--Session.key="),
        "--HistoryManager.enabled=False",
    ]


def inherit_sockets(descriptors: Sequence[int]) -> None:
    """Have each socket of the kernel listen on its descriptor, instead of making a file."""
    import zmq

    left = dict(enumerate(descriptors, 1))
    bind = zmq.Socket.bind

    def bind_inherited(self: zmq.Socket, address: str):
        if address.startswith(ADDRESS):
            self.setsockopt(zmq.USE_FD, left.pop(int(address.removeprefix(ADDRESS))))
        return bind(self, address)

    zmq.Socket.bind = bind_inherited  # type: ignore[method-assign, assignment]  # ipykernel has no hook for it


def main(given: Sequence[str]) -> None:
    """Run a kernel; see :func:`arguments`."""
    # As for `python -m ipykernel_launcher`: the work directory comes to the path later.
    if sys.path[0] in ("", os.getcwd()):
        del sys.path[0]
    deny_system_calls()
    inherit_sockets([int(number) for number in given[0].split(",")])
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance(list(given[1:]))


if __name__ == "__main__":
    main(sys.argv[1:])
