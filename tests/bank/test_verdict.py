"""How a check names a mistake, and finds the student's own line."""

import subprocess
import sys

import numpy as np
import pytest

from grading.execution.job import place_checks
from grading.rpc.verdicts import collected
from tests.hidden.student import Student
from tests.hidden.verdict import (
    Cause,
    CheckFailed,
    General,
    Part,
    award,
    likely,
    outcomes,
    share,
)


@pytest.mark.parametrize(
    ("got", "wrong", "named"),
    [
        ([2.0, 4.0], [2.0, 4.0], True),
        ([2.0, 4.0], [2.0, 5.0], False),
        ([2.0, np.inf], [2.0, np.inf], False),  # every overflow looks like every other
        ([np.nan, np.nan], [np.nan, np.nan], False),
        (np.inf, np.inf, False),
    ],
)
def test_a_cause_is_named_only_by_finite_values(got, wrong, named):
    said = likely(np.asarray(got), {"this one": np.asarray(wrong)}, "another")
    assert said == ("this one" if named else "another")


def test_mistakes_compute_quietly(recwarn):
    results = outcomes(
        {"by zero": lambda n: np.float64(1) / n, "of a log": lambda n: np.log(np.float64(n))}, 0
    )
    assert np.isposinf(results["by zero"])
    assert np.isneginf(results["of a log"])
    assert np.isnan(share([]))
    assert share([True, False, True]) == 2 / 3
    assert not recwarn.list


ANSWER = """
def broken(x):
    y = x + 1
    return y[7]
"""
CALL = f"""
import sys, lmcore
sys.path.insert(0, sys.argv[1])
from tests.hidden.student import Student
names = {{"__name__": "__main__"}}
exec(compile({ANSWER!r}, "answer.py", "exec"), names)
try:
    Student("3.5").call("broken", names["broken"], 1)
except Exception as failed:
    print(sys.modules["tests.hidden.student"].__file__)
    print(failed)
"""


def test_the_students_line_is_found_from_a_copy_of_the_checks_too(root, tmp_path, monkeypatch):
    """Workers run the checks from a folder of their own."""
    (tmp_path / "answer.py").write_text(ANSWER)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "modules", dict(sys.modules))
    sources = {path.name: path.read_text() for path in (root / "tests" / "hidden").glob("*.py")}
    place_checks(tmp_path / "copies", sources)
    for place in (root, sys.path[0]):
        done = subprocess.run(
            [sys.executable, "-c", CALL, str(place)],
            cwd=tmp_path,
            env={"PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=True,
        )
        where, *said = done.stdout.splitlines()
        assert where.startswith(str(place))
        assert "line 4 of your cell: `return y[7]`" in " ".join(" ".join(said).split())


def test_a_line_of_the_librarys_is_not_the_students():
    from lmcore import Vocabulary

    def answer():
        return Vocabulary.from_tokens(["a"]).encode(["b"])

    with pytest.raises(CheckFailed, match="return Vocabulary"):
        Student("3.5", may_use=["Vocabulary", "from_tokens", "encode"]).call("answer", answer)


def test_a_message_knows_whether_it_names_a_mistake():
    def named(misconception):
        return CheckFailed("wrong.", misconception, "3.5").named

    got, wrong = np.asarray([1.0]), {"this one": np.asarray([1.0])}
    assert named(likely(got, wrong, "another"))
    assert not named(likely(got + 1, wrong, "another"))
    assert named(likely(got + 1, wrong, Cause("it overflows")))
    assert named("a mistake that the check saw")


def test_what_each_part_found_is_kept_for_whoever_runs_the_test():
    def passes():
        assert True

    def fails():
        raise CheckFailed("wrong.", General("it should be right."), "3.5")

    with collected() as found:
        award(2, [Part(1, passes), Part(1, fails)])
    assert [(v.check, v.passed, v.named) for v in found] == [
        ("passes", True, False),
        ("fails", False, False),
    ]
    assert found[1].said.startswith("✗ wrong.")
    award(2, [Part(1, passes)])  # nobody collects
    assert len(found) == 2
