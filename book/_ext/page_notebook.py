"""A page of the book as a notebook for Jupyter.

Jupyter shows plain Markdown. So what MyST adds becomes plain: an admonition or a self-check a
quotation, a reference the name of what it refers to, a label nothing. Claims, which check the
page's own sentences, stay behind: a reader who changes a cell means to change what comes out.
"""

import re
import textwrap

import nbformat
from myst_nb.core.read import read_myst_markdown_notebook

PREFACE = (
    '*This notebook is a page of the course "Neural language models from scratch". Its cells '
    "import `lmcore`, the library of the course: run `pip install .` in its folder first.*"
)

_FENCE = re.compile(r"^(`{3,}|:{3,})\{([\w-]+)\}[ \t]*([^\n]*)\n(.*?)^\1[ \t]*$", re.M | re.S)
_OPTION = re.compile(r"^:[\w-]+:.*\n", re.MULTILINE)
_LABEL = re.compile(r"^\([\w.-]+\)=\n", re.MULTILINE)
_TITLED_ROLE = re.compile(r"\{(?:ref|doc|term|numref)\}`([^`<]+?)\s*<[^`>]+>`")
_CITATION = re.compile(r"\{cite:[pt]\}`([^`]+)`")
_ROLE = re.compile(r"\{[\w:]+\}`([^`]+)`")


def _directive(match: re.Match) -> str:
    _, name, argument, body = match.groups()
    body = _OPTION.sub("", textwrap.dedent(plain(body))).strip()
    if name == "math":
        return f"$$\n{body}\n$$"
    if name in {"eval-rst", "bibliography", "path", "toctree"}:
        return ""
    if name == "notebook":
        return f"**Now you:** the notebook of this exercise is `release/{argument}.ipynb`."
    if name == "exercise":  # its stub and its tests stand there, and hints would stand open here
        return f"*Write your answer in the notebook `release/{argument}.ipynb`.*"
    if name == "widget":
        return f"*On the page of the book stands a widget here. {body}*"
    if name == "self-check":
        body = re.sub(r"^- \[.\] ", "- ", body, flags=re.MULTILINE)
        body = re.sub(r"^(\s+): ", r"\1*Why?* ", body, flags=re.MULTILINE)
    title = {"admonition": argument, "self-check": "Self-check"}.get(name, name.capitalize())
    return "\n".join(f"> {line}".rstrip() for line in [f"**{title}**", "", *body.splitlines()])


def plain(markdown: str) -> str:
    """Markdown without what only MyST understands.

    >>> plain("(here)=\\n# Title\\n\\nSee {ref}`this <that>` and {ref}`there`.")
    '# Title\\n\\nSee this and there.'
    """
    text = _FENCE.sub(_directive, markdown)
    text = _LABEL.sub("", text)
    text = _TITLED_ROLE.sub(r"\1", text)
    text = _CITATION.sub(r"[\1]", text)
    return _ROLE.sub(r"\1", text)


def is_claim(cell: nbformat.NotebookNode) -> bool:
    """Whether a cell only checks, when the book is built, that its sentences fit its numbers."""
    return "claims" in cell.metadata.get("tags", ())


def as_notebook(page: str) -> nbformat.NotebookNode:
    """The page, MyST Markdown with code cells, as a notebook that has not been run."""
    notebook = read_myst_markdown_notebook(page)
    cells = [nbformat.v4.new_markdown_cell(PREFACE)]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cells.append(nbformat.v4.new_markdown_cell(plain(cell.source).strip()))
        elif not is_claim(cell):
            cells.append(nbformat.v4.new_code_cell(cell.source))
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"  # the same page makes the same file
    python = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": python})
