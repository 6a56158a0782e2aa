"""Check that nothing private is left in what goes public: release, site and bundles.

Private are the lines between the marks of the exercises, and the code of the hidden checks. Lines
that stand in public cells as well, or in lmcore, the reference that students may read, prove
nothing.
"""

import gzip
import hashlib
import html
import io
import re
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from grading.marks import MARKED, MARKER, TELLING_LENGTH
from grading.notebooks import read_notebook


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
    """The lines of a cell that students must not see."""
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
    """What a released notebook still has of the solutions and hidden tests of its source."""
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


# A public file must hold none of these: names of folders and marks that only this repository has.
TELLTALES = re.compile(rf"tests\.hidden|{MARKER.pattern}")
_TAG = re.compile(r"<[^>]*>")
# Where a line of code can begin or end in a file of another language: at the end of a line, at a
# quote, at a comment's mark; escaped as often as strings stand in strings.
_BREAK = re.compile(r"""\n|\\+[nrt]|\\*["'`]|<!--|-->""")
_ESCAPE = re.compile(r"\\+(?:u00|x)([0-9a-fA-F]{2})")
_PRINTED = re.compile(rb"[\t\n -~]{%d,}" % TELLING_LENGTH)  # what is text in a binary file
_GZIP, _TAR = b"\x1f\x8b", b"ustar"


# What any Python program says is nobody's secret: an import, a decorator, a bracket, one word, the
# head of a counting loop, of a class or of a handler, a test for None, an argument that is kept, a
# field.
PLAIN = re.compile(
    r"import |from \S+ import|@|[\W\d_]*$|(?:return|raise) \w+$|for \w+ in (?:range\(\w+\)|\w+):$"
    r"|except [\w., ()]+:$|(?:el)?if (?:not )?\w+(?: is (?:not )?None)?:$|self\.(\w+) = \1$"
    r"|class \w+(?:\(\w+\))?:$|\w+: \w+$|warnings\.simplefilter\(|\"[\w-]+\",?$"
)


def code_lines(text: str) -> set[str]:
    """Lines without comments and with single blanks, those long enough to tell."""
    bare = (" ".join(line.split("  #")[0].split()) for line in text.splitlines())
    return {line for line in bare if len(line) >= TELLING_LENGTH}


def pieces(text: str) -> set[str]:
    r"""What stands between ends of lines, quotes and marks of comments, escaped ones too.

    >>> sorted(pieces('["x = 1\\n    y = 2  # two"]'))
    ['[', ']', 'x = 1', 'y = 2']
    """
    text = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    bare = (" ".join(piece.split("  #")[0].split()) for piece in _BREAK.split(text))
    return {piece for piece in bare if piece}


def squeezed(text: str) -> str:
    """A text without blanks, quotes and backslashes, of which every carrier has its own."""
    text = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    return re.sub(r"""[\s"'`\\]""", "", text)


def leaked(private: dict[str, set[str]], text: str) -> list[str]:
    """The private lines in a text, whatever it is: code, a notebook, data, a string in a script.

    Parameters
    ----------
    private : dict of str to set of str
        Every private line with its `pieces`.
    """
    there = pieces(text)
    likely = [line for line, parts in private.items() if parts <= there]
    whole = squeezed(text) if likely else ""
    return sorted(line for line in likely if squeezed(line) in whole)


def private_code(root: Path) -> dict[str, set[str]]:
    """Every line of the course that must not be published, with its `pieces`."""
    private, public = set(), []
    for path in root.glob("exercises/*/*.ipynb"):
        for cell in read_notebook(path).cells:
            private |= code_lines("\n".join(private_part(cell)))
            public += [] if in_words(cell) else [MARKED.sub("", cell.source)]
    for path in root.glob("tests/hidden/**/*.py"):
        private |= code_lines(path.read_text(encoding="utf-8"))
    public += [path.read_text(encoding="utf-8") for path in root.glob("lmcore/**/*.py")]
    telling = {line: pieces(line) for line in private if not PLAIN.match(line)}
    for line in leaked(telling, "\n".join(public)):
        del telling[line]
    return telling


def published_texts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield name and text of a file, or of every file inside an archive, by what it is."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from published_texts(f"{name}/{member}", archive.read(member))
    elif data.startswith(_GZIP):
        yield from published_texts(f"{name}/{Path(name).stem}", gzip.decompress(data))
    elif data[257:262] == _TAR:
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            for entry in tar:
                inside = tar.extractfile(entry)
                if inside is not None:
                    yield from published_texts(f"{name}/{entry.name}", inside.read())
    elif b"\0" in data:
        yield name, b"\n".join(_PRINTED.findall(data)).decode("ascii")
    else:
        text = data.decode("utf-8", errors="replace")
        if Path(name).suffix == ".html":
            text = "\n".join([html.unescape(_TAG.sub("", text)), html.unescape(text)])
        yield name, text


def pinned(root: Path) -> set[str]:
    """Return the SHA-256 of every file that is taken over from an official release."""
    lists = (path.read_text(encoding="utf-8") for path in root.glob("tools/*.sha256"))
    return {line.split()[0] for text in lists for line in text.splitlines() if line.strip()}


def findings(root: Path, published: list[Path]) -> list[str]:
    """Return a sentence for each private line or telltale in the given files and folders.

    A folder that is missing or empty is reported: there must be something to look at. A file of
    somebody else's release, pinned by its SHA-256 in ``tools/``, holds nothing of ours.
    """
    private, official = private_code(root), pinned(root)
    found = []
    for place in published:
        files = sorted(p for p in place.rglob("*") if p.is_file()) if place.is_dir() else [place]
        files = [path for path in files if path.is_file()]
        if not files:
            found.append(f"{place.name}: there is nothing to check; make it first")
        for path in files:
            name, data = str(path.relative_to(place.parent)), path.read_bytes()
            if hashlib.sha256(data).hexdigest() in official:
                continue
            for inner, text in published_texts(name, data):
                found += [f"{inner}: contains {line!r}" for line in leaked(private, text)]
                telltales = {*TELLTALES.findall(inner.replace("/", ".")), *TELLTALES.findall(text)}
                found += [f"{inner}: names {word!r}" for word in sorted(telltales)]
    return found
