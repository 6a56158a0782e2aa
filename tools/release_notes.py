"""Print the changelog's section on a version: ``python tools/release_notes.py v1.2.3``."""

import re
import sys
from pathlib import Path

CHANGELOG = Path(__file__).resolve().parent.parent / "CHANGELOG.md"


def section(changelog: str, version: str) -> str:
    r"""Return what stands under ``## VERSION``, up to the next heading of that level.

    Raises
    ------
    LookupError
        If there is no such section, or nothing in it.

    Examples
    --------
    >>> section("## 1.1.0 (2026-12-01)\n\n- New.\n\n## 1.0.0\n\n- First.", "v1.0.0")
    '- First.'
    """
    number = version.removeprefix("v")
    pattern = rf"^## {re.escape(number)}(?:[ \t][^\n]*)?$(.*?)(?=^## |\Z)"
    found = re.search(pattern, changelog, re.MULTILINE | re.DOTALL)
    text = found[1].strip() if found else ""
    if not text:
        raise LookupError(
            f"CHANGELOG.md has no section '## {number}': rename 'Unreleased' to it before tagging."
        )
    return text


def main() -> int:
    """Print the changelog's section of a version; 1 where it has none, 2 without a version."""
    if len(sys.argv) != 2:
        print(
            f"release_notes: one version is expected, got {len(sys.argv) - 1} words: "
            "python tools/release_notes.py v1.2.3",
            file=sys.stderr,
        )
        return 2
    try:
        print(section(CHANGELOG.read_text(encoding="utf-8"), sys.argv[1]))
    except LookupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
