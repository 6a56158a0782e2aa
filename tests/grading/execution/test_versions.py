import json
import shutil
import subprocess
import sys

import pytest

from grading.execution.versions import CODE, hashes
from grading.paths import ROOT

# Imported by a worker, but without an effect on what a notebook's cells give.
AROUND = {
    "grading/__init__.py",
    "grading/aliases.py",
    "grading/files.py",
    "grading/paths.py",
    "grading/scratch.py",
    "grading/terminal.py",
    "grading/workers/__init__.py",
    "grading/workers/spare_kernel.py",
}


def loaded() -> set[str]:
    """Return the modules of ours that a process has loaded after executing a notebook."""
    script = (
        "import json, sys, nbformat\n"
        "from grading.execution.job import make_job, run_job\n"
        "from grading.execution.notebook import Options\n"
        "import grading.workers.process\n"
        "from grading.sandbox import bubblewrap\n"
        "cell = nbformat.v4.new_code_cell('assert x == 1')\n"
        "cell.metadata['nbgrader'] = {'grade_id': 't', 'grade': True, 'solution': False,"
        " 'points': 1}\n"
        "cells = [nbformat.v4.new_code_cell('import lmcore; x = 1'), cell]\n"
        "options = Options(unsafe=bubblewrap.executable() is None)\n"
        "result = run_job(make_job(nbformat.v4.new_notebook(cells=cells), {}, options))\n"
        "assert result['points'] == {'t': 1.0}, result\n"
        "print(json.dumps([m.__file__ for n, m in sys.modules.items()"
        " if n.startswith(('grading', 'lmcore')) and m.__file__]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )
    return {file.removeprefix(f"{ROOT}/") for file in json.loads(done.stdout.splitlines()[-1])}


def test_the_key_hashes_all_that_executes_and_nothing_else():
    hashed = set(hashes(ROOT))
    assert loaded() - {"grading/workers/process.py"} - AROUND <= hashed
    packages = {name.split("/")[1] for name in hashed if name.startswith("grading/")}
    assert not packages & {"reports", "lms", "plugins", "authoring", "workers", "batch.py"}


@pytest.mark.parametrize(
    ("module", "counts"),
    [
        ("grading/inside/protocol.py", True),
        ("grading/submission/rebuild.py", True),
        ("lmcore/nn/softmax.py", True),
        ("grading/reports/page.py", False),
        ("grading/plugins/converter.py", False),
        ("grading/__main__.py", False),
    ],
)
def test_an_edit_counts_where_it_can_change_a_result(tmp_path, module, counts):
    for place in ("grading", "lmcore"):
        shutil.copytree(ROOT / place, tmp_path / place)
    before = hashes(tmp_path)
    assert before == hashes(ROOT) and all((tmp_path / place).exists() for place in CODE)
    with (tmp_path / module).open("a") as file:
        file.write("\n# an edit\n")
    assert (hashes(tmp_path) != before) is counts


@pytest.mark.parametrize("module", ["grading.workers.dask", "grading.workers.process"])
def test_workers_do_without_nbgrader(module):
    script = f"import sys, {module}; print([n for n in sys.modules if n.startswith('nbgrader')])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stderr
