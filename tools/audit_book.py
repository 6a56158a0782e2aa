"""Measure every page of the built book with Lighthouse: ``make audit``.

Prints a line a page: performance on a desktop, accessibility, best practices, search engines, what
the page weighs, and how many requests go elsewhere. The words ``--mobile`` add performance on a
phone, which is noisy. Ends with 1 if a page misses a target.

Lighthouse comes from npm, once, into ``_build/lighthouse``; the browser is the system's Chromium.
"""

import argparse
import gzip
import io
import json
import os
import shutil
import subprocess
import sys
import threading
from functools import cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from build_book import BUILD, HTML
from print_book import OPTIONS, find_browser
from tabulate import tabulate

LIGHTHOUSE = BUILD / "lighthouse"
VERSION = "12.8.2"  # the last one for Node 20
TARGETS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
ATTEMPTS = 3  # the browser does not always start
HEAVIEST = 400  # kB gzip
TEXT = {".html", ".css", ".js", ".svg", ".json"}


@cache
def compressed(path: Path) -> bytes:
    """A file as gzip sends it."""
    return gzip.compress(path.read_bytes())


class GzipHandler(SimpleHTTPRequestHandler):
    """A static host as they are: text goes out compressed."""

    def __init__(self, *arguments):
        super().__init__(*arguments, directory=str(HTML))

    def send_head(self):
        """Answer with a text compressed, and with any other file as the standard library does."""
        path = Path(self.translate_path(self.path))
        if path.suffix not in TEXT or not path.is_file():
            return super().send_head()
        body = compressed(path)
        self.send_response(200)
        self.send_header("Content-Type", f"{self.guess_type(path)}; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=3600")
        self.end_headers()
        return io.BytesIO(body)

    def log_message(self, *arguments):
        """Print nothing about requests."""
        pass


def install_lighthouse() -> Path:
    """Lighthouse's command line, installed at first."""
    program = LIGHTHOUSE / "node_modules/lighthouse/cli/index.js"
    if not program.is_file():
        print("Installing Lighthouse, once.", flush=True)
        subprocess.run(
            ["npm", "install", "--prefix", str(LIGHTHOUSE), "--no-audit", "--no-fund", "--silent"]
            + ["--ignore-scripts", f"lighthouse@{VERSION}"],
            check=True,
        )
    return program


def measure(program: Path, address: str, browser: str, *options: str) -> dict:
    """Lighthouse's report on one page."""
    flags = " ".join(["--headless=new", *OPTIONS])
    command = ["node", str(program), address, "--output=json", "--quiet", f"--chrome-flags={flags}"]
    command += [f"--only-categories={','.join(TARGETS)}", *options]
    environment = os.environ | {"CHROME_PATH": browser}
    for _ in range(ATTEMPTS):
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300)
        if done.returncode == 0:
            return json.loads(done.stdout)
    raise RuntimeError(f"Lighthouse failed on {address}: {done.stderr[-500:]}")


def score(report: dict, category: str) -> int:
    """The score of a category, 0 to 100."""
    return round(100 * (report["categories"][category]["score"] or 0))


def failures(report: dict) -> list[str]:
    """What costs points outside of performance, in Lighthouse's words."""
    ids = [
        reference["id"]
        for name in TARGETS
        if name != "performance"
        for reference in report["categories"][name]["auditRefs"]
        if reference["weight"]
    ]
    audits = [report["audits"][id] for id in ids]
    return [f"{a['id']}: {a['title']}" for a in audits if a["score"] not in (None, 1)]


def line(name: str, desktop: dict, mobile: dict | None) -> list:
    """The row of a page: four scores, kB, requests to elsewhere, and performance on a phone."""
    requests = desktop["audits"]["network-requests"]["details"]["items"]
    elsewhere = [r for r in requests if not r["url"].startswith(("http://127.0.0.1", "data:"))]
    kilobytes = sum(r.get("transferSize", 0) for r in requests) / 1000
    phone = [score(mobile, "performance")] if mobile else []
    scores = [score(desktop, category) for category in TARGETS]
    return [name, *scores, round(kilobytes), len(elsewhere), *phone]


def misses(row: list) -> bool:
    """Whether a page is below a target, too heavy, or asks for anything elsewhere."""
    scores, kilobytes, elsewhere = row[1:5], row[5], row[6]
    low = any(s < target for s, target in zip(scores, TARGETS.values(), strict=True))
    return low or kilobytes > HEAVIEST or elsewhere > 0


def main() -> int:
    """Audit the pages and print the table; 1 where one misses a target."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", help="names of pages; all by default")
    parser.add_argument("--mobile", action="store_true", help="also performance on a phone")
    options = parser.parse_args()
    browser = find_browser()
    if browser is None or shutil.which("npm") is None:
        print(
            "make audit: Chromium or npm is missing, and Lighthouse needs both; on Debian "
            "`apt install chromium npm`.",
            file=sys.stderr,
        )
        return 1
    program = install_lighthouse()
    server = ThreadingHTTPServer(("127.0.0.1", 0), GzipHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    names = options.pages or sorted(page.stem for page in HTML.glob("book/*.html"))
    rows, remarks = [], []
    for name in names:
        address = f"http://127.0.0.1:{server.server_port}/book/{name}.html"
        desktop = measure(program, address, browser, "--preset=desktop")
        mobile = measure(program, address, browser) if options.mobile else None
        rows.append(line(name, desktop, mobile))
        remarks += [f"{name}: {failure}" for failure in failures(desktop)]
        print(".", end="", flush=True)
    server.shutdown()
    head = ["page", "performance", "accessibility", "practices", "SEO", "kB gzip", "elsewhere"]
    print("\n" + tabulate(rows, [*head, "phone"] if options.mobile else head))
    print("\n".join(remarks))
    missed = [row[0] for row in rows if misses(row)]
    print(f"Targets missed by: {', '.join(missed)}" if missed else "Every page meets every target.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
