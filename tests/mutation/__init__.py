"""Mutants of the model answers: one small mistake each, and the tests of the notebook to find it.

``operators``   the mistakes
``mutants``     all mutants of a solution cell, graded
``equivalent.toml``   mutants that are right all the same, each with the reason
``python -m tests.mutation`` (or ``make mutation``) runs them all
"""
