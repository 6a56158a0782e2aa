"""The directive ``notebook``: where a student finds the notebook of an exercise.

Notebooks for students are made by ``make release``. Once they exist, the page offers the notebook
for download; until then it names the command, so that the book can be built on its own.

Where ``course_binder`` in ``_config.yml`` names a public repository that holds the content of
``release/``, there is a link too that opens the notebook on mybinder.org. It is off by default:
the course's own repository is private.
"""

import html
from pathlib import Path
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import SphinxDirective

# What nbgrader cuts out when it releases a notebook.
_NOT_FOR_STUDENTS = ("BEGIN SOLUTION", "BEGIN HIDDEN TESTS")


def binder_address(repository: str, notebook: str) -> str:
    """Where a notebook of a public repository can be run.

    >>> binder_address("ada/nlm", "implementation/embedding.ipynb")
    'https://mybinder.org/v2/gh/ada/nlm/HEAD?labpath=implementation%2Fembedding.ipynb'
    """
    return f"https://mybinder.org/v2/gh/{repository}/HEAD?labpath={quote(notebook, safe='')}"


def released_text(path: Path) -> str | None:
    """The text of a notebook as students get it; None where it was not released.

    Raises
    ------
    SphinxError
        If it still holds what nbgrader cuts out.
    """
    if not path.is_file():
        return None
    text = path.read_text(encoding="utf-8")
    for mark in _NOT_FOR_STUDENTS:
        if mark in text:
            name = "/".join(path.parts[-3:])
            raise SphinxError(f"{name} still holds a region '{mark}': run 'make release' again")
    return text


class ReleasedNotebook(SphinxDirective):
    """``{notebook} implementation/embedding`` for ``release/implementation/embedding.ipynb``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        self.env.note_reread()  # whether the notebook is there may change between builds
        name = f"release/{self.arguments[0]}.ipynb"
        released = released_text(self.env.srcdir / name) is not None
        if released:
            content = self._download(name)
        else:
            content = [
                nodes.Text("Make the notebook with "),
                nodes.literal("", "make release"),
                nodes.Text(", then open "),
                nodes.literal("", name),
                nodes.Text("."),
            ]
        paragraph = nodes.paragraph("", "", nodes.strong("", "Now you: "), *content)
        if released:
            paragraph += self._place_for_button()
        return [nodes.container("", paragraph, classes=["your-turn"])]

    def _place_for_button(self) -> nodes.raw:
        """Where live/lab.js puts the button that opens the notebook, on a site with JupyterLite."""
        notebook = html.escape(f"{self.arguments[0]}.ipynb")
        return nodes.raw("", f' <span data-released="{notebook}"></span>', format="html")

    def _download(self, name: str) -> list[nodes.Node]:
        link = addnodes.download_reference(
            "", "", nodes.literal("", name.rpartition("/")[2]), reftarget="/" + name
        )
        binder = []
        if repository := self.config.course_binder:
            address = binder_address(repository, name.removeprefix("release/"))
            binder = [nodes.Text("; or "), nodes.reference("", "run it on Binder", refuri=address)]
        return [
            nodes.Text("download "),
            link,
            nodes.Text(", or open "),
            nodes.literal("", name),
            nodes.Text(" in Jupyter"),
            *binder,
            nodes.Text("."),
        ]


def setup(app: Sphinx) -> dict:
    app.add_config_value("course_binder", "", "env", types=[str])
    app.add_directive("notebook", ReleasedNotebook)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
