"""From the zip to the first green check: what the bundle's README says, in a real JupyterLab.

Only pip's line is run by uv, which spares a minute of processor time; with JOURNEY=pip, or where
uv reaches no index, by pip as it stands.
"""

import os
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from grading.authoring.bundle import build_wheel, write_bundle
from tests.book.browser import expect
from tests.journeys.browser import browser_page
from tests.journeys.jupyter import Clock, Lab, own_home, running
from tests.machine import lacking

WRONG = """class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros((vocab_size, dim))

    def forward(self, indices: np.ndarray) -> np.ndarray:
        return self.W[indices]

    def backward(self, grad: np.ndarray, indices: np.ndarray) -> None:
        self.W_grad += grad.sum()
"""
RIGHT = WRONG.replace("self.W_grad += grad.sum()", "np.add.at(self.W_grad, indices, grad)")


@pytest.fixture
def bundle(root, tmp_path) -> Path:
    """The zip, unpacked where nothing of the course is near; its name has a blank."""
    if not (root / "release" / "implementation").is_dir():
        lacking("nothing is released: run `make release`")
    released = tmp_path / "release"
    (released / "implementation").mkdir(parents=True)
    for path in (root / "release" / "implementation").glob("*.ipynb"):
        (released / "implementation" / path.name).write_bytes(path.read_bytes())
    wheel = build_wheel(tmp_path)
    home = tmp_path / "Zoë's course"
    with zipfile.ZipFile(write_bundle("implementation", released, wheel)) as packed:
        packed.extractall(home)
    return home / "implementation"


def commands(readme: str) -> list[str]:
    return [line.strip() for line in readme.splitlines() if line.startswith("    ")]


def type_in(command: str, folder: Path, home: Path) -> str:
    """Run a line of the README, in a shell; return what it printed."""
    python = str(Path(sys.executable).parent)  # the README's python3
    path = {"PATH": os.pathsep.join([python, os.environ["PATH"]])}
    done = subprocess.run(
        command, shell=True, cwd=folder, env=own_home(home) | path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def install(line: str, folder: Path, home: Path) -> None:
    """Run the README's ``.venv/bin/python -m pip install ...``."""
    python, pip, packages = line.partition(" -m pip install ")
    assert pip
    uv = f"{shlex.quote(sys.executable)} -m uv pip install -q --python {python} {packages}"
    if os.environ.get("JOURNEY") != "pip":
        done = subprocess.run(uv, shell=True, cwd=folder, capture_output=True)
        if done.returncode == 0:
            return
    type_in(line, folder, home)


def test_from_the_zip_to_a_green_check_in_five_minutes(root, bundle, tmp_path):
    clock = Clock()
    home = tmp_path / "home"
    make, pip, corpus, start = commands((bundle / "README.md").read_text("utf-8"))
    type_in(make, bundle, home)
    clock.lap("a virtual environment")
    install(pip, bundle, home)
    clock.lap("the packages")
    assert "characters" in type_in(corpus, bundle, home)
    clock.lap("the corpus")

    program, *words = start.split()
    with running([str(bundle / program), *words], bundle, home) as address, browser_page() as page:
        clock.lap("JupyterLab starts")
        lab = Lab(page, address, words[-1])
        clock.lap("the notebook is open")
        pictures = root / "_build" / "journeys"

        answer, check = lab.cell("class Embedding"), lab.cell("layer = Embedding(vocab_size=5")
        lab.menu("Run", "Run All Cells")
        lab.output(check, "Not written yet: `Embedding.forward`")
        page.screenshot(path=pictures / "first-stop.png")
        clock.lap("run all, up to the first task")

        lab.write(answer, WRONG)
        lab.run(answer)
        lab.run(check)
        lab.output(check, "its row should hold its gradient")
        page.screenshot(path=pictures / "first-red-check.png")
        clock.lap("a wrong answer, a red check")

        lab.write(answer, RIGHT)
        lab.run(answer)
        lab.run(check)
        lab.output(check, "The visible test passes")
        page.screenshot(path=pictures / "first-green-check.png")
        clock.lap("a right answer, a green check")

        lab.save()
        page.reload()
        lab.wait_until_open()
        lab.output(lab.cell("layer = Embedding(vocab_size=5"), "The visible test passes")
        expect(lab.cell("np.add.at(self.W_grad, indices, grad)")).to_have_count(1)
        clock.lap("saved, and there again after a reload")

        page.get_by_role("button", name="Validate").click()
        page.locator(".jp-Dialog", has_text="Your notebook passes all the tests").wait_for()
        page.screenshot(path=pictures / "validated.png")
        clock.lap("Validate")
    (pictures / "student.txt").write_text(f"{clock}\n")
    assert clock.seconds < 300, f"\n{clock}"
