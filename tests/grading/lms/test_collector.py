import json
import logging
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from grading.lms.collector import LmsCollector, letters, parse
from grading.plugins.course import course_config

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


def test_nbgrader_collects_a_zip_of_each_system(tmp_path, root):
    shutil.copy(root / "nbgrader_config.py", tmp_path)
    for package in ("grading", "tests"):
        (tmp_path / package).symlink_to(root / package)
    released = tmp_path / "release" / "task"
    released.mkdir(parents=True)
    notebook = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    (released / "embedding.ipynb").write_text(notebook)
    archive = tmp_path / "downloaded" / "task" / "archive"
    archive.mkdir(parents=True)
    for name, member in {
        "canvas.zip": "lovelaceada_4711_88_embedding.ipynb",
        "moodle.zip": "Zoë O'Brien_88_assignsubmission_file_/embedding.ipynb",
    }.items():
        with zipfile.ZipFile(archive / name, "w") as bundle:
            bundle.writestr(member, notebook)
    roster = "id,first_name,last_name,lms_user_id\nada,Ada,Lovelace,4711\nzoe,Zoë,O'Brien,\n"
    (tmp_path / "roster.csv").write_text(roster)
    program = str(Path(sys.executable).with_name("nbgrader"))
    for command in (["db", "student", "import", "roster.csv"], ["zip_collect", "task"]):
        done = subprocess.run(
            [program, *command], cwd=tmp_path, env=os.environ, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    for student in ("ada", "zoe"):
        assert (tmp_path / "submitted" / student / "task" / "embedding.ipynb").is_file()
