"""Right and wrong answers to every graded cell, each named after what the student did.

An answer to a cell that defines a function or a class is a file,
``<notebook>/<grade_id>/{right,wrong}/<name>.py``; a wrong one begins with ``# says:`` and a phrase
that the message to the student must contain. Answers to a cell that asks for a value are the rows
of one table, ``<notebook>/<grade_id>.toml``; so are answers that differ from a file in a few lines.
`tests.bank.reader` reads both.
"""

from tests.bank.reader import BankError, Entry, entries

__all__ = ["BankError", "Entry", "entries"]
