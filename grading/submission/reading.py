"""Read what a student handed in, trusting none of it: the files, and the cells of a notebook.

nbformat and nbgrader are not asked to read it: they follow symbolic links, and stop at an unknown
schema version, a doubled cell, a byte-order mark or a number where a text should be.

Outputs do not count: a notebook is read piece by piece, and only what grading looks at is kept.
"""

import codecs
import json
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

MOST_BYTES = 50 * 2**20  # of a file; of a notebook without its outputs
MOST_READ = 2**30  # bytes of a notebook with its outputs
MOST_PARTS = 2_000_000  # brackets, commas, colons and quotes
CHUNK = 2**20
MOST_SOURCE = 200_000  # characters in one cell
MOST_CELLS = 5_000
MOST_TEXT = 1_000_000  # characters in all cells together: an honest notebook has a tenth
# The keys of a notebook whose values are looked at, of versions 3 and 4.
KEYS = {"cells", "worksheets", "cell_type", "source", "input", "metadata", "nbgrader", "grade_id"}
TOO_LONG = "# This cell held {:,} characters, too many to be graded."
MARK = re.compile(r'["{}\[\]:,]')
BRACKET = re.compile(r'["{}\[\]]')
# What comes before the end of a string; a pair that an escape begins stays together.
IN_STRING = re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)


class Unreadable(ValueError):
    """What was handed in is not a notebook; says in words for the student why."""


@dataclass
class Submission:
    """The sources in a student's notebook, in their order.

    ``cells`` holds, for each cell, its grade_id (None for a cell that is not nbgrader's), whether
    it is code, and its source.
    """

    cells: list[tuple[str | None, bool, str]] = field(default_factory=list)

    def answers(self, known: Mapping[str, str] | set[str]) -> dict[str, str]:
        """Return source by grade_id; of doubled cells the first counts.

        Parameters
        ----------
        known : mapping or set of str
            The grade_ids to look for, perhaps with what was handed out under each: of doubled
            cells one that still holds just this counts only if there is no other.
        """
        found: dict[str, str] = {}
        for grade_id, _, source in self.cells:
            if grade_id is None or grade_id not in known:
                continue
            handed_out = plain(known[grade_id]).strip() if isinstance(known, Mapping) else None
            if grade_id not in found or found[grade_id].strip() == handed_out:
                found[grade_id] = source
        return found

    def retyped(self, code: Mapping[str, bool]) -> list[str]:
        """Return the grade_ids of text cells that were code cells, given which ones were."""
        return sorted(
            {name for name, is_code, _ in self.cells if name and code.get(name) and not is_code}
        )

    def doubled(self, known: set[str]) -> list[str]:
        """Return the grade_ids that occur more than once."""
        counts = Counter(grade_id for grade_id, _, _ in self.cells)
        return sorted(name for name in known if counts[name] > 1)

    def own_code(self, known: set[str]) -> list[str]:
        """Return the sources of code cells that are not answers."""
        return [source for grade_id, code, source in self.cells if code and grade_id not in known]


def read_file(path: Path, below: Path, most: int = MOST_BYTES) -> bytes:
    """Read an ordinary file without following a symbolic link anywhere below a directory.

    Of a notebook, which its name tells, the outputs are left out, whatever their size.

    Raises
    ------
    FileNotFoundError
        If there is none.
    Unreadable
        For a link, a pipe, a directory, or a file that is too large.
    """
    descriptor = open_below(path, below)
    with os.fdopen(descriptor, "rb") as file:
        if path.suffix == ".ipynb":
            chunks = iter(lambda: file.read(CHUNK), b"")
            return "".join(without_outputs(decoded(chunks), most)).encode("utf-8", "replace")
        data = file.read(most + 1)
    if len(data) > most:
        raise Unreadable(f"it is larger than {most // 2**20} MB")
    return data


def open_below(path: Path, below: Path) -> int:
    """Open an ordinary file; see :func:`read_file`."""
    folder = os.open(below, os.O_RDONLY | os.O_DIRECTORY)
    try:
        *parents, name = path.relative_to(below).parts
        for parent in parents:
            inner = open_without_links(parent, folder, os.O_DIRECTORY)
            os.close(folder)
            folder = inner
        descriptor = open_without_links(name, folder, os.O_NONBLOCK)
    finally:
        os.close(folder)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Unreadable("it is not an ordinary file")
    return descriptor


def decoded(chunks: Iterable[bytes]) -> Iterator[str]:
    """Decode JSON in any encoding of Unicode; a byte that is none becomes a question mark."""
    decoder, read = None, 0
    for chunk in chunks:
        if decoder is None:
            decoder = codecs.getincrementaldecoder(json.detect_encoding(chunk))("replace")
        read += len(chunk)
        if read > MOST_READ:
            raise Unreadable(f"it is larger than {MOST_READ // 2**20} MB")
        yield decoder.decode(chunk)
    if decoder is not None:
        yield decoder.decode(b"", True)


def without_outputs(chunks: Iterable[str], most: int = MOST_BYTES) -> Iterator[str]:
    """Yield the text of a notebook with null in place of what is not looked at, such as outputs.

    What comes out is JSON if what goes in was. Each character is looked at once.
    """
    depth = kept = parts = 0
    skipped_at = None  # the depth of the object whose value is left out
    quoted = escaped = False
    key = ""
    for chunk in chunks:
        at = start = 0  # what is kept begins at start
        pieces = []
        while at < len(chunk):
            if escaped:
                at, escaped = at + 1, False
                continue
            begin = at
            at = mark_from(chunk, at, quoted, skipped_at is not None and depth > skipped_at)
            if quoted and skipped_at is None and len(key) < 40:
                key += chunk[begin : min(at, begin + 40)]
            if at == len(chunk):
                break
            mark, at = chunk[at], at + 1
            if mark == "\\":
                escaped = True
                continue
            parts += skipped_at is None
            if mark == '"':
                quoted = not quoted
                if quoted:
                    key = ""
                continue
            if skipped_at is not None and depth == skipped_at and mark in ",}]":
                skipped_at, start = None, at - 1
            depth += (mark in "{[") - (mark in "}]")
            if mark == ":" and skipped_at is None and key not in KEYS:
                pieces.append(chunk[start:at] + "null")
                skipped_at = depth
        if skipped_at is None:
            pieces.append(chunk[start:])
        kept += sum(map(len, pieces))
        if kept > most:
            raise Unreadable(f"it is larger than {most // 2**20} MB, without its outputs")
        if parts > MOST_PARTS:
            raise Unreadable("it has too many parts to be a notebook")
        yield "".join(pieces)


def mark_from(chunk: str, at: int, quoted: bool, skipped: bool) -> int:
    """Return where the next sign stands that matters; the length of the chunk where none does."""
    if quoted:
        inside = IN_STRING.match(chunk, at)
        return at if inside is None else inside.end()
    found = (BRACKET if skipped else MARK).search(chunk, at)
    return len(chunk) if found is None else found.start()


def has_second_name(path: Path) -> bool:
    """Whether a file is a hard link, perhaps to another student's.

    Unlike a symbolic link it gives nobody what they could not have copied, so it is told to the
    instructor and graded; to refuse it would cost the student points whose file was linked.
    """
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_nlink > 1


def open_without_links(name: str, folder: int, flags: int) -> int:
    """Open a path's last part, or raise ``Unreadable`` where it is a link."""
    try:
        return os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | flags, dir_fd=folder)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Unreadable("it is a link to another place, or cannot be opened") from error


def parse(data: bytes) -> Submission:
    """Find the cells in a notebook file of whatever version."""
    if not data.strip():
        raise Unreadable("the file is empty")
    try:
        chunks = (data[at : at + CHUNK] for at in range(0, len(data), CHUNK))
        text = "".join(without_outputs(decoded(chunks)))
        content = json.loads(text.lstrip("\ufeff"))
    except Unreadable:
        raise
    except RecursionError as error:
        raise Unreadable("it is nested without end") from error
    except ValueError as error:  # not JSON, not text, or a number of too many digits
        raise Unreadable("it is not a Jupyter notebook, or a damaged one (not JSON)") from error
    if not isinstance(content, dict):
        raise Unreadable("it is not a Jupyter notebook")
    cells = content.get("cells")
    if cells is None and isinstance(content.get("worksheets"), list):  # nbformat 3
        sheets = [sheet for sheet in content["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets for cell in as_list(sheet.get("cells"))]
    if not isinstance(cells, list):
        raise Unreadable("it is not a Jupyter notebook: it has no cells")
    read = [read_cell(cell) for cell in cells[:MOST_CELLS] if isinstance(cell, dict)]
    return Submission(list(of_bearable_length(read)))


def of_bearable_length(
    cells: Iterable[tuple[str | None, bool, str]],
) -> Iterator[tuple[str | None, bool, str]]:
    """Yield cells; of what goes beyond ``MOST_TEXT`` only a comment that says so."""
    room = MOST_TEXT
    for name, code, source in cells:
        fits = len(source) <= room
        room -= len(source) if fits else 0
        yield name, code, source if fits else TOO_LONG.format(len(source))


def as_list(value) -> list:
    """The value if it is a list, else an empty list."""
    return value if isinstance(value, list) else []


def read_cell(cell: dict) -> tuple[str | None, bool, str]:
    """Grade id, whether it is code, and source of a cell, whatever is wrong with the cell."""
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    if not isinstance(source, str):
        source = ""
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return (
        grade_id if isinstance(grade_id, str) else None,
        cell.get("cell_type") == "code",
        plain(source),
    )


def plain(source: str) -> str:
    """Normalize line ends; make a text that can be written as UTF-8, of bearable length."""
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    text = text.encode("utf-8", "replace").decode("utf-8")
    if len(text) > MOST_SOURCE:
        return TOO_LONG.format(len(text))
    return text
