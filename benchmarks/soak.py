"""Soak: a large class, honest, wrong and hostile, with workers killed at random.

    make soak                                   # 500 submissions, 2 workers
    python benchmarks/soak.py --students 20     # a short one

A worker dies every few seconds, and once or more the grader itself, with SIGKILL; it is then run
again. At the end every student must have the score that their answers deserve.
"""

import argparse
import collections
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from results import save
from synthetic_class import (
    ASSIGNMENT,
    NOTEBOOKS,
    environment,
    hand_in,
    make_course,
    scores,
    wrong_scores,
)


def soak(folder: Path, workers: int, every: float, grader_deaths: int, seed: int) -> dict:
    """Grade the class in spite of everything; return how often what was killed."""
    chance = random.Random(seed)
    killed: collections.Counter[str] = collections.Counter()
    began = time.monotonic()
    while True:
        command = ["-m", "grading", "autograde", ASSIGNMENT, "--workers", str(workers)]
        with (folder / "soak.log").open("a") as log:
            grader = subprocess.Popen(
                [sys.executable, *command],
                cwd=folder,
                env=environment(),
                stdout=log,
                stderr=log,
            )
        last = time.monotonic() + every * chance.uniform(3, 6)
        while grader.poll() is None:
            time.sleep(every * chance.uniform(0.5, 1.5))
            if killed["grader"] < grader_deaths and time.monotonic() > last:
                grader.kill()
                grader.wait()
                killed["grader"] += 1
            else:
                killed["worker"] += kill_a_worker(grader.pid, chance)
        if grader.returncode == 0:
            return {**killed, "seconds": round(time.monotonic() - began, 1)}
        if grader.returncode != -signal.SIGKILL:
            killed["unfinished run"] += 1
            # What is left are endless loops, which take longer than a worker lives.
            every *= 2
        if killed["unfinished run"] > 5:
            raise SystemExit((folder / "soak.log").read_text()[-5000:])


def kill_a_worker(grader: int, chance: random.Random) -> int:
    try:
        children = psutil.Process(grader).children()
        workers = [child for child in children if "grading.workers.process" in child.cmdline()]
        chance.choice(workers).kill()
        return 1
    except (psutil.Error, IndexError):
        return 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=500)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--attacks", type=float, default=0.15, help="share of hostile notebooks")
    parser.add_argument("--every", type=float, default=20.0, help="seconds between two kills")
    parser.add_argument("--grader-deaths", type=int, default=2)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(2), "big"))
    given = parser.parse_args()
    print(f"{given.students} students, {len(NOTEBOOKS)} notebooks each, seed {given.seed}")
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        folder = Path(name) / "course"
        make_course(folder)
        expected = hand_in(folder, given.students, given.attacks, given.seed)
        figures = soak(folder, given.workers, given.every, given.grader_deaths, given.seed)
        wrong = wrong_scores(scores(folder), expected)
    kinds = collections.Counter(
        "hostile" if must.most == 0 else "right" if must.least else "wrong"
        for must in expected.values()
    )
    figures |= {"notebooks": dict(kinds), "wrong scores": len(wrong), **vars(given)}
    print("\n".join([*(f"{what}: {count}" for what, count in figures.items()), *wrong]))
    save("soak", figures)
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
