"""Fixtures for all tests."""

from pathlib import Path

import pytest

# The answers in the bank are cells, not modules: nobody may import them to look for doctests.
collect_ignore_glob = ["bank/*/*"]

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def root() -> Path:
    """The repository."""
    return ROOT
