"""The instructor edition: the book, and after it every exercise solved.

``tools/build_book.py instructor`` builds it from the executed notebooks in ``solutions/``. They are
shown as they are, with their outputs and the hidden tests; nothing is run again. Only this edition
loads this extension.
"""

import ast
import json
import re

from sphinx.application import Sphinx

FOLDER = "solutions/"

# What a cell writes into its figure, in the order in which a reader wants to hear it.
SPOKEN = {"title": "", "label": "Shown: ", "xlabel": "Across: ", "ylabel": "Upward: "}


def writing(code: str) -> dict[str, list[str]]:
    """The words that a cell gives matplotlib, by what they are for."""
    found = {kind: [] for kind in SPOKEN}
    for call in (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)):
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        setter = getattr(call.func, "attr", "").removeprefix("set_")
        if setter in SPOKEN and call.args:
            given[setter] = call.args[0]
        for kind in SPOKEN.keys() & given.keys():
            words = text_of(given[kind])
            if words and words not in found[kind]:
                found[kind].append(words)
    return found


def text_of(node: ast.expr) -> str:
    """A string of the source; what it computes is left open."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    constants = [part.value if isinstance(part, ast.Constant) else "…" for part in parts]
    words = " ".join(str(value) for value in constants).strip()
    return " ".join(words.split()) if re.search(r"\w", words) else ""


def alt_text(code: str, heading: str) -> str:
    """Say what a figure shows, from its section and from the words in it."""
    sentences = [f"Figure of the section “{heading}”"]
    for kind, words in writing(code).items():
        if words:
            sentences.append(SPOKEN[kind] + "; ".join(words))
    return ". ".join(sentences) + "."


def as_solution(text: str) -> str:
    """A solved notebook, titled as a solution and with a text for each of its pictures."""
    notebook = json.loads(text)
    heading = ""
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            if not heading and source.startswith("# "):
                cell["source"] = source.replace("# ", "# Solution of ", 1)
            heading = (re.findall(r"^#+ (.+)$", source, re.MULTILINE) or [heading])[-1]
        elif any("image/png" in output.get("data", {}) for output in cell.get("outputs", [])):
            alt = alt_text(source, heading)
            cell["metadata"].setdefault("mystnb", {"image": {"alt": alt}})
    return json.dumps(notebook)


def amend(app: Sphinx, docname: str, source: list[str]) -> None:
    if docname.startswith(FOLDER):
        source[0] = as_solution(source[0])


def setup(app: Sphinx) -> dict:
    app.connect("source-read", amend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
