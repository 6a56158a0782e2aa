"""Feedback pages: nbgrader's template, without what it loads from third parties."""

from pathlib import Path

import nbgrader
from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

OURS = Path(__file__).parent / "templates"
NBGRADER = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"


class FeedbackExporter(HTMLExporter):
    """An HTML page that a student can open without network."""

    @property
    def default_config(self):
        # nbgrader configures HTMLExporter; what stands under the subclass's own name wins.
        config = Config()
        config.FeedbackExporter.template_name = "course_feedback"
        config.FeedbackExporter.extra_template_basedirs = [str(OURS), str(NBGRADER)]
        merged = super().default_config
        merged.merge(config)
        return merged
