"""Fixtures for all tests."""

from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest

from tests.bank.exercise import marks

# The answers in the bank are cells, not modules: nobody may import them to look for doctests.
collect_ignore_glob = ["bank/*/*"]

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent

# What takes longest, longest first: `--dist loadfile` gives out whole files, and the one that is
# begun last should be short, or a process waits for another at the end.
LONGEST = (
    "book/test_browser_kernel.py",
    "book/test_browser.py",
    "grading/test_student_loop.py",
    "book/test_live_cells.py",
    "bank/test_answers.py",
    "grading/test_attacks.py",
    "grading/rpc/test_fuzzing_student.py",
    "grading/test_readers.py",
    "grading/pages/test_sample_class_pages.py",
    "hidden/test_tables.py",
    "grading/test_fuzzing.py",
    "book/test_lab.py",
    "grading/test_bank.py",
    "grading/pages/test_formgrader.py",
    "grading/test_ordinary_user.py",
    "grading/authoring/test_sample_class.py",
    "grading/test_batch.py",
    "grading/lms/test_collector.py",
    "hidden/test_axes.py",
    "grading/test_nbgrader_commands.py",
    "book/test_widgets.py",
    "book/test_exercises.py",
    "grading/lms/test_class.py",
    "journeys/test_student.py",
    "journeys/test_instructor.py",
    "grading/test_certify.py",
)

# What tests answers, pages and checks: no coverage is asked of it, and to be traced would make it
# take half as long again; and what tries as many examples as it can.
UNTRACED = [HERE / name for name in ("bank", "book", "hidden", "journeys", "mutation")]
UNTRACED += [HERE / "grading" / "test_fuzzing.py"]


def pytest_configure(config: pytest.Config) -> None:
    """Give each exercise two markers: ``pytest -m ex3_5`` and ``pytest -m embedding``."""
    for notebook in sorted(ROOT.glob("exercises/*/*.ipynb")):
        for mark in marks(notebook.stem):
            config.addinivalue_line("markers", f"{mark}: the exercise {notebook.stem}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first."""
    place = {HERE / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


@pytest.fixture(scope="module", autouse=True)
def measured_where_it_counts(request: pytest.FixtureRequest) -> Iterator[None]:
    """Measure no coverage while a module of `UNTRACED` runs."""
    measurement = coverage.Coverage.current()
    if measurement is None or not any(map(request.path.is_relative_to, UNTRACED)):
        yield
        return
    measurement.stop()
    yield
    measurement.start()


@pytest.fixture
def root() -> Path:
    """The repository."""
    return ROOT
