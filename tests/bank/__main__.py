"""Print the table of the bank: ``python -m tests.bank [NOTEBOOK ...]``, graded in the sandbox."""

import sys

from tabulate import tabulate
from tqdm import tqdm

from tests.bank import entries
from tests.bank.exercise import autograded, notebooks, title_of
from tests.bank.pipeline import grade_all, named


def table(chosen: list[str]) -> tuple[str, bool]:
    """Grade all answers; return a row for every cell, and whether each got what it deserves."""
    rows, flawless = [], True
    for notebook in chosen:
        for cell in autograded(notebook):
            answers = entries(notebook, cell.grade_id)
            graded = list(
                tqdm(grade_all(answers), cell.grade_id, len(answers), leave=False, disable=None)
            )
            right = [result.full for entry, result in graded if entry.right]
            wrong = [(entry, result) for entry, result in graded if not entry.right]
            caught = [not result.full for _, result in wrong]
            told = [named(entry, result) for entry, result in wrong]
            flawless &= all(right) and all(caught) and sum(told) >= 0.95 * len(told)
            rows.append([title_of(notebook), cell.grade_id, *map(share, (right, caught, told))])
    head = ["exercise", "cell", "right accepted", "wrong caught", "misconception named"]
    return tabulate(rows, headers=head), flawless


def share(hits: list[bool]) -> str:
    return f"{sum(hits)} of {len(hits)}"


if __name__ == "__main__":
    text, flawless = table(sys.argv[1:] or notebooks())
    print(text)
    sys.exit(0 if flawless else 1)
