"""Feedback pages: nbgrader's template, without what it loads from third parties."""

from copy import deepcopy
from pathlib import Path

import nbgrader
from nbgrader.utils import is_solution
from traitlets.config import Config

from grading import pages
from grading.marks import RUBRIC
from grading.pages.exporter import CleanExporter
from grading.pages.policy import with_policy

OURS = Path(pages.__file__).parent / "templates"
NBGRADER = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"

# nbgrader's style cuts off what is wider than its box: code, messages, and scores on a phone. Code
# is broken anywhere: between words, a long call would leave its indentation on a line of its own.
STYLE = """<style>
div.output_area pre, div.input_area pre, div.highlight pre, pre {
  white-space: pre-wrap; overflow-wrap: anywhere; overflow-x: visible; word-break: normal;
}
div.input_area pre { word-break: break-all; }
img { max-width: 100%; height: auto; }
div.input_area, div.output_subarea, div.panel-body { max-width: 100%; min-width: 0; }
div.panel-body > div, div.input_area, div.inner_cell { width: 100%; }
div.nbgrader_cell .panel-heading { display: flow-root; height: auto; }
div.from-grader, div.from-cell { margin: 0.5em 0; padding-left: 0.7em; border-left: 4px solid; }
div.from-grader { border-color: #225ea8; }
div.from-cell { border-color: #bbb; }
div.from { color: #555; }
div.from-grader > div.from { color: #225ea8; font-weight: bold; }
</style>
"""


class FeedbackExporter(CleanExporter):
    """An HTML page that a student can open without network, and a teacher without fear."""

    def from_notebook_node(self, nb, resources=None, **kwargs):
        """The feedback page of a graded notebook, without rubrics, with a security policy."""
        page, resources = super().from_notebook_node(without_rubrics(nb), resources, **kwargs)
        return with_policy(page, style=STYLE), resources

    @property
    def default_config(self):
        """The configuration with the course's templates before nbgrader's."""
        # nbgrader configures HTMLExporter; what stands under the subclass's own name wins.
        config = Config()
        config.FeedbackExporter.template_name = "course_feedback"
        config.FeedbackExporter.extra_template_basedirs = [str(OURS), str(NBGRADER)]
        config.FeedbackExporter.extra_template_paths = [str(BOOTSTRAP), str(NBGRADER)]
        merged = super().default_config
        merged.merge(config)
        return merged


BOOTSTRAP = NBGRADER.parent / "static" / "node_modules" / "bootstrap" / "dist" / "css"


def without_rubrics(nb):
    """Return the notebook without what the grader of answers in words goes by.

    A student's own cells hold none, whatever they look like.
    """
    nb = deepcopy(nb)
    for cell in nb.cells:
        if cell.cell_type == "markdown" and not is_solution(cell):
            cell.source = RUBRIC.sub("", cell.source)
    return nb
