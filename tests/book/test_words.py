"""The words of the field, and plain English: what a reader can look up elsewhere."""

import ast
import json
import re
from collections.abc import Iterator

import pytest

from tests.book.sources import BOOK, ROOT, pages

PAGES = pages()
# Private or stilted words that the first edition had, with what to write instead.
PRIVATE = {
    r"\bmend(s|ed|ing)?\b": "fix",
    r"\b(is|are) dear\b|\b[Ii]s \w+ dear\?": "is expensive",
    r"\bfor ever\b": "forever",
    r"\bin place of\b": "instead of",
    r"\bway (back|forward)\b": "backward pass, forward pass",
    r"\bthe bend\b|\ba bend\b": "the nonlinearity, the activation function",
    r"\b(gradients?|slopes?|derivatives?)( of [^.$|]{1,40})? by (the|its|each|a|\$)":
        "with respect to",
    r"\bby the logits?\b": "with respect to the logits",
    r"\bslope by\b|\bgradient by\b": "with respect to",
    r"\bloss answers? to\b": "the loss changes with",
    r"\b(one|two|three|\d+|number|numbers|vector|column|character|bits|one row|with one row)"
    r" a (token|letter|row|word|position|column|line|logit|example|pair|character)\b": "per",
    r"\bprivilege of\b": "not only networks",
    r"\bbelong into\b": "belong in",
    r"\ba hair\b": "slightly",
    r"\bsmall sisters\b": "small letters",
    r"\bwith the same speed\b": "at the same rate",
    r"\byour mistake\b": "the KL divergence",
    r"\bknows no mercy\b": "plain English",
    r"\bthe mark to meet\b": "the value of real text",
    r"\bit only counts them differently\b": "only changes the shape",
    r"\bsurprise of\b": "judged by",
}  # fmt: skip
# Words that a reader will meet in every other text on the subject, and the page to find each on.
EXPECTED = {
    "with respect to": "two-layer-network-backward",
    "backpropagation": "two-layer-network-backward",
    "KL divergence": "cross-entropy",
    "word2vec": "embedding-geometry",
    "negative sampling": "embedding-geometry",
    "bias": "embedding-geometry",
    "tying": "embedding-visualization",
    "transformer": "context-window",
}
# One symbol, one meaning, on every page.
NOTATION = {
    r"\bU_1\b|\bU_2\b|\bV_s\b": "the weights for position s are W_1^{(s)}",
    r"\\odot\b(?=.*\\times)": "one sign for elementwise products",
}


NOTEBOOKS = sorted(ROOT.glob("exercises/*/*.ipynb"))
# What these programs say to their users: texts in the code, but not its names and comments.
PROGRAMS = sorted(
    file for pattern in ("grading/**/*.py", "lmcore/**/*.py", "tools/*.py", "tests/hidden/*.py")
    for file in ROOT.glob(pattern) if "templates" not in file.parts
    and file.name != "words.py"  # the language of the kingdom, whose carters mend carts
)  # fmt: skip
SCRIPTS = sorted(BOOK.glob("_extra/*/*.js"))


def private(text: str) -> list[str]:
    """The words of a text that nobody else uses, each with what to write instead."""
    return [f"{match[0]!r}: say {better!r}" for word, better in PRIVATE.items()
            for match in re.finditer(word, text)]  # fmt: skip


def spoken(source: str) -> Iterator[str]:
    """The texts of a Python program that are not documentation."""
    tree = ast.parse(source)
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in documentation:
            yield node.value if isinstance(node.value, str) else ""


def prose(markdown: str) -> str:
    """A page without the code of its cells, alt texts and titles kept."""
    lines: list[str] = []
    for block in re.split(r"(^```\{code-cell\}.*?^```$)", markdown, flags=re.M | re.S):
        kept = re.findall(r'alt: .*|"[^"\n]*"', block) if block.startswith("```{code") else [block]
        lines += kept
    return "\n".join(lines)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_speaks_the_language_of_the_field(name):
    assert private(prose(PAGES[name])) == []


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_speaks_the_language_of_the_field(notebook):
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    assert private("\n".join("".join(cell["source"]) for cell in cells)) == []


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_message_speaks_the_language_of_the_field(program):
    assert [found for text in spoken(program.read_text("utf-8")) for found in private(text)] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_widget_speaks_the_language_of_the_field(script):
    assert private(script.read_text("utf-8")) == []


def test_the_glossary_is_in_alphabetical_order():
    entries = PAGES["glossary"].partition(":::{glossary}\n")[2].partition("\n:::")[0]
    terms = [entry.partition("\n")[0] for entry in entries.split("\n\n")]
    letters = [re.sub(r"[^a-z0-9]", "", term.casefold()) for term in terms]
    assert letters == sorted(letters)


@pytest.mark.parametrize("word, page", EXPECTED.items())
def test_the_words_of_the_field_are_there(word, page):
    assert word.lower() in PAGES[page].lower()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_the_notation(name):
    found = [rule for symbol, rule in NOTATION.items() if re.search(symbol, PAGES[name])]
    assert found == []
