"""What a cell prints in several goes is shown as it was printed.

The kernel sends what is printed in pieces, cut wherever a timer strikes. MyST-NB's option
``nb_merge_streams`` puts the pieces together again, each as lines of its own: a piece that ends
before its line does leaves an empty line behind, or a broken one, on some builds and not on others.
"""

from myst_nb.core import render
from sphinx.application import Sphinx

_amend_order = render.coalesce_streams


def joined(outputs: list) -> list:
    """The outputs of a cell, with the pieces of one stream that follow each other made one."""
    merged: list = []
    for output in outputs:
        stream = output.get("name")  # only streams have one
        if stream and merged and merged[-1].get("name") == stream:
            merged[-1]["text"] += output["text"]
        else:
            merged.append(type(output)(output))  # a copy: the notebook keeps its own
    return merged


def coalesce_streams(outputs: list) -> list:
    return _amend_order(joined(outputs))


def setup(app: Sphinx) -> dict:
    render.coalesce_streams = coalesce_streams
    return {"parallel_read_safe": True, "parallel_write_safe": True}
