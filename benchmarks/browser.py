"""The published site in headless Chromium: how soon it answers, what it loads, how slow cells are.

    python benchmarks/browser.py start           # clicks, visits and bytes, medians of five
    python benchmarks/browser.py pages [PAGE]    # each page's cells, browser over native
    python benchmarks/browser.py pages --anew    # the same, training what the pages would load
    python benchmarks/browser.py                 # both

The site of ``make site`` is handed out by Python's own server, from a subfolder, with no headers
but those that server sets. Prints tables and writes _build/benchmarks/browser.json, and the pages'
table also to docs/browser-times.md.

Seconds of a cell are processor time, here and in the browser (of the worker's thread alone): they
are what a quiet machine's clock shows, and hold on a busy one. Seconds to an output are the
clock's.
"""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from results import load, save
from tabulate import tabulate

ROOT = Path(__file__).parents[1]
SITE = ROOT / "_build/site"
BOOK = ROOT / "book"
PATIENCE = 600_000  # milliseconds; what trains takes minutes
ROUNDS = 5
PAGE = "softmax-temperature"  # needs NumPy and Matplotlib
NOTEBOOK = "embedding.ipynb"
TIMES = ROOT / "docs/browser-times.md"
ABOUT_TIMES = """# How long the pages' cells take in a browser

Written by `python benchmarks/browser.py pages`. Seconds of processor time of all cells of a page:
natively, on one core, with every training; and in headless Chromium on the same machine, where
trainings that the page marks with `kept` are loaded. *Slowest* is the browser's slowest cell.

"""
TARGETS = {  # seconds, and megabytes of the second visit
    "first output, first visit": 8.0,
    "first output, second visit": 4.0,
    "lab, first output, first visit": 20.0,
    "MB loaded, second visit": 0.5,
}
NATIVE = """
import json, os, sys, time
sys.path.insert(0, sys.argv[1])
import python_kernel
errors, seconds = [], []
out = sys.stdout
kernel = python_kernel.Kernel(lambda kind, content: kind == "error" and errors.append(content))
for code in json.load(sys.stdin):
    began = time.process_time()
    kernel.run(code)
    seconds.append(time.process_time() - began)
out.write(json.dumps({"seconds": seconds, "errors": errors}))
"""


# ---- the site, and a browser ----


class Host(ThreadingHTTPServer):
    """A host of static files that counts the bytes it hands out."""

    daemon_threads = True
    sent = 0


class Files(SimpleHTTPRequestHandler):
    """``python -m http.server``, without its log."""

    def copyfile(self, source, outputfile) -> None:
        """Hand out a file, and count its bytes."""
        self.server.sent += os.fstat(source.fileno()).st_size
        super().copyfile(source, outputfile)

    def log_message(self, *arguments) -> None:
        """Print nothing about requests."""


@contextlib.contextmanager
def host(site: Path) -> Iterator[tuple[Host, str]]:
    """A server with the site in a subfolder, and the site's address."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "course").symlink_to(site)
        server = Host(("127.0.0.1", 0), partial(Files, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server, f"http://127.0.0.1:{server.server_port}/course"
        server.shutdown()


@contextlib.contextmanager
def chromium(profile: str | Path = "") -> Iterator:
    """A browser with a profile of its own, or with one that is kept."""
    sys.path.insert(0, str(ROOT / "tools"))
    from playwright.sync_api import sync_playwright
    from print_book import OPTIONS, find_browser

    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as fresh:
        context = playwright.chromium.launch_persistent_context(
            profile or fresh,
            executable_path=find_browser(),
            args=OPTIONS,
            viewport={"width": 1280, "height": 2000},
        )
        context.set_default_timeout(PATIENCE)
        yield context
        context.close()


def parent(process: Path) -> int:
    """The id of a process's parent, by /proc; 0 where it has ended."""
    with contextlib.suppress(OSError):
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    return 0


def descendants() -> set[int]:
    """The ids of this process's children, and of theirs."""
    parents = {int(it.name): parent(it) for it in Path("/proc").glob("[0-9]*")}
    found = {os.getpid()}
    while more := {child for child, its in parents.items() if its in found} - found:
        found |= more
    return found


def worker_seconds() -> float:
    """Processor time that the workers of this benchmark's browser have used, by /proc."""
    ticks = 0
    for process in descendants():
        for stat in Path(f"/proc/{process}/task").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                name, _, rest = stat.read_text().partition("(")[2].rpartition(")")
                if name.startswith("DedicatedWorker"):
                    ticks += sum(int(field) for field in rest.split()[11:13])
    return ticks / os.sysconf("SC_CLK_TCK")


# ---- the cells of every page ----


def make_live(page, address: str) -> None:
    """Open a page and start its Python."""
    page.goto(address)
    page.get_by_role("button", name="Make the cells live").press("Enter")
    page.wait_for_selector("body[data-live=ready], body[data-live=failed]")
    if page.evaluate("document.body.dataset.live") != "ready":
        raise RuntimeError(f"{address}: {page.inner_text('.live-status')}")


def run_cell(page, number: int) -> str:
    """Run a cell of a live page; returns what its note says."""
    page.get_by_label(f"Code of cell {number}", exact=True).evaluate("it => it.closest('div.cell')"
        ".querySelectorAll('details').forEach((details) => (details.open = true))")  # fmt: skip
    page.get_by_role("button", name=f"Run cell {number}", exact=True).press("Enter")
    note = f"#cell-{number} .live-note"
    page.wait_for_function(
        "note => !/^(|running.*)$/.test(document.querySelector(note).textContent)", arg=note
    )
    return page.inner_text(note)


def forget_kept(page) -> None:
    """Have a page train what it would load."""
    page.add_init_script("""
        document.addEventListener("readystatechange", () => {
            for (const it of document.querySelectorAll("script[data-kept]")) it.dataset.kept = "[]";
        });
    """)


def in_browser(page, address: str, count: int) -> list[float]:
    """Seconds that each of a page's cells takes in the browser.

    Raises
    ------
    RuntimeError
        If a cell ends in an error.
    """
    make_live(page, address)
    page.evaluate("document.querySelectorAll('details').forEach((it) => (it.open = true))")
    seconds = []
    for number in range(1, count + 1):
        before = worker_seconds()
        note = run_cell(page, number)
        seconds.append(worker_seconds() - before)
        if not note.startswith("ran in"):
            said = page.inner_text(f"#cell-{number}-output")
            raise RuntimeError(f"{address}, cell {number}: {note}\n{said[-2000:]}")
    return seconds


def native(cells: list[str]) -> list[float]:
    """Seconds that each of a page's cells takes here, run by the same kernel."""
    live = str(BOOK / "_extra/live")
    done = subprocess.run(
        [sys.executable, "-c", NATIVE, live],
        cwd=BOOK,
        input=json.dumps(cells),
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"MPLBACKEND": "module://svg_figures", "OPENBLAS_NUM_THREADS": "1"},
    )
    found = json.loads(done.stdout)
    if found["errors"]:
        raise RuntimeError("\n".join(found["errors"]))
    return found["seconds"]


def page_cells() -> dict[str, list[str]]:
    """The code of each page's cells, by the page's name."""
    notebooks = sorted(SITE.glob("notebooks/*.ipynb"))
    return {
        path.stem: [
            "".join(cell["source"])
            for cell in json.loads(path.read_text("utf-8"))["cells"]
            if cell["cell_type"] == "code"
        ]
        for path in notebooks
    }


def measure_pages(only: list[str], anew: bool) -> None:
    """Run every page in the browser and here, print the table, and keep it."""
    everything = page_cells()
    kind = "pages, trained anew" if anew else "pages"
    known = load("browser").get(kind, {})
    with host(SITE) as (_, address):
        for name in only or everything:
            here = native(everything[name])
            with chromium() as context:
                page = context.new_page()
                if anew:
                    forget_kept(page)
                there = in_browser(page, f"{address}/book/{name}.html", len(here))
            known[name] = {"native": here, "browser": there}
            save("browser", load("browser") | {kind: known})
            print(page_table({name: known[name]}), flush=True)
    if not anew and known.keys() == everything.keys():
        TIMES.write_text(f"{ABOUT_TIMES}{summary(known)}\n", encoding="utf-8")


def summary(pages: dict[str, dict[str, list[float]]]) -> str:
    """A row for each page, in Markdown."""
    rows = []
    for name, seconds in sorted(pages.items(), key=lambda item: -sum(item[1]["browser"])):
        here, there = sum(seconds["native"]), sum(seconds["browser"])
        slowest = max(seconds["browser"])
        rows.append((name, len(seconds["native"]), here, there, there / here, slowest))
    headers = ["page", "cells", "native s", "browser s", "ratio", "slowest s"]
    return tabulate(rows, headers, tablefmt="github", floatfmt=".1f")


def page_table(pages: dict[str, dict[str, list[float]]]) -> str:
    """Rows of page, cell, seconds here, seconds in the browser, and their ratio."""
    rows = []
    for name, seconds in pages.items():
        pairs = list(zip(seconds["native"], seconds["browser"], strict=True))
        totals = (sum(seconds["native"]), sum(seconds["browser"]))
        for number, (here, there) in [*enumerate(pairs, 1), ("all", totals)]:
            rows.append((name, number, here, there, there / max(here, 0.01)))
    return tabulate(rows, ["page", "cell", "native s", "browser s", "ratio"], floatfmt=".1f")


# ---- how soon there is an output ----


def time_to_output(page, address: str) -> float:
    """Seconds from the click that starts Python to the first cell's output, run at once."""
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.querySelectorAll('details').forEach((it) => (it.open = true))")
    began = time.monotonic()
    page.get_by_role("button", name="Make the cells live").press("Enter")
    page.wait_for_selector("body[data-live=ready]")
    run_cell(page, 1)
    return time.monotonic() - began


def time_in_lab(page, address: str) -> float:
    """Seconds from opening a notebook in JupyterLite to the first cell's output."""
    began = time.monotonic()
    page.goto(f"{address}/lab/notebooks/index.html?path={NOTEBOOK}")
    first = page.locator(".jp-CodeCell").first
    first.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    prompt = first.locator(".jp-InputPrompt").element_handle()
    page.wait_for_function("prompt => /\\[\\d+\\]/.test(prompt.textContent)", arg=prompt)
    return time.monotonic() - began


def one_round(server: Host, address: str) -> dict[str, float]:
    """Two visits of a reader, with one profile, and a student's first of the lab."""
    found = {}
    page_address = f"{address}/book/{PAGE}.html"
    with tempfile.TemporaryDirectory() as profile:
        for visit in ("first visit", "second visit"):
            with chromium(profile) as context:  # started anew: nothing is left in memory
                server.sent = 0
                found[f"first output, {visit}"] = time_to_output(context.new_page(), page_address)
                found[f"MB loaded, {visit}"] = server.sent / 1e6
    with chromium() as context:
        found["lab, first output, first visit"] = time_in_lab(context.new_page(), address)
    return found


def measure_start(rounds: int) -> None:
    """Medians of several rounds, with what else the machine did meanwhile."""
    with host(SITE) as (server, address):
        found = []
        for _ in range(rounds):
            found.append(one_round(server, address))
            print(".", end="", flush=True)
    medians = {name: statistics.median(it[name] for it in found) for name in found[0]}
    save("browser", load("browser") | {"start": medians, "load": os.getloadavg()[0]})
    rows = [(name, value, TARGETS.get(name)) for name, value in medians.items()]
    print("\n" + tabulate(rows, ["", "median", "at most"], floatfmt=".2f"))
    print(f"Load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", nargs="?", choices=["start", "pages"])
    parser.add_argument("only", nargs="*", help="names of pages; all by default")
    parser.add_argument("--anew", action="store_true", help="train what pages would load")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    measures: dict[str, Callable[[], None]] = {
        "start": lambda: measure_start(options.rounds),
        "pages": lambda: measure_pages(options.only, options.anew),
    }
    for name, measure in measures.items():
        if options.what in (None, name):
            measure()


if __name__ == "__main__":
    main()
