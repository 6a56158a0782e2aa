"""Names of nbgrader's that it does not document; read in nbgrader 0.9.6."""

import inspect
import os
import sys
from pathlib import Path

import nbgrader
import pytest
from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from nbgrader.apps import api, autogradeapp
from nbgrader.apps.zipcollectapp import ZipCollectApp
from nbgrader.converters import Autograde as NbgraderAutograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import SaveAutoGrades
from nbgrader.validator import Validator
from sqlalchemy import text
from traitlets.config import Config

from grading.plugins.converter import register


@pytest.fixture
def converter(tmp_path):
    config = Config()
    config.CourseDirectory.root = str(tmp_path)
    coursedir = CourseDirectory(config=config)
    return NbgraderAutograde(coursedir=coursedir, config=config)


def test_both_programs_look_the_converter_up_in_their_module(monkeypatch):
    """`register` replaces this name in both (0.9.6: apps/autogradeapp.py, apps/api.py)."""
    for module in (autogradeapp, api):
        assert inspect.getattr_static(module, "Autograde").__name__ == "Autograde"
        monkeypatch.setattr(module, "Autograde", NbgraderAutograde)
        assert "Autograde(" in inspect.getsource(module)
    register()
    assert autogradeapp.Autograde is api.Autograde is not NbgraderAutograde


def test_folders_by_format(converter, tmp_path):
    """`_format_source` and `_format_dest`: assignment, student (0.9.6: converters/base.py)."""
    assert converter._format_source("a1", "ada") == str(tmp_path / "submitted" / "ada" / "a1")
    assert converter._format_dest("a1", "ada") == str(tmp_path / "autograded" / "ada" / "a1")
    assert "escape" in inspect.signature(converter._format_source).parameters


def test_where_a_collected_archive_is_unpacked(tmp_path):
    """`ZipCollectApp._format_collect_path` takes a folder (0.9.6: apps/zipcollectapp.py)."""
    config = Config()
    config.CourseDirectory.root = str(tmp_path)
    app = ZipCollectApp(config=config)
    app.coursedir = CourseDirectory(config=config, assignment_id="a1")
    found = Path(app._format_collect_path(app.extracted_directory))
    assert found.parts[-3:] == ("downloaded", "a1", "extracted")


def test_two_passes_are_told_apart_by_one_attribute(converter):
    """`_sanitizing` chooses the preprocessors (0.9.6: converters/autograde.py)."""
    converter.exporter = NotebookExporter()
    for sanitizing, preprocessors in (
        (True, converter.sanitize_preprocessors),
        (False, converter.autograde_preprocessors),
    ):
        converter._sanitizing = sanitizing
        converter._init_preprocessors()
        made = [type(preprocessor) for preprocessor in converter.exporter._preprocessors]
        assert made == list(preprocessors)


def test_steps_of_a_converter_that_ours_overrides():
    """Names and arguments of what grading.plugins.converter puts in their place."""
    ours = autogradeapp.Autograde if autogradeapp.Autograde is not NbgraderAutograde else None
    for name, arguments in {
        "init_assignment": ["self", "assignment_id", "student_id"],
        "convert_single_notebook": ["self", "notebook_filename"],
        "init_single_notebook_resources": ["self", "notebook_filename"],
        "write_single_notebook": ["self", "output", "resources"],
    }.items():
        theirs = getattr(NbgraderAutograde, name)
        assert list(inspect.signature(theirs).parameters) == arguments, name
        if ours is not None:
            assert hasattr(ours, name)


def test_what_the_self_check_asks_the_validator():
    """Private methods of `Validator` (0.9.6: validator.py)."""
    cell = new_code_cell("x = 1")
    cell.metadata.nbgrader = {
        "grade": True, "grade_id": "t", "points": 1, "solution": False, "locked": True,
        "schema_version": 3, "task": False, "cell_type": "code", "checksum": "0" * 32,
    }  # fmt: skip
    nb = new_notebook(cells=[cell])
    validator = Validator()
    assert len(validator._get_changed_cells(nb)) == 1
    assert validator._get_type_changed_cells(nb) == []
    assert list(inspect.signature(Validator._preprocess).parameters)[:2] == ["self", "nb"]
    nb.cells[0].outputs = [new_output("error", ename="E", evalue="v", traceback=["a line"])]
    assert validator._get_failed_cells(nb) == nb.cells
    assert validator._get_passed_cells(nb) == []
    assert validator._extract_error(nb.cells[0]) == "a line"


def test_a_new_gradebook_asks_for_its_form_by_this_name(tmp_path, monkeypatch):
    """`gradebook.install` puts a function there that remembers the answer (0.9.6: api.py)."""
    monkeypatch.setattr("nbgrader.api.get_alembic_version", lambda: "a form")
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        form = gradebook.db.execute(text("SELECT version_num FROM alembic_version")).scalar()
    assert form == "a form"


def test_grades_are_saved_with_a_commit_for_each(tmp_path, monkeypatch):
    """`SaveAutoGrades` commits through `gradebook.db`, a SQLAlchemy session (0.9.6: api.py)."""
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)  # alembic
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        assert callable(gradebook.db.commit) and callable(gradebook.db.flush)
    source = inspect.getsource(SaveAutoGrades)
    assert "self.gradebook" in source and "_add_score" in source


def test_the_template_of_feedback_lies_where_ours_begins():
    """Ours extends `feedback.html.j2` and needs its `</head>` (0.9.6, nbconvert 7.17.2)."""
    templates = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
    assert (templates / "feedback" / "index.html.j2").is_file()


def test_a_number_in_a_result_is_partial_credit():
    """Points reach nbgrader as the only number in a result (0.9.6: utils.py)."""
    from nbgrader.utils import determine_grade

    data = {"text/plain": "1.5"}
    cell = new_code_cell("", outputs=[new_output("execute_result", data, execution_count=1)])
    cell.metadata.nbgrader = {"grade": True, "points": 2, "solution": False, "grade_id": "t"}
    assert determine_grade(cell) == (1.5, 2.0)
