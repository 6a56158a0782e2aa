"""``python -m grading certify``: its last line, its errors, and Ctrl-C."""

import json
import os
import re
import signal
import subprocess
import sys
import uuid

import pytest

from grading import certify as module
from grading.__main__ import parser
from grading.certificate.run import STORE
from grading.sandbox import bubblewrap
from tests.conftest import ROOT

RIGHT = "loss_half = np.log(2)  # {}\n"
WRONG = "loss_half = 0.5 + 0 * len('{}')\n"


@pytest.fixture
def folder(tmp_path):
    """Eight answers that nobody has graded yet."""
    for kind, source in {"right": RIGHT, "wrong": WRONG}.items():
        (tmp_path / kind).mkdir()
        for number in range(4):
            path = tmp_path / kind / f"cross-entropy__loss_half__answer_{number}.py"
            path.write_text(source.format(uuid.uuid4()))
    return tmp_path


def start(folder, page, *options) -> subprocess.Popen:
    words = [
        "certify",
        "--answers",
        folder,
        "--to",
        page,
        "--runs",
        "1",
        "--workers",
        "1",
        *options,
    ]
    if bubblewrap.executable() is None:
        words.append("--unsafe")
    return subprocess.Popen(
        [sys.executable, "-m", "grading", *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def stored() -> dict:
    """When each result was written, by its file."""
    return {path: path.stat().st_mtime_ns for path in STORE.rglob("*") if path.is_file()}


def until(stream, words: bytes) -> None:
    """Read until a pattern has been said."""
    read = b""
    while not re.search(words, read):
        read += stream.read(1) or pytest.fail(f"ended before it said {words!r}: {read!r}")


def test_ctrl_c_leaves_nothing_half_written_and_the_next_run_goes_on(folder):
    page = folder / "pages" / "one.html"
    before = stored()
    first = start(folder, page)
    until(first.stderr, rb" [2-7]/8 ")  # a bar skips what comes soon after another
    os.killpg(first.pid, signal.SIGINT)
    said, error = first.communicate()
    assert first.returncode == 130, error
    assert b"of 8 kernels are done and kept; the same command goes on" in error
    assert said == b"" and not page.parent.exists()
    kept = {path: time for path, time in stored().items() if path not in before}
    done = int(error.split(b" of 8 kernels")[0].split()[-1])
    assert 2 <= done < 8 and done <= len(kept)  # others may be grading, too
    second = start(folder, page, "concepts")
    said, error = second.communicate()
    assert second.returncode == 0, error
    assert kept.items() <= stored().items()  # not written again
    lines = said.decode().splitlines()
    assert lines[-1] == "answers: 4 right, 0 rejected; 4 wrong, 0 accepted; 4 named"
    assert lines[-3:-1] == [str(page), str(page.with_suffix(".json"))]
    found = json.loads(page.with_suffix(".json").read_text("utf-8"))
    assert [one["kind"] for one in found["collections"]] == ["folder", "bank", "mutants"]
    assert {path.name for path in page.parent.iterdir()} == {"one.html", "one.json"}


def test_answers_to_other_assignments_are_left_out(folder, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(module, "of_the_course", lambda kind, notebooks: [])
    arguments = [
        "certify",
        "challenges",
        "--answers",
        str(folder),
        "--to",
        str(tmp_path / "x.html"),
    ]
    given = parser().parse_args([*arguments, "--unsafe"])
    assert given.run(given) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "8 answers to other notebooks are left out."
    assert lines[-1] == "answers: 0 right, 0 rejected; 0 wrong, 0 accepted; 0 named"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["no-such"], "expected one of challenges, concepts"),
        (["--answers", "/nonexistent"], "neither a folder right nor a folder wrong"),
    ],
)
def test_what_cannot_be_certified_is_told(capsys, arguments, words):
    given = parser().parse_args(["certify", *arguments])
    assert given.run(given) == 1
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("runs", ["0", "-1", "two"])
def test_there_is_one_run_at_least(runs, capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(["certify", "--runs", runs])
    assert "--runs" in capsys.readouterr().err


def test_a_strangers_code_runs_without_a_sandbox_only_if_told_to(folder, monkeypatch, capsys):
    monkeypatch.setattr(bubblewrap, "executable", lambda: None)
    assert module.certify(folder=folder) == 1
    assert "with --unsafe it runs with your own rights" in capsys.readouterr().err
    assert module.unsandboxed(True) is True
