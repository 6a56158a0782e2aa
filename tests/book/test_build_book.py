"""tools/build_book.py: what counts as a change, and what a failed build leaves behind."""

import importlib.util
import shutil
from pathlib import Path

import pytest

from tests.book.sources import ROOT


@pytest.fixture
def build_book(tmp_path, monkeypatch):
    """The tool in a directory of its own, with a small book: all it writes and removes is there."""
    copy = tmp_path / "tools/build_book.py"
    copy.parent.mkdir()
    shutil.copy(ROOT / "tools/build_book.py", copy)
    spec = importlib.util.spec_from_file_location("build_book", copy)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    build = tmp_path / "_build"
    for file in ("book/page.md", "lmcore/a.py", "_config.yml", "_toc.yml"):
        path = tmp_path / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(file)
    tool.cells = "cells as they are"
    monkeypatch.setattr(tool, "what_cells_run_on", lambda: tool.cells)
    monkeypatch.setattr(tool, "run_pages", lambda: None)
    monkeypatch.setattr(tool, "install_browser_kernel", lambda: "No kernel.")
    tool.runs = []

    def succeed():
        tool.runs.append((build / ".jupyter_cache").exists())
        (build / "html").mkdir(parents=True, exist_ok=True)
        (build / "html/index.html").write_text("built")
        (build / ".jupyter_cache").mkdir(exist_ok=True)
        (build / "kept").mkdir(exist_ok=True)
        return True, "all well\n"

    tool.succeed = succeed
    monkeypatch.setattr(tool, "run_jupyter_book", succeed)
    return tool


def test_a_digest_follows_names_and_contents(build_book, tmp_path):
    page = tmp_path / "book/page.md"
    before = build_book.digest([page])
    assert build_book.digest([page]) == before
    assert build_book.digest([page], "word") != before
    page.write_text("changed")
    assert build_book.digest([page]) != before


def test_an_unchanged_book_is_not_built_again(build_book, capsys):
    assert build_book.main([]) == 0
    assert build_book.main([]) == 0
    assert len(build_book.runs) == 1
    assert "up to date" in capsys.readouterr().out


def test_a_changed_page_is_built_with_the_cells_kept(build_book, tmp_path):
    build_book.main([])
    (tmp_path / "book/page.md").write_text("new words")
    build_book.main([])
    assert build_book.runs == [False, True]


def test_pages_are_written_anew_when_an_extension_changes(build_book, tmp_path):
    build_book.main([])
    (build_book.HTML / "old.html").write_text("written by the old extension")
    (tmp_path / "book/_ext").mkdir()
    (tmp_path / "book/_ext/math.py").write_text("new")
    build_book.main([])
    assert build_book.runs == [False, True]  # no cell ran again
    assert not (build_book.HTML / "old.html").exists()


def test_a_released_notebook_is_a_change(build_book, tmp_path):
    build_book.main([])
    (tmp_path / "release/a").mkdir(parents=True)
    (tmp_path / "release/a/b.ipynb").write_text("{}")
    build_book.main([])
    assert len(build_book.runs) == 2


def test_cells_run_again_when_what_they_run_on_changes(build_book):
    build_book.main([])
    build_book.cells = "another lmcore"
    build_book.main([])
    assert build_book.runs == [False, False]


def test_cells_run_again_when_what_they_returned_is_gone(build_book, tmp_path):
    """Or the site would have pages that train for minutes where they could load."""
    build_book.main([])
    assert build_book.main([]) == 0 and len(build_book.runs) == 1
    shutil.rmtree(build_book.KEPT)
    (tmp_path / "book/page.md").write_text("changed")
    build_book.main([])
    assert build_book.runs == [False, False]


def test_nothing_but_the_tools_own_directory_is_touched(build_book, tmp_path):
    places = [it for it in vars(build_book).values() if isinstance(it, Path)]
    assert len(places) > 5
    assert all(it.is_relative_to(tmp_path) for it in places)


def test_a_failed_build_says_why_and_leaves_no_site(build_book, monkeypatch, capsys):
    def fail():
        reports = build_book.HTML / "reports/book"
        reports.mkdir(parents=True)
        (build_book.HTML / "index.html").write_text("half of it")
        (reports / "page.err.log").write_text("ZeroDivisionError: division by zero")
        return False, "book/page.md: WARNING: Executing notebook failed\n"

    monkeypatch.setattr(build_book, "run_jupyter_book", fail)
    assert build_book.main([]) == 1
    said = capsys.readouterr().err
    assert "book/page.md" in said and "division by zero" in said
    assert not build_book.HTML.exists()

    monkeypatch.setattr(build_book, "run_jupyter_book", build_book.succeed)
    assert build_book.main([]) == 0
    assert build_book.runs


def test_an_interrupted_build_is_not_taken_for_done(build_book, monkeypatch):
    def interrupted():
        build_book.succeed()
        raise KeyboardInterrupt

    build_book.main([])
    (build_book.ROOT / "book/page.md").write_text("new words")
    monkeypatch.setattr(build_book, "run_jupyter_book", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build_book.main([])
    monkeypatch.setattr(build_book, "run_jupyter_book", build_book.succeed)
    assert build_book.main([]) == 0
    assert len(build_book.runs) == 3
