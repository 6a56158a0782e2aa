"""The instructor edition: the book, and after it every exercise solved.

``tools/build_book.py instructor`` builds it from the executed notebooks in ``solutions/``. They are
shown as they are, with their outputs and the hidden tests; nothing is run again. Only this edition
loads this extension.
"""

import json

from sphinx.application import Sphinx

FOLDER = "solutions/"
ALT = "Figure drawn by the cell above; the cell and the text beside it say what it shows."


def as_solution(text: str) -> str:
    """A solved notebook, titled as a solution and with a text for each of its pictures."""
    notebook = json.loads(text)
    titled = False
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown" and not titled:
            source = "".join(cell["source"])
            titled = source.startswith("# ")
            cell["source"] = source.replace("# ", "# Solution of ", 1) if titled else source
        elif any("image/png" in output.get("data", {}) for output in cell.get("outputs", [])):
            cell["metadata"].setdefault("mystnb", {"image": {"alt": ALT}})
    return json.dumps(notebook)


def amend(app: Sphinx, docname: str, source: list[str]) -> None:
    if docname.startswith(FOLDER):
        source[0] = as_solution(source[0])


def setup(app: Sphinx) -> dict:
    app.connect("source-read", amend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
