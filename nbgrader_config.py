"""Configuration of nbgrader: the repository's root is the course's root."""

import os
import sys
import warnings
from pathlib import Path

from sqlalchemy.exc import SAWarning

ROOT = Path(__file__).resolve().parent

c = get_config()  # noqa: F821  (nbgrader provides it)

c.CourseDirectory.root = str(ROOT)
c.CourseDirectory.course_id = "neural-language-models"
c.CourseDirectory.source_directory = "exercises"
c.CourseDirectory.solution_directory = "solutions"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", ".DS_Store"]

c.ClearSolutions.code_stub = {"python": 'raise NotImplementedError("Write your code here.")'}


def prepend(variable, directory):
    """Put a directory first on a search path that child processes inherit."""
    rest = os.environ.get(variable)
    os.environ[variable] = os.pathsep.join([str(directory), rest] if rest else [str(directory)])


# nbgrader starts `alembic` by name, also when its own environment is not activated.
prepend("PATH", Path(sys.executable).parent)
# Hidden cells import tests.hidden, which lies here and is not installed.
prepend("PYTHONPATH", ROOT)
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# nbgrader 0.9.6 builds its rows in an order that SQLAlchemy 2 warns about, without consequence.
warnings.filterwarnings("ignore", message="Object of type .* not in session", category=SAWarning)

# Ours differs from nbgrader's Execute in that a dead kernel ends in a score, not in a lost one.
c.Autograde.autograde_preprocessors = [
    "grading.execute.Execute",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.OverwriteCells.add_missing_cells = True  # a deleted test is run all the same
c.Execute.timeout = 60
c.Execute.interrupt_on_timeout = True
c.Execute.record_timing = False  # a solution executed again should be the same file

# Feedback pages that load nothing from third parties.
c.GenerateFeedback.exporter_class = "grading.feedback.FeedbackExporter"
