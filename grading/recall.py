"""Execute a notebook once: what has been executed before is looked up."""

from collections.abc import Callable, Mapping
from pathlib import Path

from nbformat import NotebookNode
from traitlets import Bool, Unicode

from grading.course import ROOT
from grading.execute import Execute, supporting_files
from grading.execution import Options
from grading.job import execute, job_key, make_job, show
from grading.results_store import ResultsStore

RESULTS = ROOT / "_build" / "results"
Runner = Callable[[dict], dict]


class ExecuteOnce(Execute):
    """``Execute`` that asks the store first, and lets workers do the rest where there are any."""

    results = Unicode(str(RESULTS), help="Folder of the results of executed notebooks.").tag(
        config=True
    )
    reuse = Bool(True, help="Take results from there, instead of executing anew.").tag(config=True)
    # Options of nbgrader's own Execute, which has the same name in the configuration.
    interrupt_on_timeout = Bool(True).tag(config=True)
    record_timing = Bool(False).tag(config=True)
    # Set by a batch: executes a job somewhere else. Otherwise this process does.
    runner: Runner | None = None

    def preprocess(self, nb, resources=None, km=None):
        directory = Path((resources or {}).get("metadata", {}).get("path") or ".")
        files = supporting_files(directory)
        store = ResultsStore(Path(self.results))
        result = recall(nb, files, self.options(), store, self.reuse, type(self).runner)
        return show(nb, result), resources


def recall(
    nb: NotebookNode,
    files: Mapping[str, Path],
    options: Options,
    store: ResultsStore,
    reuse: bool = True,
    runner: Runner | None = None,
) -> dict:
    """Return what a notebook's cells show, from the store or by executing it."""
    job = make_job(nb, files, options)
    key = job_key(job)
    result = store.get(key) if reuse else None
    if result is None:
        result = runner(job) if runner else execute(nb, files, options)
        store.put(key, result)
    return result
