"""The column layouts that Canvas's and Moodle's importers read."""

import csv
import itertools
import logging
import re
import shutil

import pytest
from nbgrader.api import Gradebook

from grading.lms.exports import CanvasExport, MoodleExport, inert
from grading.lms.tables import TableError
from grading.plugins.course import course_config
from tests.grading.lms.downloads import STUDENTS, empty_gradebook


@pytest.fixture(scope="module")
def gradebook(tmp_path_factory):
    """Three students in an assignment of 10 points, and an assignment that nobody has started."""
    course_config()  # puts the environment's `alembic` on the path, which nbgrader starts by name
    with Gradebook(f"sqlite:///{tmp_path_factory.mktemp('export') / 'gradebook.db'}") as book:
        for name in ("implementation", "later"):
            book.add_assignment(name)
            book.add_notebook("embedding", name)
            book.add_grade_cell("check", "embedding", name, max_score=10, cell_type="code")
        book.add_student("ada", first_name="Ada", last_name="Lovelace", lms_user_id="17")
        book.add_student("=cmd()", first_name="=1+1", last_name="+SUM(A1)", email="@x")
        book.add_student("p", last_name="Points Possible")
        book.add_submission("implementation", "ada")
        grade = book.find_grade("check", "embedding", "implementation", "ada")
        grade.auto_score = 7 + 1 / 3
        book.db.commit()
        yield book


def export(plugin, gradebook, tmp_path, **options):
    target = tmp_path / "out.csv"
    plugin(to=str(target), **options).export(gradebook)
    with target.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_canvas_header_points_row_and_student(gradebook, tmp_path):
    header, points, *students = export(CanvasExport, gradebook, tmp_path)
    assert header == [
        "Student", "ID", "SIS User ID", "SIS Login ID", "Section", "implementation"
    ]  # fmt: skip
    assert points[0].strip() == "Points Possible"
    assert points[1:] == ["", "", "", "", "10"]
    rows = {row[3]: row for row in students}
    assert rows["ada"] == ["Lovelace, Ada", "17", "", "ada", "", "7.33"]
    assert rows["p"] == ["p", "", "", "p", "", "0"]  # its name would pass for the points row


def test_canvas_assignment_is_named_with_its_id(gradebook, tmp_path):
    options = {"assignment_ids": {"later": "4711"}, "assignment": ["later"], "student": ["ada"]}
    header, _, row = export(CanvasExport, gradebook, tmp_path, **options)
    assert header[-1] == "later (4711)"
    assert row[-1] == "0"


def test_moodle_layout(gradebook, tmp_path):
    header, *students = export(MoodleExport, gradebook, tmp_path)
    assert header == [
        "First name", "Last name", "ID number", "Institution", "Department", "Email address",
        "Assignment: implementation (Real)", "Last downloaded from this course",
    ]  # fmt: skip
    rows = {row[2]: row for row in students}
    assert rows["ada"][:7] == ["Ada", "Lovelace", "ada", "", "", "", "7.33"]
    assert rows["ada"][7].isdigit()


@pytest.mark.parametrize("plugin", [CanvasExport, MoodleExport])
def test_no_cell_is_a_formula(plugin, gradebook, tmp_path):
    cells = [cell for row in export(plugin, gradebook, tmp_path) for cell in row]
    assert not [cell for cell in cells if cell.lstrip(" ").startswith(("=", "+", "-", "@"))]
    assert "'=cmd()" in cells


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", " =1", "\t=1", "\r=1"])
def test_inert(text):
    assert inert(text) == "'" + text.strip()


# Filled in: the tables that the systems write


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Four students, of whom ada and zoe have scores in an assignment of 10 points."""
    course_config()
    with Gradebook(f"sqlite:///{tmp_path_factory.mktemp('fill') / 'gradebook.db'}") as book:
        book.add_assignment("implementation")
        book.add_notebook("embedding", "implementation")
        book.add_grade_cell("check", "embedding", "implementation", max_score=10, cell_type="code")
        for student, first, last, email, lms_user_id in STUDENTS[:4]:
            book.add_student(
                student, first_name=first, last_name=last, email=email, lms_user_id=lms_user_id
            )
        for student, score in (("00123", 7 + 1 / 3), ("zoe", 9)):
            book.add_submission("implementation", student)
            grade = book.find_grade("check", "embedding", "implementation", student)
            grade.auto_score = score
        book.db.commit()
        yield book


def filled(plugin, graded, tmp_path, text, encoding="utf-8", **options):
    given = tmp_path / "given.csv"
    given.write_bytes(text.encode(encoding))
    target = tmp_path / "out.csv"
    plugin(to=str(target), fill=str(given), **options).export(graded)
    written = target.read_text(encoding="utf-8")
    delimiter = ";" if written.partition("\n")[0].count(";") else ","
    return list(csv.reader(written.splitlines(), delimiter=delimiter))


# Every header that lib/gradebook_exporter.rb can write before the assignments.
CANVAS_HEADERS = [
    "Student,ID,SIS Login ID,Section",
    "Student,ID,SIS User ID,SIS Login ID,Section",
    "Student,ID,SIS User ID,SIS Login ID,Integration ID,Section",
    "Student,ID,SIS User ID,SIS Login ID,Root Account,Section",
    "LastName,FirstName,ID,SIS User ID,SIS Login ID,Section",
    "Student,ID,SIS Login ID,Section,Notes",
]
TOTALS = "Assignments Current Score,Current Score,Unposted Final Score,Final Grade"
CELLS = {
    "ada": {"Student": "Lovelace, Ada", "LastName": "Lovelace", "FirstName": "Ada", "ID": "4711",
            "SIS User ID": "u1", "SIS Login ID": "xx", "Section": "A and B", "Notes": "=1+1"},
    "zoe": {"Student": "O'Brien, Zoë", "LastName": "O'Brien", "FirstName": "Zoë", "ID": "502",
            "SIS User ID": "u2", "SIS Login ID": "zoe", "Section": "A"},
    "bob": {"Student": "Ng, Bob", "LastName": "Ng", "FirstName": "Bob", "ID": "77",
            "SIS User ID": "", "SIS Login ID": "bob@example.org", "Section": "B"},
    "łukasz": {"Student": "Żółć, Łukasz", "LastName": "Żółć", "FirstName": "Łukasz", "ID": "78",
               "SIS User ID": "", "SIS Login ID": "lz", "Section": "B"},
    "test": {"Student": "Student, Test", "LastName": "Student", "FirstName": "Test", "ID": "999",
             "SIS User ID": "", "SIS Login ID": "c0ffee", "Section": "A"},
}  # fmt: skip


def canvas_table(header, delimiter):
    names = header.split(",")
    rows = [
        [*names, "implementation (4242)", "other (43)", *TOTALS.split(",")],
        [*[""] * len(names), "", "Manual Posting", "", "", "", ""],
        ["    Points Possible", *[""] * (len(names) - 1), "10", "5", *["(read only)"] * 4],
    ]
    for cells in CELLS.values():
        score = "EX" if cells["ID"] == "78" else ""
        rows.append([*[cells.get(n, "") for n in names], score, "3", "1", "2", "3", "A"])
    return "\n".join(
        delimiter.join(f'"{c}"' if delimiter in c else c for c in row) for row in rows
    ), rows


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("header", CANVAS_HEADERS)
def test_canvas_own_table_is_filled_in_and_else_as_it_was(graded, tmp_path, header, delimiter):
    text, before = canvas_table(header, delimiter)
    after = filled(CanvasExport, graded, tmp_path, text, "utf-8-sig")
    place = before[0].index("implementation (4242)")
    expected = ["implementation (4242)", "", "10", "7.33", "9", "0", "EX", ""]
    assert [row[place] for row in after] == expected
    for old, new in zip(before, after, strict=True):
        changed = [i for i, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
        assert all(i == place or old[i] == "=1+1" for i in changed)
    assert not [c for row in after for c in row if c.strip().startswith(("=", "+", "@"))]


@pytest.mark.parametrize(
    "header",
    ["Assignment: implementation (Real)", "Assignment: implementation",
     "Aufgabe: implementation (Punkte)",
     "implementation", "Assignment: Homework 1 (Real)"],
)  # fmt: skip
@pytest.mark.parametrize("last", ["Last name", "Surname"])
def test_moodles_own_table_is_filled_in(graded, tmp_path, header, last):
    text = (
        f'"First name","{last}","ID number",Institution,Department,"Email address",'
        f'"{header}","Assignment: implementation (Feedback)","Course total (Real)",'
        '"Last downloaded from this course"\n'
        "Ada,Lovelace,00123,,,ada@example.org,-,,-,1803859200\n"
        "Zoë,O'Brien,,,,zoe@example.org,-,,-,1803859200\n"
        "Łukasz,Żółć,,,,,-,,-,1803859200\n"
        "Somebody,Else,,,,else@example.org,-,,-,1803859200\n"
    )
    titles = {"implementation": "Homework 1"} if "Homework" in header else {}
    after = filled(MoodleExport, graded, tmp_path, text, titles=titles)
    assert [row[6] for row in after] == [header, "7.33", "9", "0", "-"]
    assert [row[:6] + row[7:] for row in after] == [
        row[:6] + row[7:] for row in csv.reader(text.splitlines())
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_grading_worksheet_goes_back_as_moodle_reads_it(graded, tmp_path, encoding, delimiter):
    lines = [
        ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade",
         "Last modified (submission)", "Last modified (grade)"],
        ["Participant 88123", "Ada Lovelace", "ada@example.org", "", "", "10.00", "-", "-"],
        ["Participant 2", "Zoë O'Brien", "zoe@example.org", "Submitted", "", "10.00", "-", "-"],
        ["Participant 3", "Not Here", "n@example.org", "Submitted", "", "10.00", "-", "-"],
    ]  # fmt: skip
    text = "\n".join(delimiter.join(line) for line in lines)
    after = filled(MoodleExport, graded, tmp_path, text, encoding, assignment=["implementation"])
    assert [row[4] for row in after] == ["Grade", "7.33", "9", ""]
    assert [row[0] for row in after] == [line[0] for line in lines]


def test_a_column_that_is_not_there_and_other_maxima_are_told(graded, tmp_path, caplog):
    with pytest.raises(TableError, match=r"c\.CanvasExport\.titles"):
        filled(
            CanvasExport, graded, tmp_path, "Student,ID,SIS Login ID,Section,essay (1)\na,1,2,3,\n"
        )
    text = "Student,ID,SIS Login ID,Section,implementation (1)\n    Points Possible,,,,100\n"
    plugin = CanvasExport(fill=str(tmp_path / "g.csv"), to=str(tmp_path / "out.csv"))
    (tmp_path / "g.csv").write_text(text)
    plugin.log = logging.getLogger("export")
    plugin.export(graded)
    assert "implementation has 10 points here and 100 in the LMS" in caplog.text
    assert "not in" in caplog.text


HOSTILE = [
    '=cmd()', '+1', '-1+1', '@x', 'x;=cmd()', 'x; =cmd()', 'x;"=cmd()"', 'x\t=cmd()', 'x,=cmd()',
    'x\n=cmd()', 'x\r=cmd()', '"=cmd()', ' =cmd()', '＝cmd()', 'x|=cmd()', '";=cmd();"', ';;@x',
]  # fmt: skip


@pytest.mark.parametrize("plugin", [CanvasExport, MoodleExport])
@pytest.mark.parametrize("fill", [False, True])
def test_no_formula_by_whichever_sign_a_spreadsheet_splits(plugin, fill, tmp_path):
    shutil.copy(empty_gradebook(), tmp_path / "gradebook.db")
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as book:
        book.add_assignment("x")
        for number, text in enumerate(HOSTILE):
            book.add_student(f"{number}{text}", first_name=text, last_name=text, email=text)
        target = tmp_path / "out.csv"
        plugin(to=str(target), assignment=["x"]).export(book)
        if fill:
            given = tmp_path / "given.csv"
            rows = [["Student", "ID", "SIS Login ID", "Section", "x"]]
            rows += [[text, text, f"{n}{text}", text, ""] for n, text in enumerate(HOSTILE)]
            with given.open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows(rows)
            CanvasExport(to=str(target), fill=str(given), assignment=["x"]).export(book)
    text = target.read_text("utf-8")
    for delimiter in ",;\t|":
        for cell in itertools.chain(*csv.reader(text.splitlines(), delimiter=delimiter)):
            assert not re.match(r"""[\s"]*[=+\-@＝＋－＠]""", cell), (delimiter, cell)
    for line in text.splitlines():  # a spreadsheet that minds no quotes
        for cell in re.split(r"[,;\t|]", line):
            assert not re.match(r"""[\s"]*[=+\-@＝＋－＠]""", cell), cell
