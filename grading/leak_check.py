"""Check that no solution and no hidden test is left in what students get."""

import re
from pathlib import Path

from grading.notebooks import read_notebook

MARKED = re.compile(
    r"^[ \t]*#+ BEGIN (?:SOLUTION|HIDDEN TESTS|MARK SCHEME)\b.*?$(.*?)"
    r"^[ \t]*#+ END (?:SOLUTION|HIDDEN TESTS|MARK SCHEME)\b",
    re.DOTALL | re.MULTILINE,
)
MARKER = re.compile(r"(?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS|MARK SCHEME)")
# Shorter lines, such as `return x`, prove nothing: a task may well contain them itself.
TELLING_LENGTH = 12


def private_lines(source: str) -> set[str]:
    """Return the lines between solution and hidden-test marks that are long enough to tell."""
    lines = {line.strip() for block in MARKED.findall(source) for line in block.splitlines()}
    return {line for line in lines if len(line) >= TELLING_LENGTH}


def in_words(cell) -> bool:
    """Whether a cell is an answer that a person grades: all of it is private.

    A plot that a person looks at has marks around its solution, as other code has.
    """
    metadata = cell.metadata.get("nbgrader", {})
    answer = metadata.get("grade") and metadata.get("solution")
    return bool(answer and not MARKED.search(cell.source))


def private_part(cell) -> set[str]:
    if in_words(cell):
        return {line.strip() for line in cell.source.splitlines() if len(line) >= TELLING_LENGTH}
    return private_lines(cell.source)


def leaks(exercises: Path, released: Path) -> list[str]:
    """Compare each released notebook with its source; return a sentence for each leak.

    A notebook that was not released, or a released one without a source, is reported too: the
    check must not pass because there was nothing to look at.
    """
    sources = {path.relative_to(exercises): path for path in sorted(exercises.rglob("*.ipynb"))}
    releases = {path.relative_to(released): path for path in sorted(released.rglob("*.ipynb"))}
    found = [f"{name}: is not released" for name in sources.keys() - releases.keys()]
    found += [f"{name}: released, but has no source" for name in releases.keys() - sources.keys()]
    for name in sorted(sources.keys() & releases.keys()):
        found += leaks_in(str(name), read_notebook(sources[name]), releases[name])
    return found


def leaks_in(name: str, source, released: Path) -> list[str]:
    # Public cells of the source may say the same as a private line on purpose.
    public = {
        line.strip()
        for cell in source.cells
        if not in_words(cell)
        for line in MARKED.sub("", cell.source).splitlines()
    }
    private = set().union(*map(private_part, source.cells)) - public
    text = released.read_text(encoding="utf-8")
    found = [f"{name}: contains the mark {mark!r}" for mark in sorted(set(MARKER.findall(text)))]
    for cell in read_notebook(released).cells:
        content = cell.source + "".join(map(str, cell.get("outputs", [])))
        found += [f"{name}: contains {line!r}" for line in sorted(private) if line in content]
        if cell.get("outputs"):
            found.append(f"{name}: a cell has outputs")
    if "tests.hidden" in text:
        found.append(f"{name}: names the hidden tests")
    return found
