"""Grade one notebook of one student again, with the very numbers that the tests drew before.

``python -m grading regrade STUDENT NOTEBOOK``: what a student complains about can be looked at. The
gradebook stays as it is, unless it is asked to change.
"""

import contextlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import nbformat
from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from grading.batch import grade
from grading.execution.job import job_key
from grading.plugins.converter import Autograde
from grading.plugins.preprocessors import ExecuteOnce
from grading.reports.score_table import problem
from grading.workers.pool import Pool, WorkerPool


class RegradeError(ValueError):
    """A notebook that cannot be graded again: what is missing, and what to do."""


class Again(NamedTuple):
    """A notebook graded again, and what was stored of it before."""

    key: str
    result: dict
    stored: dict | None

    @property
    def same(self) -> bool:
        """Whether points and messages are what they were."""
        return self.stored is not None and shown(self.stored) == shown(self.result)


def shown(result: Mapping) -> tuple:
    """What of a result counts: points and outputs, not the time that it took."""
    return result["points"], [cell["outputs"] for cell in result["cells"]]


def assignment_of(config: Config, notebook: str) -> str:
    """Return the assignment that a notebook belongs to; names are unique over all of them."""
    course = CourseDirectory(config=config)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        known = {nb.name: one.name for one in gradebook.assignments for nb in one.notebooks}
    if notebook not in known:
        raise RegradeError(
            f"no released notebook is called {notebook}: expected one of "
            f"{', '.join(sorted(known)) or 'none, as nothing is released'}; write it without .ipynb"
        )
    return known[notebook]


def regrade(
    config: Config,
    student: str,
    notebook: str,
    seed: int | None = None,
    pool: Pool | None = None,
) -> Again:
    """Execute what a student handed in once more; without a seed, with the stored one.

    Nothing is written, neither into the gradebook nor into the results store.

    Raises
    ------
    RegradeError
        Where there is no such notebook, nothing was handed in, or no seed is known.
    """
    course = CourseDirectory(config=config)
    course.assignment_id = assignment_of(config, notebook)
    course.student_id, course.notebook_id = student, notebook
    converter = Autograde(coursedir=course, config=config, parent=None)
    try:
        converter.init_notebooks()
    except NbGraderException as error:
        raise RegradeError(str(error)) from error
    ((folder, (path,)),) = converter.assignments.items()
    step = ExecuteOnce(parent=converter)
    job = step.job(converter.rebuilt(path), converter.files_of(folder))
    key = job_key(job)
    stored = step.store.get(key)
    if seed is None and stored is None:
        raise RegradeError(
            f"no result of {student}'s {notebook} is stored that this version of the grader made, "
            "so its seed is not known: give it with --seed N, or grade with "
            f"`python -m grading autograde {course.assignment_id} --student {student} --force`"
        )
    if seed is None:
        assert stored is not None
        seed = stored["seed"]
    pools = contextlib.nullcontext(pool) if pool else WorkerPool(1)
    with pools as worker:
        result = worker.run({**job, "seed": seed})
    return Again(key, result, stored)


def record(config: Config, student: str, notebook: str, again: Again) -> None:
    """Make a result the one that counts: in the results store, then in the gradebook."""
    ExecuteOnce(config=config).store.put(again.key, again.result)
    grade(config, assignment_of(config, notebook), students=[student], force=True)


def told(again: Again) -> Iterator[str]:
    """Say in lines what came out, cell by cell, and whether it is what came out before."""
    yield f"seed {again.result['seed']}"
    before = again.stored["points"] if again.stored else {}
    for name, points in again.result["points"].items():
        was = before.get(name)
        yield f"{name}: {points:g}" + (f" (was {was:g})" if was not in (None, points) else "")
    for cell in again.result["cells"]:
        yield from filter(None, map(problem, map(nbformat.from_dict, cell["outputs"])))
    if again.stored is None:
        yield "Nothing is stored to compare it with."
    elif again.same:
        yield "The same points and messages as stored."
    else:
        yield "NOT the same as stored: see which points and messages differ."
