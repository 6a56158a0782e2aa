"""What a late submission loses: nbgrader's plug-in, with a rate a day."""

import math

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
