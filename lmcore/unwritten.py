"""A friendly word where an exercise is not written yet, instead of a long traceback.

Importing this module in a notebook is all it takes; outside of IPython it does nothing.
"""

import traceback


def friendly_lines(error: NotImplementedError, frames: traceback.StackSummary) -> list[str]:
    """Say which function is missing, and what to do.

    Examples
    --------
    >>> friendly_lines(NotImplementedError("Write your code here."), traceback.StackSummary())
    ['Not written yet: your answer.', 'Write your code here.']
    """
    name = next((f.name for f in reversed(frames) if not f.name.startswith("<")), None)
    missing = f"`{name}`" if name else "your answer"
    return [f"Not written yet: {missing}.", str(error)]


def show(shell, kind, error, trace, tb_offset=None) -> list[str]:
    """Show the friendly lines as the error of a cell; the notebook stops there as for any other."""
    lines = friendly_lines(error, traceback.extract_tb(trace))
    shell._showtraceback(kind, error, lines)
    return lines


def install() -> bool:
    """Put the word in place; returns whether there is a notebook to put it into."""
    try:
        shell = get_ipython()
    except NameError:
        return False
    shell.set_custom_exc((NotImplementedError,), show)
    return True


install()
