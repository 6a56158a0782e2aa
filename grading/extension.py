"""Give a student more time for an assignment."""

from nbgrader.api import Gradebook, MissingEntry


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
