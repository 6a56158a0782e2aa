"""The directive ``widget``: something to try in the page, without a kernel.

``{widget} softmax-temperature`` puts the widget in the page that ``widgets/softmax-temperature.js``
draws. The body of the directive is its caption: one sentence, which is also all that a reader sees
without JavaScript or on paper.

With the option ``hero`` it is what the page opens with: the buttons of live cells go below it.

The scripts and their style sheet lie in ``book/_extra/widgets`` and are loaded by the pages that
have a widget only: what lies in ``_static`` Jupyter Book puts on every page.
"""

from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

FOLDER = "book/_extra/widgets"
SHARED = ("controls", "drawing")  # in this order, before the widget's own script


class widget(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """A widget by its name; its children are the caption."""


class Widget(SphinxDirective):
    required_arguments = 1
    has_content = True
    option_spec: ClassVar[dict] = {"hero": directives.flag}

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        script = self.env.srcdir / FOLDER / f"{name}.js"
        if not script.is_file():
            raise self.error(f"there is no widget {name!r}: {FOLDER}/{name}.js is missing")
        if not self.content:
            raise self.error("a widget needs a caption, one sentence")
        caption = nodes.container(classes=["widget-caption"])
        self.state.nested_parse(self.content, self.content_offset, caption)
        return [widget("", caption, name=name, classes=["hero"] if "hero" in self.options else [])]


def visit_widget(translator: HTML5Translator, node: nodes.Element) -> None:
    classes = " ".join(["widget", *node["classes"]])
    translator.body.append(f'<div class="{classes}" data-widget="{node["name"]}">\n')


def depart_widget(translator: HTML5Translator, node: nodes.Element) -> None:
    translator.body.append("</div>\n")


def load_scripts(app: Sphinx, pagename, templatename, context: dict, doctree) -> None:
    names = {node["name"] for node in doctree.findall(widget)} if doctree else set()
    if not names:
        return
    folder = context["pathto"]("widgets", 1)
    tags = [f'<link rel="stylesheet" href="{folder}/widgets.css">']
    tags += [
        f'<script defer src="{folder}/{name}.js"></script>' for name in (*SHARED, *sorted(names))
    ]
    context["page_scripts"] = context.get("page_scripts", "") + "\n".join(tags)


def setup(app: Sphinx) -> dict:
    app.add_node(widget, html=(visit_widget, depart_widget))
    app.add_directive("widget", Widget)
    app.connect("html-page-context", load_scripts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
