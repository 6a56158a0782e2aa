import os
import shutil
import signal
import subprocess
import sys

import pytest
from jupyter_cache import get_cache

from tools.execute_pages import execute_pages, waiting

PAGE = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n# Title\n{}\n"
CELL = "```{{code-cell}} python\n{}\n```\n"


@pytest.fixture
def book(tmp_path):
    for name, text in {
        "right": PAGE.format(CELL.format("print(6 * 7)")),
        "wrong": PAGE.format(CELL.format("1 / 0")),
        "words": "# No cells\n",
    }.items():
        (tmp_path / f"{name}.md").write_text(text)
    return sorted(tmp_path.glob("*.md"))


def test_what_ran_is_kept_and_what_failed_is_left_to_jupyter_book(book, tmp_path, capfd):
    told = []
    for _ in range(2):
        execute_pages(book, tmp_path / "cache", {}, lambda page, seconds: told.append(page.name))
    assert told == ["right.md"]  # once
    assert [page.path.name for page in waiting(book, get_cache(str(tmp_path / "cache")))] == [
        "wrong.md"
    ]
    assert capfd.readouterr().err == ""


def test_a_cell_in_a_box_is_no_cell_of_the_page(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(PAGE.format("::::{note}\n" + CELL.format("x = 1") + "::::\n"))
    cache = get_cache(str(tmp_path / "cache"))
    (inside,) = waiting([page], cache, ["colon_fence"])
    (outside,) = waiting([page], cache)
    kinds = [[c.cell_type for c in found.notebook.cells] for found in (inside, outside)]
    assert "code" not in kinds[0] and "code" in kinds[1]


INTERRUPTED = """
import build_book

build_book.main = build_book.run_pages
build_book.begin()
"""


def test_ctrl_c_keeps_what_ran_and_waits_for_nothing(tmp_path, root):
    (tmp_path / "book").mkdir()
    shutil.copytree(root / "tools", tmp_path / "tools")
    (tmp_path / "_config.yml").write_text("title: none\n")
    (tmp_path / "book" / "quick.md").write_text(PAGE.format(CELL.format("1")))
    slow = CELL.format("import time; time.sleep(600)")
    (tmp_path / "book" / "slow.md").write_text(PAGE.format(slow))
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "tools"), "COURSE_JOBS": "2"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert "ran book/quick.md" in process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.strip() == "Stopped. Pages that have run are kept; run it again to go on."
    kept = waiting(
        (tmp_path / "book").glob("*.md"), get_cache(str(tmp_path / "_build/.jupyter_cache"))
    )
    assert [page.path.name for page in kept] == ["slow.md"]
