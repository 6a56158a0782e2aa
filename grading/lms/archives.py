"""Unpack what an LMS gave out, bounded: a plug-in for ``nbgrader zip_collect``.

nbgrader's own extractor ends with the first archive that it cannot read, unpacks a bomb to its end,
and keeps no difference between what the LMS packed and what a student packed. This one writes
nothing but notebooks, under the names that the LMS gave them, into ``extracted/``::

    archive/submissions.zip  ->  extracted/lovelaceada_4711_88123_embedding.ipynb
                                 extracted/hoppergrace_4712_88125_work/embedding.ipynb

Nothing of the names of the archive and of the folders around it is kept, so that the outermost part
below ``extracted/`` is always what the LMS wrote. Whatever cannot be read is left out, with its
owner and file named; the others' files are unpacked all the same.
"""

import bz2
import contextlib
import gzip
import io
import itertools
import lzma
import re
import stat
import tarfile
import tempfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any, cast

from nbgrader.plugins import ExtractorPlugin

from grading.lms.names import Label, Owners, is_litter, owners_of, read_label, whose, wrapper
from grading.submission.reading import MOST_BYTES

PACKED = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".tbz", ".xz", ".txz")
UNKNOWN = (".rar", ".7z", ".zipx")
NOTEBOOK = re.compile(r"\.ipynb(?:\.txt|\.json)?$", re.IGNORECASE)
MOST_UNPACKED = 500 * 2**20  # bytes of one student, in all archives and their archives
MOST_ARCHIVE = 200 * 2**20  # bytes of an archive in an archive
ORDINARY = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
MOST_MEMBERS = 100_000  # in one archive
MOST_NOTEBOOKS = 300  # of one student
MOST_DEPTH = 5  # archives in archives
MOST_DICTIONARY = 128 * 2**20  # bytes that a decompressor may hold; `xz -9` wants half of it
MOST_NAME = 255  # bytes of one part of a path, as file systems have it
MOST_FOLDERS = 100  # in one another: Python walks no tree of a thousand
MOST_TOLD = 5  # files of a student's that are named, before they are only counted
CHUNK = 2**20
TURNING = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"  # signs that turn the direction of writing


class Refused(Exception):
    """A file or archive that is not read; says in words why."""


@dataclass
class Member:
    """A file in an archive: its path, whether it is an ordinary file, and how to open it."""

    path: str
    ordinary: bool
    locked: bool
    open: Callable[[], IO[bytes] | None]


class Budget:
    """What one student may still have unpacked."""

    def __init__(self) -> None:
        self.bytes = MOST_UNPACKED
        self.notebooks = MOST_NOTEBOOKS

    def spend(self, count: int) -> None:
        """Take bytes off what may still be unpacked; raise ``Refused`` where none are left."""
        self.bytes -= count
        if self.bytes < 0:
            raise Refused(f"more than {MOST_UNPACKED // 2**20} MB when unpacked")

    def spend_notebook(self) -> None:
        """Take one notebook off those still allowed; raise ``Refused`` where none is left."""
        self.notebooks -= 1
        if self.notebooks < 0:
            raise Refused(f"more than {MOST_NOTEBOOKS} notebooks")


class Metered:
    """Reads a stream, paying from a budget for each byte that comes out."""

    def __init__(self, stream: IO[bytes] | Any, budget: Budget):
        self.stream, self.budget = stream, budget

    def read(self, size: int = CHUNK) -> bytes:
        """Read at most a chunk, and take it off the budget."""
        data = self.stream.read(min(size, CHUNK) if size > 0 else CHUNK)
        self.budget.spend(len(data))
        return data


class XzReader(io.RawIOBase):
    """Reads what xz has packed, with a limit on the memory that unpacking may ask for."""

    def __init__(self, file: IO[bytes]):
        self.file = file
        self.unpacker = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MOST_DICTIONARY)

    def read(self, size: int = CHUNK) -> bytes:
        """Read at most so many bytes; none at the end."""
        while not self.unpacker.eof:
            packed = self.file.read(CHUNK) if self.unpacker.needs_input else b""
            data = self.unpacker.decompress(packed, size)
            if data or (self.unpacker.needs_input and not packed):
                return data
        return b""


@contextlib.contextmanager
def refusing(what: str) -> Iterator[None]:
    """Turn whatever a damaged or doctored file leads to into a reason: none ends the class."""
    try:
        yield
    except Refused:
        raise
    except Exception as error:
        raise Refused(f"{what} ({type(error).__name__}: {shown(str(error))})") from error


def members(file: IO[bytes], budget: Budget) -> Iterator[Member]:
    """Yield what is in a zip or tar archive; each has to be read before the next is asked for."""
    head = file.read(2)
    file.seek(0)
    openers: dict[bytes, Callable] = {
        b"\x1f\x8b": gzip.open, b"BZ": bz2.open, b"\xfd7": XzReader,
    }  # fmt: skip
    opener = openers.get(head)
    if head == b"PK":
        yield from zip_members(file)
    elif opener is None:
        yield from tar_members(Metered(file, budget))
    else:
        with opener(file) as stream:
            yield from tar_members(Metered(stream, budget))


def zip_members(file: IO[bytes]) -> Iterator[Member]:
    """The files in a zip."""
    with refusing("a damaged zip, or no zip at all"):
        packed = zipfile.ZipFile(file)
    for info in packed.infolist():
        if not info.is_dir():
            link = stat.S_ISLNK(info.external_attr >> 16)
            locked = bool(info.flag_bits & 1)
            ordinary = info.compress_type in ORDINARY
            opened = partial(packed.open, info) if ordinary else refuse_compression
            yield Member(real_name(info), not link, locked, opened)


def refuse_compression() -> None:
    """Refuse what LZMA has packed into a zip: it may ask for any memory, and nothing limits it."""
    raise Refused("compressed in an unusual way; make the zip with the system's own program")


def tar_members(stream: Metered) -> Iterator[Member]:
    """The files in a tar, compressed or not, read once from front to end."""
    with (
        refusing("not an archive of files"),
        tarfile.open(fileobj=cast(IO[bytes], stream), mode="r|") as packed,
    ):
        for info in packed:
            if not info.isdir():
                opened = partial(packed.extractfile, info)
                yield Member(info.name, info.isreg(), False, opened)
            packed.members = []  # type: ignore[attr-defined]  # not in its stub: all it has read


def real_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; macOS writes UTF-8 without saying so.

    Unmarked names are in code page 437 by the standard, as zipfile reads them.
    """
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def flaw(path: str) -> str | None:
    """Say what is wrong with a path in an archive, or return None.

    >>> flaw("work/embedding.ipynb"), flaw("../../x")
    (None, 'a path that leads out of the archive')
    """
    parts = path.split("/")
    if path.startswith("/") or ".." in parts or path[1:2] == ":":
        return "a path that leads out of the archive"
    if any(
        unicodedata.category(c) in ("Cc", "Cs") or c in "\u202a\u202b\u202d\u202e" for c in path
    ):
        return "a line break or another control character in its name"
    if len(parts) > MOST_FOLDERS:
        return f"more than {MOST_FOLDERS} folders in one another"
    if any(len(part.encode()) > MOST_NAME for part in parts) or len(path) > 10 * MOST_NAME:
        return f"a name of more than {MOST_NAME} bytes"
    return None


def shown(name: str, most: int = 100) -> str:
    """Return a name that can be printed on one line."""
    plain = "".join(c if c.isprintable() or c == " " else ascii(c)[1:-1] for c in name)
    return plain if len(plain) <= most else f"{plain[: most - 12]}...{plain[-9:]}"


def is_notebook(path: str) -> bool:
    """Whether a file is called a notebook, perhaps with what browsers add.

    >>> is_notebook("embedding.IPYNB"), is_notebook("embedding.ipynb.txt"), is_notebook("a.json")
    (True, True, False)
    """
    return bool(NOTEBOOK.search(path))


def is_packed(path: str) -> bool:
    """Whether the name is that of an archive, of whatever kind."""
    return path.lower().endswith(PACKED + UNKNOWN)


def without_suffix(path: str) -> str:
    """Return the name of an archive's folder.

    >>> without_suffix("work.tar.gz"), without_suffix("embedding.ipynb.gz")
    ('work', 'embedding.ipynb')
    """
    lower = path.lower()
    for suffix in sorted((f"{a}{b}" for a in (".tar", "") for b in PACKED), key=len, reverse=True):
        if lower.endswith(suffix):
            return path[: -len(suffix)]
    return path


class LmsExtractor(ExtractorPlugin):
    """Unpacks the notebooks of everyone, whatever one of them handed in.

    Attributes
    ----------
    problems : list of str
        What was left out: whose it is, which file, and why.
    """

    def __init__(self, **traits):
        super().__init__(**traits)
        self.problems: list[str] = []
        self.owners = Owners([], {})
        self.budgets: dict[str, Budget] = {}
        self.told: Counter[str] = Counter()
        self.handed_in: dict[str, bool] = {}  # whether there is a notebook, by whose
        self.last_file: dict[str, tuple[Label, str]] = {}

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Take the notebooks out of what an LMS gave out, and log what was left out and why."""
        if hasattr(self.parent, "coursedir"):
            self.owners = owners_of(self.parent.coursedir, Path(archive_path).parent, self.log)
        self.target = Path(extracted_path)
        self.take_folder(Path(archive_path))
        for key, (label, path) in self.last_file.items():
            if not self.handed_in[key] and self.who(label) not in self.told:
                self.tell(self.who(label), path, "no notebook in what was handed in")
        for who, count in self.told.items():
            if count > MOST_TOLD:
                self.problems.append(f"{who}: {count - MOST_TOLD} more files were left out")
        for problem in self.problems:
            self.log.warning("left out: %s", problem)

    # What the instructor put there

    def take_folder(self, folder: Path) -> None:
        """Take what an LMS gave out, unpacked by hand or not, and folders of such."""
        paths = [path for path in sorted(folder.iterdir()) if not is_litter(path.name)]
        unpacked = any(
            read_label(path.name) for path in paths if path.is_file() and not is_packed(path.name)
        )
        for path in paths:
            if path.is_dir():
                self.take_directory(path)
            elif not (is_packed(path.name) and self.is_download(path)):
                self.take_file(path, path.name)
            elif read_label(path.name) and unpacked:
                self.tell(
                    shown(path.name), None,
                    "by its name it may be the LMS's or a student's; if the LMS packed it, rename "
                    "it to submissions.zip, else give it to its owner by hand",
                )  # fmt: skip
            else:
                self.take_download(path)

    def take_directory(self, folder: Path) -> None:
        """Take the files of a folder: of one student where it is named so, else of the class."""
        if not self.is_students(folder.name):
            self.take_folder(folder)
            return
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                self.take_file(path, path.relative_to(folder.parent).as_posix())

    def is_students(self, name: str) -> bool:
        """Whether an archive or folder beside others is one student's, by its own name.

        ``implementation_2026_11_28.zip`` has Canvas's form too, but nobody has that name.
        """
        label = read_label(name)
        if label is None:
            return False
        return label.moodle or not label.name or bool(self.owners.by_name(label.name))

    def is_download(self, path: Path) -> bool:
        """Whether an archive can be what an LMS packed, and is no student's by its name."""
        if read_label(path.name) is None:
            return True
        if self.is_students(path.name):
            return False
        try:
            with path.open("rb") as file:
                return any(read_label(member.path) for member in members(file, Budget()))
        except Refused:
            return False

    def take_file(self, path: Path, name: str) -> None:
        """Take a file that was not in an archive, or a student's own archive."""
        with path.open("rb") as file:
            member = Member(name, True, False, lambda: file)
            self.take(member, path.name)

    def take_download(self, path: Path) -> None:
        """Take every member of an archive that an LMS packed."""
        try:
            with path.open("rb") as file:
                listed = [m.path for m in members(file, Budget()) if not is_litter(m.path)]
                around = wrapper(listed)
                self.owners.learn_groups(filter(None, (read_label(p[around:]) for p in listed)))
                file.seek(0)
                for member in members(file, Budget()):
                    member.path = member.path[around:] if not is_litter(member.path) else ""
                    self.take(member, path.name)
        except Refused as reason:
            self.tell(shown(path.name), None, f"{reason}; download it again")

    # What students handed in

    def take(self, member: Member, archive: str) -> None:
        """Take a file to which the LMS has given its name, from below an archive."""
        label = read_label(member.path.partition("/")[0])
        if label and not self.handed_in.setdefault(whose(label), False):
            self.last_file[whose(label)] = (label, member.path)
        if not (is_notebook(member.path) or is_packed(member.path)):
            return
        if label is None:
            self.tell(
                shown(archive), member.path,
                "not named as Canvas or Moodle name files: put the file as the LMS gave it out "
                "into the archive folder",
            )  # fmt: skip
            return
        budget = self.budgets.setdefault(whose(label), Budget())
        self.take_member(member, label, member.path, budget, depth=0)

    def take_member(
        self, member: Member, label: Label, place: str, budget: Budget, depth: int
    ) -> None:
        """Write a notebook, or open an archive; ``place`` is its path below ``extracted/``."""
        who = self.who(label)
        try:
            self.check(member, place)
            if is_notebook(place):
                budget.spend_notebook()
                with refusing("it cannot be read"):
                    self.write(NOTEBOOK.sub(".ipynb", place), read(member, budget, MOST_BYTES))
                self.handed_in[whose(label)] = True
            else:
                with tempfile.TemporaryFile() as file:
                    with refusing("it cannot be read"):
                        copy(member, file, budget)
                    self.open_archive(file, label, place, budget, depth + 1)
        except Refused as reason:
            self.tell(who, place, str(reason))

    def check(self, member: Member, place: str) -> None:
        """Raise ``Refused`` where a member of an archive may not be unpacked."""
        if reason := flaw(place):
            raise Refused(reason)
        if not member.ordinary:
            raise Refused("a link or another special file")
        if member.locked:
            raise Refused("it has a password")
        if place.lower().endswith(UNKNOWN):
            raise Refused("an archive of a kind that cannot be opened here; zip is expected")

    def open_archive(
        self, file: IO[bytes], label: Label, place: str, budget: Budget, depth: int
    ) -> None:
        """Take what an archive of a student's holds; archives in it too, to a depth."""
        if depth > MOST_DEPTH:
            raise Refused(f"archives in archives, more than {MOST_DEPTH} deep")
        file.seek(0)
        inside = without_suffix(place)
        if is_notebook(inside) and place.lower().endswith(".gz"):  # one file, compressed
            opened = Member(
                inside, True, False, lambda: cast(IO[bytes], gzip.GzipFile(fileobj=file))
            )
            self.take_member(opened, label, inside, budget, depth)
            return
        if file_count(file) > MOST_MEMBERS:
            raise Refused(f"more than {MOST_MEMBERS} files")
        with refusing("a damaged archive"):
            for count, member in enumerate(members(file, budget)):
                if count > MOST_MEMBERS:
                    raise Refused(f"more than {MOST_MEMBERS} files")
                self.take_inner(member, label, f"{inside}/{member.path}", budget, depth)

    def take_inner(
        self, member: Member, label: Label, place: str, budget: Budget, depth: int
    ) -> None:
        """Take a notebook or archive out of a student's archive; tell what may not be taken."""
        if is_litter(member.path):
            return
        wanted = is_notebook(member.path) or is_packed(member.path)
        if wanted or not member.ordinary or flaw(member.path):
            if reason := flaw(member.path):
                self.tell(self.who(label), place, reason)
            else:
                self.take_member(member, label, place, budget, depth)

    def write(self, place: str, data: bytes) -> None:
        """Write a notebook where nothing is yet; a second of the same path gets a folder."""
        for number in itertools.count(1):
            path = self.target / (str(number) if number > 1 else "") / place
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as file:
                    file.write(data)
                return
            except (FileExistsError, NotADirectoryError):
                continue

    def who(self, label: Label) -> str:
        """Whose file it is: the student, where known, and the label."""
        student, _ = self.owners.find(label)
        return f"{student} ({shown(str(label))})" if student else shown(str(label))

    def tell(self, who: str, place: str | None, reason: str) -> None:
        """Note why a file was left out; after some of one student's, only count."""
        self.told[who] += 1
        if self.told[who] <= MOST_TOLD:
            self.problems.append(": ".join(filter(None, (who, place and shown(place), reason))))


def file_count(file: IO[bytes]) -> int:
    """Return how many files a zip lists at most, before all of its list is held in memory."""
    count, tail = 0, b""
    while data := file.read(CHUNK):
        data = tail + data
        count += data.count(b"PK\x01\x02")
        tail = data[-3:]
    file.seek(0)
    return count


def copy(member: Member, target: IO[bytes], budget: Budget) -> None:
    """Copy an archive out of an archive."""
    source = member.open()
    if source is None:
        raise Refused("a link or another special file")
    size = 0
    while data := source.read(CHUNK):
        budget.spend(len(data))
        size += len(data)
        if size > MOST_ARCHIVE:
            raise Refused(f"an archive of more than {MOST_ARCHIVE // 2**20} MB")
        target.write(data)


def read(member: Member, budget: Budget, most: int) -> bytes:
    """Return the bytes of a file, which has to be no larger than ``most``."""
    source = member.open()
    if source is None:
        raise Refused("a link or another special file")
    parts, size = [], 0
    while data := source.read(CHUNK):
        budget.spend(len(data))
        size += len(data)
        if size > most:
            raise Refused(f"more than {most // 2**20} MB")
        parts.append(data)
    return b"".join(parts)
