"""What a class got wrong and no check has a name for: grouped, listed, made a bank entry."""

import tomllib

import nbformat
import pytest
from nbgrader.coursedir import CourseDirectory

from grading.batch import grade
from grading.certificate.groups import TO_FILL_IN, GroupError, bank_entry, save, symptom_of
from grading.certify import report, unnamed
from grading.notebooks import read_notebook, solution_cells, write_notebook
from grading.plugins.course import Course
from grading.reports.results import Group, read_class
from tests.grading import mini_course
from tests.grading.certificate.small_exercise import SOURCES, cells

CLASS = {
    "ada": "product",
    "bob": "never_negative",
    "cyd": "nor_so_here",
    "dan": "one_added",
    "eve": "squared",
    "fay": "never_negative",
}


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    """A class of six, graded; a seventh handed in what was handed out."""
    root = tmp_path_factory.mktemp("class")
    source = nbformat.v4.new_notebook(cells=cells())
    source.metadata["kernelspec"] = {
        "name": "python3", "display_name": "Python 3", "language": "python"
    }  # fmt: skip
    write_notebook(source, root / "exercises" / "small" / "doubling.ipynb")
    config = mini_course.configured(root)
    Course(config, root / "release.log").release("small")
    for student, answer in {**CLASS, "gil": None}.items():
        nb = read_notebook(root / "release" / "small" / "doubling.ipynb")
        if answer:
            solution_cells(nb)["double"].source = f"# by {student}\n{SOURCES[answer][1]}"
        write_notebook(nb, root / "submitted" / student / "small" / "doubling.ipynb")
    grade(config, "small")
    return config


@pytest.fixture(scope="module")
def groups(config):
    course = CourseDirectory(config=config)
    return unnamed(config, read_class(course, "small"))


def test_answers_that_behave_alike_are_one_group(groups):
    first, second = groups
    assert first.students == ["bob", "cyd", "fay"]
    assert first.checks == ["double_hidden: negative"]
    assert first.symptom == "Wrong for -3.".replace("-3", "…")
    assert second.students == ["eve"]
    assert second.checks[0] == "double_visible"


def test_whoever_heard_a_name_or_wrote_nothing_is_in_no_group(groups):
    assert not {"ada", "dan", "gil"} & {student for group in groups for student in group.students}


def test_the_example_names_nobody(groups):
    assert groups[0].example == "def double(x):\n    return abs(2 * x)"


def test_the_report_lists_them_and_the_bank_takes_one(config, tmp_path, groups):
    assert report("small", config=config, reports=tmp_path) == 0
    page = (tmp_path / "small.html").read_text("utf-8")
    for group in groups:
        assert group.name in page
    assert "Mistakes without a name" in page and "<script" not in page
    path = bank_entry(groups[0].name, tmp_path, tmp_path / "bank")
    assert path.parent == tmp_path / "bank" / "doubling" / "double" / "wrong"
    assert path.read_text("utf-8") == f"# says: {TO_FILL_IN}\n{groups[0].example}\n"
    with pytest.raises(GroupError, match="is there already"):
        bank_entry(groups[0].name, tmp_path, tmp_path / "bank")


def test_a_report_in_a_hurry_says_what_it_left_out(config, tmp_path):
    assert report("small", config=config, reports=tmp_path, grouped=False) == 0
    assert "Nobody has looked for them" in (tmp_path / "small.html").read_text("utf-8")
    assert not (tmp_path / "small-groups.json").exists()


def test_a_group_that_no_report_has_is_told(tmp_path):
    with pytest.raises(GroupError, match="expected one of none"):
        bank_entry("double-1", tmp_path)


@pytest.mark.parametrize(
    "before",
    [
        "[right]\na = 'x = 2'\n",
        "[right]\na = 'x = 2'\n\n[wrong]\nb = {says = \"s\", answer = 'x = 1'}\n",
    ],
)
@pytest.mark.parametrize(
    "example",
    [
        *("x = 3", 'x = """3"""', "x = '''3'''\ny = '\\n'", "x = '''\U0001f914'''"),
        *("x = '\U0001f914'", "x = '\x7f'", "x = '''\x7f'''", "x \f = 3", "x\0 = \x1b[1m"),
        *("x = 1\n[wrong]\ny = 2", "x = '\u202e'", "x = '\\'''"),
    ],
)
def test_a_value_becomes_a_row_of_its_table(tmp_path, before, example):
    table = tmp_path / "bank" / "topic" / "x.toml"
    table.parent.mkdir(parents=True)
    table.write_text(before)
    save(
        [Group("x-12", "topic", "x", ["x_hidden"], "wrong", ["ada"], example)],
        tmp_path / "a-groups.json",
    )
    assert bank_entry("x-12", tmp_path, tmp_path / "bank") == table
    rows = tomllib.loads(table.read_text())
    assert rows["right"] == {"a": "x = 2"}
    assert rows["wrong"]["x_12"]["says"] == TO_FILL_IN
    assert rows["wrong"]["x_12"]["answer"].strip() == example
    with pytest.raises(GroupError, match="has a row x_12 already"):
        bank_entry("x-12", tmp_path, tmp_path / "bank")


@pytest.mark.parametrize(
    ("said", "symptom"),
    [
        (
            "✗ The result has\n    shape (3, 4).\n  Likely: x\n  Read: y",
            "The result has shape (…, …).",
        ),
        ("AssertionError: 1e-3 is not 2.5", "AssertionError: … is not …"),
        ("", ""),
    ],
)
def test_symptoms_are_sentences_without_their_numbers(said, symptom):
    assert symptom_of(said) == symptom
