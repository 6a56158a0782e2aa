"""Run the cells of the book's pages on all cores, into the cache that Jupyter Book looks at.

Jupyter Book runs one page after the other. What is run here first, it finds in its cache; what
fails here runs once more there, which reports it.
"""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import NamedTuple

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import single_nb_execution
from myst_nb.core.read import is_myst_markdown_notebook, read_myst_markdown_notebook
from myst_parser.config.main import MdParserConfig
from nbformat import NotebookNode

CELL_TIMES = Path(__file__).with_name("cell_times.py")
# No word on how kernels are reached; figures that are sharp on every screen.
KERNEL = ["--log-level=ERROR", "--InlineBackend.figure_formats=svg"]


class Page(NamedTuple):
    """A page whose cells have to run, and how long they took."""

    path: Path
    notebook: NotebookNode
    seconds: float | None = None
    failed: bool = False


def waiting(paths: Iterable[Path], cache, extensions: Iterable[str] = ()) -> list[Page]:
    """Return the pages with cells that the cache does not have; long ones first.

    ``extensions`` are those of the book's Markdown: they decide what is a cell of the page, and
    what is part of a box.
    """
    pages = []
    markdown = MdParserConfig(enable_extensions=set(extensions))
    for path in paths:
        text = path.read_text(encoding="utf-8")
        if not is_myst_markdown_notebook(text):
            continue
        notebook = read_myst_markdown_notebook(text, markdown, add_source_map=True, path=path)
        try:
            cache.match_cache_notebook(notebook)
        except KeyError:
            pages.append(Page(path, notebook))
    return sorted(pages, key=lambda page: -len(page.notebook.cells))


def times_are_written() -> list[str]:
    """The arguments of a kernel that writes its cells' times into the folder LMCORE_KEEP."""
    folder = os.environ.get("LMCORE_KEEP")
    if not folder:
        return []
    line = (  # no name of it stays behind in the page
        f'__import__("runpy").run_path({str(CELL_TIMES)!r})["install"]'
        f'(get_ipython(), __import__("pathlib").Path({folder!r}))'
    )
    return [f"--IPKernelApp.exec_lines={line}"]


def run(page: Page, timeout: int) -> Page:
    """Execute a page's cells, in its folder."""
    done = single_nb_execution(
        page.notebook,
        cwd=str(page.path.parent),
        timeout=timeout,
        allow_errors=False,
        extra_arguments=[*KERNEL, *times_are_written()],
    )
    return Page(page.path, done.nb, done.time, done.err is not None)


def execute_pages(
    paths: Iterable[Path], cache_folder: Path, config: dict, say: Callable[[Path, float], None]
) -> None:
    """Run every page that the cache lacks, as many at a time as there are cores (COURSE_JOBS).

    The cache, a database, is written by this thread alone.

    Parameters
    ----------
    config : dict
        The content of ``_config.yml``.
    say : callable
        Told of each page that has run, with its seconds.
    """
    cache = get_cache(str(cache_folder))
    timeout = config.get("execute", {}).get("timeout", 30)
    pages = waiting(paths, cache, config.get("parse", {}).get("myst_enable_extensions", ()))
    cores = int(os.environ.get("COURSE_JOBS") or len(os.sched_getaffinity(0)))
    pool = ThreadPoolExecutor(cores)
    try:
        for future in as_completed([pool.submit(run, page, timeout) for page in pages]):
            page = future.result()
            if page.failed:
                continue
            bundle = CacheBundleIn(
                page.notebook, str(page.path), data={"execution_seconds": page.seconds}
            )
            cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
            say(page.path, page.seconds or 0.0)
    finally:  # after Ctrl-C no other page begins
        pool.shutdown(wait=False, cancel_futures=True)
