"""The instructor's commands from the repository's root: plain nbgrader, plain configuration."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grading.notebooks import read_notebook, solution_cells, write_notebook

NEEDED = ["exercises", "grading", "lmcore", "tests", "nbgrader_config.py"]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A copy of the course with two students' submissions, so that the real one stays clean."""
    root = Path(__file__).resolve().parents[2]
    copy = tmp_path_factory.mktemp("instructor") / "a course"  # a blank, as users have them
    copy.mkdir()
    for name in NEEDED:
        if (root / name).is_dir():
            shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(root / name, copy / name)
    sample = root / "tests" / "sample_class"
    for student in ("perfect", "wrong-softmax"):
        shutil.copytree(sample / student, copy / "submitted" / student)
    doctor(sample / "perfect", copy / "submitted" / "dead", end_the_kernel)
    doctor(sample / "perfect", copy / "submitted" / "warns", warn_on_every_call)
    doctor(sample / "empty", copy / "submitted" / "tagged", skip_the_tests)
    doctor(sample / "empty", copy / "submitted" / "deleted", delete_the_tests)
    return copy


def doctor(student: Path, doctored: Path, change) -> None:
    """Copy a student's notebooks with a change to each."""
    for path in student.rglob("*.ipynb"):
        nb = read_notebook(path)
        change(nb)
        write_notebook(nb, doctored / path.relative_to(student))


def end_the_kernel(nb) -> None:
    first = next(iter(solution_cells(nb).values()))
    first.source = "import os\nos._exit(3)"


def warn_on_every_call(nb) -> None:
    """Make a right answer write to stderr, as NumPy does when exp overflows."""
    for cell in solution_cells(nb).values():
        cell.source = cell.source.replace(
            "return", "np.exp(np.array([1e6])); __import__('sys').stderr.write('w'); return", 1
        )


def is_test(cell) -> bool:
    metadata = cell.metadata.get("nbgrader", {})
    return bool(metadata.get("grade")) and not metadata.get("solution")


def skip_the_tests(nb) -> None:
    for cell in filter(is_test, nb.cells):
        cell.metadata["tags"] = ["skip-execution"]


def delete_the_tests(nb) -> None:
    nb.cells = [cell for cell in nb.cells if not is_test(cell)]


def nbgrader(course, *arguments):
    """Run nbgrader as a user would who has not activated the environment."""
    command = [str(Path(sys.executable).with_name("nbgrader")), *arguments]
    environment = {**os.environ, "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        command, cwd=course, env=environment, capture_output=True, text=True, timeout=1200
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def test_release_autograde_feedback_export(course):
    notebooks = {p.stem for p in (course / "exercises" / "implementation").glob("*.ipynb")}
    nbgrader(course, "generate_assignment", "implementation")
    released = course / "release" / "implementation"
    assert {p.stem for p in released.iterdir()} == notebooks

    nbgrader(course, "autograde", "implementation")
    nbgrader(course, "generate_feedback", "implementation")
    for student in ("perfect", "wrong-softmax", "dead", "warns", "tagged", "deleted"):
        pages = course / "feedback" / student / "implementation"
        assert {p.stem for p in pages.glob("*.html")} == notebooks

    nbgrader(course, "export", "--to", "grades.csv")
    lines = (course / "grades.csv").read_text().splitlines()
    column = lines[0].split(",").index("score")
    student = lines[0].split(",").index("student_id")
    scores = {line.split(",")[student]: float(line.split(",")[column]) for line in lines[1:]}
    full = 10 * len(notebooks) + 10  # two-layer-network has 20
    assert scores["perfect"] == scores["warns"] == full
    assert full - 20 < scores["wrong-softmax"] < full
    assert scores["dead"] == scores["tagged"] == scores["deleted"] == 0


def test_solutions_are_generated_and_executed(course):
    one = ("implementation", "--notebook", "softmax-stability")  # all run in test_student_loop
    nbgrader(course, "generate_assignment", *one, "--force")
    nbgrader(course, "generate_solution", *one)
    made = read_notebook(course / "solutions" / "implementation" / "softmax-stability.ipynb")
    assert all(cell.execution_count for cell in made.cells if cell.cell_type == "code")
