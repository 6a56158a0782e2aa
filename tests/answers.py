"""List the course's classified answers, a line of JSON each: ``python -m tests.answers KIND``.

KIND is ``bank`` or ``mutants``; notebooks may follow. `grading.certificate` asks for them in this
way, for it imports nothing of the tests. Mutants that are right all the same are left out.
"""

import json
import sys
from collections.abc import Iterator

from tests.bank import entries
from tests.bank.exercise import autograded, notebooks
from tests.mutation.mutants import equivalent, mutants_of


def bank(chosen: list[str]) -> Iterator[dict]:
    for entry in entries():
        if entry.notebook in chosen:
            yield {
                "notebook": entry.notebook,
                "cell": entry.cell,
                "name": entry.name,
                "right": entry.right,
                "source": entry.source,
                "says": "" if entry.right else entry.says,
            }


def mutants(chosen: list[str]) -> Iterator[dict]:
    known = equivalent()
    for notebook in chosen:
        for cell in autograded(notebook):
            for mutant in mutants_of(notebook, cell.grade_id, cell.source):
                if mutant.name not in known:
                    yield {
                        "notebook": notebook,
                        "cell": cell.grade_id,
                        "name": mutant.change,
                        "right": False,
                        "source": mutant.source,
                    }


if __name__ == "__main__":
    kind, *chosen = sys.argv[1:]
    for answer in {"bank": bank, "mutants": mutants}[kind](chosen or notebooks()):
        print(json.dumps(answer))
