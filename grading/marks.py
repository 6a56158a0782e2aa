"""The marks that nbgrader and this course put into notebooks."""

import re

# What must not be published stands between these, in the notebooks under exercises/.
MARKED = re.compile(
    r"^[ \t]*#+ BEGIN (?:SOLUTION|HIDDEN TESTS|MARK SCHEME)\b.*?$(.*?)"
    r"^[ \t]*#+ END (?:SOLUTION|HIDDEN TESTS|MARK SCHEME)\b",
    re.DOTALL | re.MULTILINE,
)
MARKER = re.compile(r"(?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS|MARK SCHEME)")
# Shorter lines, such as `return x`, prove nothing: a task may well contain them itself.
TELLING_LENGTH = 12
RUBRIC = re.compile(r"^### BEGIN MARK SCHEME\n.*?^### END MARK SCHEME\n?", re.DOTALL | re.MULTILINE)

EXTRA = "taken_along"  # marks a cell of the student's own that an answer needs
NOTES = "**Notes of the grader**"
# So begin notes on a whole notebook; one that quotes a student begins otherwise.
NOT_HANDED_IN = "This notebook was not handed in"
NOT_READ = "This notebook could not be read"
