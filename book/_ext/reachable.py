"""What is wider than a page is scrolled by keyboard too: ``live/reachable.js``, on every page."""

from sphinx.application import Sphinx


def load_script(app: Sphinx, pagename, templatename, context: dict, doctree) -> None:
    tag = f'<script defer src="{context["pathto"]("live/reachable.js", 1)}"></script>'
    before = context.get("page_scripts", "")
    if tag not in before:  # a page with live cells has loaded it already
        context["page_scripts"] = f"{before}\n{tag}"


def setup(app: Sphinx) -> dict:
    app.connect("html-page-context", load_script, priority=500)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
