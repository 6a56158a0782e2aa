"""A friendly word where an exercise is not written yet, instead of a long traceback.

Importing this module in a notebook is all it takes; outside of IPython it does nothing.
"""

import traceback
from types import TracebackType
from typing import Any


def friendly_lines(error: NotImplementedError, where: str) -> list[str]:
    """Say what is missing, and what to do.

    Parameters
    ----------
    error : NotImplementedError
    where : str
        The function that raised the error, as Python calls it.

    Returns
    -------
    list of str
        One a line.

    Examples
    --------
    >>> friendly_lines(NotImplementedError("Write your code here."), "Embedding.forward")
    ['Not written yet: `Embedding.forward`.', 'Write your code here.']
    >>> friendly_lines(NotImplementedError("Write your code here."), "<module>")
    ['Not written yet: your answer in this cell.', 'Write your code here.']
    """
    missing = "your answer in this cell" if where.endswith(">") else f"`{where}`"
    return [f"Not written yet: {missing}.", str(error)]


def show(
    shell: Any,
    kind: type[NotImplementedError],
    error: NotImplementedError,
    trace: TracebackType,
    tb_offset: int | None = None,
) -> list[str]:
    """Show the friendly lines as the error of a cell; the notebook stops there as for any other.

    An error from elsewhere, such as a library that does not support something, is shown whole.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
    kind, error, trace, tb_offset
        As IPython gives them to a handler of `set_custom_exc`.

    Returns
    -------
    list of str
        What was shown, line by line.
    """
    *_, (innermost, _) = traceback.walk_tb(trace)
    if innermost.f_globals is shell.user_global_ns:
        lines = friendly_lines(error, innermost.f_code.co_qualname)
    else:
        lines = shell.InteractiveTB.structured_traceback(kind, error, trace, tb_offset=tb_offset)
    shell._showtraceback(kind, error, lines)
    return lines


def install() -> bool:
    """Put the word in place.

    Returns
    -------
    bool
        Whether there is a notebook to put it into.
    """
    try:
        shell = get_ipython()  # type: ignore[name-defined]  # IPython puts it among the builtins
    except NameError:
        return False
    shell.set_custom_exc((NotImplementedError,), show)
    return True


install()
