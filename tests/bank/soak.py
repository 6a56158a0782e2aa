"""Grade every right answer many times, each time with new inputs: ``python -m tests.bank.soak``.

    python -m tests.bank.soak --runs 1000           # all answers, on all cores, at nice 19
    python -m tests.bank.soak --cells closures      # those to one cell

A check that draws at random may fail a right answer once in a thousand runs. Cells take turns, an
equal time each; what is counted is kept, so the same command goes on after Ctrl-C. A run that
failed is told with its seed, from which ``graded`` draws the same inputs again.
"""

import argparse
import hashlib
import json
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import matplotlib

from grading.execution.seeds import drawing_from, fresh_seed
from tests.bank import Entry, entries
from tests.bank.exercise import ROOT, Result, grade, source_of

KEPT = ROOT / "_build" / "bank-soak.json"
TURN = 3.0  # seconds of CPU for a cell, until the next one has its turn


class Soaked(NamedTuple):
    """What became of an answer so far.

    Attributes
    ----------
    runs : int
    seeds : list of int
        Of the runs in which it lost points.
    """

    runs: int = 0
    seeds: list[int] = []  # noqa: RUF012  (never written to)


class Turn(NamedTuple):
    """Answers to one cell and what is known of each, to be graded for a while."""

    answers: list[Entry]
    known: list[Soaked]
    runs: int
    seconds: float


def graded(entry: Entry, seed: int) -> Result:
    """Grade an answer in this process; all random inputs follow from the seed."""
    with drawing_from(seed):
        return grade(entry)


def soak(turn: Turn) -> list[Soaked]:
    """Grade the answers to a cell in turn, the one with the fewest runs first."""
    begin, known = time.process_time(), list(turn.known)
    while time.process_time() - begin < turn.seconds:
        number = min(range(len(known)), key=lambda i: known[i].runs)
        before = known[number]
        if before.runs >= turn.runs:
            break
        seed = fresh_seed()
        failed = not graded(turn.answers[number], seed).full
        known[number] = Soaked(before.runs + 1, [*before.seeds, *[seed] * failed])
    return known


def key_of(entry: Entry) -> str:
    """Tell an answer, graded by the checks as they are now, from all others."""
    return f"{entry.notebook}/{entry.cell}: {entry.name} {fingerprint(entry)}"


def fingerprint(entry: Entry) -> str:
    """Return what a count depends on, in short: the answer, its notebook and the checks."""
    checks = [path.read_bytes() for path in sorted(ROOT.glob("tests/hidden/*.py"))]
    parts = [entry.source.encode(), source_of(entry.notebook).read_bytes(), *checks]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


class Counts:
    """What is known of all answers, in a file."""

    def __init__(self, answers: Iterable[Entry], path: Path = KEPT) -> None:
        self.path = path
        self.keys = {entry: key_of(entry) for entry in answers}
        stored = json.loads(path.read_text()) if path.exists() else {}
        self.known = {key: Soaked(*found) for key, found in stored.items()}

    def of(self, entry: Entry) -> Soaked:
        """What is known of an answer."""
        return self.known.get(self.keys[entry], Soaked())

    def keep(self, answers: Iterable[Entry], found: Iterable[Soaked]) -> None:
        """Take in what became of some answers, and write the file anew."""
        self.known.update(zip((self.keys[entry] for entry in answers), found, strict=True))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_suffix(".new")
        new.write_text(json.dumps(self.known, indent=0))
        new.replace(self.path)

    def turns(self, runs: int) -> Iterator[Turn]:
        """Yield a turn for each cell with answers that lack runs."""
        for _, group in groupby(self.keys, key=lambda entry: (entry.notebook, entry.cell)):
            answers = list(group)
            known = [self.of(entry) for entry in answers]
            if min(one.runs for one in known) < runs:
                yield Turn(answers, known, runs, TURN)

    @property
    def line(self) -> str:
        """All of it in a line."""
        runs = sorted(self.of(entry).runs for entry in self.keys)
        failed = sum(bool(self.of(entry).seeds) for entry in self.keys)
        return (
            f"{len(runs)} right answers, runs of each: {runs[0]} at least, "
            f"{statistics.median(runs):g} in the middle, {sum(runs)} together; "
            f"{failed} answers ever lost points"
        )

    def table(self) -> Iterator[str]:
        """Yield a line for each cell, and one for each answer that ever lost points."""
        for cell, group in groupby(self.keys, key=lambda entry: f"{entry.notebook}/{entry.cell}"):
            found = {entry: self.of(entry) for entry in group}
            yield f"{min(one.runs for one in found.values()):6} runs of {len(found):3} in {cell}"
            for entry, one in found.items():
                if one.seeds:
                    yield f"       {entry.name} lost points, with the seeds {one.seeds}"


def begin() -> None:
    """Make a worker stand back behind everything else on the machine."""
    os.nice(19)
    matplotlib.use("agg")


def soak_all(counts: Counts, runs: int, workers: int) -> None:
    """Let the cells take turns until each answer has its runs."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=spawn, initializer=begin) as pool:
        while turns := list(counts.turns(runs)):
            for turn, found in zip(turns, pool.map(soak, turns), strict=True):
                counts.keep(turn.answers, found)
            print(f"{time.strftime('%H:%M')} {counts.line}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=1000, help="of each answer")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--cells", nargs="*", help="default: all")
    parser.add_argument("--show", action="store_true", help="only say what is known")
    given = parser.parse_args()
    right = [entry for entry in entries() if entry.right]
    counts = Counts(e for e in right if given.cells is None or e.cell in given.cells)
    try:
        if not given.show:
            soak_all(counts, given.runs, given.workers)
    except KeyboardInterrupt:
        print("stopped; the same command goes on from here")
    print("\n".join([*counts.table(), counts.line]))
    return int(any(counts.of(entry).seeds for entry in counts.keys))


if __name__ == "__main__":
    sys.exit(main())
