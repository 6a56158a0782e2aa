"""The process from which students' kernels are forked: ``python -m grading.inside.zygote N``.

It runs in a sandbox of its own, loads what every notebook needs once, and then only forks: no
request tells it more than that there is one, and it knows nothing of any submission. What it has
forked locks itself in (``isolation``), learns only then what to do, and becomes an IPython kernel.
A kernel therefore costs a fork, not seconds of imports, and still shares nothing that can be
written with the zygote or with another kernel.
"""

import array
import contextlib
import gc
import importlib
import io
import json
import os
import socket
import sys
from pathlib import Path

from grading.inside import isolation, kernel_application

READY, HERE, LOCKED_IN = b"ready", b"here", b"locked in"
MOST_TERMS = 65536
MOST_DESCRIPTORS = 16
LOADED = (
    *("encodings.idna", "tornado.platform.asyncio", "IPython.core.completerlib"),
    *("IPython.extensions.storemagic", "ipykernel.debugger", "ipykernel.ipkernel"),
    *("ipykernel.kernelapp", "numpy", "matplotlib.pyplot", "grading.inside.server", "lmcore"),
)


def main() -> None:
    """Load what notebooks need, then fork a kernel for each request until the grader hangs up."""
    # As for `python -m ipykernel_launcher`: the work directory comes to the path later.
    if sys.path[0] in ("", os.getcwd()):
        del sys.path[0]
    control = socket.socket(fileno=int(sys.argv[1]))
    load()
    before = isolation.surroundings()
    gc.collect()
    gc.freeze()  # so that collecting garbage does not copy these pages into every kernel
    control.sendall(READY)
    while True:
        _, descriptors = receive(control)
        if not descriptors:
            return
        expected = {0, 1, 2, control.fileno(), *descriptors}
        if len(os.listdir("/proc/self/task")) != 1 or isolation.descriptors() != expected:
            return  # not fit to be forked: the grader goes on without
        child = os.fork()
        if child == 0:
            control.close()
            become_kernel(socket.socket(fileno=descriptors[0]), before)
        os.close(descriptors[0])
        os.waitpid(child, 0)


def load() -> None:
    """Import what kernels need, and start none of it."""
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # nobody will debug, and it takes long to load
    for name in LOADED:
        importlib.import_module(name)
    del sys.modules["debugpy"]
    draw()


def draw() -> None:
    """Draw a picture that nobody will see: more is loaded by that, and computed once."""
    from matplotlib import font_manager
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    figure.subplots(1, 2)[0].plot([1, 2], label="a line")[0].axes.legend()
    FigureCanvasAgg(figure).print_png(io.BytesIO())
    font_manager._get_font.cache_clear()  # type: ignore[attr-defined]  # they hold their files open


def receive(connection: socket.socket) -> tuple[bytes, list[int]]:
    """Return a message and the descriptors that came with it."""
    data, ancillary, _, _ = connection.recvmsg(MOST_TERMS, socket.CMSG_SPACE(4 * MOST_DESCRIPTORS))
    descriptors = array.array("i")
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors.frombytes(content[: len(content) - len(content) % 4])
    return data, list(descriptors)


def become_kernel(grader: socket.socket, before: dict[str, str]) -> None:
    """Lock this process in, and run a kernel in it; does not return."""
    try:
        os.setsid()
        isolation.leave_namespaces()
        if os.fork() != 0:
            os._exit(0)
        grader.sendall(HERE)  # the operating system adds who this is
        sent, given = receive(grader)
        terms = json.loads(sent)
        isolation.furnish(terms["resources"]["disk"])
        isolation.close_all_but(grader.fileno(), *given)
        isolation.limit(terms["resources"], terms["processes"])
        isolation.give_up_rights(terms["user"])
        isolation.inspect((grader.fileno(), *given), before, terms["user"])
        grader.sendall(LOCKED_IN)
        grader.close()
        kernel = os.fork()
        if kernel == 0:
            run_kernel(given, terms)
        os.closerange(0, 2**20)
        while os.wait()[0] != kernel:
            pass
    except BaseException as error:
        with contextlib.suppress(OSError):
            grader.sendall(f"{type(error).__name__}: {error}".encode())
    finally:
        os._exit(0)


def run_kernel(given: list[int], terms: dict) -> None:
    """Run a kernel on the descriptors given, and end the process with it."""
    log, channel, *sockets = given
    try:
        os.setsid()
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.close(log)
        os.environ[terms["variable"]] = str(channel)
        place_fonts(Path(os.environ["MPLCONFIGDIR"]), terms["fonts"])
        import numpy

        numpy.random.seed()  # noqa: NPY002  (every kernel would draw the same numbers)
        sys.argv = ["kernel", *kernel_application.arguments(sockets)]
        kernel_application.main(sys.argv[1:])
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(0)


def place_fonts(folder: Path, fonts: str | None) -> None:
    """For a second Python that the student's code starts: the list of fonts."""
    folder.mkdir()
    if fonts is not None:
        (folder / Path(fonts).name).symlink_to(fonts)


if __name__ == "__main__":
    main()
