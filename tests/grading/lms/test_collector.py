import json
import logging

import pytest
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from grading.lms.collector import LmsCollector, letters, parse
from grading.plugins.course import course_config
from grading.submission import collected
from grading.watchdog import Watched
from tests.grading.lms.downloads import ASSIGNMENT, Collecting, notebook, packed

STUDENTS = {
    "ada": ("Ada", "Lovelace", "4711"),
    "obrien": ("Zoë", "O'Brien", None),
    "twin1": ("Jo", "Smith", None),
    "twin2": ("Jo", "Smith", "99"),
}


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    course_config()  # puts the environment's `alembic` on the path, which nbgrader starts by name
    url = f"sqlite:///{tmp_path_factory.mktemp('roster') / 'gradebook.db'}"
    with Gradebook(url) as gradebook:
        for name, (first, last, lms) in STUDENTS.items():
            gradebook.add_student(name, first_name=first, last_name=last, lms_user_id=lms)
    return url


@pytest.fixture
def collector(database):
    return LmsCollector(coursedir=CourseDirectory(db_url=database))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/x/lovelaceada_4711_88_embedding.ipynb", ("lovelaceada", "4711", "embedding")),
        ("lovelaceada_LATE_4711_88_softmax-stability.ipynb",
         ("lovelaceada", "4711", "softmax-stability")),
        ("lovelaceada_4711_88_softmax-stability-2.ipynb",
         ("lovelaceada", "4711", "softmax-stability")),
        ("lovelaceada_4711_88_homework/implementation/embedding.ipynb",
         ("lovelaceada", "4711", "embedding")),
        ("Ada Lovelace_88_assignsubmission_file_/embedding.ipynb",
         ("Ada Lovelace", "88", "embedding")),
        ("Ada Lovelace_88_assignsubmission_file/embedding.ipynb",
         ("Ada Lovelace", "88", "embedding")),
        ("Ada Lovelace_88_assignsubmission_file_embedding.ipynb",
         ("Ada Lovelace", "88", "embedding")),
        ("Zoë O'Brien_88_assignsubmission_file_/zip/two-layer-network.ipynb",
         ("Zoë O'Brien", "88", "two-layer-network")),
        (r"C:\x\lovelaceada_4711_88_embedding.ipynb", ("lovelaceada", "4711", "embedding")),
        ("embedding.ipynb", None),
        ("ada_embedding.ipynb", None),
    ],
)  # fmt: skip
def test_names_of_canvas_and_moodle(path, expected):
    assert parse(path) == expected


def test_names_are_compared_by_their_letters():
    assert letters("O'Brien-Núñez, Jr.") == "obriennunezjr"


@pytest.mark.parametrize(
    ("path", "student"),
    [
        ("nobody_4711_1_embedding.ipynb", "ada"),  # the number decides
        ("lovelaceada_5_1_embedding.ipynb", "ada"),
        ("obrienzoe_5_1_embedding.ipynb", "obrien"),
        ("Zoë O'Brien_5_assignsubmission_file_/embedding.ipynb", "obrien"),
        ("smithjo_99_1_embedding.ipynb", "twin2"),
    ],
)
def test_whose_it_is(collector, path, student):
    assert collector.collect(path) == {"student_id": student, "file_id": "embedding"}


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("smithjo_5_1_embedding.ipynb", "more than one: twin1, twin2"),
        ("strangerjohn_5_1_embedding.ipynb", "nobody in the roster for strangerjohn"),
        ("embedding.ipynb", "not named as Canvas or Moodle"),
    ],
)
def test_what_it_cannot_know_is_skipped_and_named(collector, caplog, path, says):
    collector.log = logging.getLogger("collector")
    assert collector.collect(path) is None
    assert says in caplog.text


def test_other_files_and_second_copies_are_skipped(collector):
    assert collector.collect("lovelaceada_4711_1_notes.pdf") is None
    assert collector.collect("__MACOSX/lovelaceada_4711_1_embedding.ipynb") is None
    assert collector.collect("lovelaceada_4711_1_embedding-1.ipynb")
    assert collector.collect("lovelaceada_4711_1_embedding.ipynb") is None


# Through the real command


@pytest.fixture
def course(tmp_path):
    return Collecting(tmp_path)


def handed_out(course, members, name="submissions.zip"):
    (course.archive / name).write_bytes(packed(members))


def test_moodles_number_is_nobodys_id(course):
    handed_out(
        course,
        {
            "Ada Lovelace_88123_assignsubmission_file_/softmax-stability.ipynb": notebook("ada"),
            "Bob Ng_90001_assignsubmission_file_/softmax-stability.ipynb": notebook("bob"),
        },
    )
    done = course.collect()
    assert done.returncode == 0, done.stderr
    assert course.students() == {
        "00123": {"softmax-stability": "ada"},
        "bob@example.org": {"softmax-stability": "bob"},
    }


def test_a_folder_in_a_students_zip_changes_nothing(course):
    spoof = packed({"Zoe OBrien_1_assignsubmission_file_/softmax-stability.ipynb": notebook("mal")})
    handed_out(
        course,
        {
            "obrienzoe_501_902_softmax-stability.ipynb": notebook("zoe"),
            "meanmallory_66_901_work.zip": spoof,
        },
        "implementation_2026_11_28.zip",
    )
    done = course.collect()
    assert done.returncode == 0, done.stderr
    assert course.students() == {
        "mal": {"softmax-stability": "mal"},
        "zoe": {"softmax-stability": "zoe"},
    }


def test_a_broken_zip_is_one_students_and_the_exit_code_says_so(course):
    handed_out(
        course,
        {
            "lovelaceada_4711_902_softmax-stability.ipynb": notebook("ada"),
            "ngbob_88123_903_work.zip": b"not a zip",
            "strangerjohn_5_904_softmax-stability.ipynb": notebook("john"),
        },
    )
    done = course.collect()
    assert done.returncode == 1
    assert list(course.students()) == ["00123"]
    end = done.stderr.partition("Left out: 2")[2]
    assert "bob@example.org (ngbob): ngbob_88123_903_work.zip" in end
    assert "nobody in the roster for strangerjohn" in end


def test_a_checkpoint_is_never_taken_and_of_copies_the_one_with_most_answers(course):
    work = {
        "work/softmax-stability_final.ipynb": notebook("final", answers=2),
        "work/softmax-stability.ipynb": notebook("untouched", answers=0),
        "work/.ipynb_checkpoints/softmax-stability_final-checkpoint.ipynb": notebook(
            "cp", answers=2
        ),
        "softmax-stability-checkpoint.ipynb": notebook("cp", answers=2),
    }
    checkpoint = "softmax-stability-checkpoint.ipynb"
    handed_out(
        course,
        {
            "lovelaceada_4711_902_work.zip": packed(work),
            f"meanmallory_66_903_{checkpoint}": notebook("mal"),
        },
    )
    done = course.collect()
    assert course.students() == {"00123": {"softmax-stability": "final"}}
    assert "00123 handed in 2 files for softmax-stability" in done.stderr
    assert done.returncode == 1 and "mal has only checkpoints" in done.stderr


def test_the_latest_attempt_is_the_largest_number_not_the_last_text(course):
    handed_out(
        course,
        {
            "lovelaceada_4711_999_softmax-stability.ipynb": notebook("first", answers=2),
            "lovelaceada_4711_1000_softmax-stability-1.ipynb": notebook("second", answers=1),
            "lovelaceada_4711_998_embedding.ipynb": notebook("e1", "embedding", 1),
            "lovelaceada_4711_1001_work.zip": packed(
                {"embedding.ipynb": notebook("e2", "embedding")}
            ),
        },
    )
    done = course.collect()
    assert course.students() == {"00123": {"softmax-stability": "second", "embedding": "e2"}}
    assert done.returncode == 0, done.stderr


def test_a_renamed_notebook_is_known_by_its_cells_or_its_name(course):
    handed_out(
        course,
        {
            "lovelaceada_4711_1_Untitled7.ipynb": notebook("ada", answers=1),
            "meanmallory_66_2_my softmax stability (2).ipynb": notebook(
                "mal", answers=1, ids=False
            ),
        },
    )
    course.collect()
    assert course.students() == {
        "00123": {"softmax-stability": "ada"},
        "mal": {"softmax-stability": "mal"},
    }


def test_names_that_nbgrader_would_take_for_one_do_not_stop_the_class(course):
    notes = {f"lovelaceada_4711_{i}_n.{i}.ipynb": notebook("x", "other") for i in range(3)}
    handed_out(course, notes | {"ngbob_88123_9_embedding.ipynb": notebook("bob", "embedding")})
    done = course.collect()
    assert done.returncode == 0, done.stderr
    assert course.students()["bob@example.org"] == {"embedding": "bob"}


def test_late_and_no_time_are_told_once_with_what_to_do(course):
    handed_out(
        course,
        {
            "lovelaceada_LATE_4711_902_softmax-stability.ipynb": notebook("ada"),
            "lovelaceada_LATE_4711_903_embedding.ipynb": notebook("ada", "embedding"),
            "ngbob_88123_903_softmax-stability.ipynb": notebook("bob"),
        },
    )
    done = course.collect()
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("Without a time of submission") == 1
    assert "2 of 2 students" in done.stderr and "Canvas calls LATE: 00123. Put" in done.stderr
    assert course.time("00123") is None


WORKSHEET = (
    '\ufeffIdentifier,"Full name","Email address",Status,Grade,"Maximum Grade",'
    '"Last modified (submission)","Last modified (grade)"\r\n'
    "Participant 90210,Ada Lovelace,ada@example.org,Submitted,,10.00,"
    '"Sunday, 28 February 2027, 11:59 PM",-\r\n'
    'Participant 90211,Bob Ng,bob@example.org,"No submission",,10.00,-,-\r\n'
)


def test_moodles_worksheet_gives_owner_and_time_under_blind_marking(course):
    (course.archive / "Grades-NLM-implementation--123.csv").write_text(WORKSHEET)
    with (course.place / "nbgrader_config.py").open("a") as file:
        file.write('\nc.LmsCollector.timezone = "Europe/Rome"\n')
    name = "softmax-stability.ipynb"
    handed_out(
        course,
        {
            f"Participant_90210_assignsubmission_file_/{name}": notebook("ada"),
            f"Participant_90299_assignsubmission_file_/{name}": notebook("nobody knows"),
        },
    )
    done = course.collect()
    assert course.students() == {"00123": {"softmax-stability": "ada"}}
    assert course.time("00123") == "2027-02-28 22:59:00"
    assert done.returncode == 1 and "reveal the identities first" in done.stderr
    assert "Without a time" not in done.stderr


def test_canvas_submissions_give_times(course):
    table = "user_id;submitted_at;late\n4711;2027-03-01T22:59:00Z;true\n88123;;false\n"
    (course.downloaded / "times.csv").write_text(table)
    handed_out(
        course,
        {
            "lovelaceada_LATE_4711_902_softmax-stability.ipynb": notebook("ada"),
            "ngbob_88123_903_softmax-stability.ipynb": notebook("bob"),
        },
    )
    done = course.collect()
    assert course.time("00123") == "2027-03-01 22:59:00"
    assert "1 of 2 students" in done.stderr and "Canvas calls LATE" not in done.stderr


def test_a_time_in_another_language_is_told(course):
    sheet = WORKSHEET.replace("Sunday, 28 February 2027, 11:59 PM", "neděle, 28. únor 2027, 23.59")
    (course.archive / "sheet.csv").write_text(sheet)
    name = "Ada Lovelace_90210_assignsubmission_file_/softmax-stability.ipynb"
    handed_out(course, {name: notebook("ada")})
    done = course.collect()
    assert "00123 (neděle, 28. únor 2027, 23.59)" in done.stderr
    assert course.students() == {"00123": {"softmax-stability": "ada"}}


def test_work_that_lies_there_stays_and_the_others_are_collected(course):
    place = course.place / "submitted" / "00123" / ASSIGNMENT
    place.mkdir(parents=True)
    (place / "softmax-stability.ipynb").write_bytes(notebook("by mail"))
    handed_out(
        course,
        {
            "lovelaceada_4711_902_softmax-stability.ipynb": notebook("ada"),
            "ngbob_88123_903_softmax-stability.ipynb": notebook("bob"),
        },
    )
    done = course.collect()
    assert done.returncode == 1 and "is not empty" in done.stderr
    assert course.students()["00123"] == {"softmax-stability": "by mail"}
    assert course.students()["bob@example.org"] == {"softmax-stability": "bob"}
    assert course.collect("--force").returncode == 0
    assert course.students()["00123"] == {"softmax-stability": "ada"}


def test_a_file_that_takes_too_much_to_read_is_left_out_and_the_rest_collected(
    collector, caplog, monkeypatch, tmp_path
):
    """It is read where it can be ended; here with little memory, so that the file may be small."""
    collector.log = logging.getLogger("collector")
    collector.coursedir.root, collector.coursedir.assignment_id = str(tmp_path), ASSIGNMENT
    extracted = tmp_path / "downloaded" / ASSIGNMENT / "extracted"
    extracted.mkdir(parents=True)
    names = ("lovelaceada_4711_1_embedding.ipynb", "obrienzoe_7_2_embedding.ipynb")
    for name in (*names, "lovelaceada_4711_3_softmax.ipynb"):
        (extracted / name).write_bytes(notebook(name))
    heavy = {"cells": [{"cell_type": "code", "source": "x" * 45_000_000}]}
    (extracted / names[0]).write_text(json.dumps(heavy))
    hasty = Watched(size=150 * 2**20)
    monkeypatch.setattr(collected, "watched", hasty.call)
    found = {name: collector.collect(str(extracted / name)) for name in names}
    hasty.close()
    assert found[names[0]] is None
    assert found[names[1]] == {"student_id": "obrien", "file_id": "embedding"}
    (problem,) = collector.problems
    assert problem.startswith(f"{names[0]}: it could not be read") and "memory" in problem
