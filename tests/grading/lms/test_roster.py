"""Rosters as Excel, Canvas and Moodle save them: read, shown, and nothing lost."""

import itertools

import pytest
from nbgrader.api import Gradebook

from grading.lms.roster import TableError, apply, read_roster
from tests.grading.lms.downloads import STUDENTS, Collecting

FIELDS = ("first_name", "last_name", "email", "lms_user_id")
NEW = ["00777", "José", "Müller, Jr.", "j@example.org", "9"]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"]


@pytest.fixture
def course(tmp_path):
    return Collecting(tmp_path)


def students(course):
    with Gradebook(course.database, "neural-language-models") as gradebook:
        return {s.id: {f: getattr(s, f) or "" for f in FIELDS} for s in gradebook.students}


def written(course, text, encoding="utf-8"):
    path = course.place / "file.csv"
    path.write_bytes(text.encode(encoding))
    return path


def read(course, text, encoding="utf-8"):
    path = written(course, text, encoding)
    with Gradebook(course.database, "neural-language-models") as gradebook:
        changes = read_roster(path, gradebook)
        apply(changes, gradebook)
    return changes


def row(cells, delimiter):
    return delimiter.join(f'"{c}"' if delimiter in c else c for c in cells) + "\r\n"


BEFORE = {s[0]: dict(zip(FIELDS, s[1:], strict=True)) for s in STUDENTS}


@pytest.mark.parametrize(("encoding", "delimiter"), [*itertools.product(ENCODINGS, ",;\t")])
def test_encodings_and_delimiters(course, encoding, delimiter):
    header = row(["id", *FIELDS], delimiter)
    changes = read(course, header + row(NEW, delimiter), encoding)
    assert students(course) == BEFORE | {"00777": dict(zip(FIELDS, NEW[1:], strict=True))}
    assert bool(changes.notes) == (encoding == "latin-1")
    assert not changes.refused


CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,implementation (77),Final Score\n"
    ",,,,,Manual Posting,\n"
    "    Points Possible,,,,,10,(read only)\n"
    '"Lovelace, Ada King",4711,u1,00123,A,,90\n'
    '"O\'Brien, Zoë",502,zoe,zo12,A,,90\n'
    '"李, 明",503,u3,liming,B,,90\n'
    '"Novák, Eva",504,u4,eva,B,,90\n'
    '"Student, Test",999,,c0ffee,A,,\n'
)


def test_canvas_gradebook_gives_the_numbers_and_no_student_is_doubled(course):
    changes = read(course, CANVAS)
    after = students(course)
    assert set(after) == set(BEFORE) | {"eva"}
    assert after["zoe"] == BEFORE["zoe"] | {"lms_user_id": "502"}  # by SIS User ID
    assert after["li"] == BEFORE["li"] | {"lms_user_id": "503"}  # by name
    assert after["00123"] == BEFORE["00123"] | {"first_name": "Ada King"}
    assert after["eva"]["lms_user_id"] == "504" and after["eva"]["last_name"] == "Novák"
    assert changes.absent == ["bob@example.org", "lukasz", "mal"]
    assert "liming is taken for li" in str(changes)


def test_canvas_in_two_columns_of_names(course):
    read(course, "LastName;FirstName;ID;SIS Login ID;Section\nŻółć;Łukasz;505;lukasz;A\n")
    assert students(course) == BEFORE | {"lukasz": BEFORE["lukasz"] | {"lms_user_id": "505"}}


def test_moodle_participants_and_grades(course):
    read(
        course,
        '"First name",Surname,"ID number",Institution,Department,"Email address",Course total\n'
        "Ada,Lovelace,00123,,,ada@new.example.org,9\n"
        "Bobby,Ng,,,,bob@example.org,9\n"
        "Eva,Novák,,,,eva@example.org,-\n",
    )
    after = students(course)
    assert after["00123"] == BEFORE["00123"] | {"email": "ada@new.example.org"}
    assert after["bob@example.org"] == BEFORE["bob@example.org"] | {"first_name": "Bobby"}
    assert after["eva@example.org"]["email"] == "eva@example.org"
    assert {s: v["lms_user_id"] for s, v in after.items() if s in BEFORE} == {
        s: v["lms_user_id"] for s, v in BEFORE.items()
    }


def test_moodles_numbers_of_participants_are_nobodys(course):
    read(
        course,
        "Identifier,Full name,Email address,Status,Grade,Last modified (submission)\n"
        "Participant 88123,Ada Lovelace,ada@example.org,Submitted,,-\n",
    )
    assert students(course) == BEFORE


@pytest.mark.parametrize("columns", [("id",), ("id", "lms_user_id"), ("id", "email"), ("email",)])
def test_what_a_file_does_not_have_stays(course, columns):
    about = dict(zip(("id", *FIELDS), STUDENTS[0], strict=True))
    read(course, ",".join(columns) + "\n" + ",".join(about[c] for c in columns) + "\n")
    assert students(course) == BEFORE


def test_empty_cells_change_nothing_and_rows_can_be_short(course):
    read(course, "id,first_name,last_name,email,lms_user_id\n00123,,,,\nmal\n")
    assert students(course) == BEFORE


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("00123,,,,\n00123,X,,,", "twice"),
        ("mal,,,,4711", "which is 00123's"),
        ("2.02612E+11,X,Y,,", "Excel leaves of a long number"),
        ("../x,X,Y,,", "cannot be an id"),
        (",X,Y,,", "has no id"),
    ],
)
def test_rows_that_are_refused(course, line, says):
    changes = read(course, f"id,first_name,last_name,email,lms_user_id\n{line}\n")
    assert len(changes.refused) == 1 and says in changes.refused[0]
    assert students(course) == BEFORE


def test_zeros_that_excel_took_away_are_found(course):
    changes = read(course, "id;lms_user_id\n123;4712\n")
    assert students(course) == BEFORE | {"00123": BEFORE["00123"] | {"lms_user_id": "4712"}}
    assert "123 is taken for 00123" in str(changes)


def test_a_namesake_with_another_address_is_another_student(course):
    read(course, "id,first_name,last_name,email\nada2,Ada,Lovelace,other@example.org\n")
    assert set(students(course)) == {*BEFORE, "ada2"}


@pytest.mark.parametrize("data", [b"PK\x03\x04rest", b"", b"\n\n", b"Name,Section\nAda,1\n"])
def test_files_that_are_no_roster(course, data):
    (course.place / "file.csv").write_bytes(data)
    with (
        Gradebook(course.database, "neural-language-models") as gradebook,
        pytest.raises(TableError, match="expected"),
    ):
        read_roster(course.place / "file.csv", gradebook)


def test_the_command_shows_and_writes(course):
    written(course, "id;first_name;last_name;lms_user_id\r\nzoe;Zoë;O'Brien;55\r\n", "latin-1")
    done = course.run("roster", "file.csv", "--dry-run", module="grading")
    assert done.returncode == 0, done.stderr
    assert "~ zoe: lms_user_id (none) -> 55" in done.stdout and "Latin-1" in done.stdout
    assert students(course) == BEFORE
    done = course.run("roster", "file.csv", module="grading")
    assert done.returncode == 0, done.stderr
    assert students(course) == BEFORE | {"zoe": BEFORE["zoe"] | {"lms_user_id": "55"}}
    assert course.run("roster", "nowhere.csv", module="grading").returncode == 1
