"""Fixtures for all tests."""

from pathlib import Path

import pytest

from tests.bank.exercise import marks

# The answers in the bank are cells, not modules: nobody may import them to look for doctests.
collect_ignore_glob = ["bank/*/*"]

ROOT = Path(__file__).resolve().parent.parent


def pytest_configure(config: pytest.Config) -> None:
    """Give each exercise two markers: ``pytest -m ex3_5`` and ``pytest -m embedding``."""
    for notebook in sorted(ROOT.glob("exercises/*/*.ipynb")):
        for mark in marks(notebook.stem):
            config.addinivalue_line("markers", f"{mark}: the exercise {notebook.stem}")


@pytest.fixture
def root() -> Path:
    """The repository."""
    return ROOT
