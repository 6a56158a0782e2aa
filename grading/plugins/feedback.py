"""Feedback pages: nbgrader's template, without what it loads from third parties."""

from copy import deepcopy
from pathlib import Path

import nbgrader
from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

from grading.marks import RUBRIC

OURS = Path(__file__).parent / "templates"
NBGRADER = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"


# Whatever slips through all cleaning: the page can neither run nor load nor send anything.
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; "
    "form-action 'none'; base-uri 'none'"
)
CHARSET = '<meta charset="utf-8" />'
# nbgrader's style cuts off what is wider than its box: code, messages, and scores on a phone.
STYLE = """<style>
div.output_area pre, div.input_area pre, div.highlight pre, pre {
  white-space: pre-wrap; overflow-wrap: anywhere; overflow-x: visible; word-break: normal;
}
div.input_area, div.output_subarea, div.panel-body { max-width: 100%; min-width: 0; }
div.panel-body > div, div.input_area, div.inner_cell { width: 100%; }
div.nbgrader_cell .panel-heading { display: flow-root; height: auto; }
</style>
</head>"""


class FeedbackExporter(HTMLExporter):
    """An HTML page that a student can open without network, and a teacher without fear."""

    def from_notebook_node(self, nb, resources=None, **kwargs):
        page, resources = super().from_notebook_node(without_rubrics(nb), resources, **kwargs)
        policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}" />'
        page = page.replace(CHARSET, f"{CHARSET}\n{policy}", 1)
        return page.replace("</head>", STYLE, 1), resources

    @property
    def default_config(self):
        # nbgrader configures HTMLExporter; what stands under the subclass's own name wins.
        config = Config()
        config.FeedbackExporter.template_name = "course_feedback"
        config.FeedbackExporter.extra_template_basedirs = [str(OURS), str(NBGRADER)]
        merged = super().default_config
        merged.merge(config)
        return merged


def without_rubrics(nb):
    """Return the notebook without what the grader of answers in words goes by."""
    nb = deepcopy(nb)
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            cell.source = RUBRIC.sub("", cell.source)
    return nb
