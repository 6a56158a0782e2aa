"""Run cells as a Jupyter kernel does, without Jupyter: the Python half of the browser's kernel.

Live cells and their outputs are the same in both. What a cell prints, shows and raises is handed
to ``send(kind, content)`` as messages of Jupyter's protocol, the content as JSON.
"""

import ast
import base64
import builtins
import io
import json
import linecache
import os
import sys
import time
import traceback
import types
import warnings
from collections.abc import Callable

# There are no threads here, which is no news to a reader.
warnings.filterwarnings("ignore", "tqdm:disabling monitor support")

Send = Callable[[str, str], None]

RICH = {"text/html": "_repr_html_", "image/svg+xml": "_repr_svg_", "image/png": "_repr_png_"}

_kernel: "Kernel | None" = None


class Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of the cells."""

    def __init__(self, name: str, send: Callable[[str, dict], None]):
        self.name = name
        self._send = send

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self._send(
            "stream", {"name": self.name, "text": text}
        )  # worker.js puts small ones together
        return len(text)


class _Html:
    """``IPython.display.HTML``, as far as pages use it."""

    def __init__(self, data: str):
        self.data = data

    def _repr_html_(self) -> str:
        return self.data

    def __repr__(self) -> str:
        return "<IPython.core.display.HTML object>"


class _Svg(_Html):
    def _repr_html_(self) -> None:  # type: ignore[override]  # a picture has no HTML
        return None

    def _repr_svg_(self) -> str:
        return self.data


def as_svg(figure: object) -> str:
    """A Matplotlib figure as the text of an SVG file."""
    file = io.StringIO()
    figure.savefig(file, format="svg", bbox_inches="tight")  # type: ignore[attr-defined]
    return file.getvalue()


def is_figure(value: object) -> bool:
    module = sys.modules.get("matplotlib.figure")  # not imported: then nothing is a figure
    return module is not None and isinstance(value, module.Figure)


def mime_bundle(value: object) -> dict[str, str]:
    """A value in every form that a page can show, by MIME type."""
    data = {"text/plain": repr(value)}
    if is_figure(value):
        return data | {"image/svg+xml": as_svg(value)}
    for mime, method in RICH.items():
        make = None if isinstance(value, type) else getattr(value, method, None)
        made = make() if callable(make) else None
        if made is not None:
            data[mime] = base64.b64encode(made).decode() if isinstance(made, bytes) else made
    return data


class Kernel:
    """The state of a page: its names, and where its messages go.

    Parameters
    ----------
    send : callable
        Called with the kind of a message and its content as JSON.
    """

    def __init__(self, send: Send):
        global _kernel
        _kernel = self
        self._send = send
        self._count = 0
        self.missing_module = ""  # what the last cell failed to import
        main = types.ModuleType("__main__")
        main.__dict__.update(__builtins__=builtins, display=self.display)
        sys.modules["__main__"] = main
        self.names = main.__dict__
        sys.stdout, sys.stderr = Stream("stdout", self.send), Stream("stderr", self.send)
        self._offer_ipython()
        if sys.platform == "emscripten":
            # The same time where there is one thread, but not in steps longer than a short cell.
            time.process_time, time.process_time_ns = time.perf_counter, time.perf_counter_ns

    def send(self, kind: str, content: dict) -> None:
        self._send(kind, json.dumps(content))

    def _offer_ipython(self) -> None:
        """``from IPython.display import HTML`` works without the megabytes of IPython."""
        display = types.ModuleType("IPython.display")
        display.__dict__.update(
            HTML=_Html, SVG=_Svg, display=self.display, clear_output=self.clear_output
        )
        package = types.ModuleType("IPython")
        package.__dict__.update(
            display=display, get_ipython=lambda: None, __path__=[], version_info=(8, 24)
        )
        sys.modules |= {"IPython": package, "IPython.display": display}

    def display(self, *values: object, **_options: object) -> None:
        for value in values:
            self.send("display_data", {"data": mime_bundle(value), "metadata": {}})

    def clear_output(self, wait: bool = False) -> None:
        self.send("clear_output", {"wait": wait})

    def slowdown(self, pace: float) -> float:
        """How many times longer a step of training takes here than ``pace``, in seconds.

        What loads a kept training is told too: it says what the reader is spared.
        """
        factor = seconds_of_a_step() / pace
        os.environ["LMCORE_SLOWDOWN"] = str(factor)
        return factor

    def show_figures(self) -> None:
        """Show the figures that are open, and close them."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot:
            for number in pyplot.get_fignums():
                self.display(pyplot.figure(number))
            pyplot.close("all")

    def run(self, code: str) -> str:
        """Run a cell; returns ``"ok"``, or ``"error"`` after the message that says which."""
        self._count += 1
        self.missing_module = ""
        name = f"<cell {self._count}>"
        # For the lines of a traceback, and for inspect.getsource.
        linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
        try:
            self._show_result(self._execute(code, name))
            self.show_figures()
        except BaseException as error:  # an exit or an interrupt ends the cell, not the kernel
            self._show_error(error)
            return "error"
        finally:
            self._tell_what_was_loaded()
        return "ok"

    def _tell_what_was_loaded(self) -> None:
        """Tell the reader which trainings the cell had no need to run."""
        keeping = sys.modules.get("lmcore.keeping")
        if keeping and (said := keeping.what_was_loaded()):
            self.send("stream", {"name": "stdout", "text": said})

    def _execute(self, code: str, name: str) -> object:
        """Run a cell's statements; returns the value of its last expression, if it ends in one."""
        tree = ast.parse(code, name)
        last = tree.body[-1] if tree.body else None
        if not isinstance(last, ast.Expr) or code.rstrip().endswith(";"):
            exec(compile(tree, name, "exec"), self.names)
            return None
        tree.body.pop()
        exec(compile(tree, name, "exec"), self.names)
        return eval(compile(ast.Expression(last.value), name, "eval"), self.names)

    def _show_result(self, value: object) -> None:
        if value is None:
            return
        self.names["_"] = value
        content = {"data": mime_bundle(value), "metadata": {}, "execution_count": self._count}
        self.send("execute_result", content)

    def _show_error(self, error: BaseException) -> None:
        if isinstance(error, ModuleNotFoundError):
            self.missing_module = (error.name or "").partition(".")[0]
        trace = error.__traceback__
        while trace and trace.tb_frame.f_code.co_filename == __file__:
            trace = trace.tb_next  # the cell's own lines begin below ours
        render = getattr(error, "_render_traceback_", None)  # its own lines, as IPython has it
        lines = render() if render else traceback.format_exception(type(error), error, trace)
        content = {"ename": type(error).__name__, "evalue": str(error), "traceback": lines}
        self.send("error", content)
        self.show_figures()


def show_figures() -> None:
    """What ``plt.show()`` does here."""
    if _kernel:
        _kernel.show_figures()


def seconds_of_a_step() -> float:
    """Processor time of a step of training on this machine, of a network as in the book.

    The build measures it, and the reader's browser.
    """
    import numpy as np

    from lmcore import Adam, NeuralLM, batches

    model = NeuralLM(65, 16, 128, 8, rng=0)
    optimizer = Adam(model)
    text = np.random.default_rng(0).integers(65, size=20_000)
    data = iter(batches(text, 8, 256, rng=np.random.default_rng(1)))
    seconds = []
    for _ in range(20):
        began = time.process_time()
        model.train_step(next(data))
        optimizer.step()
        seconds.append(time.process_time() - began)
    # Slower ones waited for something, or for code to be compiled.
    return float(np.quantile(seconds[1:], 0.25))
