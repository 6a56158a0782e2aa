import zipfile

import pytest
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from grading.lms.collector import parse
from grading.lms.feedback_zips import FeedbackError, write_zips
from grading.plugins.course import course_config

DOWNLOADED = {
    "ada": "lovelaceada_LATE_4711_88_embedding-1.ipynb",
    "zoe": "all/Zoë O'Brien_89_assignsubmission_file_/embedding.ipynb",
}


@pytest.fixture
def course(tmp_path):
    course_config()
    made = CourseDirectory(root=str(tmp_path), db_url=f"sqlite:///{tmp_path / 'gradebook.db'}")
    with Gradebook(made.db_url) as gradebook:
        gradebook.add_student("ada", first_name="Ada", last_name="Lovelace", lms_user_id="4711")
        gradebook.add_student("zoe", first_name="Zoë", last_name="O'Brien")
    for student in ("ada", "zoe", "eve"):
        page = tmp_path / "feedback" / student / "implementation" / "embedding.html"
        page.parent.mkdir(parents=True)
        page.write_text(f"well done, {student}")
    for name in DOWNLOADED.values():
        file = tmp_path / "downloaded" / "implementation" / "extracted" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    return made


def test_each_student_has_a_zip_and_the_lms_finds_its_own_names(course, tmp_path):
    written = write_zips(course, "implementation", tmp_path / "out")
    assert [path.name for path in written.students] == ["ada.zip", "eve.zip", "zoe.zip"]
    with zipfile.ZipFile(written.students[0]) as packed:
        assert packed.namelist() == ["implementation/embedding.html"]
        assert packed.read("implementation/embedding.html") == b"well done, ada"
    with zipfile.ZipFile(written.lms) as packed:
        names = packed.namelist()
    assert names == [
        "Zoë O'Brien_89_assignsubmission_file_/embedding.html",
        "lovelaceada_LATE_4711_88_embedding.html",
    ]
    for name in names:  # what came from somebody goes back to them
        assert parse(name)[1:] in (("4711", "embedding"), ("89", "embedding"))
    assert written.unknown == ["eve"]


def test_without_downloads_there_are_only_students_zips(course, tmp_path):
    for path in (tmp_path / "downloaded").rglob("*.ipynb"):
        path.unlink()
    assert write_zips(course, "implementation", tmp_path / "out").lms is None


def test_without_feedback_it_says_what_to_run(course, tmp_path):
    with pytest.raises(FeedbackError, match="run `nbgrader generate_feedback concepts`"):
        write_zips(course, "concepts", tmp_path / "out")
    assert not (tmp_path / "out").exists()
