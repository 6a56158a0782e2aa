import subprocess
import sys
import zipfile

import nbformat
import pytest

from grading.authoring.bundle import BundleError, build_wheel, write_binder, write_bundle
from grading.notebooks import write_notebook
from grading.paths import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture
def release(tmp_path):
    for name in ("first", "second"):
        cell = nbformat.v4.new_code_cell("raise NotImplementedError")
        nb = nbformat.v4.new_notebook(cells=[cell])
        write_notebook(nb, tmp_path / "release" / "task" / f"{name}.ipynb")
    return tmp_path / "release"


def test_the_wheel_holds_the_library_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    modules = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("lmcore/**/*.py")}
    assert modules <= set(names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"lmcore"}


def test_the_wheel_works_without_the_course(wheel, tmp_path):
    code = "import lmcore; print(lmcore.__file__); lmcore.load_corpus('kingdom')"
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(wheel)!r}); {code}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(wheel))


def test_a_bundle_has_notebooks_wheel_and_readme(release, wheel):
    path = write_bundle("task", release, wheel)
    with zipfile.ZipFile(path) as bundle:
        names = bundle.namelist()
        readme = bundle.read("task/README.md").decode()
    assert sorted(names) == sorted(
        f"task/{name}" for name in ("first.ipynb", "second.ipynb", wheel.name, "README.md")
    )
    for word in (wheel.name, "first.ipynb", "second.ipynb", "LMCORE_DATA", "Assignment: task"):
        assert word in readme
    assert "$" not in readme


def test_the_same_release_gives_the_same_file(release, wheel):
    first = write_bundle("task", release, wheel).read_bytes()
    assert write_bundle("task", release, wheel).read_bytes() == first


def test_binder_finds_its_packages_from_the_folder_above(release, wheel):
    write_binder(release / "binder", wheel)
    write_binder(release / "binder", wheel)  # again changes nothing
    *packages, library = (release / "binder" / "requirements.txt").read_text().split()
    assert packages == ["jupyterlab", "nbgrader"]
    assert (release / library).read_bytes() == wheel.read_bytes()
    assert (release / "binder" / "runtime.txt").read_text() == "python-3.12\n"


def test_a_failure_leaves_the_old_bundle_alone(release, wheel, monkeypatch):
    path = write_bundle("task", release, wheel)
    before = path.read_bytes()

    def full_disk(*_):
        raise OSError("no space left")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full_disk)
    with pytest.raises(OSError, match="no space"):
        write_bundle("task", release, wheel)
    assert path.read_bytes() == before


def test_what_is_not_released_is_named(release, wheel):
    with pytest.raises(BundleError, match="other is not released yet: .* run `make release`"):
        write_bundle("other", release, wheel)
