"""A class of sixty in each LMS's forms, honest, odd and hostile: everything at its owner."""

import csv
import re
import unicodedata

import pytest
from nbgrader.api import Gradebook

from grading.sandbox import bubblewrap
from tests.grading.lms.downloads import (
    BROKEN,
    STUDENTS,
    Collecting,
    notebook,
    packed,
    tarred,
    unmarked,
)

NAMES = [
    ("Ana", "García Márquez"), ("Jürgen", "Groß"), ("Søren", "Kierkegård"), ("Nguyễn", "Văn An"),
    ("Владимир", "Иванов"), ("Ελένη", "Παπά"), ("محمد", "الفاسي"), ("दीपा", "मेहता"),
    ("さくら", "田中"), ("지우", "김"), ("Mary-Jane", "Watson"), ("D'Arcy", "O’Neill"),
    ("Jean Luc", "van der Berg"), ("Ng", "Ng"), ("Sam_uel", "Under_score"), ("Cher", ""),
]  # fmt: skip


def class_of_sixty() -> list[tuple[str, str, str, str, str]]:
    students = list(STUDENTS)
    students += [(f"s{i:02}", *NAMES[i], f"s{i}@example.org", f"{5000 + i}") for i in range(16)]
    for i in range(len(students), 60):
        students.append((f"s{i:02}", f"First{i}", f"Last{i}", f"s{i}@example.org", f"{5000 + i}"))
    return students


def canvas_name(first: str, last: str) -> str:
    """As ``ContentZipper#get_filename`` does: the sortable name's word characters, small."""
    sortable = f"{last}, {first}" if first and last else first or last
    return "".join(c for c in sortable.lower() if unicodedata.category(c)[0] in "LMN" or c == "_")


def moodle_name(first: str, last: str) -> str:
    """As ``clean_filename`` leaves it: without quotes; underscores are spaces."""
    return f"{first} {last}".strip().replace("_", " ").replace("'", "")


def member(i: int, who: str) -> tuple[str, bytes]:
    """Return the file that the i-th honest student hands in, in a way of its own."""
    data = notebook(who, answers=1, value=i)
    return [
        ("softmax-stability.ipynb", data),
        ("work.zip", packed({"work/softmax-stability.ipynb": data, "work/data.csv": b"1"})),
        ("work.tar.gz", tarred({"softmax-stability_final.ipynb": data})),
        ("Softmax-Stability (1).ipynb", data),
        ("softmax-stability.ipynb.txt", data),
        ("Untitled.ipynb", data),
        ("all.zip", packed({"a/softmax-stability.ipynb": data,
                            "a/.ipynb_checkpoints/softmax-stability-checkpoint.ipynb":
                                notebook("a checkpoint", answers=2),
                            "__MACOSX/a/._softmax-stability.ipynb": b"\0"})),
        ("nested.zip", packed({"in.zip": packed({"softmax-stability.ipynb": data})})),
        ("Zoe OBrien_1_assignsubmission_file_softmax-stability.ipynb", data),
        ("obrienzoe_501_902_softmax-stability.ipynb", data),
        ("spoof.zip", packed({"Ada Lovelace_1_assignsubmission_file_/softmax-stability.ipynb": data,
                              "lovelaceada_4711_902_embedding.ipynb": notebook(who, "embedding")})),
    ][i % 11]  # fmt: skip


HOSTILE = list(BROKEN.values())


@pytest.mark.parametrize("system", ["canvas", "moodle"])
def test_a_class_of_sixty(tmp_path, system):
    students = class_of_sixty()
    course = Collecting(tmp_path, students, forked=False)
    honest, hostile = students[: 60 - len(HOSTILE)], students[60 - len(HOSTILE) :]
    given = [(s, *member(i, s[0])) for i, s in enumerate(honest)]
    given += [(s, *HOSTILE[i]) for i, s in enumerate(hostile)]
    members = {}
    for place, (student, name, data) in enumerate(given):
        _, first, last, _, number = student
        if system == "canvas":
            late = "LATE_" * (place % 5 == 0)
            prefix = f"{canvas_name(first, last)}_{late}{number or 77 + place}_{9000 + place}_"
        else:  # the number is that of somebody's user in Canvas, which means nothing
            prefix = f"{moodle_name(first, last)}_{5059 - place}_assignsubmission_file_/"
        members[prefix + name] = data
    data = packed(members)
    if system == "moodle":  # unpacked and packed again on a Mac
        data = unmarked(packed({f"all/{unicodedata.normalize('NFD', n)}": d
                                for n, d in members.items()}))  # fmt: skip
    (course.archive / "implementation_2026_11_28.zip").write_bytes(data)

    done = course.collect()

    found = course.students()
    assert {s: sorted(set(books.values())) for s, books in found.items()} == {
        s[0]: [s[0]] for s in honest
    }, done.stderr
    assert all("softmax-stability" in books for books in found.values())
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    end = done.stderr.partition("Left out:")[2]
    for student, (name, _) in zip(hostile, HOSTILE, strict=True):
        lines = [line for line in end.splitlines() if line.strip().startswith(f"{student[0]} (")]
        assert lines and name.partition(".")[0] in lines[0], (student, end)
    assert not list(tmp_path.rglob("*SLIPPED*"))
    assert "\x1b[2J" not in done.stderr
    assert (system == "canvas") == ("Canvas calls LATE: " in done.stderr)
    if system == "moodle":  # from here on both are one: the way back tells whose each thing is
        graded_fed_back_and_exported(course, [s[0] for s in honest])


def graded_fed_back_and_exported(course: Collecting, honest: list[str]) -> None:
    """The i-th student answers i, and gets i points for it: a score tells whose it is."""
    course.release()
    results = f"--ExecuteOnce.results={course.place / 'results'}"
    unsafe = ["--Execute.unsafe=True"] if bubblewrap.executable() is None else []
    done = course.run("autograde", "implementation", results, *unsafe)
    assert done.returncode == 0, done.stderr
    with Gradebook(course.database, "neural-language-models") as gradebook:
        found = {s.student.id: s.score for s in gradebook.assignment_submissions("implementation")}
    assert found == {student: float(i) for i, student in enumerate(honest)}

    assert course.run("generate_feedback", "implementation").returncode == 0
    for student in honest:
        (page,) = course.place.glob(f"feedback/{student}/implementation/*.html")
        writers = set(re.findall(r"# by (\S+)\.<", page.read_text(encoding="utf-8")))
        assert writers == {student}

    table = course.place / "canvas.csv"
    exporter = "--exporter=grading.exports.CanvasExport"  # by its old name, as in many a script
    assert course.run("export", exporter, "--to", str(table)).returncode == 0
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    exported = {row[3]: float(row[-1]) for row in rows if row[3] in honest}
    assert exported == found
