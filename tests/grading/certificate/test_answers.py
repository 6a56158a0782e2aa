"""Folders of classified answers, and those of the course."""

import os

import pytest

from grading.certificate.answers import AnswersError, of_the_course, plain, read_folder
from grading.certificate.exercise import ExerciseMissing, exercises
from tests.bank import entries

CELLS = {"a-topic": ["one", "two_words"], "other": ["x"]}


def lay_out(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# says: so it is\nx = 1\n")


def test_answers_are_read_from_their_names(tmp_path):
    lay_out(tmp_path, "right/a-topic__one__plain.py", "wrong/a-topic__two_words__a__b.py")
    lay_out(tmp_path, "README.md", "right/.hidden", "right/__pycache__/x.pyc")
    right, wrong = read_folder(tmp_path, CELLS)
    assert right[:4] == ("a-topic", "one", "plain", True)
    assert wrong[:4] == ("a-topic", "two_words", "a__b", False)
    assert wrong.says == "so it is" and wrong.source.endswith("x = 1\n")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("right/plain.py", "right/plain.py: is not a file called"),
        ("right/a-topic__one.py", "is not a file called"),
        ("right/a-topic__one__.py", "is not a file called"),
        ("wrong/a-topic__one__x.txt", "is not a file called"),
        ("wrong/a-topic__one__x.py/deeper", "is not a file called"),
        ("wrong/topic__one__x.py", "'topic' is no notebook of the course: it has a-topic, other"),
        ("wrong/other__one__x.py", "'one' is no graded cell of other: it has x"),
    ],
)
def test_a_badly_named_file_is_told(tmp_path, name, words):
    lay_out(tmp_path, "right/other__x__fine.py", name)
    with pytest.raises(AnswersError) as raised:
        read_folder(tmp_path, CELLS)
    assert words in str(raised.value)
    assert "expected files called <notebook>__<cell>__<name>.py" in str(raised.value)
    assert "fine" not in str(raised.value)


@pytest.mark.parametrize(
    "name", [b"a\x1b[2J\x07", b"a\xff", "a\u202eb".encode(), b"a\nright-fine.py", b"a\xc2\x9b8m"]
)
@pytest.mark.parametrize("form", [b"other__x__%b.py", b"%b__x__a.py", b"%b"])
def test_a_name_that_steers_a_terminal_or_is_no_text_is_told_as_text(tmp_path, name, form):
    lay_out(tmp_path, "right/other__x__fine.py")
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong" / os.fsdecode(form % name)).write_text("x = 1")
    with pytest.raises(AnswersError, match="a name that is not plain text") as raised:
        read_folder(tmp_path, CELLS)
    assert all(line.isprintable() for line in str(raised.value).split("\n"))
    assert str(raised.value).count("\n") == 1


def test_many_bad_names_and_bad_bytes_are_told_in_short(tmp_path):
    lay_out(tmp_path, *(f"right/bad{i}.py" for i in range(14)))
    with pytest.raises(AnswersError, match="and 4 more"):
        read_folder(tmp_path, CELLS)
    other = tmp_path / "other"
    lay_out(other, "right/other__x__latin.py")
    (other / "right" / "other__x__latin.py").write_bytes(b"# \xe4")
    with pytest.raises(AnswersError, match="is not text in UTF-8"):
        read_folder(other, CELLS)


@pytest.mark.parametrize("kinds", [[], ["Right"], ["answers/right"]])
def test_a_folder_without_right_and_wrong_is_told(tmp_path, kinds):
    for kind in kinds:
        (tmp_path / kind).mkdir(parents=True)
    with pytest.raises(AnswersError, match="neither a folder right nor a folder wrong"):
        read_folder(tmp_path, CELLS)


def test_one_kind_alone_will_do(tmp_path):
    lay_out(tmp_path, "wrong/other__x__fine.py")
    assert [answer.right for answer in read_folder(tmp_path, CELLS)] == [False]


def test_the_bank_comes_as_it_is():
    found = of_the_course("bank", ["cross-entropy", "embedding"])
    expected = [*entries("cross-entropy"), *entries("embedding")]
    assert {(a.notebook, a.cell, a.name, a.right, a.source) for a in found} == {
        (e.notebook, e.cell, e.name, e.right, e.source) for e in expected
    }
    assert all(answer.says for answer in found if not answer.right)


def test_mutants_are_wrong_and_need_not_hear_anything_particular():
    found = of_the_course("mutants", ["softmax-stability"])
    assert len(found) > 20
    assert not any(answer.right or answer.says for answer in found)


def test_what_the_course_cannot_list_is_told():
    with pytest.raises(AnswersError, match="run `python -m tests.answers bank`"):
        of_the_course("nothing", [])


def test_an_unknown_assignment_is_told():
    with pytest.raises(ExerciseMissing, match="expected one of challenges, concepts"):
        exercises("no-such")
    assert set(exercises("concepts")) < set(exercises())


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("# by ada\nx  =  1 # one", "x = 1"),
        ("  x = (", "x = ("),
        ("x = " + "(" * 5000, "x = " + "(" * 5000),
        ("", ""),
    ],
)
def test_code_is_read_without_comments_where_it_can_be_read(source, read):
    assert plain(source) == read
