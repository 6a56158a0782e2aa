"""Grading: this course's pipeline beside stock nbgrader, on the same submissions.

Stock nbgrader runs the tests in the student's own kernel, without isolation, one notebook after the
other. Here every notebook runs in a sandbox of its own and the tests outside of it. "Warm" is a
second run by force: everything has been executed before, and is looked up.

    python benchmarks/grading.py [--students N] [--workers N]

Prints a table and writes _build/benchmarks/grading.json. CPU seconds tell more than seconds on a
machine that does other work meanwhile; where control groups cannot be had (they want root), those
of processes that were killed are missing.
"""

import argparse
import os
import resource
import shutil
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from results import save
from synthetic_class import ASSIGNMENT, NOTEBOOKS, hand_in, make_course, run, scores, wrong_scores

TARGET = 4.0  # times the submissions a minute of stock nbgrader
STOCK = """
import os, sys
from pathlib import Path
c = get_config()
c.CourseDirectory.source_directory = "exercises"
os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
os.environ["PYTHONPATH"] = str(Path.cwd())
"""


@dataclass(frozen=True)
class Row:
    """One way of grading the class."""

    way: str
    seconds: float
    cpu_seconds: float
    per_minute: float
    ratio: float
    wrong_scores: int


def measure(folder: Path, *command: str) -> tuple[float, float]:
    """Return the seconds and the CPU seconds that a command takes, with all that it starts."""
    group = Path(tempfile.mkdtemp(prefix="grading-", dir=ACCOUNTS)) if ACCOUNTS else None
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    join = (lambda: (group / "cgroup.procs").write_text("0")) if group else None
    run(folder, *command, preexec_fn=join)
    seconds, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, charged(group) if group else cpu


def accounts() -> Path | None:
    """Find where Linux counts the CPU time of a group, also of what was killed in it."""
    for folder in (Path("/sys/fs/cgroup/cpuacct"), Path("/sys/fs/cgroup")):
        counted = (folder / "cpuacct.usage").exists() or (folder / "cgroup.procs").exists()
        if counted and os.access(folder, os.W_OK):
            return folder
    return None


ACCOUNTS = accounts()


def charged(group: Path) -> float:
    try:
        return int((group / "cpuacct.usage").read_text()) / 1e9
    except FileNotFoundError:
        usage = dict(line.split() for line in (group / "cpu.stat").read_text().splitlines())
        return int(usage["usage_usec"]) / 1e6
    finally:
        group.rmdir()


def compare(students: int, workers: int, folder: Path) -> list[Row]:
    ours, stock = folder / "ours", folder / "stock"
    make_course(ours)
    expected = hand_in(ours, students)
    shutil.copytree(ours, stock)
    (stock / "nbgrader_config.py").write_text(STOCK, encoding="utf-8")
    batch = ["python", "-m", "grading", "autograde", ASSIGNMENT, "--workers", str(workers)]
    rows: list[Row] = []
    for way, course, command in [
        ("stock nbgrader", stock, ["nbgrader", "autograde", ASSIGNMENT]),
        ("this course, cold", ours, batch),
        ("this course, warm", ours, [*batch, "--force"]),
    ]:
        seconds, cpu = measure(course, *command)
        rate = 60 * students / seconds
        ratio = rate / rows[0].per_minute if rows else 1.0
        wrong = wrong_scores(scores(course), expected)
        rows.append(Row(way, seconds, cpu, rate, ratio, len(wrong)))
        print(
            f"{way:20} {seconds:7.1f} s {cpu:7.1f} CPU s {rate:7.1f} a minute "
            f"{ratio:5.1f} times   wrong scores: {len(wrong)}",
            flush=True,
        )
        for line in wrong:
            print(f"    {line}")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=20)
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    arguments = parser.parse_args()
    print(
        f"{arguments.students} students, {len(NOTEBOOKS)} notebooks each, "
        f"{arguments.workers} workers"
    )
    with tempfile.TemporaryDirectory(prefix="grading-") as folder:
        rows = compare(arguments.students, arguments.workers, Path(folder))
    verdict = "reached" if rows[1].ratio >= TARGET else "missed"
    print(f"Target, {TARGET:g} times stock when cold: {verdict}.")
    save("grading", [asdict(row) for row in rows])


if __name__ == "__main__":
    main()
