"""Run all mutants and print the score: ``python -m tests.mutation [notebook ...]``."""

import sys
from collections import Counter

import matplotlib
from tabulate import tabulate
from tqdm import tqdm

from tests.mutation.mutants import all_mutants, equivalent, survives


def main(chosen: list[str]) -> int:
    matplotlib.use("agg")
    mutants = [m for m in all_mutants() if not chosen or m.notebook in chosen]
    known = equivalent()
    total, killed, same, unknown = Counter(), Counter(), Counter(), []
    for mutant in tqdm(mutants, desc="grading mutants", unit="mutant"):
        key = (mutant.notebook, mutant.cell)
        total[key] += 1
        if not survives(mutant):
            killed[key] += 1
        elif mutant.name in known:
            same[key] += 1
        else:
            unknown.append(mutant.name)
    rows = [
        [*key, total[key], killed[key], same[key], total[key] - killed[key] - same[key]]
        for key in total
    ]
    sums = [sum(row[column] for row in rows) for column in range(2, 6)]
    headers = ["notebook", "cell", "mutants", "killed", "equivalent", "surviving"]
    print(tabulate([*rows, ["all", "", *sums]], headers))
    for name in unknown:
        print(f"survives: {name}")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
