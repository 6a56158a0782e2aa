"""Counts and exact intervals."""

import pytest
from scipy.stats import beta

from grading.certificate.answers import Answer
from grading.certificate.rates import check_rates, rates, share
from grading.certificate.trial import Found, Run, Trial

PASSED, FAILED = Found(True, "", False), Found(False, "no", False)
NAMED = Found(False, "no", True)


@pytest.mark.parametrize(("hits", "of"), [(0, 10), (10, 10), (3, 131), (129, 151), (1, 1)])
def test_intervals_are_clopper_pearson(hits, of):
    """By quantiles of the beta distribution, as the two wrote it."""
    found = share([True] * hits + [False] * (of - hits))
    low = beta.ppf(0.025, hits, of - hits + 1) if hits else 0.0
    high = beta.ppf(0.975, hits + 1, of - hits) if hits < of else 1.0
    assert (found.hits, found.of, found.value) == (hits, of, hits / of)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


def test_nothing_has_no_share():
    assert share([]) == (0, 0, None, None)
    assert share([]).value is None


def trial(right: bool, *runs: dict[str, Found], says: str = "", said: str = "") -> Trial:
    answer = Answer("n", "c", f"{len(runs)}{runs}", right, "", says)
    return Trial(answer, [Run(checks, said) for checks in runs])


def test_one_run_is_enough_to_be_wrong_about_an_answer():
    once = [{"a": PASSED}, {"a": FAILED}]
    assert trial(True, *once).rejected and not trial(True, *once).accepted
    assert trial(False, *once).accepted and not trial(False, *once).rejected
    assert not trial(False, *once, says="no", said="no").named


@pytest.mark.parametrize(
    ("says", "said", "found", "heard"),
    [
        ("its own maximum", "take its\n    own maximum", FAILED, True),
        ("its own maximum", "something else", NAMED, False),
        ("name 'x' is not defined", "The name is not there", FAILED, True),
        ("", "anything", NAMED, True),
        ("", "anything", FAILED, False),
    ],
)
def test_what_counts_as_named(says, said, found, heard):
    one = trial(False, {"a": found}, says=says, said=said)
    assert one.runs[0].names(says) is heard
    assert one.named is heard


def test_a_check_is_worth_what_nothing_else_catches():
    trials = [
        trial(True, {"a": PASSED, "b": PASSED}),
        trial(True, {"a": FAILED, "b": PASSED}),
        trial(False, {"a": NAMED, "b": PASSED}),
        trial(False, {"a": FAILED, "b": FAILED}),
        trial(False, {"a": FAILED, "b": FAILED}, {"a": PASSED, "b": FAILED}),
        trial(False, {"a": PASSED, "b": PASSED}),
        trial(False, {"": FAILED}),  # its kernel ended before any check
    ]
    a, b, own = check_rates(trials)
    assert (a.name, a.rejected[:2], a.accepted[:2], a.named[:2], a.only) == (
        *("a", (1, 2), (2, 4), (1, 3)),
        1,
    )
    assert (b.rejected[:2], b.accepted[:2], b.only) == ((0, 2), (2, 4), 1)
    assert own.only == 1
    assert rates(trials).line == "answers: 2 right, 1 rejected; 5 wrong, 1 accepted; 1 named"
