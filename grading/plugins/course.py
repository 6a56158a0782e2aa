"""The course as nbgrader sees it: configuration, and its steps run in this process."""

import logging
from pathlib import Path

from nbgrader.converters import GenerateAssignment, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config, PyFileConfigLoader

from grading.paths import ROOT
from grading.plugins.converter import Autograde


def course_config(**directories: str) -> Config:
    """Load ``nbgrader_config.py``; keyword arguments override traits of ``CourseDirectory``."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    config.CourseDirectory.update(directories)
    return config


class Course:
    """Runs nbgrader's converters one after the other, logging to a file."""

    def __init__(self, config: Config, log_file: Path):
        self.config = config
        self.directory = CourseDirectory(config=config)
        self.log = logging.getLogger(f"course.{log_file}")
        self.log.propagate = False
        self.log.setLevel(logging.INFO)
        log_file.parent.mkdir(parents=True, exist_ok=True)
        self.log.addHandler(logging.FileHandler(log_file, encoding="utf-8"))

    def release(self, assignment: str) -> None:
        """Make the students' version of an assignment."""
        self._run(GenerateAssignment, assignment, ".", force=True)

    def autograde(self, assignment: str, student: str) -> None:
        """Grade what a student handed in, anew."""
        self._run(Autograde, assignment, student, force=True)

    def feedback(self, assignment: str, student: str) -> None:
        """Write a student's feedback pages, anew."""
        self._run(GenerateFeedback, assignment, student, force=True)

    def _run(self, converter: type, assignment: str, student: str, force: bool) -> None:
        self.directory.assignment_id = assignment
        self.directory.student_id = student
        step = converter(coursedir=self.directory, config=self.config, parent=None)
        step.log = self.log
        step.force = force
        step.start()
