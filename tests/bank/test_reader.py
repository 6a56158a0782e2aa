"""How the bank is read, and what a person reads who wrote a row or a file that cannot be."""

import pytest

from tests.bank import BankError, entries

TABLE = """
# Answers to `half`, a row each.
[right]
typed = 'half = 0.5'
computed = '''
import math

half = math.exp(-math.log(2))
'''

[wrong]
doubled = {says = "twice", answer = 'half = 2 * 0.5'}  # why it is there
quoted = {says = "'text'", answer = '''half = '0.5' + "0"'''}
"""


@pytest.fixture
def bank(tmp_path):
    (tmp_path / "topic").mkdir()
    return tmp_path


def test_rows_and_files_are_entries_of_one_kind(bank):
    (bank / "topic" / "half.toml").write_text(TABLE)
    for kind, above in {"right": "", "wrong": "# says: an axis\n"}.items():
        (bank / "topic" / "f" / kind).mkdir(parents=True)
        (bank / "topic" / "f" / kind / "dots.py").write_text(f"{above}def f(): ...\n")
    assert [entry[1:] for entry in entries(bank=bank)] == [
        ("f", True, "dots", "def f(): ...\n", ""),
        ("f", False, "dots", "def f(): ...\n", "an axis"),
        ("half", True, "computed", "import math\n\nhalf = math.exp(-math.log(2))\n", ""),
        ("half", True, "typed", "half = 0.5\n", ""),
        ("half", False, "doubled", "half = 2 * 0.5\n", "twice"),
        ("half", False, "quoted", "half = '0.5' + \"0\"\n", "'text'"),
    ]
    assert {entry.notebook for entry in entries(bank=bank)} == {"topic"}
    assert entries("topic", "half", bank) == entries("*", "half", bank) == entries(bank=bank)[2:]
    assert entries("another", bank=bank) == []


PATCHES = """
base = "loop"

[right]
shorter = {old = 'y = x', new = ''}

[wrong]
added = {says = "sign", old = 'x = x - 1', new = '''
if x:
    x = x + 1
'''}
written_out = {says = "zero", answer = 'def half(x): return 0'}
"""
LOOP = "def half(x):\n    x = x - 1\n    y = x\n    return x\n"


@pytest.fixture
def patches(bank):
    """A table of patches, and their base."""
    (bank / "topic" / "half" / "right").mkdir(parents=True)
    (bank / "topic" / "half" / "right" / "loop.py").write_text(LOOP)
    path = bank / "topic" / "half.toml"
    path.write_text(PATCHES)
    return path


def test_a_patch_is_its_base_with_other_lines(bank, patches):
    found = {entry.name: entry for entry in entries(bank=bank)}
    assert found["loop"].source == LOOP
    assert found["shorter"].source == LOOP.replace("    y = x\n", "")
    assert found["added"].source == LOOP.replace(
        "    x = x - 1\n", "    if x:\n        x = x + 1\n"
    )
    assert found["added"].says == "sign"
    assert found["written_out"].source == "def half(x): return 0\n"


BAD_PATCHES = {
    "lines that are not there": ("x = x - 1", "x = x - 2", "row added .*once in the base, got"),
    "lines that are there twice": ("return x", "y = x", "row shorter .*got them 2 times"),
    "no such base": ('"loop"', '"lop"', "name a file in .*right, got 'lop'"),
    "no base": ('base = "loop"', "", "row shorter .*expected the columns answer"),
    "no new lines": (", new = ''", "", "row shorter .*columns old and new"),
}


@pytest.mark.parametrize(("old", "new", "mend"), BAD_PATCHES.values(), ids=BAD_PATCHES)
def test_a_bad_patch_is_named_with_how_to_mend_it(old, new, mend, bank, patches):
    patches.write_text(PATCHES.replace(old, new, 1))
    if old == "return x":
        (bank / "topic" / "half" / "right" / "loop.py").write_text(LOOP.replace(old, new))
    with pytest.raises(BankError, match=f"(?s){mend}"):
        entries(bank=bank)


BAD_TABLES = {
    "no message": ("[wrong]\none = 'half = 1'", "row one under", "write NAME = {says ="),
    "no phrase": ("[wrong]\none = {answer = 'half = 1'}", "row one under", "expected .*says"),
    "no answer": ("[wrong]\none = {says = 'twice'}", "row one under", "expected .*answer"),
    "an empty phrase": ("[wrong]\none = {says = ' ', answer = 'half = 1'}", "row one", "says"),
    "an empty answer": ("[right]\none = ''", "row one under", "got ''.*write NAME = 'CODE'"),
    "a number": ("[right]\none = 1", "row one under", "write NAME = 'CODE'"),
    "another column": (
        "[wrong]\none = {says = 'a', answer = 'b', points = 1}", "row one under", "got .*points",
    ),
    "a phrase for a right one": (
        "[right]\none = {says = 'a', answer = 'b'}", "row one", "got says, answer",
    ),
    "a name twice": ("[right]\none = 'a'\nother = 'c'\none = 'b'", "row one:", "each row once"),
    "an unknown verdict": ("[nearly]\none = 'a'", "half.toml: ", "got nearly: rename or move it"),
    "no verdict": ("one = 'a'", "half.toml: ", "expected the heads .right. and .wrong."),
    "a quotation mark too few": ("[right]\none = 'a'\ntwo = 'b\n", "row two:", "code with q"),
    "a quotation mark too many": ("[right]\none = 'x'y'\ntwo = 'b'\n", "row one:", "code with"),
    "no bracket": (
        "[wrong]\none = 'a'\ntwo = {says = 'b', answer = '''\np = 1\n'''", "row two:", "code with",
    ),
    "no end": ("[right]\none = 'a'\ntwo = '''b\nc\n", "row two:", "between '''"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "row", "mend"), BAD_TABLES.values(), ids=BAD_TABLES)
def test_a_bad_row_is_named_with_its_file_and_how_to_mend_it(text, row, mend, bank):
    path = bank / "topic" / "half.toml"
    path.write_text(text)
    with pytest.raises(BankError, match=f"(?s){row}.*{mend}") as refused:
        entries(bank=bank)
    assert str(path) in str(refused.value)


BAD_FILES = {
    "no message": ("f/wrong/one.py", "f = 1\n", "begin it with `# says: `"),
    "an empty phrase": ("f/wrong/one.py", "# says:  \nf = 1\n", "a phrase of its message"),
    "an unknown verdict": (
        "f/nearly/one.py",
        "f = 1\n",
        "called right or wrong, got nearly",
    ),
    "a name in the table too": ("half/right/typed.py", "half = 1\n", "typed .*rename one of them"),
}


@pytest.mark.parametrize(("place", "text", "mend"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_is_named_with_how_to_mend_it(place, text, mend, bank):
    (bank / "topic" / "half.toml").write_text(TABLE)
    path = bank / "topic" / place
    path.parent.mkdir(parents=True)
    path.write_text(text)
    with pytest.raises(BankError, match=mend):
        entries(bank=bank)
