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

c.ClearSolutions.code_stub = {
    "python": 'raise NotImplementedError("Write your code here, and delete this line.")'
}
c.ClearSolutions.text_stub = "*Double-click here, and write your answer in place of this line.*"
# Rubrics stand in locked cells beside the answers: the grader sees them, the student does not.
c.ClearMarkScheme.enforce_metadata = False


def prepend(variable, directory):
    """Put a directory first on a search path that child processes inherit; once is enough."""
    places = os.environ.get(variable, "").split(os.pathsep)
    if places[0] != str(directory):
        os.environ[variable] = os.pathsep.join([str(directory), *filter(None, places)])


# nbgrader starts `alembic` by name, also when its own environment is not activated.
prepend("PATH", Path(sys.executable).parent)
# `grading` and `tests.hidden` lie here and are not installed: this process runs the tests of the
# notebooks, and the kernel of generate_solution, a child, does too.
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
prepend("PYTHONPATH", ROOT)
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import grading.authoring.self_check  # noqa: E402
import grading.pages.formgrader  # noqa: E402
import grading.plugins.converter  # noqa: E402
import grading.plugins.gradebook  # noqa: E402

# nbgrader renders what students write as it stands, answers in words above all; these pages clean
# it, and their Content-Security-Policy lets no script run but formgrader's own.
grading.pages.formgrader.install(ROOT)
grading.authoring.self_check.register()
grading.plugins.converter.register()
grading.plugins.gradebook.install()

# nbgrader 0.9.6 builds its rows in an order that SQLAlchemy 2 warns about, without consequence.
warnings.filterwarnings("ignore", message="Object of type .* not in session", category=SAWarning)

# Ours runs the student's cells in a sandbox and the tests outside of it (see grading/__init__.py).
c.Autograde.autograde_preprocessors = [
    "grading.plugins.preprocessors.ExecuteOnce",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "grading.plugins.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# Files that students may hand in beside their notebooks, by assignment; all others stay outside.
c.Autograde.attachments = {}
c.Execute.timeout = 60
c.Execute.record_timing = False  # a solution executed again should be the same file
# c.Execute.unsafe = True  # grade without bubblewrap; what is lost is said when grading starts

# Feedback pages are cleaned in the same way, load nothing and run nothing.
c.GenerateFeedback.exporter_class = "grading.plugins.feedback.FeedbackExporter"

# What a late notebook loses, where an assignment has a date; extensions: python -m grading extend.
c.AssignLatePenalties.plugin_class = "grading.plugins.late_work.LatePenalty"
c.LatePenalty.percent_a_day = 10.0
c.LatePenalty.most_percent = 50.0
c.LatePenalty.grace_minutes = 15.0

# What Canvas and Moodle give out as zip files, put into downloaded/<assignment>/archive/.
c.ZipCollectApp.extractor_plugin = "grading.lms.archives.LmsExtractor"
c.ZipCollectApp.collector_plugin = "grading.lms.collector.LmsCollector"
