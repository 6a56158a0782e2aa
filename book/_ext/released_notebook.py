"""The directive ``notebook``: where a student finds the notebook of an exercise.

Notebooks for students are made by ``make release``. Once they exist, the page offers the notebook
for download; until then it names the command, so that the book can be built on its own.
"""

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import SphinxDirective

# What nbgrader cuts out when it releases a notebook.
_NOT_FOR_STUDENTS = ("BEGIN SOLUTION", "BEGIN HIDDEN TESTS")


class ReleasedNotebook(SphinxDirective):
    """``{notebook} implementation/embedding`` for ``release/implementation/embedding.ipynb``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        self.env.note_reread()  # whether the notebook is there may change between builds
        name = f"release/{self.arguments[0]}.ipynb"
        path = self.env.srcdir / name
        if path.is_file():
            content = self._download(name, path.read_text(encoding="utf-8"))
        else:
            content = [
                nodes.Text("Make the notebook with "),
                nodes.literal("", "make release"),
                nodes.Text(", then open "),
                nodes.literal("", name),
                nodes.Text("."),
            ]
        paragraph = nodes.paragraph("", "", nodes.strong("", "Now you: "), *content)
        return [nodes.container("", paragraph, classes=["your-turn"])]

    def _download(self, name: str, text: str) -> list[nodes.Node]:
        for mark in _NOT_FOR_STUDENTS:
            if mark in text:
                raise SphinxError(f"{name} still holds a region '{mark}': run 'make release' again")
        link = addnodes.download_reference(
            "", "", nodes.literal("", name.rpartition("/")[2]), reftarget="/" + name
        )
        return [
            nodes.Text("download "),
            link,
            nodes.Text(", or open "),
            nodes.literal("", name),
            nodes.Text(" in Jupyter."),
        ]


def setup(app: Sphinx) -> dict:
    app.add_directive("notebook", ReleasedNotebook)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
