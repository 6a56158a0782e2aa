"""Build the book, and answer with an exit code that can be trusted.

Run as ``.venv/bin/python tools/build_book.py``, or with the word ``instructor`` for the edition
that has the worked solutions, in a directory of its own. What this adds to ``jupyter-book build``:

* Cells run again when what they run on has changed: lmcore, the versions of the packages, the
  corpus. Jupyter Book's cache looks at the cells only.
* A page that fails prints its traceback, and no half-built site stays behind: the next run
  starts from the sources, and repeats every warning.
* If nothing has changed, nothing is done.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "_build"
HTML = BUILD / "html"
LOG = BUILD / "book.log"
# What the executed cells in the cache ran on, and what the finished site was built from.
EXECUTED_WITH = BUILD / "executed-with"
BUILT_FROM = BUILD / "built-from"
# The extensions that wrote the pages: Sphinx does not write a page anew because one has changed.
WRITTEN_WITH = BUILD / "written-with"
# The instructor edition: where Jupyter Book works on it, and where the finished site goes.
INSTRUCTOR = BUILD / "instructor"
INSTRUCTOR_HTML = BUILD / "html-instructor"
# What publishing.py reads.
ADDRESSES = ("COURSE_URL", "COURSE_REPOSITORY", "COURSE_BRANCH")
# For the kernels that run the cells.
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
# What the pages' trainings returned, for readers whose browsers load it: lmcore.keeping.
KEPT = BUILD / "kept"
QUIET = {"PYDEVD_DISABLE_FILE_VALIDATION": "1", "TQDM_DISABLE": "1", "NO_COLOR": "1"}

_STEP = re.compile(r"(?P<page>\S+?\.md): Executed notebook in (?P<seconds>[\d.]+) seconds")
_TROUBLE = re.compile(r"^(?!\[IPKernelApp\]).*(WARNING|ERROR|CRITICAL|Error:|Exception)")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def digest(files: Iterable[Path], *words: str) -> str:
    """One hash of the names and contents of files, and of some words."""
    result = hashlib.sha256(repr(words).encode())
    for file in sorted(files):
        result.update(f"{file.relative_to(ROOT)}\0{file.stat().st_size}\0".encode())
        result.update(file.read_bytes())
    return result.hexdigest()


def what_cells_run_on() -> str:
    """Hash of what the output of a cell depends on, apart from the cell."""
    sys.path.insert(0, str(ROOT))
    from lmcore import load_corpus

    corpus = load_corpus()
    files = [*ROOT.glob("lmcore/**/*.py"), ROOT / "constraints.txt", ROOT / "book/matplotlibrc"]
    return digest(files, corpus.name, corpus.source, sys.version)


def what_the_site_is_made_of(cells: str) -> str:
    """Hash of everything that ends up in the site."""
    pages = [file for file in ROOT.glob("book/**/*") if file.is_file() and file.suffix != ".pyc"]
    files = [*pages, *ROOT.glob("release/**/*.ipynb"), ROOT / "_config.yml", ROOT / "_toc.yml"]
    words = [os.environ.get(name, "") for name in ADDRESSES]
    return digest([*files, Path(__file__).resolve()], cells, *words)


def read(file: Path) -> str:
    """The text of a file, empty where there is none."""
    return file.read_text() if file.is_file() else ""


def remove(*directories: Path) -> None:
    """Remove directories, those that are not there included."""
    for directory in directories:
        shutil.rmtree(directory, ignore_errors=True)


def run_jupyter_book(*options: str) -> tuple[bool, str]:
    """Run it, showing a line a page; return whether it succeeded, and all it said."""
    program = shutil.which("jupyter-book", path=Path(sys.executable).parent)
    if program is None:
        return False, "ERROR: jupyter-book is not installed here; 'make course' installs it.\n"
    command = [program, "build", ".", "-W", "-n", "--keep-going", *options]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | ONE_THREAD | QUIET | {"LMCORE_KEEP": str(KEPT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    said = []
    for line in process.stdout or ():
        line = _ANSI.sub("", line).rstrip()
        said.append(line)
        if step := _STEP.search(line):
            tell_page(Path(step["page"]), float(step["seconds"]))
    return process.wait() == 0, "\n".join(said) + "\n"


def run_pages() -> None:
    """Run the cells that have to run, on all cores; Jupyter Book finds them in its cache."""
    from execute_pages import execute_pages

    os.environ.update(ONE_THREAD | QUIET | {"LMCORE_KEEP": str(KEPT)})
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    cache = BUILD / ".jupyter_cache"
    execute_pages(sorted(ROOT.glob("book/*.md")), cache, config, tell_page)


def tell_page(page: Path, seconds: float) -> None:
    """Say that a page has run, and for how long."""
    print(f"  ran {os.path.relpath(page, ROOT)} in {seconds:.1f} s", flush=True)


def explain_failure(log: str, html: Path) -> None:
    """Print what went wrong: the warnings, and the traceback of every page that failed."""
    trouble = dict.fromkeys(line for line in log.splitlines() if _TROUBLE.match(line))
    print("\n".join(trouble) or log[-3000:], file=sys.stderr)
    for report in sorted(html.glob("reports/**/*.err.log")):
        page = report.relative_to(html / "reports").with_suffix("").with_suffix(".md")
        print(f"\n--- {page}\n{_ANSI.sub('', report.read_text())}", file=sys.stderr)
    print(
        "\nThe book was not built: it has to build without a warning. Correct the page that is "
        f"named above and run it again. The whole log: {LOG.relative_to(ROOT)}",
        file=sys.stderr,
    )


def solved_exercises() -> list[str]:
    """The worked solutions, as documents of the book, in the order of the course."""
    title = re.compile(r"# Exercise 3\.(\d+)")
    found = {}
    for notebook in ROOT.glob("solutions/*/*.ipynb"):
        number = title.search(notebook.read_text(encoding="utf-8"))
        document = notebook.relative_to(ROOT).with_suffix("").as_posix()
        found[document] = int(number[1]) if number else 99
    return sorted(found, key=lambda document: (found[document], document))


def instructor_configuration() -> tuple[dict, dict]:
    """``_config.yml`` and ``_toc.yml`` of the instructor edition, made from the students'."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    config["title"] += ": instructor edition"
    config["execute"] |= {
        "cache": str(BUILD / ".jupyter_cache"),  # the students' pages have run already
        "exclude_patterns": ["solutions/*/*"],  # the solutions are there with their outputs
    }
    # Jupyter Book looks for them beside the configuration, which lies elsewhere here.
    extensions = [*config["sphinx"]["local_extensions"], "worked_solutions"]
    config["sphinx"]["local_extensions"] = dict.fromkeys(extensions, str(ROOT / "book/_ext"))
    config["sphinx"]["config"]["extensions"].append("worked_solutions")
    config["sphinx"]["config"]["include_patterns"].append("solutions/**")
    solutions = [{"file": document} for document in solved_exercises()]
    toc["parts"].insert(-1, {"caption": "Worked solutions", "chapters": solutions})
    guide = {"file": "book/instructor-guide"}
    toc["parts"].insert(-1, {"caption": "For instructors", "chapters": [guide]})
    return config, toc


def build_instructor_edition() -> int:
    """Build the students' edition, for its executed cells, then the instructor's beside it."""
    if code := build_students_edition():
        return code
    start = time.perf_counter()
    print("Building the instructor edition, with the worked solutions.", flush=True)
    INSTRUCTOR.mkdir(exist_ok=True)
    options = ["--path-output", str(INSTRUCTOR)]
    for name, content in zip(("config", "toc"), instructor_configuration(), strict=True):
        file = INSTRUCTOR / f"_{name}.yml"
        file.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
        options += [f"--{name}", str(file)]
    succeeded, log = run_jupyter_book(*options)
    html = INSTRUCTOR / "_build/html"
    (INSTRUCTOR / "book.log").write_text(log, encoding="utf-8")
    if not succeeded:
        explain_failure(log, html)
        remove(INSTRUCTOR)
        return 1
    remove(INSTRUCTOR_HTML)
    html.rename(INSTRUCTOR_HTML)
    print(f"Built in {time.perf_counter() - start:.0f} s; it holds every solution, so keep it")
    print(f"from students: {(INSTRUCTOR_HTML / 'index.html').as_uri()}")
    return 0


def install_browser_kernel() -> str:
    """Let the browser run the cells if Pyodide is on this machine; returns what was done."""
    import browser_kernel

    return browser_kernel.install(HTML)


def build_students_edition() -> int:
    """Build the students' edition where its sources have changed; 1 where it failed."""
    start = time.perf_counter()
    where = f"The book: {(HTML / 'index.html').as_uri()}"
    cells = what_cells_run_on()
    sources = what_the_site_is_made_of(cells)
    if read(BUILT_FROM) == sources and (HTML / "index.html").is_file():
        print(f"The book is up to date. {install_browser_kernel()}\n{where}")
        return 0

    BUILD.mkdir(exist_ok=True)
    if read(EXECUTED_WITH) != cells or not KEPT.is_dir():  # where pages ran, their results are
        remove(BUILD / ".jupyter_cache", BUILD / ".doctrees", KEPT, HTML)
        EXECUTED_WITH.write_text(cells)
    extensions = digest(ROOT.glob("book/_ext/*.py"))
    if read(WRITTEN_WITH) != extensions:
        remove(BUILD / ".doctrees", HTML)
        WRITTEN_WITH.write_text(extensions)
    if not read(BUILT_FROM):  # the run before failed or was interrupted
        remove(BUILD / ".doctrees", HTML)
    BUILT_FROM.unlink(missing_ok=True)

    print("Building the book; a page whose cells must run takes up to a minute.", flush=True)
    run_pages()
    succeeded, log = run_jupyter_book()
    LOG.write_text(log, encoding="utf-8")
    if not succeeded:
        explain_failure(log, HTML)
        remove(HTML)
        return 1
    BUILT_FROM.write_text(sources)
    kernel = install_browser_kernel()
    print(f"Built in {time.perf_counter() - start:.0f} s. {kernel}\n{where}")
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Build the edition that the command line names."""
    parser = argparse.ArgumentParser(description="Build the book.")
    parser.add_argument("edition", nargs="?", choices=["student", "instructor"], default="student")
    edition = parser.parse_args(arguments).edition
    return build_instructor_edition() if edition == "instructor" else build_students_edition()


def begin() -> None:
    """Run `main` and end the process; after Ctrl-C at once."""
    try:
        code = main()
    except KeyboardInterrupt:
        print("\nStopped. Pages that have run are kept; run it again to go on.", file=sys.stderr)
        sys.stderr.flush()
        os._exit(130)  # waits for no page that is running; its kernel ends by itself
    sys.exit(code)


if __name__ == "__main__":
    begin()
