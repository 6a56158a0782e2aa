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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file in one process, for the sake of what they share."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(str(item.path)))


@pytest.fixture
def root() -> Path:
    """The repository."""
    return ROOT
