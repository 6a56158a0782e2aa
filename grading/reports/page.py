"""One self-contained HTML page on how a class did in an assignment."""

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from nbgrader.coursedir import CourseDirectory

from grading.files import replace_text
from grading.pages.policy import with_policy
from grading.reports.items import Item, analyze
from grading.reports.messages import most_frequent
from grading.reports.results import ClassResults, Group, StudentResult, read_class
from grading.reports.similarity import library_answers, most_alike

TEMPLATES = Path(__file__).parent / "templates" / "report"
NEEDS_HELP = 0.5  # of the points, in the whole assignment
BINS = 10


@dataclass(frozen=True)
class Bar:
    """One bar of a histogram."""

    label: str
    students: int


class Times(NamedTuple):
    """Seconds a student's notebooks took to grade."""

    median: float
    ninth: float  # of ten students, nine took less
    slowest: list[tuple[str, float]]


def write_report(
    course: CourseDirectory,
    assignment: str,
    destination: Path,
    groups: Sequence[Group] | None = None,
) -> Path:
    """Write the page and return its path."""
    page = render(read_class(course, assignment), groups)
    replace_text(destination, page)
    return destination


def render(results: ClassResults, groups: Sequence[Group] | None = None) -> str:
    """Lay a class's results out; all that students wrote is escaped.

    Parameters
    ----------
    groups : sequence of Group, optional
        From :func:`grading.certificate.groups.find_groups`; None where nobody has looked.
    """
    answers = {
        student.student: {
            f"{name}/{cell}": source
            for name, result in student.notebooks.items()
            for cell, source in result.answers.items()
        }
        for student in results.students
    }
    pairs, typical = most_alike(answers, results.stubs)
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["code"] = code
    page = templates.get_template("page.html.j2").render(
        results=results,
        shares=[student.share for student in results.students],
        median=statistics.median([s.share for s in results.students] or [0.0]),
        histogram=histogram([student.share for student in results.students]),
        items={name: items_of(results, name) for name in results.points},
        misconceptions=most_frequent(
            {
                student.student: [m for r in student.notebooks.values() for m in r.messages]
                for student in results.students
            }
        ),
        help=[student for student in by_need(results.students) if needs_help(student)],
        needs_help=NEEDS_HELP,
        by_hand=[s for s in results.students if any(r.by_hand for r in s.notebooks.values())],
        times=times(results.students),
        pairs=pairs,
        suspects=library_answers(answers, results.stubs),
        typical=typical,
        groups=groups,
        now=datetime.now(UTC),
    )
    return with_policy(page)


def code(message: str) -> Markup:
    """Escape a message and set what stands between backticks as code.

    >>> code("`a < b` is & isn't")
    Markup('<code>a &lt; b</code> is &amp; isn&#39;t')
    """
    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(message))))


def histogram(shares: Sequence[float]) -> list[Bar]:
    """Count students by tenths of the points; full marks fall into the last tenth.

    >>> [bar.students for bar in histogram([0.0, 0.05, 1.0])]
    [2, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    """
    counts = [0] * BINS
    for share in shares:
        counts[min(BINS - 1, max(0, int(share * BINS + 1e-9)))] += 1
    return [Bar(f"{100 * i // BINS}–{100 * (i + 1) // BINS} %", n) for i, n in enumerate(counts)]


def items_of(results: ClassResults, notebook: str) -> list[Item]:
    """Analyze a notebook's checks against those of all notebooks that a student handed in."""
    points = {
        f"{name}/{check}": most
        for name, checks in results.points.items()
        for check, most in checks.items()
    }
    earned = {
        student.student: {
            f"{name}/{check}": score
            for name, result in student.notebooks.items()
            if result.handed_in
            for check, score in result.checks.items()
        }
        for student in results.students
    }
    prefix = f"{notebook}/"
    return [
        item._replace(name=item.name.removeprefix(prefix))
        for item in analyze(points, earned)
        if item.name.startswith(prefix)
    ]


def needs_help(student: StudentResult) -> bool:
    """Whether a student scored little, or nothing at all in some notebook."""
    return student.share < NEEDS_HELP or any(
        not result.handed_in or not result.score for result in student.notebooks.values()
    )


def by_need(students: Sequence[StudentResult]) -> list[StudentResult]:
    """The students with the smallest share of the points first."""
    return sorted(students, key=lambda student: (student.share, student.student))


def times(students: Sequence[StudentResult]) -> Times | None:
    """Summarize how long grading took, as far as the notebooks say."""
    known = sorted((s.seconds, s.student) for s in students if s.seconds is not None)
    if not known:
        return None
    seconds = [time for time, _ in known]
    slowest = [(student, time) for time, student in reversed(known[-5:])]
    ninth = seconds[min(len(seconds) - 1, int(0.9 * len(seconds)))]
    return Times(statistics.median(seconds), ninth, slowest)
