"""Run an exercise of the page: code that is given, the reader's answers, and a visible test.

Live cells share one set of names. An exercise has a module of its own, ``answers``, made anew for
each run, so that nothing that the page imports answers in the reader's place. What stands in it
can be imported by the page's cells: ``from answers import Embedding``.

``exercise.js`` runs this file in the page's kernel, with ``parts`` and ``anew`` as its globals.
"""

import linecache
import sys
import traceback
import types
from collections.abc import Iterable

from lmcore.unwritten import friendly_lines

MODULE = "answers"


def own_module(anew: bool) -> types.ModuleType:
    """The module in which the parts run.

    Parameters
    ----------
    anew : bool
        Whether to forget what ran before.
    """
    if anew or MODULE not in sys.modules:
        from IPython.display import display

        sys.modules[MODULE] = types.ModuleType(MODULE)
        vars(sys.modules[MODULE])["display"] = display
    return sys.modules[MODULE]


def lines_of(error: BaseException, files: Iterable[str]) -> list[str]:
    """The traceback of an error, from the first line that stands in one of the parts."""
    trace = error.__traceback__
    while trace and trace.tb_frame.f_code.co_filename not in files:
        trace = trace.tb_next
    return "".join(traceback.format_exception(type(error), error, trace)).splitlines()


def say_what_is_unwritten(error: NotImplementedError, module: types.ModuleType) -> None:
    """Name the function that still raises what the stub came with."""
    *_, (innermost, _) = traceback.walk_tb(error.__traceback__)
    if innermost.f_globals is vars(module):
        error.args = ("\n".join(friendly_lines(error, innermost.f_code.co_qualname)),)


def run(parts: Iterable[tuple[str, str]], anew: bool) -> None:
    """Run pieces of code one after the other, in the module of the exercise.

    Parameters
    ----------
    parts : iterable of (str, str)
        What each piece is called in a traceback, and its source.
    anew : bool
        Whether to begin with an empty module.

    Raises
    ------
    BaseException
        What a piece raises. Its traceback, as a kernel shows it, begins in the piece.
    """
    module = own_module(anew)
    files = []
    try:
        for name, source in parts:
            files.append(name)
            linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
            exec(compile(source, name, "exec"), vars(module))
    except BaseException as error:
        if isinstance(error, NotImplementedError):
            say_what_is_unwritten(error, module)
        lines = lines_of(error, files)
        vars(error)["_render_traceback_"] = lambda: lines  # IPython's protocol
        raise


if "parts" in globals():
    run(globals()["parts"], globals()["anew"])
