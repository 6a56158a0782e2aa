"""Cells' times: written by the kernels that execute pages, read by the extension for live cells."""

import json
from types import SimpleNamespace

import cell_times
import pytest
from execute_pages import Page, run
from myst_nb.core.read import read_myst_markdown_notebook

CELLS = ["total = sum(range(2_000_000))", "sorted(name for name in dir() if name[0] != '_')"]
PAGE = "---\nfile_format: mystnb\nkernelspec: {name: python3}\n---\n# Page\n" + "".join(
    f"```{{code-cell}} python\n{cell}\n```\n" for cell in CELLS
)


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.md"
    path.write_text(PAGE)
    return Page(path, read_myst_markdown_notebook(PAGE, path=path))


def test_a_page_that_is_executed_leaves_its_cells_times_and_no_name(page, tmp_path, monkeypatch):
    monkeypatch.setenv("LMCORE_KEEP", str(tmp_path / "kept"))
    done = run(page, timeout=60)
    assert not done.failed
    times = cell_times.read(tmp_path / "kept")
    first, second = (times[cell_times.name_of(cell)] for cell in CELLS)
    assert first > second >= 0
    names = done.notebook.cells[-1].outputs[0].data["text/plain"]
    monkeypatch.delenv("LMCORE_KEEP")
    plain = run(page, timeout=60).notebook.cells[-1].outputs[0].data["text/plain"]
    assert names == plain and "total" in names


def test_the_last_run_of_a_cell_counts(tmp_path):
    assert cell_times.read(tmp_path) == {}
    lines = [{"cell": cell_times.name_of(" x = 1\n"), "seconds": it} for it in (3.0, 4.0)]
    (tmp_path / cell_times.FILE).write_text("".join(f"{json.dumps(it)}\n" for it in lines))
    assert cell_times.read(tmp_path) == {cell_times.name_of("x = 1"): 4.0}


def test_every_cell_of_a_shell_has_a_line(tmp_path):
    called = {}
    shell = SimpleNamespace(events=SimpleNamespace(register=called.__setitem__))
    cell_times.install(shell, tmp_path / "new")
    for cell in ("a", "b"):
        called["pre_run_cell"](SimpleNamespace(raw_cell=cell))
        called["post_run_cell"](SimpleNamespace(info=SimpleNamespace(raw_cell=cell)))
    assert cell_times.read(tmp_path / "new").keys() == {cell_times.name_of(it) for it in "ab"}
