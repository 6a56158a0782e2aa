"""What is wider than a page is scrolled by keyboard too: ``live/reachable.js``, on every page."""

from sphinx.application import Sphinx


def load_script(app: Sphinx, pagename, templatename, context: dict, doctree) -> None:
    tag = f'<script defer src="{context["pathto"]("live/reachable.js", 1)}"></script>\n'
    context["page_scripts"] = context.get("page_scripts", "") + tag


def setup(app: Sphinx) -> dict:
    app.connect("html-page-context", load_script, priority=300)  # before the scripts that call it
    return {"parallel_read_safe": True, "parallel_write_safe": True}
