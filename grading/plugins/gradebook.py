"""What happens when another program holds the gradebook: wait, then say so, and go on.

nbgrader waits 5 seconds for SQLite, then ends the whole batch with advice on upgrading. Installed
by ``nbgrader_config.py``, this waits longer, and lets the batch go on without the one student.
"""

import functools
import sqlite3

from nbgrader import api
from sqlalchemy import event
from sqlalchemy.engine import Engine, ExceptionContext
from sqlalchemy.exc import OperationalError


class GradebookLocked(Exception):
    """Another program has kept the gradebook to itself for too long."""


class Patience:
    """How long to wait for the gradebook."""

    seconds = 60.0
    after_a_failure = 2.0  # who did not let go in a minute will not do so for every student


def install() -> None:
    """Make every connection of this process wait; once is enough, more does no harm.

    And ask alembic only once which form of a gradebook is the newest: nbgrader starts that program
    for each gradebook it makes, which takes seconds.
    """
    if not hasattr(api.get_alembic_version, "cache_info"):
        api.get_alembic_version = functools.cache(api.get_alembic_version)
    for name, listener in (("connect", wait), ("handle_error", explain)):
        if not event.contains(Engine, name, listener):
            event.listen(Engine, name, listener)


def wait(connection, _record) -> None:
    """Let SQLite wait for another process's lock before it gives up."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute(f"PRAGMA busy_timeout = {int(1000 * Patience.seconds)}")


def explain(context: ExceptionContext) -> None:
    """Raise something else than an ``OperationalError``, which would end nbgrader's batch."""
    error = context.original_exception
    if isinstance(context.sqlalchemy_exception, OperationalError) and "is locked" in str(error):
        waited, Patience.seconds = Patience.seconds, Patience.after_a_failure
        raise GradebookLocked(
            f"another program has locked the gradebook for more than {waited:g} seconds, so this "
            "student is not recorded. Close it (a database browser, another grading run) and run "
            "the same command again; what was executed is kept."
        ) from error
