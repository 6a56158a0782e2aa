"""Tables as Excel, Canvas and Moodle save them: read whatever it is, write what runs nothing.

Which names their columns have was read in Canvas's ``lib/gradebook_exporter.rb`` and
``lib/gradebook_importer.rb``, in the fields of its submissions (``user_id``, ``submitted_at``), and
in Moodle's ``grade/export/txt/grade_export_txt.php`` and ``mod/assign/gradingtable.php`` (the
grading worksheet: "Identifier", "Full name", ..., "Last modified (submission)"); Moodle's are
translated, so some of the translations are known here too. Of its files' names nothing is
translated but "Participant" and "Default group" (``names``): no date stands in them.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from nbgrader.utils import parse_utc

DELIMITERS = ",;\t|"
MOST_BYTES = 50 * 2**20

# What a column holds, by the names that it may have.
COLUMNS = {
    "first_name": """first_name|first name|firstname|given name|vorname|prénom|nombre|nome""",
    "last_name": """last_name|last name|lastname|surname|family name|nachname|nom|nom de famille|
        apellido|apellidos|apellido(s)|cognome|sobrenome""",
    "name": """student|student name|full name|name|vollständiger name|nom complet|nombre completo|
        nome completo|display name""",
    "email": """email|e-mail|email address|e-mail address|mail|e-mail-adresse|adresse de courriel|
        dirección de correo|correo electrónico|indirizzo email|endereço de e-mail""",
    "student_number": """id number|id-nummer|numéro d'identification|número de id|numero id|
        sis user id|sis id|student id""",
    "login": "sis login id|username|user name|login|login id|anmeldename|nom d'utilisateur",
    "lms_user_id": "lms_user_id|lms user id|canvas user id|canvas_user_id|user_id",
    "participant": "identifier|identifikation|identifiant|identificador|identificativo",
    "time": """last modified (submission)|submitted_at|submitted at|submission date|submission time|
        date submitted|zuletzt geändert (abgabe)|dernière modification (travail remis)|
        última modificación (entrega)|ultima modifica (consegna)|última modificação (envio)""",
    "grade": "grade|bewertung|note|calificación|valutazione|nota",
    "maximum": "maximum grade|bestwertung|note maximale|calificación máxima|valutazione massima",
}
CANVAS = ("sis login id", "sis user id", "student", "lastname")
MEANINGS = {
    " ".join(name.split()): meaning
    for meaning, names in COLUMNS.items()
    for name in names.split("|")
}
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?%?|-")
# What a spreadsheet takes for a formula, at the start of a cell by whichever sign it splits.
FORMULA = re.compile(r"""(^|[,;|\t\n\r])(?P<before>[\s"]*)(?=[=+\-@＝＋－＠])""")
# The letters that a time may have. What dateutil does not know it may take for the name of a time
# zone, and leave out: an afternoon of another language became a morning.
ENGLISH = """
    monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec am pm at t z utc gmt
"""
YEARS = range(2000, 2100)  # of the calendar that is meant; others count otherwise
SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")  # a date
CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


class TableError(ValueError):
    """A file that is no table; says what to do."""


@dataclass
class Table:
    """A header and rows, all of one length.

    ``encoding`` is what the file was read as, ``delimiter`` what it was split by.
    """

    header: list[str]
    rows: list[list[str]]
    delimiter: str
    encoding: str

    def __post_init__(self):
        width = max(map(len, [self.header, *self.rows]))
        for row in (self.header, *self.rows):
            row.extend([""] * (width - len(row)))

    @property
    def guessed(self) -> bool:
        """Whether the encoding is a guess, which may spoil letters with marks."""
        return self.encoding == "cp1252"

    @property
    def canvas(self) -> bool:
        """Whether Canvas wrote it, so that "ID" is Canvas's id of the user."""
        names = {plain(name) for name in self.header}
        return "id" in names and bool(
            names & {"sis login id", "sis user id", "student", "lastname"}
        )

    def column(self, meaning: str) -> int | None:
        """Return the number of the first column that holds something, such as "email"."""
        for index, name in enumerate(self.header):
            if self.meaning(name) == meaning:
                return index
        return None

    def meaning(self, name: str) -> str | None:
        """The field that a column's name stands for, or None; "ID" depends on the LMS."""
        if plain(name) == "id":
            return "lms_user_id" if self.canvas else "id"
        return MEANINGS.get(plain(name))

    def cell(self, row: Sequence[str], meaning: str) -> str:
        """Return what a row holds under a meaning; empty if there is no such column."""
        column = self.column(meaning)
        return "" if column is None else row[column].strip()


def plain(name: str) -> str:
    """A name in lower case, its spaces of whatever kind single."""
    return " ".join(name.replace("\u00a0", " ").split()).casefold()


def read_table(path: Path) -> Table:
    """Read a CSV file of any encoding and delimiter.

    Raises
    ------
    TableError
        If it is a workbook, too large or empty.
    """
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise TableError(
            f"{path} is a workbook, a table as text is expected: save it as 'CSV UTF-8' and give "
            "that file"
        )
    if len(data) > MOST_BYTES:
        raise TableError(f"{path} is too large for a table of a class: give the right file")
    text, encoding = decode(data)
    named = re.match(r"sep=(.)\r?\n", text)
    if named:
        text = text[named.end() :]
    delimiter = named[1] if named else find_delimiter(text)
    lines = [row for row in csv_rows(text, delimiter) if any(cell.strip() for cell in row)]
    if not lines:
        raise TableError(f"{path} is empty, a header and rows are expected: export it again")
    return Table(lines[0], lines[1:], delimiter, encoding)


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and its encoding; what is neither Unicode nor marked is taken for Excel's.

    >>> decode("Zoë".encode("utf-16-le")), decode("Zoë".encode("latin-1"))
    (('Zoë', 'utf-16-le'), ('Zoë', 'cp1252'))
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), "utf-16"
    sample = data[:2000]
    if sample and sample.count(0) * 4 > len(sample):
        encoding = "utf-16-be" if sample[::2].count(0) > sample[1::2].count(0) else "utf-16-le"
        return data.decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "cp1252"


def find_delimiter(text: str) -> str:
    """Return the sign by which the header splits into the most columns that are known here."""
    head = text[:20_000]

    def worth(delimiter: str) -> tuple[int, int]:
        row = next((row for row in csv_rows(head, delimiter) if any(row)), [])
        known = sum(plain(name) in MEANINGS or plain(name) == "id" for name in row)
        return known if len(row) > 1 else 0, len(row)

    return max(DELIMITERS, key=worth)


def csv_rows(text: str, delimiter: str) -> list[list[str]]:
    """The rows of a table as CSV, whose cells may be long and hold zero bytes."""
    csv.field_size_limit(MOST_BYTES)
    return list(csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter))


def write_table(path: Path, rows: Iterable[Sequence[str]], delimiter: str = ",") -> None:
    """Write rows as UTF-8; no cell is a formula, by whichever sign a spreadsheet splits them."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=delimiter)
        for row in rows:
            writer.writerow([cell if harmless(cell) else inert(cell) for cell in row])


def harmless(text: str) -> bool:
    """Whether a cell is a number, or has nothing that starts a formula or another line."""
    return bool(NUMBER.fullmatch(text)) or not (FORMULA.search(text) or CONTROLS.search(text))


def inert(text: str | None) -> str:
    r"""Return text that no spreadsheet takes for a formula, even one that splits it at semicolons.

    >>> inert('=HYPERLINK("http://x")'), inert("Ada"), inert(None)
    ('\'=HYPERLINK("http://x")', 'Ada', '')
    >>> inert("Ada;=cmd()")
    "Ada;'=cmd()"
    """
    return FORMULA.sub(r"\1'\g<before>", " ".join(CONTROLS.sub(" ", text or "").split()))


def name_of(table: Table, row: list[str]) -> str:
    """Return a student's name, first name first."""
    if name := table.cell(row, "name"):
        last, comma, first = name.partition(",")
        return f"{first.strip()} {last.strip()}" if comma else name
    return f"{table.cell(row, 'first_name')} {table.cell(row, 'last_name')}".strip()


def participants_of(table: Table) -> Iterator[tuple[str, list[str]]]:
    """Yield Moodle's number and the row of each participant.

    "Participant 90210" in the column "Identifier", or in whatever language: words and a number.
    """
    column = table.column("participant")
    if column is None and table.column("time") is None:
        first = [row[0] for row in table.rows]
        numbered = [cell for cell in first if re.fullmatch(r"[^\W\d][^\d]*\d+", cell.strip())]
        if (
            not first
            or len(numbered) < len(first)
            or len({re.sub(r"\d", "", c) for c in first}) > 1
        ):
            return
        column = 0
    for row in table.rows if column is not None else ():
        if found := re.search(r"(\d+)\s*$", row[column or 0]):
            yield found[1], row


def read_time(text: str, column: list[str], timezone: str) -> datetime:
    """Return a time in UTC; ``column`` shows whether day or month stands first between slashes.

    Moodle writes it in the language of who downloads (``userdate`` in
    ``mod/assign/gradingtable.php``, whose form and words are the language's). English and numbers
    are read.

    Raises
    ------
    ValueError
        Where a word is not English, day and month cannot be told apart, or it is no time.

    Examples
    --------
    >>> read_time("Sunday, 28 February 2027, 11:59 PM", [], "Europe/Rome")
    datetime.datetime(2027, 2, 28, 22, 59)
    >>> read_time("2027-02-28T23:59:00Z", [], "Europe/Rome")
    datetime.datetime(2027, 2, 28, 23, 59)
    >>> read_time("1/3/2027 23:59", ["1/3/2027 23:59", "28/2/2027 8:00"], "UTC")
    datetime.datetime(2027, 3, 1, 23, 59)
    """
    if unknown := set(re.findall(r"[^\W\d_]+", text.casefold())) - set(ENGLISH.split()):
        raise ValueError(f"{text}: {', '.join(sorted(unknown))}?")
    text = re.sub(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b", r"\3-\2-\1", text)
    if SLASHES.search(text):
        pairs = [(int(f[1]), int(f[2])) for f in map(SLASHES.search, column) if f]
        day_first, month_first = (any(pair[i] > 12 for pair in pairs) for i in (0, 1))
        if day_first == month_first:
            raise ValueError(f"{text}: which is the day, and which the month?")
        text = SLASHES.sub(r"\3-\2-\1" if day_first else r"\3-\1-\2", text)
    # Of three words with spaces between, parse_utc takes the third for a zone, even "PM".
    naive = parse_utc("\t".join(text.split()))
    if naive.year not in YEARS:
        raise ValueError(f"{text}: the year?")
    if re.search(r"(?:Z|UTC|GMT|[+-]\d\d:?\d\d)$", text.strip()):
        return naive
    local = naive.replace(tzinfo=ZoneInfo(timezone)) if timezone else naive.astimezone()
    return local.astimezone(UTC).replace(tzinfo=None)
