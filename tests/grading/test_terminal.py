"""Nothing that a student wrote steers the instructor's terminal, whichever way it gets there."""

import ast
import importlib
import inspect
import io
import logging
import sys
import threading
import unicodedata
import warnings
from pathlib import Path

import pytest
from nbgrader.converters.base import NbGraderException

from grading import __main__, batch, certify, terminal
from grading.execution.job import OtherGrader
from grading.execution.store import ResultsStore
from grading.workers import process
from grading.workers.fill import fill
from grading.workers.spare_kernel import SpareKernel
from tests import messages

# A title for the window, a cleared screen, a line gone back over, text written from right to left,
# a link, and the same as single characters.
HOSTILE = (
    "\x1b]0;mine\x07\x1b[2J\rall passed\u202e\u2066\x9b31m\x1b]8;;http://x\x1b\\\u2028\x08\x00"
)


def steers(text: str) -> set[str]:
    """The characters of a text that are more than text and the ends of lines."""
    return {c for c in text if unicodedata.category(c)[0] in "CZ" and c not in " \n\t"}


def exception_classes() -> dict[str, type[BaseException]]:
    """Every exception of the grader's, and those of Python's that its commands end with."""
    found: dict[str, type[BaseException]] = {"SystemExit": SystemExit, "LookupError": LookupError}
    for name, tree in messages.sources():
        if name.startswith("grading/"):
            module = importlib.import_module(name.removesuffix(".py").replace("/", "."))
            found |= {
                node.name: getattr(module, node.name)
                for node in tree.body
                if isinstance(node, ast.ClassDef)
                and issubclass(getattr(module, node.name), BaseException)
            }
    return found


CLASSES = exception_classes()


def hostile(name: str) -> BaseException:
    """An exception of a class with a student's words in it, however it is made otherwise."""
    kind = CLASSES[name]
    made = kind.__new__(kind, HOSTILE)
    made.args = (HOSTILE,)
    if isinstance(made, SystemExit):
        made.code = HOSTILE
    return made


@pytest.fixture
def guarded(monkeypatch):
    """A process whose log and terminal are guarded, for the time of a test."""
    for owner, name in ((sys, "excepthook"), (threading, "excepthook"), (warnings, "showwarning")):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    factory = logging.getLogRecordFactory()
    terminal.guard()
    yield
    logging.setLogRecordFactory(factory)


def test_the_classes_are_those_that_speak():
    theirs = {name for name in messages.SPOKEN | messages.INTERNAL if name in CLASSES}
    assert len(theirs) > 25 and messages.SPOKEN - theirs <= {
        # of lmcore and of the tools, which read nothing of a student's
        "CheckpointError", "CorpusCorrupt", "CorpusUnavailable",
    }  # fmt: skip


@pytest.mark.parametrize("name", CLASSES)
def test_an_exception_steers_nothing_logged_raised_or_written(name, guarded, capsys):
    error = hostile(name)
    log = logging.getLogger("test_terminal")
    log.propagate = False
    file = io.StringIO()
    log.handlers = [logging.StreamHandler(file)]
    try:
        raise error
    except BaseException as raised:
        log.exception("%s of %s", raised, HOSTILE)
        log.error(f"{raised}: {HOSTILE}")
        sys.excepthook(type(raised), raised, raised.__traceback__)
        terminal.write(f"{raised}")
        terminal.write(raised, to=sys.stderr)
    worker = threading.Thread(target=ends_with, args=[error])
    worker.start()
    worker.join()
    warnings.showwarning(HOSTILE, SyntaxWarning, "cell.py", 1)
    out, err = capsys.readouterr()
    assert "all passed" in out and "all passed" in file.getvalue()
    assert err.count("all passed") >= (3 if name == "SystemExit" else 4)  # no thread tells that one
    assert steers(out + err + file.getvalue()) == set()
    assert steers(terminal.reason(error)) == set() and "\n" not in terminal.reason(error)


def ends_with(error: BaseException) -> None:
    raise error


# What each command asks, to be put in its place; those that read nothing of a student's do not
# differ in how they speak.
COMMANDS = {
    "release ps1": "grading.authoring.release.release",
    "bundle": "grading.authoring.bundle.write_bundles",
    "new-exercise 3.99 topic": "grading.authoring.new_exercise.new_exercise",
    "sample-class": "grading.authoring.sample_class.grade_sample_class",
    "regrade ada double": "grading.regrade.regrade",
    "certify": "grading.certify.exercises",
    "report ps1": "grading.certify.read_class",
    "bank-entry double": "grading.certificate.groups.bank_entry",
    "feedback-zips ps1": "grading.lms.feedback_zips.write_zips",
    "roster class.csv": "grading.lms.roster.read_roster",
    "extend ps1 ada --days 1": "grading.plugins.late_work.grant",
    "check notebook.ipynb": "grading.authoring.self_check.self_check",
    "autograde ps1": "grading.batch.grade",
}


@pytest.mark.parametrize("command", COMMANDS)
def test_whatever_a_command_fails_with_steers_nothing(command, guarded, monkeypatch, capsys):
    owner, _, function = COMMANDS[command].rpartition(".")
    monkeypatch.setattr(terminal, "guard", lambda: None)  # it is on already, and ends with the test
    for name in CLASSES:

        def fails(*arguments, name=name, **named):
            raise hostile(name)

        monkeypatch.setattr(importlib.import_module(owner), function, fails)
        try:
            assert __main__.main(command.split()) in (0, 1, 2, 130)
        except BaseException as error:
            sys.excepthook(type(error), error, error.__traceback__)
        out, err = capsys.readouterr()
        assert "all passed" in out + err or name in ("KeyboardInterrupt",), name
        assert steers(out + err) == set(), name


def test_nothing_is_printed_past_the_one_function():
    """`inside` is the student's side; a test cell's own words become an output that is cleaned."""
    free = ("grading/terminal.py", "grading/inside/", "grading/execution/test_cell.py")
    for name, tree in messages.sources():
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        if name.startswith("grading/") and not name.startswith(free):
            spoken = {ast.unparse(call.func) for call in calls}
            assert not spoken & {"print", "sys.stdout.write", "sys.stderr.write", "tqdm.write"} or (
                name == "grading/batch.py" and "print" not in spoken
            ), name


def test_lines_on_students_and_the_summary_steer_nothing(capsys, monkeypatch, tmp_path, guarded):
    outcome = batch.Outcome(graded=["ada"], failed={HOSTILE: HOSTILE})

    def graded(config, assignment, pool, log, students, force, say):
        say(f"{HOSTILE}: not graded ({HOSTILE})")
        log.error("%s", HOSTILE)
        return outcome

    monkeypatch.setattr(batch, "grade", graded)
    monkeypatch.setattr(batch, "ROOT", tmp_path)
    assert batch.autograde("ps1", workers=1, verbose=True, config=certify.Config()) == 1
    out, err = capsys.readouterr()
    log = (tmp_path / "_build" / "autograde-ps1.log").read_text("utf-8")
    assert "not graded" in out and "all passed" in log
    assert steers(out + err + log) == set()


@pytest.mark.parametrize("kind", [ValueError, NbGraderException, OtherGrader])
def test_what_the_graders_own_side_fails_with_is_one_harmless_line(kind, monkeypatch, tmp_path):
    """A worker's answer is put into messages, and may quote a cell or a library that read it."""

    def stumbles(job):
        raise kind(f"{HOSTILE}\nada: 10 of 10\n" + "x" * 10**6)

    monkeypatch.setattr(process, "check_version", stumbles)
    error = process.answer({}, Path("x"), SpareKernel())["error"]
    assert error.startswith(kind.__name__) and "all passed" in error
    assert steers(error) == set() and "\n" not in error and len(error) <= terminal.MOST_REASON

    class Fails:
        size = 1

        def run(self, job):
            raise kind(HOSTILE + "\nada: 10 of 10")

        def close(self):
            pass

    job = {"cells": [], "options": {}, "grader": "", "checks": {}, "files": {}}
    (why,) = fill(ResultsStore(tmp_path), [job], Fails()).failures.values()
    assert steers(why) == set() and "\n" not in why


def test_nbgraders_own_commands_and_the_workers_are_guarded_too():
    from grading.plugins import converter

    assert "terminal.guard()" in inspect.getsource(converter.register)
    assert "terminal.guard()" in inspect.getsource(process.main)
