"""Late work: what it loses, and more time for a student."""

import math

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float

DAY = 24 * 3600.0


class LatePenalty(LateSubmissionPlugin):
    """Takes some percent of the score for each day begun, after some minutes of grace.

    nbgrader tells how late a notebook is after any extension, and asks for each notebook. The
    penalty is made when a notebook is graded: after a change of date, extension, rate or of a
    score given by hand, grade again (``--force``), which executes nothing.
    """

    percent_a_day = Float(0.0, help="Percent of the score for each day begun; 0: none.").tag(
        config=True
    )
    most_percent = Float(100.0, help="No more than this.").tag(config=True)
    grace_minutes = Float(0.0, help="So much later still counts as in time.").tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """The points that a late submission loses, or None; the grace time costs nothing."""
        late = total_seconds_late - 60 * self.grace_minutes
        if late <= 0 or self.percent_a_day <= 0:
            return None
        return score * percent(late, self.percent_a_day, self.most_percent) / 100


def percent(seconds: float, a_day: float, most: float) -> float:
    """Return the percent to take off.

    >>> percent(60.0, a_day=10.0, most=50.0), percent(25 * 3600.0, 10.0, 50.0)
    (10.0, 20.0)
    >>> percent(30 * 24 * 3600.0, 10.0, 50.0)
    50.0
    """
    return min(a_day * math.ceil(seconds / DAY), most)


class ExtensionError(LookupError):
    """An extension that could not be given; says what to do."""


def grant(db_url: str, course_id: str, assignment: str, student: str, days: float) -> None:
    """Set the extension, in place of one given before; 0 days take it back.

    Raises
    ------
    ExtensionError
        If the gradebook knows no submission of the student's, or no date to extend.
    """
    with Gradebook(db_url, course_id) as gradebook:
        try:
            submission = gradebook.find_submission(assignment, student)
        except MissingEntry:
            raise ExtensionError(
                f"the gradebook has no submission of {assignment} by {student}: extensions are "
                f"given to what has been graded; run `python -m grading autograde {assignment}` "
                "first."
            ) from None
        if submission.assignment.duedate is None:
            raise ExtensionError(
                f"{assignment} has no date to extend: give it one, as in `nbgrader db assignment "
                f'add {assignment} --duedate="2027-03-01 23:59 UTC"`.'
            )
        gradebook.grant_extension(assignment, student, hours=24 * days)
