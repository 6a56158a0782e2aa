"""What students get: one zip an assignment, with its notebooks, the library and how to start.

The folder ``release/binder`` lets the content of ``release/``, as a public repository, run on
mybinder.org (see ``course_binder`` in ``_config.yml``).
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from string import Template

from grading.files import write_zip
from grading.paths import ROOT

BINDER_PYTHON = "python-3.12"
README = Path(__file__).parent / "templates" / "bundle_readme.md"


class BundleError(RuntimeError):
    """A bundle that could not be made; says what to do."""


def build_wheel(directory: Path) -> Path:
    """Build lmcore's wheel without network; return its path.

    Raises
    ------
    BundleError
        If the build fails.
    """
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    environment = os.environ | {"SOURCE_DATE_EPOCH": "315532800", "PIP_NO_INDEX": "1"}
    with tempfile.TemporaryDirectory(prefix="lmcore-build-") as scratch:
        # A copy, so that setuptools leaves no build folder in the course.
        for name in ("pyproject.toml", "README.md", "LICENSE", "lmcore"):
            os.symlink(ROOT / name, Path(scratch, name))
        done = subprocess.run(
            [*command, "-w", str(directory), scratch],
            capture_output=True,
            text=True,
            env=environment,
        )
    wheels = sorted(directory.glob("lmcore-*.whl"))
    if done.returncode or len(wheels) != 1:
        said = (done.stderr.strip() or "nothing").splitlines()[-1]
        raise BundleError(
            "lmcore's wheel could not be built; run `make course` again to repair .venv. "
            f"pip said: {said}"
        )
    return wheels[0]


def write_bundle(assignment: str, release: Path, wheel: Path) -> Path:
    """Write ``release/<assignment>.zip`` whole or not at all; return its path.

    Parameters
    ----------
    assignment : str
    release : Path
        Where nbgrader released to: the notebooks are in its folder ``assignment``.
    wheel : Path
        Of lmcore.

    Raises
    ------
    BundleError
        If the assignment has not been released.
    """
    notebooks = sorted((release / assignment).glob("*.ipynb"))
    if not notebooks:
        raise BundleError(
            f"{assignment} is not released yet: {release / assignment} holds no notebook; run "
            "`make release`."
        )
    names = "\n".join(f"- `{path.name}`" for path in notebooks)
    readme = Template(README.read_text(encoding="utf-8")).substitute(
        assignment=assignment, wheel=wheel.name, notebooks=names, first=notebooks[0].name
    )
    members = {path.name: path.read_bytes() for path in (*notebooks, wheel)}
    members["README.md"] = readme.encode()
    folder = {f"{assignment}/{name}": content for name, content in members.items()}
    return write_zip(release / f"{assignment}.zip", folder)


def write_bundles(release: Path) -> list[Path]:
    """Write the bundle of every released assignment."""
    assignments = sorted({path.parent.name for path in release.glob("*/*.ipynb")})
    with tempfile.TemporaryDirectory(prefix="wheel-") as directory:
        wheel = build_wheel(Path(directory))
        write_binder(release / "binder", wheel)
        return [write_bundle(assignment, release, wheel) for assignment in assignments]


def write_binder(folder: Path, wheel: Path) -> None:
    """Write what tells Binder which Python and which packages the notebooks need."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.whl"):
        old.unlink()
    shutil.copy(wheel, folder)
    packages = ["jupyterlab", "nbgrader", f"./{folder.name}/{wheel.name}"]  # seen from above
    (folder / "requirements.txt").write_text("\n".join(packages) + "\n", encoding="utf-8")
    (folder / "runtime.txt").write_text(f"{BINDER_PYTHON}\n", encoding="utf-8")
