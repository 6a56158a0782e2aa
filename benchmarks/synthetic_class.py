"""A class of any size, made of the right and wrong answers in tests/bank and of a few attacks."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from grading.notebooks import read_notebook, solution_cells, write_notebook  # noqa: E402
from tests.bank import entries  # noqa: E402

ASSIGNMENT = "implementation"
NOTEBOOKS = ("embedding", "softmax-stability")
NEEDED = ("grading", "lmcore", "nbgrader_config.py")
# Each ends one notebook; none may touch another's score, or stop the batch.
ATTACKS = {
    "exit": "import os\nos._exit(0)",
    "loop": "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
    "fork": "import os\nfor _ in range(200):\n    try: os.fork()\n    except OSError: break",
    "memory": "hoard = [bytearray(2**28) for _ in range(100)]",
    "flood": "while True: print('x' * 100000)",
    "thieve": "open('/course/tests/hidden/embedding.py').read()",
    "ape": "class Always:\n    def __getattr__(self, name): return self\n"
    "    def __call__(self, *a, **k): return self\nEmbedding = stable_softmax = Always()",
}


class Expected(NamedTuple):
    """What a student must get in a notebook."""

    least: float
    most: float
    made_of: str


def make_course(folder: Path) -> None:
    """Copy what grading needs, with one assignment of two notebooks, and release it."""
    ignore = shutil.ignore_patterns("__pycache__")
    folder.mkdir(parents=True)
    for name in NEEDED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name, **({"ignore": ignore} if copy is shutil.copytree else {}))
    shutil.copytree(ROOT / "tests" / "hidden", folder / "tests" / "hidden", ignore=ignore)
    (folder / "tests" / "__init__.py").touch()
    (folder / "exercises" / ASSIGNMENT).mkdir(parents=True)
    for name in NOTEBOOKS:
        source = ROOT / "exercises" / ASSIGNMENT / f"{name}.ipynb"
        shutil.copy(source, folder / "exercises" / ASSIGNMENT)
    run(folder, "nbgrader", "generate_assignment", ASSIGNMENT)


def run(folder: Path, *command: str, check: bool = True, **more) -> subprocess.CompletedProcess:
    """Run a program of this environment in a course's folder."""
    program = str(Path(sys.executable).with_name(command[0]))
    options = {"capture_output": True, "text": True, **more}
    done = subprocess.run([program, *command[1:]], cwd=folder, env=environment(), **options)
    if check and done.returncode:
        raise RuntimeError(f"{' '.join(command)}:\n{done.stdout}\n{done.stderr}")
    return done


def environment() -> dict[str, str]:
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def hand_in(
    folder: Path, students: int, attacks: float = 0.0, seed: int = 0
) -> dict[tuple[str, str], Expected]:
    """Write the submissions of a class, each different; return what they must get.

    Parameters
    ----------
    attacks : float
        The share of notebooks that are hostile. Of the others half are right.
    """
    random_ = random.Random(seed)
    expected = {}
    for number in range(students):
        student = f"student-{number:04d}"
        for name in NOTEBOOKS:
            nb = read_notebook(folder / "release" / ASSIGNMENT / f"{name}.ipynb")
            points = sum(
                cell.metadata.nbgrader.points
                for cell in nb.cells
                if cell.metadata.get("nbgrader", {}).get("grade")
            )
            if random_.random() < attacks:
                kind = random_.choice(sorted(ATTACKS))
                sources = dict.fromkeys(solution_cells(nb), ATTACKS[kind])
                expected[student, name] = Expected(0.0, 0.0, kind)
            else:
                right = random_.random() < 0.5
                sources, made_of = answers(name, right, random_)
                least, most = (points, points) if right else (0.0, points - 0.01)
                expected[student, name] = Expected(least, most, made_of)
            for cell, source in sources.items():
                solution_cells(nb)[cell].source = f"# {student}\n{source}"
            write_notebook(nb, folder / "submitted" / student / ASSIGNMENT / f"{name}.ipynb")
    return expected


def answers(notebook: str, right: bool, random_: random.Random) -> tuple[dict[str, str], str]:
    """Choose an answer for each cell: right ones, but for one cell where a wrong one is wanted."""
    bank = entries(notebook)
    cells = sorted({entry.cell for entry in bank})
    spoiled = None if right else random_.choice(cells)
    chosen = {
        cell: random_.choice([e for e in bank if e.cell == cell and e.right == (cell != spoiled)])
        for cell in cells
    }
    made_of = ", ".join(f"{cell}/{entry.name}" for cell, entry in chosen.items())
    return {cell: entry.source for cell, entry in chosen.items()}, made_of


def scores(folder: Path) -> dict[tuple[str, str], float]:
    """Read every score from a course's gradebook."""
    from nbgrader.api import Gradebook

    from grading.plugins.course import course_config

    course_config()
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        return {
            (submission.student.id, notebook.name): notebook.score
            for submission in gradebook.assignment_submissions(ASSIGNMENT)
            for notebook in submission.notebooks
        }


def wrong_scores(got: dict, expected: dict[tuple[str, str], Expected]) -> list[str]:
    """Say in a line each which scores are not what they must be."""
    return [
        f"{student}, {name} ({must.made_of}): {got.get((student, name))}, "
        f"not {must.least:g} to {must.most:g}"
        for (student, name), must in expected.items()
        if not must.least - 1e-6 <= got.get((student, name), -1.0) <= must.most + 1e-6
    ]
