"""Which students' answers are alike: winnowed fingerprints (as in Moss), by copydetect.

Names of variables, strings, comments and spacing do not count, and the stub that everybody was
given is left out. Short right answers are alike without anybody having copied: a pair says
something when it stands far above the class.
"""

import io
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

NOISE = 25  # characters of filtered code that must agree before a match counts
FEWEST_FINGERPRINTS = 40  # an answer with less code of its own proves nothing


class Pair(NamedTuple):
    """Two students, and the share of their fingerprints that both have."""

    first: str
    second: str
    likeness: float
    identical: list[str]  # the cells that agree to the letter


def fingerprints(source: str) -> set[int]:
    """Return the hashes of all stretches of ``NOISE`` characters of code without its names."""
    from copydetect import CodeFingerprint  # imports Matplotlib: only when asked for

    if not source.strip():
        return set()
    made = CodeFingerprint("cell.py", k=NOISE, win_size=1, fp=io.StringIO(source))
    return {int(value) for value in made.hashes}


def likeness(
    answers: Mapping[str, Mapping[str, str]], stubs: Mapping[str, str]
) -> tuple[list[str], np.ndarray]:
    """Compare every two students over all their solution cells.

    Parameters
    ----------
    answers : dict of str to dict of str to str
        Source by student and cell.
    stubs : dict of str to str
        What the release holds in that cell.

    Returns
    -------
    list of str, array of shape [students, students]
        The students with enough code of their own, and their likeness between 0 and 1.
    """
    given = {cell: fingerprints(source) for cell, source in stubs.items()}
    own = {
        student: {
            (cell, value)
            for cell, source in cells.items()
            for value in fingerprints(source) - given.get(cell, set())
        }
        for student, cells in answers.items()
    }
    students = sorted(name for name, marks in own.items() if len(marks) >= FEWEST_FINGERPRINTS)
    if not students:
        return [], np.zeros((0, 0))
    index = {mark: i for i, mark in enumerate(set().union(*(own[name] for name in students)))}
    rows = np.repeat(np.arange(len(students)), [len(own[name]) for name in students])
    columns = [index[mark] for name in students for mark in own[name]]
    table = csr_matrix((np.ones(len(columns)), (rows, columns)))  # [students, fingerprints]
    shared = (table @ table.T).toarray()  # [students, students]
    sizes = shared.diagonal()
    return students, shared / (np.add.outer(sizes, sizes) - shared)


def most_alike(
    answers: Mapping[str, Mapping[str, str]], stubs: Mapping[str, str], count: int = 15
) -> tuple[list[Pair], float | None]:
    """Return the pairs that are most alike, and the median of all pairs for comparison."""
    students, table = likeness(answers, stubs)
    first, second = np.triu_indices(len(students), k=1)
    if not len(first):
        return [], None
    values = table[first, second]
    pairs = []
    for i in np.argsort(-values, kind="stable")[:count]:
        a, b = students[first[i]], students[second[i]]
        pairs.append(Pair(a, b, float(values[i]), _identical(answers[a], answers[b], stubs)))
    return pairs, float(np.median(values))


def _identical(a: Mapping[str, str], b: Mapping[str, str], stubs: Mapping[str, str]) -> list[str]:
    def same(cell):
        return a[cell].split() == b.get(cell, "").split() != stubs.get(cell, "").split()

    return [cell for cell in a if a[cell].strip() and same(cell)]
