"""One notebook to execute, as a message: everything that its result depends on, and no more."""

import base64
import contextlib
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from grading import scratch
from grading.execution.notebook import Options, execute_notebook
from grading.execution.seeds import fresh_seed
from grading.execution.store import digest
from grading.execution.versions import CHECKS, check_modules, grader_version
from grading.marks import EXTRA
from grading.sandbox.kernel import Kernel
from grading.sandbox.limits import ResourceLimits

# Of nbgrader's metadata, what decides how a cell is executed; a checksum, say, does not.
NBGRADER = ("grade_id", "grade", "solution", "points")


class OtherGrader(RuntimeError):
    """A worker whose code differs from that of the process that hands out the work."""


def make_job(nb: NotebookNode, files: Mapping[str, bytes], options: Options) -> dict:
    """Describe a rebuilt notebook: its cells, its files, the checks it needs, the limits.

    Parameters
    ----------
    nb : NotebookNode
        From :func:`grading.submission.rebuild.rebuild_submission`.
    files : mapping of str to bytes
        What lies in the work directory, by name.
    """
    return {
        "cells": [_cell(cell) for cell in nb.cells],
        "files": {name: base64.b64encode(data).decode() for name, data in files.items()},
        "checks": check_modules(nb),
        "options": {**options._asdict(), "resources": options.resources._asdict()},
        "grader": grader_version(),
    }


def _cell(cell: NotebookNode) -> dict:
    metadata: dict = {EXTRA: True} if cell.metadata.get(EXTRA) else {}
    if "nbgrader" in cell.metadata:
        known = cell.metadata["nbgrader"]
        metadata["nbgrader"] = {name: known[name] for name in NBGRADER if name in known}
    return {"cell_type": cell.cell_type, "source": cell.source, "metadata": metadata}


def job_key(job: Mapping) -> str:
    """Return the hash under which the result of a job is stored.

    Text cells are not part of it: what stands in them, such as a note of the grader's, changes no
    result. Nor is the seed, which belongs to the result, nor where the course lies.
    """
    cells = [cell for cell in job["cells"] if cell["cell_type"] == "code"]
    asked = {name: value for name, value in job.items() if name != "seed"}
    limits = {name: value for name, value in job["options"].items() if name != "course"}
    return digest({**asked, "cells": cells, "options": limits})


def check_version(job: Mapping) -> None:
    """Refuse a job of a grader that differs from this one.

    Raises
    ------
    OtherGrader
        If its code, lmcore's or a library's version is another one.
    """
    if job["grader"] != grader_version():
        raise OtherGrader(
            "this worker has another version of the grader, of lmcore or of NumPy than the machine "
            "that grades; give it the same commit, run `make course` there and start it again"
        )


def run_job(job: Mapping, kernel: Kernel | None = None) -> dict:
    """Execute a job in this process, with its ``seed`` if it has one, else with a fresh one.

    Parameters
    ----------
    kernel : Kernel, optional
        A spare one that is running already, for a notebook without files of its own.

    Returns
    -------
    dict
        ``cells``: for each code cell its ``outputs`` and ``execution_count``; ``points``: what each
        test cell gives, a number by grade_id; ``verdicts``: what the parts of each test cell found;
        ``seed``: what was drawn at random follows from it; ``seconds``.
    """
    seed = job.get("seed", fresh_seed())
    nb = nbformat.v4.new_notebook(cells=[_new_cell(cell) for cell in job["cells"]])
    began = time.monotonic()
    with written(job["files"]) as files:
        points, verdicts = execute_notebook(nb, files, options_of(job), kernel, seed)
    shown = [
        {"outputs": cell.outputs, "execution_count": cell.execution_count}
        for cell in nb.cells
        if cell.cell_type == "code"
    ]
    seconds = round(time.monotonic() - began, 3)
    found = {"points": points, "verdicts": verdicts, "seed": seed}
    return {"cells": shown, **found, "seconds": seconds}


def options_of(job: Mapping) -> Options:
    """Return the limits that a job came with."""
    resources = ResourceLimits(**job["options"]["resources"])
    return Options(**{**job["options"], "resources": resources})


def _new_cell(cell: Mapping) -> NotebookNode:
    make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}.get(
        cell["cell_type"], nbformat.v4.new_raw_cell
    )
    return make(cell["source"], metadata=nbformat.from_dict(cell["metadata"]))


def show(nb: NotebookNode, result: Mapping) -> NotebookNode:
    """Put a result into the notebook that it was computed for, or one with the same code cells."""
    code = [cell for cell in nb.cells if cell.cell_type == "code"]
    for cell, shown in zip(code, result["cells"], strict=True):
        cell.outputs = [nbformat.from_dict(output) for output in shown["outputs"]]
        cell.execution_count = shown["execution_count"]
    nb.metadata["grading"] = {"seconds": result["seconds"]}
    return nb


@contextlib.contextmanager
def written(files: Mapping[str, str]) -> Iterator[dict[str, Path]]:
    """Write a job's files to a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="files-", dir=scratch.folder()) as folder:
        paths = {}
        for name, content in files.items():
            paths[name] = Path(folder, Path(name).name)
            paths[name].write_bytes(base64.b64decode(content))
        yield paths


def place_checks(folder: Path, sources: Mapping[str, str]) -> None:
    """Make exactly these modules importable as ``tests.hidden``, and nothing else of ``tests``."""
    package = folder.joinpath(digest(sources), *CHECKS.split("."))
    if str(package.parents[1]) in sys.path:
        return
    package.mkdir(parents=True, exist_ok=True)
    (package.parent / "__init__.py").touch()
    for name, source in sources.items():
        (package / Path(name).name).write_text(source, encoding="utf-8")
    for name in [name for name in sys.modules if _is_check(name)]:
        del sys.modules[name]
    sys.path[:] = [entry for entry in sys.path if not entry.startswith(str(folder))]
    sys.path.insert(0, str(package.parents[1]))


def _is_check(name: str) -> bool:
    return name == "tests" or name.startswith("tests.")
