"""Runs inside Pyodide (see bytecode.mjs): writes the bytecode of Python's own and imported files.

The bytecode is of the kind that is not compared with its source: packages are unpacked anew, with
new dates, by every page.
"""

import importlib
import importlib.util
import marshal
import sys
import zipfile
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)  # the date of every file, so that equal is equal
UNCHECKED = (0b01).to_bytes(4, "little") + bytes(8)  # flags and hash of the source, as in PEP 552
STDLIB = Path("/lib/python312.zip")
PACKAGES = Path("/lib/python3.12/site-packages")


def bytecode(source: bytes, name: str) -> bytes:
    """A pyc file of a source."""
    code = compile(source, name, "exec", dont_inherit=True)
    return importlib.util.MAGIC_NUMBER + UNCHECKED + marshal.dumps(code)


def write(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Put a file into an archive, the same way every time."""
    entry = zipfile.ZipInfo(name, EPOCH)
    archive.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)


def compile_stdlib(target: Path) -> None:
    """The standard library with each source in the form of its bytecode."""
    with zipfile.ZipFile(STDLIB) as sources, zipfile.ZipFile(target, "w") as archive:
        for name in sources.namelist():
            content = sources.read(name)
            if name.endswith(".py"):
                write(archive, f"{name}c", bytecode(content, str(STDLIB / name)))
            elif not name.endswith("/"):
                write(archive, name, content)


def compile_imported(target: Path, names: list[str]) -> None:
    """The bytecode of the packages' modules that importing some modules imports."""
    for name in names:
        importlib.import_module(name)
    files = {Path(getattr(it, "__file__", None) or "/") for it in list(sys.modules.values())}
    with zipfile.ZipFile(target, "w") as archive:
        for file in sorted(files):
            if file.suffix == ".py" and file.is_relative_to(PACKAGES):
                cached = Path(importlib.util.cache_from_source(str(file)))
                content = bytecode(file.read_bytes(), str(file))
                write(archive, str(cached.relative_to(PACKAGES)), content)
        fonts = PACKAGES / "matplotlib/fontlist.json"  # written anew: the released one is too new
        write(archive, str(fonts.relative_to(PACKAGES)), fonts.read_bytes())


if __name__ == "__main__":  # in Pyodide; elsewhere there is nothing to compile
    compile_stdlib(Path("/tmp/python_stdlib.zip"))
    compile_imported(Path("/tmp/bytecode.zip"), globals()["modules"])
