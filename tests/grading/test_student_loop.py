"""The student's own loop in every notebook, as it is handed out and with the model answers.

A kernel runs both, one after the other; what it shows is then looked at from all sides: by a
student who restarts and runs all, by nbgrader's validator, and by `make check`. That these run what
they judge is tested in `authoring/test_self_check.py`.
"""

from pathlib import Path

import nbformat
import pytest
from nbgrader.preprocessors import Execute
from nbgrader.validator import Validator

from grading.authoring.self_check import tell
from grading.notebooks import read_notebook
from tests.bank.exercise import ROOT, marks, notebooks, source_of

LONGEST = 80  # characters of a line of a friendly message
TIMEOUT = 600  # a busy machine is no mistake of the student's
RESTART = "%reset -f"


def marked(name: str):
    own = [getattr(pytest.mark, mark) for mark in marks(name)]
    return pytest.param(name, id=name, marks=own)


@pytest.fixture(scope="module", params=map(marked, notebooks()))
def ran(request):
    """Path and executed notebook: of the release, and of the solution."""
    paths = [
        ROOT / folder / source_of(request.param).relative_to(ROOT / "exercises")
        for folder in ("release", "solutions")
    ]
    released, solved = map(read_notebook, paths)
    run_all(paths[0].parent, code(released), code(solved))
    return {"release": (paths[0], released), "solution": (paths[1], solved)}


def code(nb) -> list:
    return [cell for cell in nb.cells if cell.cell_type == "code"]


def run_all(folder: Path, first: list, second: list) -> None:
    """Run cells as a validator does, errors or not, and others with no name left."""
    sources = [*(cell.source for cell in first), RESTART, *(cell.source for cell in second)]
    nb = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, sources)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))  # hidden tests are part of a solution
        patch.setenv("NBGRADER_VALIDATING", "1")
        patch.setenv("NBGRADER_EXECUTION", "validate")
        Execute(timeout=TIMEOUT).preprocess(nb, {"metadata": {"path": str(folder)}})
    del nb.cells[len(first)]
    for cell, executed in zip([*first, *second], nb.cells, strict=True):
        cell.outputs = executed.outputs


@pytest.fixture
def as_run(monkeypatch):
    """Let validator and `make check` find executed what they would have executed."""

    def use(ran):
        def shown(self, nb, resources, **_):
            take_outputs(code(nb), code(ran))
            return nb, resources

        monkeypatch.setattr(Execute, "preprocess", shown)

    return use


def take_outputs(cells: list, ran: list) -> None:
    """Give each cell the outputs of the one that ran: the same, or with hidden tests in it."""
    by_name = {name_of(cell): cell for cell in ran}
    for cell in cells:
        one = by_name[name_of(cell)]
        lines = iter(one.source.splitlines())
        assert all(line in lines for line in cell.source.splitlines()), cell.source
        cell.outputs = one.outputs


def name_of(cell) -> str:
    """What tells a cell apart in its notebook."""
    return cell.metadata.get("nbgrader", {}).get("grade_id") or cell.source


def errors(nb) -> list:
    return [output for cell in code(nb) for output in cell.outputs if output.output_type == "error"]


def test_run_all_stops_with_a_friendly_message(ran):
    _, nb = ran["release"]
    stop = errors(nb)[0]
    assert stop.ename == "NotImplementedError"
    missing, what_to_do = stop.traceback
    assert missing.startswith(("Not written yet: `", "Not written yet: your answer"))
    assert "run_code" not in missing
    assert what_to_do == "Write your code here, and delete this line."
    assert max(map(len, stop.traceback)) <= LONGEST


def test_what_is_not_written_fails_the_validator_and_the_check(ran, as_run, capsys):
    path, nb = ran["release"]
    as_run(nb)
    assert Validator().validate(str(path)).keys() == {"failed"}
    assert tell(path) == 1
    assert "Traceback" not in capsys.readouterr().out


def test_the_solution_runs_and_passes_the_validator_and_the_check(ran, as_run, capsys):
    path, nb = ran["solution"]
    assert errors(nb) == []
    as_run(nb)
    assert Validator().validate(str(path)) == {}
    assert tell(path) == 0
    assert "✗" not in capsys.readouterr().out
