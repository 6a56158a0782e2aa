"""The wheel holds all of lmcore, and says that it is typed."""

import os
import subprocess
import sys
import zipfile


def test_holds_every_module_and_the_mark_of_types(root, tmp_path):
    source = tmp_path / "source"  # so that nothing is built inside the repository
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "lmcore"):
        os.symlink(root / name, source / name)
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    done = subprocess.run(
        [*command, "-w", str(tmp_path), str(source)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    [wheel] = tmp_path.glob("lmcore-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if name.startswith("lmcore/")}
    package = root / "lmcore"
    modules = {str(path.relative_to(root)) for path in package.rglob("*.py")}
    assert inside == modules | {"lmcore/py.typed"}
