"""Release assignments, all in one process: starting nbgrader takes longer than its work."""

import logging
import sys
from pathlib import Path

from nbgrader.converters.base import NbGraderException

from grading import terminal
from grading.paths import ROOT
from grading.plugins.course import Course, course_config

LOG = ROOT / "_build" / "release.log"


class ReleaseError(RuntimeError):
    """An assignment that could not be released; says what to do."""


def assignments(root: Path = ROOT) -> list[str]:
    """Return the folders in ``exercises/`` that hold a notebook."""
    return sorted({path.parent.name for path in root.glob("exercises/*/*.ipynb")})


def release(names: list[str], config=None, log_file: Path = LOG) -> None:
    """Write ``release/<assignment>/`` as ``nbgrader generate_assignment --force`` does.

    Raises
    ------
    ReleaseError
        If nbgrader refuses; it says itself which cell it refuses, on stderr.
    """
    course = Course(config or course_config(), log_file)
    screen = logging.StreamHandler(sys.stderr)
    screen.setLevel(logging.ERROR)
    course.log.addHandler(screen)
    for name in names or assignments():
        terminal.write(f"releasing {name}")
        try:
            course.release(name)
        except NbGraderException as error:
            raise ReleaseError(
                f"{name} could not be released; correct what is named above in "
                f"exercises/{name}/ and run `make release` again (details: {log_file})."
            ) from error
