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

from grading.execution.notebook import Options, execute_notebook
from grading.execution.store import digest
from grading.execution.versions import CHECKS, check_modules, grader_version
from grading.marks import EXTRA
from grading.sandbox.kernel import Kernel
from grading.sandbox.limits import ResourceLimits

CELL_FIELDS = ("cell_type", "source")
METADATA = ("nbgrader", EXTRA)


class OtherGrader(RuntimeError):
    """A worker whose code differs from that of the process that hands out the work."""


def make_job(nb: NotebookNode, files: Mapping[str, Path], options: Options) -> dict:
    """Describe a rebuilt notebook: its cells, its files, the checks it needs, the limits."""
    return {
        "cells": [_cell(cell) for cell in nb.cells],
        "files": {
            name: base64.b64encode(path.read_bytes()).decode() for name, path in files.items()
        },
        "checks": check_modules(nb),
        "options": {**options._asdict(), "resources": options.resources._asdict()},
        "grader": grader_version(),
    }


def _cell(cell: NotebookNode) -> dict:
    kept = {name: cell.metadata[name] for name in METADATA if name in cell.metadata}
    return {**{name: cell[name] for name in CELL_FIELDS}, "metadata": kept}


def job_key(job: Mapping) -> str:
    """Return the hash under which the result of a job is stored."""
    return digest(job)


def check_version(job: Mapping) -> None:
    if job["grader"] != grader_version():
        raise OtherGrader(
            "this worker has another version of the grader, of lmcore or of NumPy than the machine "
            "that grades; give it the same commit, run `make course` there and start it again"
        )


def run_job(job: Mapping, kernel: Kernel | None = None) -> dict:
    """Execute a job in this process; return what each cell showed, and the seconds it took.

    Parameters
    ----------
    kernel : Kernel, optional
        A spare one that is running already, for a notebook without files of its own.
    """
    nb = nbformat.v4.new_notebook(cells=[_new_cell(cell) for cell in job["cells"]])
    with written(job["files"]) as files:
        return execute(nb, files, options_of(job), kernel)


def options_of(job: Mapping) -> Options:
    resources = ResourceLimits(**job["options"]["resources"])
    return Options(**{**job["options"], "resources": resources})


def execute(
    nb: NotebookNode,
    files: Mapping[str, Path],
    options: Options,
    kernel: Kernel | None = None,
) -> dict:
    """Execute a notebook in this process, as :func:`run_job` does with a job."""
    began = time.monotonic()
    execute_notebook(nb, files, options, kernel)
    shown = [
        {"outputs": cell.outputs, "execution_count": cell.execution_count}
        if cell.cell_type == "code"
        else {}
        for cell in nb.cells
    ]
    return {"cells": shown, "seconds": round(time.monotonic() - began, 3)}


def _new_cell(cell: Mapping) -> NotebookNode:
    make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}.get(
        cell["cell_type"], nbformat.v4.new_raw_cell
    )
    return make(cell["source"], metadata=nbformat.from_dict(cell["metadata"]))


def show(nb: NotebookNode, result: Mapping) -> NotebookNode:
    """Put a result into the notebook that it was computed for, or one with the same cells."""
    for cell, shown in zip(nb.cells, result["cells"], strict=True):
        if cell.cell_type == "code":
            cell.outputs = [nbformat.from_dict(output) for output in shown["outputs"]]
            cell.execution_count = shown["execution_count"]
    nb.metadata["grading"] = {"seconds": result["seconds"]}
    return nb


@contextlib.contextmanager
def written(files: Mapping[str, str]) -> Iterator[dict[str, Path]]:
    """Write a job's files to a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="files-") as folder:
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
