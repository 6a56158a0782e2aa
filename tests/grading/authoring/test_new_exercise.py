import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from grading.authoring.new_exercise import ExerciseError, new_exercise

NEEDED = ["pyproject.toml", "_toc.yml", "_config.yml", "nbgrader_config.py", "lmcore", "grading"]
NEEDED += ["tests", "book", "tools", "exercises"]


@pytest.fixture
def course(tmp_path, root):
    """A copy of the course's sources."""
    for name in NEEDED:
        if (root / name).is_dir():
            ignore = shutil.ignore_patterns("__pycache__", "*.tmp")
            shutil.copytree(root / name, tmp_path / name, ignore=ignore)
        else:
            shutil.copy(root / name, tmp_path / name)
    return tmp_path


def test_the_skeleton_passes_as_it_stands(course):
    written = new_exercise(course, "3.12", "my-topic", "challenges")
    assert all(path.is_file() for path in written)
    tests = ["tests/bank/test_answers.py"]
    tests += [f"tests/book/test_{name}.py" for name in ("pages", "claims", "finding_ones_way")]
    chosen = ["-k", "my_topic or my-topic or labels_are_unique or in_the_toc", "-q"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *tests, *chosen, "-p", "no:cacheprovider"],
        cwd=course,
        # CI grades the answers of the bank elsewhere; those of the skeleton are graded here.
        env=os.environ | {"PYTHONPATH": str(course), "CI": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    answers = len(list((course / "tests" / "bank" / "my-topic").rglob("*.py")))
    assert int(done.stdout.split(" passed")[0].split()[-1]) >= answers + 5
    release = [str(Path(sys.executable).with_name("nbgrader")), "generate_assignment", "challenges"]
    done = subprocess.run(release, cwd=course, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    released = (course / "release" / "challenges" / "my-topic.ipynb").read_text()
    assert "NotImplementedError" in released and "tests.hidden" not in released


def test_the_page_stands_where_it_belongs(course):
    new_exercise(course, "3.12", "my-topic")
    parts = yaml.safe_load((course / "_toc.yml").read_text())["parts"]
    assert parts[-2]["chapters"][-1] == {"file": "book/my-topic"}


def test_pytest_knows_every_exercise_by_its_number_and_id(course):
    new_exercise(course, "3.12", "my-topic")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--markers", "-p", "no:cacheprovider", "tests"],
        cwd=course,
        env=os.environ | {"PYTHONPATH": str(course)},
        capture_output=True,
        text=True,
    )
    for notebook in course.glob("exercises/*/*.ipynb"):
        assert f"@pytest.mark.{notebook.stem}: " in done.stdout, done.stdout + done.stderr
    for mark in ("ex3_5", "ex3_12", "mini_project"):
        assert f"@pytest.mark.{mark}: " in done.stdout


@pytest.mark.parametrize(
    ("number", "topic", "says"),
    [
        ("3", "my-topic", "should look like 3.12"),
        ("3.12", "My Topic", "should look like my-topic"),
        ("3.12", "../evil", "should look like my-topic"),
        ("3.5", "my-topic", "3.5 exists already"),
        ("3.12", "embedding", "exists already"),
    ],
)
def test_what_cannot_be_made_changes_nothing(course, number, topic, says):
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    with pytest.raises(ExerciseError, match=says):
        new_exercise(course, number, topic)
    assert {path: path.read_bytes() for path in course.rglob("*") if path.is_file()} == before
