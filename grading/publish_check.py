"""Check what goes public, the students' site and the bundles, for what has to stay private.

Private are the lines between the marks of the exercises, and the code of the hidden checks. Lines
that stand in public cells as well, or in lmcore, the reference that students may read, prove
nothing.
"""

import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from grading.leak_check import MARKED, MARKER, TELLING_LENGTH, private_lines
from grading.notebooks import read_notebook

# A public file must hold none of these: names of folders and marks that only this repository has.
TELLTALES = re.compile(rf"tests\.hidden|{MARKER.pattern}")
_TAG = re.compile(r"<[^>]*>")
_TEXT = {".html", ".ipynb", ".md", ".py", ".txt", ".js", ".json", ".css", ".svg", ".zip", ".whl"}


def code_lines(text: str) -> set[str]:
    """Lines without comments and with single blanks, those long enough to tell."""
    bare = (" ".join(line.split("  #")[0].split()) for line in text.splitlines())
    return {line for line in bare if len(line) >= TELLING_LENGTH}


def private_code(root: Path) -> set[str]:
    """Every line of code in the course that must not be published."""
    private, public = set(), set()
    for path in root.glob("exercises/*/*.ipynb"):
        for cell in read_notebook(path).cells:
            private |= code_lines("\n".join(private_lines(cell.source)))
            public |= code_lines(MARKED.sub("", cell.source))
    for path in root.glob("tests/hidden/*.py"):
        private |= code_lines(path.read_text(encoding="utf-8"))
    for path in root.glob("lmcore/*.py"):
        public |= code_lines(path.read_text(encoding="utf-8"))
    # An import, a decorator, a bracket or the head of a counting loop is nobody's secret.
    plain = re.compile(
        r"import |from \S+ import|@|[\W\d_]*$|(?:return|raise) \w+$|for \w+ in range\(\w+\):$"
    )
    return {line for line in private - public if not plain.match(line)}


def published_texts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield name and text of a file, or of every file inside an archive."""
    suffix = Path(name).suffix
    if suffix in (".zip", ".whl"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from published_texts(f"{name}/{member}", archive.read(member))
    elif suffix in _TEXT:
        text = data.decode("utf-8", errors="replace")
        if suffix == ".html":
            text = html.unescape(_TAG.sub("", text))
        elif suffix == ".ipynb":
            text = _notebook_text(text)
        yield name, text


def _notebook_text(text: str) -> str:
    """All strings of a notebook, cells and outputs; text that is no JSON stays as it is."""

    def strings(value) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            yield "".join(value)  # the format may keep a text as a list of its lines
        elif isinstance(value, list | dict):
            for item in value.values() if isinstance(value, dict) else value:
                yield from strings(item)

    try:
        return "\n".join(strings(json.loads(text)))
    except ValueError:
        return text


def findings(root: Path, published: list[Path]) -> list[str]:
    """Return a sentence for each private line or telltale in the given files and folders.

    A folder that is missing or empty is reported: there must be something to look at.
    """
    private = private_code(root)
    found = []
    for place in published:
        files = sorted(p for p in place.rglob("*") if p.is_file()) if place.is_dir() else [place]
        files = [path for path in files if path.is_file() and path.suffix in _TEXT]
        if not files:
            found.append(f"{place.name}: there is nothing to check; make it first")
        for path in files:
            name = str(path.relative_to(place.parent))
            for inner, text in published_texts(name, path.read_bytes()):
                leaked = sorted(private & code_lines(text))
                found += [f"{inner}: contains {line!r}" for line in leaked]
                telltales = sorted(set(TELLTALES.findall(text)))
                found += [f"{inner}: names {word!r}" for word in telltales]
    return found
