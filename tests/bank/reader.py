"""Read the bank: answers in files of their own, and answers in the rows of a table.

A table is TOML, and its rows are under ``[right]`` or ``[wrong]``::

    [right]
    log_of_two = 'loss_half = np.log(2)'

    [wrong]
    sign_forgotten = {says = "sign", answer = 'loss_half = np.log(0.5)'}

``says`` is the phrase that the message to the student must contain. Three quotation marks hold an
answer of several lines; a comment behind a row says why it is there.

Answers that differ from another one in a few lines are its patches. The table names the other one,
a file under ``right``, and a row says which lines stand in it, and what stands there instead::

    base = "tanh"

    [wrong]
    divided_twice = {says = "twice", old = 'd = p / n', new = 'd = p / n / n'}

Both are written without the indentation they have in the answer.
"""

import re
import textwrap
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
FORMS = {"right": "NAME = 'CODE'", "wrong": "NAME = {says = \"PHRASE\", answer = 'CODE'}"}
PATCH = ["old", "new"]
SAYS = "# says: "


class BankError(ValueError):
    """An answer that cannot be read; says which, what was expected, and how to mend it."""


class Entry(NamedTuple):
    """One answer in the bank.

    Attributes
    ----------
    notebook, cell : str
        The solution cell that it answers, by the notebook's file name and nbgrader's grade_id.
    right : bool
        Whether it deserves full marks.
    name : str
        What the student did; the only one of its kind in the cell.
    source : str
        What stands in the cell; ends with a newline.
    says : str
        The phrase that names the misconception of a wrong answer; empty for a right one.
    """

    notebook: str
    cell: str
    right: bool
    name: str
    source: str
    says: str = ""


def entries(notebook: str = "*", cell: str = "*", bank: Path = HERE) -> list[Entry]:
    """Return the answers to a cell, or to all cells, in the order of their names.

    Raises
    ------
    BankError
        If one of them is not well formed, or two have one name.
    """
    found: dict[tuple, Entry] = {}
    for path in [*bank.glob(f"{notebook}/{cell}/*/*.py"), *bank.glob(f"{notebook}/{cell}.toml")]:
        for entry in from_table(path) if path.suffix == ".toml" else [from_file(path)]:
            key = (entry.notebook, entry.cell, not entry.right, entry.name)
            if key in found:
                raise BankError(
                    f"{path}: {entry.name} is the name of a file in {path.with_suffix('')} too: "
                    "rename one of them"
                )
            found[key] = entry
    return [found[key] for key in sorted(found)]


def from_file(path: Path) -> Entry:
    """Read an answer that has a file of its own."""
    kind, cell, notebook = (folder.name for folder in list(path.parents)[:3])
    if kind not in FORMS:
        raise BankError(f"{path}: expected a folder called right or wrong, got {kind}: move it")
    source, says = path.read_text("utf-8"), ""
    if kind == "wrong":
        first, _, source = source.partition("\n")
        says = first.removeprefix(SAYS).strip()
        if not first.startswith(SAYS) or not says:
            raise BankError(
                f"{path} is a wrong answer: begin it with `{SAYS}` and a phrase of its message"
            )
    return Entry(notebook, cell, kind == "right", path.stem, source, says)


def from_table(path: Path) -> Iterator[Entry]:
    """Read the answers in the rows of a table."""
    table = parsed(path)
    base = table.pop("base", None)
    for kind, rows in table.items():
        if kind not in FORMS or not isinstance(rows, dict):
            raise BankError(
                f"{path}: expected the heads [right] and [wrong], got {kind}: rename or move it"
            )
        for name, row in rows.items():
            where = f"{path}, row {name} under [{kind}]"
            columns = columns_of(row, kind, base is not None, where)
            says = columns.get("says", "")
            if "answer" in columns:
                source = columns["answer"].strip("\n") + "\n"
            else:
                source = patched(base_of(path, base), columns["old"], columns["new"], where)
            yield Entry(path.parent.name, path.stem, kind == "right", name, source, says)


def parsed(path: Path) -> dict[str, Any]:
    """Parse a table; what TOML finds wrong is told with the row it is in."""
    text = path.read_text("utf-8")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        above = "\n".join(text.splitlines()[: int(line[1]) if line else None])
        without_code = re.sub(r"(?s)'''.*?('''|$)", "", above)
        rows = re.findall(r"(?m)^([\w-]+) *=", without_code)
        raise BankError(
            f"{path}, row {rows[-1] if rows else 1}: {error}. Write each row once, as "
            f"{FORMS['right']} or {FORMS['wrong']}; code with quotation marks, or of several "
            "lines, stands between '''"
        ) from None


def base_of(path: Path, name: object) -> str:
    """Return the answer that the patches of a table change."""
    file = path.with_suffix("") / "right" / f"{name}.py"
    if not file.is_file():
        raise BankError(f"{path}: expected base to name a file in {file.parent}, got {name!r}")
    return file.read_text("utf-8")


def patched(base: str, old: str, new: str, where: str) -> str:
    """Put new lines in the place of old ones, as far indented as these."""
    lines, wanted = base.splitlines(), old.strip("\n").splitlines()
    places = [
        begin
        for begin in range(len(lines) - len(wanted) + 1)
        if textwrap.dedent("\n".join(lines[begin : begin + len(wanted)])).splitlines() == wanted
    ]
    if len(places) != 1:
        raise BankError(
            f"{where}: expected the lines of old once in the base, got them {len(places)} times: "
            "write whole lines, without indentation, and one more where they are not enough"
        )
    (begin,) = places
    indent = lines[begin][: len(lines[begin]) - len(lines[begin].lstrip())]
    instead = textwrap.indent(new.strip("\n"), indent).splitlines()
    return "\n".join([*lines[:begin], *instead, *lines[begin + len(wanted) :]]) + "\n"


def columns_of(row: object, kind: str, patches: bool, where: str) -> dict[str, str]:
    """Return the columns of a row, all of them there and none empty; ``new`` may be nothing."""
    columns = {"answer": row} if isinstance(row, str) else row
    is_patch = patches and isinstance(columns, dict) and "answer" not in columns
    wanted = [*["says"] * (kind == "wrong"), *(PATCH if is_patch else ["answer"])]
    if not isinstance(columns, dict) or sorted(columns) != sorted(wanted):
        got = ", ".join(columns) if isinstance(columns, dict) else repr(row)
        raise BankError(
            f"{where}: expected the columns {' and '.join(wanted)}, got {got or 'none'}: "
            f"write {FORMS[kind]}"
        )
    for column, value in columns.items():
        if not isinstance(value, str) or not (value.strip() or column == "new"):
            raise BankError(
                f"{where}: expected text in the column {column}, got {value!r}: write {FORMS[kind]}"
            )
    return columns
