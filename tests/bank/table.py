"""The bank's table: how many of its answers get what they deserve, in the sandbox."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

from tabulate import tabulate
from tqdm import tqdm

from tests.bank import entries
from tests.bank.exercise import autograded, title_of
from tests.bank.pipeline import grade_all, named

HEAD = ["exercise", "cell", "right accepted", "wrong caught", "misconception named"]


class Graded(NamedTuple):
    """What became of one answer of a cell."""

    name: str
    right: bool
    full: bool
    named: bool

    @property
    def problem(self) -> str:
        if self.right:
            return "" if self.full else "is right, and loses points"
        if self.full:
            return "is wrong, and gets full marks"
        return "" if self.named else "does not hear of its misconception"


def graded(cell: tuple[str, str]) -> list[Graded]:
    """Grade all answers to a cell, in a process of its own."""
    return [
        Graded(entry.name, entry.right, result.full, entry.right or named(entry, result))
        for entry, result in grade_all(entries(*cell))
    ]


def print_table(chosen: list[str]) -> bool:
    """Grade all answers to some notebooks, on all cores; return whether the bank is flawless."""
    cells = [(notebook, cell.grade_id) for notebook in chosen for cell in autograded(notebook)]
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=spawn) as pool:
        answers = list(tqdm(pool.map(graded, cells), "grading the bank", len(cells), unit="cell"))
    rows, flawless = [], True
    for (notebook, cell), of in zip(cells, answers, strict=True):
        rows.append([title_of(notebook), cell, *counts(of)])
        for one in filter(lambda one: one.problem, of):
            print(f"{notebook}/{cell}: {one.name} {one.problem}")
        wrong = [one.named for one in of if not one.right]
        flawless &= all(one.full == one.right for one in of) and sum(wrong) >= 0.95 * len(wrong)
    print(tabulate([*rows, ["all", "", *counts(sum(answers, []))]], headers=HEAD))
    return flawless


def counts(answers: list[Graded]) -> list[str]:
    right = [one.full for one in answers if one.right]
    caught = [not one.full for one in answers if not one.right]
    told = [one.named for one in answers if not one.right]
    return [f"{sum(hits)} of {len(hits)}" for hits in (right, caught, told)]
