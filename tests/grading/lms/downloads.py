"""What Canvas and Moodle give out, built as they build it, and a course to collect it in."""

import atexit
import functools
import gzip
import io
import json
import lzma
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib
from pathlib import Path

from nbgrader.api import Gradebook

from grading.plugins.course import course_config
from tests.conftest import ROOT
from tests.grading.lms.forked_commands import run_forked

ASSIGNMENT = "implementation"
NOTEBOOKS = {"embedding": ["embedding"], "softmax-stability": ["stable_softmax", "log_softmax"]}
STUB = 'raise NotImplementedError("Write your code here.")'

# id, first name, last name, e-mail address, Canvas's user id
STUDENTS = [
    ("00123", "Ada", "Lovelace", "ada@example.org", "4711"),
    ("bob@example.org", "Bob", "Ng", "bob@example.org", "88123"),
    ("zoe", "Zoë", "O'Brien", "zoe@example.org", ""),
    ("lukasz", "Łukasz", "Żółć", "lukasz@example.org", ""),
    ("mal", "Mallory", "Mean", "mal@example.org", "66"),
    ("li", "明", "李", "li@example.org", ""),
]


def notebook(
    who: str, name: str = "softmax-stability", answers: int = 0, ids: bool = True, value: int = 0
) -> bytes:
    """Return a notebook with some answers, and with the name of who wrote it in it."""
    cells = [{"cell_type": "markdown", "metadata": {}, "source": f"handed in by {who}"}]
    for number, grade_id in enumerate(NOTEBOOKS.get(name, [name])):
        source = f"{grade_id} = {value}  # by {who}." if number < answers else STUB
        marks = {"nbgrader": {"grade_id": grade_id, "solution": True}} if ids else {}
        cells.append(
            {"cell_type": "code", "metadata": marks, "source": source, "outputs": [],
             "execution_count": None}
        )  # fmt: skip
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()


def packed(members: dict[str, bytes]) -> bytes:
    """Return a zip; names are taken as they are, also those that lead elsewhere."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in members.items():
            bundle.writestr(name, data)
    return buffer.getvalue()


def tarred(members: dict[str, bytes], links: dict[str, str] | None = None) -> bytes:
    """Return a tar.gz with files, and with symbolic links."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as bundle:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            bundle.addfile(info, io.BytesIO(data))
        for name, target in (links or {}).items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, target
            bundle.addfile(info)
    return buffer.getvalue()


def linked(name: str, target: str) -> bytes:
    """Return a zip with a symbolic link."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as bundle:
        info = zipfile.ZipInfo(name)
        info.create_system, info.external_attr = 3, 0o120777 << 16
        bundle.writestr(info, target)
    return buffer.getvalue()


def locked(members: dict[str, bytes]) -> bytes:
    """Return a zip that says that its files are encrypted."""
    data = bytearray(packed(members))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(signature)
        while start >= 0:
            data[start + offset] |= 1
            start = data.find(signature, start + 4)
    return bytes(data)


def unmarked(data: bytes) -> bytes:
    """Take away the mark that says that names are UTF-8, as macOS writes zips."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        start = changed.find(signature)
        while start >= 0:
            changed[start + offset] &= ~0x08
            start = changed.find(signature, start + 4)
    return bytes(changed)


def xz_with_a_large_dictionary(data: bytes) -> bytes:
    """Return what xz packs, with a header that asks for 4 GB to unpack it."""
    small = [{"id": lzma.FILTER_LZMA2, "dict_size": 4096}]
    made = bytearray(lzma.compress(data, lzma.FORMAT_XZ, filters=small))
    length = 4 * (made[12] + 1)  # of the header of the first block, which ends in its CRC
    assert made[14:16] == b"\x21\x01"  # LZMA2, with one byte for its dictionary
    made[16] = 40
    made[8 + length : 12 + length] = zlib.crc32(made[12 : 8 + length]).to_bytes(4, "little")
    return bytes(made)


def zip_by_lzma(members: dict[str, bytes]) -> bytes:
    """Return a zip that no ordinary program makes: its dictionary may have any size."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as bundle:
        for name, data in members.items():
            bundle.writestr(name, data)
    return buffer.getvalue()


def bomb() -> bytes:
    """Return a small zip whose zips hold a gigabyte of an only apparent notebook."""
    inner = packed({"softmax-stability.ipynb": bytes(200 * 2**20)})
    return packed({f"{number}.zip": inner for number in range(5)})


BROKEN = {
    "no zip": ("work.zip", b"not a zip"),
    "a zip cut short": ("work.zip", packed({"softmax-stability.ipynb": bytes(3000)})[:-40]),
    "one file": ("data.csv.gz", gzip.compress(b"a,b\n1,2\n")),
    "no gz": ("work.tar.gz", b"not gz"),
    "a tar cut short": ("work.tgz", tarred({"softmax-stability.ipynb": b"x" * 9000})[:-30]),
    "a password": ("work.zip", locked({"softmax-stability.ipynb": notebook("x")})),
    "bomb": ("work.zip", bomb()),
    "xz that asks for 4 GB": ("work.tar.xz", xz_with_a_large_dictionary(
        gzip.decompress(tarred({"softmax-stability.ipynb": notebook("x")})))),
    "xz cut short": ("work.tar.xz", lzma.compress(bytes(9999))[:-40]),
    "a zip by LZMA": ("work.zip", zip_by_lzma({"softmax-stability.ipynb": notebook("x")})),
    "line break": ("work.zip", packed({"a\nb\x1b[2J.ipynb": notebook("x")})),
    "long name": ("work.zip", packed({"x" * 300 + ".ipynb": notebook("x")})),
    "slip": ("work.zip", packed({"../../../../SLIPPED/softmax-stability.ipynb": b"x"})),
    "slip of another kind": ("work.zip", packed({"../../SLIPPED": b"x"})),
    "absolute": ("work.tar.gz", tarred({"/tmp/SLIPPED.ipynb": b"x"})),
    "link in tar": ("work.tar.gz", tarred({}, {"softmax-stability.ipynb": "/etc/passwd"})),
    "link in zip": ("work.zip", linked("softmax-stability.ipynb", "/etc/passwd")),
    "rar": ("work.rar", b"Rar!\x1a\x07\x00"),
    "too deep": ("work.zip", packed({"a.zip": packed({"b.zip": packed({"c.zip": packed(
        {"d.zip": packed({"e.zip": packed({"softmax-stability.ipynb": notebook("x")})})})})})})),
    "folders without end": ("work.zip", packed({"a/" * 960 + "embedding.ipynb": notebook("x")})),
    "no notebook": ("essay.pdf", b"%PDF"),
    "a wrong length": ("work.zip", packed({"softmax-stability.ipynb": b"x" * 99}).replace(
        b"x" * 5, b"y" * 5)[:-1]),
}  # fmt: skip


@functools.cache
def empty_gradebook() -> Path:
    """Return a gradebook to copy: nbgrader starts another program whenever it makes one."""
    folder = tempfile.mkdtemp(prefix="gradebook-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    course_config()  # puts the environment's `alembic` on the path
    with Gradebook(f"sqlite:///{folder}/gradebook.db", "neural-language-models"):
        return Path(folder, "gradebook.db")


class Collecting:
    """A course in a folder of its own, with a roster and two released notebooks."""

    def __init__(self, place: Path, students=STUDENTS, forked: bool = True):
        self.place, self.forked = place, forked
        shutil.copy(ROOT / "nbgrader_config.py", place)
        for package in ("grading", "tests", "lmcore"):
            (place / package).symlink_to(ROOT / package)
        released = place / "release" / ASSIGNMENT
        released.mkdir(parents=True)
        for name in NOTEBOOKS:
            (released / f"{name}.ipynb").write_bytes(notebook("the course", name))
        shutil.copy(empty_gradebook(), place / "gradebook.db")
        with Gradebook(self.database, "neural-language-models") as gradebook:
            for student, first, last, email, number in students:
                gradebook.add_student(
                    student, first_name=first, last_name=last, email=email,
                    lms_user_id=number or None,
                )  # fmt: skip
        self.downloaded = place / "downloaded" / ASSIGNMENT
        self.archive.mkdir(parents=True)

    def release(self) -> None:
        """Release a notebook of the names above whose test gives as many points as the answer."""
        cells = json.loads(notebook("the course"))["cells"][1:2]
        cells.append({"cell_type": "code", "source": "float(stable_softmax)", "outputs": [],
                      "metadata": {"nbgrader": {"grade_id": "test", "points": 100}},
                      "execution_count": None})  # fmt: skip
        for place, cell in enumerate(cells):
            is_test = place == 1
            cell["metadata"]["nbgrader"] |= {"grade": is_test, "solution": not is_test,
                                             "locked": is_test, "task": False,
                                             "schema_version": 3}  # fmt: skip
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nb = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4,
              "nbformat_minor": 4}  # fmt: skip
        source = self.place / "exercises" / ASSIGNMENT / "softmax-stability.ipynb"
        source.parent.mkdir(parents=True)
        source.write_text(json.dumps(nb))
        done = self.run("generate_assignment", ASSIGNMENT, "--force")
        assert done.returncode == 0, done.stderr

    @property
    def database(self) -> str:
        return f"sqlite:///{self.place / 'gradebook.db'}"

    @property
    def archive(self) -> Path:
        return self.downloaded / "archive"

    def run(self, *command: str, module: str = "nbgrader") -> subprocess.CompletedProcess:
        if self.forked:
            return run_forked(module, list(command), self.place)
        return subprocess.run(
            [sys.executable, "-m", module, *command],
            cwd=self.place, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip

    def collect(self, *options: str) -> subprocess.CompletedProcess:
        """Run the real ``nbgrader zip_collect``."""
        return self.run("zip_collect", ASSIGNMENT, *options)

    def students(self) -> dict[str, dict[str, str]]:
        """Return by student and notebook who wrote what lies there."""
        found: dict[str, dict[str, str]] = {}
        for path in sorted(self.place.glob(f"submitted/*/{ASSIGNMENT}/*.ipynb")):
            first = json.loads(path.read_bytes())["cells"][0]["source"]
            writer = first.removeprefix("handed in by ")
            found.setdefault(path.parent.parent.name, {})[path.stem] = writer
        return found

    def time(self, student: str) -> str | None:
        path = self.place / "submitted" / student / ASSIGNMENT / "timestamp.txt"
        return path.read_text() if path.exists() else None
