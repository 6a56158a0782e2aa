"""The scripts of every page.

``live/reachable.js`` lets what is wider than the page be scrolled by keyboard. ``live/progress.js``
ticks in the sidebar what the reader has done: the self-checks that were answered and the visible
tests that passed, which are kept in the reader's browser and nowhere else.
"""

from sphinx.application import Sphinx

SCRIPTS = ("elements", "reachable", "store", "progress")


def load_scripts(app: Sphinx, pagename, templatename, context: dict, doctree) -> None:
    folder = context["pathto"]("live", 1)
    before = context.get("page_scripts", "")
    tags = [f'<script defer src="{folder}/{name}.js"></script>' for name in SCRIPTS]
    # A page with live cells has loaded some of them already.
    new = [tag for tag in tags if tag not in before]
    context["page_scripts"] = before + "\n".join(new)


def setup(app: Sphinx) -> dict:
    app.connect("html-page-context", load_scripts, priority=500)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
