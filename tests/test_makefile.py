import os
import re
import subprocess

import pytest


def make(root, *arguments):
    """Run make as a user would, not as a child of the make that runs the tests."""
    outer = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    environment = {name: value for name, value in os.environ.items() if name not in outer}
    return subprocess.run(
        ["make", *arguments], cwd=root, env=environment, capture_output=True, text=True
    )


def test_a_slip_of_the_pen_gets_a_sentence(root):
    done = make(root, "cuorse")
    assert done.returncode != 0
    assert "there is no target 'cuorse'; 'make help' lists the targets." in done.stderr


def test_help_lists_every_public_target(root):
    done = make(root, "help")
    assert done.returncode == 0
    listed = {line.split()[0] for line in done.stdout.splitlines()}
    text = (root / "Makefile").read_text()
    (phony,) = re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    assert listed == set(phony.split())


def test_course_is_the_default_target(root):
    assert re.search(r"^\.DEFAULT_GOAL := course$", (root / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("target", ["book", "site"])
def test_the_book_is_looked_at_whatever_the_times_of_files(root, target):
    """Cells that ran on one corpus must not go out with the other: no time of a file tells."""
    lines = make(root, "--dry-run", target).stdout.splitlines()
    assert sum("tools/build_book.py" in line for line in lines) == 1


def test_constraints_hold_versions_and_no_addresses(root):
    lines = (root / "constraints.txt").read_text().splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert len(pins) > 50
    for line in pins:
        assert re.fullmatch(r"[a-z0-9._-]+==[0-9][^\s;@/]*( ; .*)?", line), line


def test_readme_names_both_commands(root):
    text = (root / "README.md").read_text()
    assert "make course" in text and "make test" in text
