"""How well each check tells students apart who know from students who do not."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

# Kelley's share: with 27% on either side the difference of the two groups is estimated best.
GROUP = 0.27
FEWEST = 5  # students; below that a correlation says nothing


class Item(NamedTuple):
    """One check over a class."""

    name: str
    points: float
    students: int
    mean: float  # mean share of the points
    passed: float  # share of students with all points
    point_biserial: float | None  # full marks or not, against the score on all other checks
    upper_lower: float | None  # mean share of the best 27% minus that of the last 27%


def analyze(points: Mapping[Any, float], earned: Mapping[str, Mapping[Any, float]]) -> list[Item]:
    """Describe every check.

    Parameters
    ----------
    points : dict of str to float
        The most a check gives.
    earned : dict of str to dict of str to float
        Points by student and check. A check that a student could not meet, because the notebook was
        not handed in, is left out of that student's dict.

    Returns
    -------
    list of Item
        In the order of ``points``.
    """
    return [_item(name, points, earned) for name in points]


def _item(name: str, points: Mapping[str, float], earned) -> Item:
    took = [scores for scores in earned.values() if name in scores]
    share = np.array([scores[name] / points[name] if points[name] else 0.0 for scores in took])
    rest = np.array([_rest(scores, name, points) for scores in took])  # [students]
    full = share >= 1 - 1e-9
    return Item(
        name=name,
        points=points[name],
        students=len(took),
        mean=float(share.mean()) if took else 0.0,
        passed=float(full.mean()) if took else 0.0,
        point_biserial=_correlation(full.astype(float), rest),
        upper_lower=_upper_lower(share, rest),
    )


def _rest(scores: Mapping[str, float], name: str, points: Mapping[str, float]) -> float:
    """Return the share earned on the student's other checks: with itself, any item correlates."""
    possible = sum(points[other] for other in scores if other != name)
    return sum(scores[other] for other in scores if other != name) / possible if possible else 0.0


def _correlation(x: np.ndarray, y: np.ndarray) -> float | None:
    if len(x) < FEWEST or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    return float(np.corrcoef(x, y)[0, 1])


def _upper_lower(share: np.ndarray, rest: np.ndarray) -> float | None:
    if len(share) < FEWEST or np.ptp(rest) == 0:
        return None
    size = max(1, round(GROUP * len(share)))
    order = np.argsort(rest, kind="stable")
    return float(share[order[-size:]].mean() - share[order[:size]].mean())
