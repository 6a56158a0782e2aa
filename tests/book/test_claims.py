"""The sentences of the book fit the numbers beneath them, on either corpus.

Beside a sentence that depends on numbers stands a cell with the tags ``remove-cell`` and
``claims``. Readers do not see it. It holds assertions; the message of each quotes the sentence it
is about, so a changed sentence is found here, and a changed number fails the build of the page.
`.ci/run` builds the book on both corpora: Tiny Shakespeare, and the kingdom where there is neither
data nor network.
"""

import ast
import re
import sys

import pytest
from myst_nb.core.read import read_myst_markdown_notebook

from tests.book.sources import BOOK, ROOT, pages
from tests.machine import needed

sys.path.insert(0, str(ROOT / "tools"))
from execute_pages import Page, run  # noqa: E402  (a tool is no package)

PAGES = pages()
COMPUTED = {name: text for name, text in PAGES.items() if "```{code-cell}" in text}
LETTERED = {name: text for name, text in PAGES.items() if re.search(r"^## [a-d]\) ", text, re.M)}
PREDICTING = {name: text for name, text in PAGES.items() if "} Predict first\n" in text}
CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TAGS = re.compile(r"^:?tags: \[([^\]]*)\]$", re.MULTILINE)
# Words a reader can be asked to read at one sitting; code, its output and the folded hints of an
# exercise are not counted.
LONGEST_PAGE = 2500


def tags(cell: str) -> set[str]:
    found = TAGS.search(cell)
    return set(found[1].split(", ")) if found else set()


def claims(markdown: str) -> list[str]:
    """The code of the hidden cells that check what a page says."""
    cells = [cell for cell in CELL.findall(markdown) if "claims" in tags(cell)]
    return [TAGS.sub("", cell) for cell in cells]


def plain(text: str) -> str:
    """Text on one line, without the marks of emphasis and links."""
    text = re.sub(r"\{\w+(?::\w)?\}`([^`<]+?)(?:\s*<[^`>]+>)?`", r"\1", text)
    return re.sub(r"\s+", " ", re.sub(r"[*`$]", "", text))


def said(markdown: str) -> str:
    """All that a page says, in prose, headings, figures and printed sentences; no claims."""
    kept = CELL.sub(lambda cell: "" if "claims" in tags(cell[1]) else cell[0], markdown)
    return plain(kept)


@pytest.mark.parametrize("name", COMPUTED)
def test_a_page_that_computes_checks_what_it_says(name):
    if name != "introduction":
        assert claims(PAGES[name])


@pytest.mark.parametrize("name", COMPUTED)
def test_a_claim_is_hidden_and_only_asserts(name):
    for cell in CELL.findall(PAGES[name]):
        if "claims" in tags(cell):
            assert "remove-cell" in tags(cell)
            kinds = {type(node) for node in ast.parse(TAGS.sub("", cell)).body}
            assert kinds == {ast.Assert}, f"a claim does something else:\n{cell}"


@pytest.mark.parametrize("name", COMPUTED)
def test_a_claim_quotes_the_page(name):
    text = said(PAGES[name])
    for cell in claims(PAGES[name]):
        for node in ast.walk(ast.parse(cell)):
            if isinstance(node, ast.Assert):
                assert isinstance(node.msg, ast.Constant), ast.unparse(node)
                quoted = str(node.msg.value)
                assert plain(quoted) in text, f"the page does not say: {quoted}"


@pytest.mark.parametrize("name", COMPUTED)
def test_every_cell_runs_and_may_not_fail(name):
    for cell in CELL.findall(PAGES[name]):
        assert not tags(cell) & {"raises-exception", "skip-execution"}


@pytest.mark.parametrize("name", LETTERED)
def test_every_lettered_question_is_answered_in_a_box(name):
    sections = re.split(r"^## ", PAGES[name], flags=re.MULTILINE)
    for section in sections:
        if re.match(r"[a-d]\) ", section):
            answers = [cell for cell in CELL.findall(section) if "answer" in tags(cell)]
            assert len(answers) == 1, f"{len(answers)} answers to: {section.splitlines()[0]}"
            assert {"hide-input", "answer"} == tags(answers[0])
            assert re.search(r'^(    )?print\(f?"Answer: ', answers[0], re.MULTILINE)


@pytest.mark.parametrize("name", PREDICTING)
def test_every_prediction_is_resolved(name):
    for after in PAGES[name].split("} Predict first\n")[1:]:
        assert "Were you right?" in after, f"never resolved: {after.splitlines()[1]}"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_not_too_long(name):
    prose = re.sub(r"\A---\n.*?^---\n", "", PAGES[name], flags=re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^```\{exercise\}.*?^```$", "", prose, flags=re.MULTILINE | re.DOTALL)
    assert len(CELL.sub("", prose).split()) <= LONGEST_PAGE


@pytest.mark.parametrize("holds", [True, False], ids=["true", "false"])
def test_a_false_claim_fails_the_page(tmp_path, holds):
    page = tmp_path / "page.md"
    kernel = "---\nfile_format: mystnb\nkernelspec: {name: python3}\n---\n# Page\n\n"
    cell = "```{code-cell} python\n:tags: [remove-cell, claims]\nassert 1 < %d, 'Few.'\n```\n"
    page.write_text(kernel + "Few.\n\n" + cell % (2 if holds else 0))
    notebook = read_myst_markdown_notebook(page.read_text(), path=page)
    assert run(Page(page, notebook), timeout=60).failed is not holds


def test_ci_builds_the_book_on_both_corpora():
    ci = (ROOT / ".ci/run").read_text()
    offline = r"env -u LMCORE_DATA LMCORE_OFFLINE=1 XDG_CACHE_HOME=\S+ \\\n\s+make -C \S+ course\b"
    assert re.search(r"^make course$", ci, re.MULTILINE)
    assert re.search(offline, ci)
    assert "export LMCORE_DATA" in ci


def test_claims_stay_out_of_the_notebooks_for_readers():
    sys.path.insert(0, str(BOOK / "_ext"))
    as_notebook = needed("page_notebook").as_notebook
    for text in COMPUTED.values():
        sources = [cell.source for cell in as_notebook(text).cells if cell.cell_type == "code"]
        assert not {code.strip() for code in claims(text)} & {source.strip() for source in sources}
