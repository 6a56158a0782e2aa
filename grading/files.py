"""Files written whole or not at all; zip files of equal contents are equal."""

import contextlib
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO


@contextlib.contextmanager
def replacing(path: Path, mode: int = 0o644, durable: bool = False) -> Iterator[BinaryIO]:
    """Open a file beside its place; rename it there when all has been written.

    Parameters
    ----------
    mode : int
        Who may read and write the file, from the moment it has its name.
    durable : bool
        Whether it has to be whole even if the power goes.

    Examples
    --------
    >>> path = Path(tempfile.mkdtemp(), "new", "file")
    >>> with replacing(path) as file:
    ...     _ = file.write(b"all of it")
    >>> path.read_text()
    'all of it'
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            os.fchmod(file.fileno(), mode)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def replace_text(path: Path, text: str, **options) -> None:
    """Write a text as UTF-8, as :func:`replacing` does."""
    with replacing(path, **options) as file:
        file.write(text.encode("utf-8"))


# Zip files know no dates before.
EPOCH = (1980, 1, 1, 0, 0, 0)


def write_zip(target: Path, members: Mapping[str, bytes]) -> Path:
    """Write files, by their names inside, into a zip; return its path."""
    with (
        replacing(target) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in sorted(members):
            packed.writestr(zipfile.ZipInfo(name, EPOCH), members[name])
    return target
