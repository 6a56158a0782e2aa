"""One notebook of one student, graded again."""

import pytest

from grading import __main__ as command
from grading.batch import grade
from grading.plugins import course as course_module
from grading.regrade import RegradeError, record, regrade, told
from grading.workers.pool import ThisProcess
from tests.grading import mini_course
from tests.grading.mini_course import ASSIGNMENT, NOTEBOOK, RIGHT, WRONG, scores

HERE = ThisProcess()  # without a pool, as the command does it, a worker is started for each


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    root = tmp_path_factory.mktemp("again")
    config = mini_course.build(root)
    config.Autograde.workers = 0
    for student, answer in {"ada": RIGHT, "bob": WRONG}.items():
        mini_course.hand_in(root, student, answer)
    grade(config, ASSIGNMENT)
    return root, config


def test_the_stored_seed_is_used_and_nothing_is_written(graded):
    root, config = graded
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    again = regrade(config, "bob", NOTEBOOK, pool=HERE)
    assert again.same and again.result["seed"] == again.stored["seed"]
    assert "The same points and messages as stored." in list(told(again))
    other = regrade(config, "bob", NOTEBOOK, seed=7, pool=HERE)
    assert other.result["seed"] == 7
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_what_differs_is_said(graded):
    _, config = graded
    again = regrade(config, "bob", NOTEBOOK, pool=HERE)
    changed = again._replace(stored={**again.stored, "points": {"test": 3.0}})
    lines = list(told(changed))
    assert "test: 0 (was 3)" in lines
    assert lines[-1].startswith("NOT the same")
    assert list(told(again._replace(stored=None)))[-1].startswith("Nothing is stored")


def test_on_demand_it_goes_into_the_gradebook(graded):
    root, config = graded
    mini_course.hand_in(root, "bob", RIGHT)
    again = regrade(config, "bob", NOTEBOOK, seed=3, pool=HERE)
    assert again.stored is None
    assert scores(root) == {"ada": 3.0, "bob": 0.0}
    record(config, "bob", NOTEBOOK, again)
    assert scores(root) == {"ada": 3.0, "bob": 3.0}
    assert regrade(config, "bob", NOTEBOOK, pool=HERE).stored["seed"] == 3


@pytest.mark.parametrize(
    ("student", "notebook", "words"),
    [
        ("ada", "triple", "expected one of double"),
        ("eve", NOTEBOOK, "Nothing was handed in"),
        ("cyd", NOTEBOOK, "give it with --seed N"),
    ],
)
def test_what_is_missing_is_said(graded, student, notebook, words):
    root, config = graded
    mini_course.hand_in(root, "cyd", WRONG)  # never graded
    with pytest.raises(RegradeError, match=words):
        regrade(config, student, notebook)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["ada", NOTEBOOK], 0, "The same points"),
        (["ada", NOTEBOOK, "--seed", "7"], 0, "seed 7"),
        (["ada", "triple"], 2, "expected one of double"),
    ],
)
def test_the_command(graded, monkeypatch, capsys, arguments, code, words):
    _, config = graded
    monkeypatch.setattr(course_module, "course_config", lambda: config)
    given = command.parser().parse_args(["regrade", *arguments])
    assert given.run(given) == code
    assert words in "".join(capsys.readouterr())
