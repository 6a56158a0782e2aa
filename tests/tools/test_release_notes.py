import subprocess
import sys

import pytest

from tools.release_notes import section

CHANGELOG = """# Changelog

## Unreleased

- Later.

## 1.1.0 (2026-12-01)

### Added

- A page.

## 1.1

- Another number.
"""


def test_the_section_of_a_version_and_nothing_else():
    assert section(CHANGELOG, "v1.1.0") == "### Added\n\n- A page."
    assert section(CHANGELOG, "1.1") == "- Another number."


@pytest.mark.parametrize("version", ["v1", "v1.1.1", "v1x1x0"])
def test_a_version_that_the_changelog_does_not_have(version):
    with pytest.raises(LookupError, match="rename 'Unreleased'"):
        section(CHANGELOG, version)


def test_the_command_fails_where_there_is_nothing_to_say(root):
    command = [sys.executable, str(root / "tools" / "release_notes.py"), "v0.0.0"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert "no section '## 0.0.0'" in done.stderr and not done.stdout
