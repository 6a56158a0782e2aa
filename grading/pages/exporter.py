"""An exporter of notebooks whose pages show what students wrote, and nothing of it works."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grading.pages.markup import code, html, latex, markdown, terminal
from grading.sandbox.outputs import OutputCollector
from grading.sanitizer import clean_html

# What templates ask nbgrader's metadata of a cell for.
NBGRADER = frozenset(
    ("cell_type", "comment", "grade", "grade_id", "locked", "points", "schema_version", "score")
    + ("solution", "task")
)


class CleanExporter(HTMLExporter):
    """Write a page from nbgrader's templates, of which only the templates' own text is HTML.

    Jinja escapes all that a template inserts; the filters through which notebooks come hand out
    ``Markup`` that has passed :func:`grading.sanitizer.clean_html`. A notebook is taken apart
    first, and only the parts that a page shows are put together again.
    """

    def _create_environment(self) -> Environment:
        environment = super()._create_environment()
        environment.autoescape = True
        environment.filters.update(FILTERS)
        return environment

    def register_filter(self, name: str, jinja_filter: Any) -> Any:
        """Let nobody put another filter in the place of one that cleans."""
        return None if name in FILTERS else super().register_filter(name, jinja_filter)

    def _preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        nb, resources = super()._preprocess(nb, resources)
        styles = resources.get("inlining", {})
        styles["css"] = [Markup(style) for style in styles.get("css", [])]  # nbconvert's own
        return shown(nb), resources


def shown(nb: NotebookNode) -> NotebookNode:
    """Return the parts of a notebook that a page shows, each cleaned by its kind."""
    made = new_notebook()
    for cell in nb.cells:
        known = cell.metadata.get("nbgrader")
        metadata = {"nbgrader": NotebookNode(part(known))} if isinstance(known, Mapping) else {}
        if cell.cell_type == "code":
            made.cells.append(new_code_cell(cell.source, metadata=metadata))
            made.cells[-1].outputs = [with_markup(one) for one in cleaned(cell.outputs)]
        elif cell.cell_type == "markdown":
            made.cells.append(new_markdown_cell(cell.source, metadata=metadata))
            made.cells[-1].attachments = cell.get("attachments", {})
        else:
            continue
        made.cells[-1].id = ""
    return made


def part(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Of a cell's metadata, what nbgrader's template may see."""
    return {name: value for name, value in metadata.items() if name in NBGRADER}


def cleaned(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Pass outputs through what a kernel's messages pass when they are graded."""
    collector = OutputCollector()
    for output in outputs:
        collector.add(output.output_type, output)
    return collector.outputs


def with_markup(output: NotebookNode) -> NotebookNode:
    """Mark what is clean HTML, for the template would escape it; typeset TeX."""
    data = output.get("data", {})
    if "text/html" in data:
        data["text/html"] = html(data["text/html"])
    elif "text/latex" in data:
        data["text/html"] = latex(data["text/latex"])
    return output


@pass_context
def markdown_filter(context: Context, source: str) -> Markup:
    """Markdown as safe HTML, the cell's attachments in it."""
    return markdown(source or "", context.get("cell", {}).get("attachments"))


def code_filter(source: str, language: str | None = None, metadata: Any = None) -> Markup:
    """Source code as safe HTML."""
    return code(source)


def clean_filter(text: str) -> Markup:
    """Text as safe HTML; what is safe already stays."""
    return text if isinstance(text, Markup) else clean_html(text)


def unchanged(text: str) -> str:
    """The text as it is."""
    return text


FILTERS = {
    "markdown2html": markdown_filter,
    "highlight_code": code_filter,
    "ansi2html": terminal,
    "clean_html": clean_filter,
    "escape_html": escape,
    "escape_html_keep_quotes": escape,
    "escape_html_script": escape,
    "strip_files_prefix": unchanged,  # takes `Markup` apart; links into a server are gone anyway
}
