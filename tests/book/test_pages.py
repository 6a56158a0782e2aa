"""The sources of the book keep what its readers, the graders and the tests rely on."""

import ast
import inspect
import json
import re

import pytest

import lmcore
from tests.book.sources import (
    BOOK,
    ROOT,
    cited_chapters,
    code_cells,
    headings,
    pages,
    toc_entries,
)

PAGES = pages()
EXERCISE_PAGES = {name: text for name, text in PAGES.items() if "# Exercise " in text}
DRAWING_LINE = re.compile(r"(ax|axes|plt|figure|panels?)\b[.,=].*|.*\($")
NETWORKS = {"NeuralLM", "NeuralBigram", "DeepLM"}
# The scale at which embeddings start, and the pages that choose it on validation text.
CHOSEN_AT = {1.0, 0.05}
CHOSEN = re.compile(r"[<`(](where-you-start|two-layer-network-training)[>`)]")
DRAWS = re.compile(r"\bplt\.(subplots|figure|plot|imshow)\(|\bfigure\b")


@pytest.mark.parametrize("entry", toc_entries())
def test_every_toc_entry_is_a_page(entry):
    assert (ROOT / f"{entry}.md").is_file()


def test_every_page_is_in_the_toc():
    assert {page.stem for page in BOOK.glob("*.md")} == set(PAGES)


@pytest.mark.parametrize("name", EXERCISE_PAGES)
def test_exercise_page_begins_with_its_id_as_label(name):
    title = headings(PAGES[name])[0]
    assert re.fullmatch(r"Exercise 3\.\d+: .+", title)
    assert f"({name})=\n# {title}\n" in PAGES[name]


# Sections that had addresses on a page of their own before the page became three.
MOVED = {
    "two-layer-network-backward": [
        "From the loss to the logits",
        "Through a linear layer",
        "Through tanh, and to the table",
        "Is it right?",
        "Does the gradient arrive?",
    ],
    "two-layer-network-training": [
        "Does the loss fall?",
        "What does it know?",
        "What does it write?",
        "What does a step cost?",
    ],
}


@pytest.mark.parametrize("page", MOVED)
def test_the_old_address_of_a_section_leads_to_its_page(page):
    old = PAGES["two-layer-network"]
    for title in MOVED[page]:
        assert title in headings(PAGES[page])
        label = re.sub(r"\W+", "-", title.lower()).strip("-")
        after = old.partition(f"({label})=\n")[2]
        section = re.match(r"(\(.+\)=\n)*## .+\n(?s:.*?)(?=^## )", after, re.MULTILINE)
        assert section and f"{{ref}}`{page}`" in section[0], title


def test_labels_are_unique():
    labels = re.findall(r"^\(([\w.-]+)\)=$", "\n".join(PAGES.values()), flags=re.MULTILINE)
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("module, chapter, section", cited_chapters())
def test_section_a_failed_check_points_to_exists(module, chapter, section):
    title = chapter.replace(", ", ": ", 1)
    found = [headings(text) for text in PAGES.values() if headings(text)[0] == title]
    assert found, f"tests/hidden/{module}.py cites the chapter {title!r}, which no page has"
    assert section in found[0][1:], f"{title!r} has no section {section!r}"


def test_the_hidden_checks_cite_something():
    assert {module for module, _, _ in cited_chapters()} >= {"embedding", "softmax_stability"}


@pytest.mark.parametrize("name", PAGES)
def test_every_figure_has_alt_text(name):
    for cell in code_cells(PAGES[name]):
        if DRAWS.search(cell):
            alt = re.search(r"^    alt: (.+)$", cell, flags=re.MULTILINE)
            assert alt and len(alt[1]) > 40, f"a figure without alt text:\n{cell}"


@pytest.mark.parametrize("name", [name for name, text in PAGES.items() if "{code-cell}" in text])
def test_a_page_that_teaches_asks_two_questions_at_least(name):
    if name != "introduction":
        assert PAGES[name].count("```{self-check}\n") >= 2


@pytest.mark.parametrize("name", PAGES)
def test_code_fits_the_column(name):
    wide = [line for cell in code_cells(PAGES[name]) for line in cell.splitlines()
            if len(line) > 79 and not line.lstrip().startswith("alt:")]  # fmt: skip
    assert not wide


@pytest.mark.parametrize("name", PAGES)
def test_no_cell_gives_another_meaning_to_a_name_of_the_library(name):
    """A reader who runs the cell above once more would get something else."""
    nodes = [node for cell in code_cells(PAGES[name]) for node in ast.walk(statements(cell))]
    imported = {alias.name for node in nodes if isinstance(node, ast.ImportFrom)
                and str(node.module).startswith("lmcore") for alias in node.names}  # fmt: skip
    given = {node.id for node in nodes
             if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}  # fmt: skip
    assert imported & given == set()


def statements(cell: str) -> ast.Module:
    """The code of a cell without its options."""
    options = r"\A---\n.*?^---\n|\A:tags:[^\n]*\n"
    return ast.parse(re.sub(options, "", cell, flags=re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("name", PAGES)
def test_code_is_spaced_as_in_a_file(name):
    assert not [cell for cell in code_cells(PAGES[name]) if "\n\n\n\n" in cell]


@pytest.mark.parametrize("name", PAGES)
def test_every_network_of_a_page_starts_at_a_scale_that_was_chosen(name):
    """At 1.0 for letters, as 3.6 finds; at 0.05 for words, as 3.9 finds, or the page says why."""
    for cell in code_cells(PAGES[name]):
        for call in ast.walk(statements(cell)):
            if not isinstance(call, ast.Call) or ast.unparse(call.func) not in NETWORKS:
                continue
            scale = {option.arg: option.value for option in call.keywords}.get("embed_scale")
            assert scale is not None, f"embed_scale is not chosen in {ast.unparse(call)}"
            if isinstance(scale, ast.Constant):
                assert scale.value in CHOSEN_AT, ast.unparse(call)
                if scale.value != 1.0:
                    assert CHOSEN.search(PAGES[name]), "the page does not say why"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_uses_a_corpus_says_which(name):
    cells = "\n".join(code_cells(PAGES[name]))
    if "load_corpus" in cells:
        assert "corpus.name" in cells and "corpus.source" in cells


def solution_lines() -> set[str]:
    """The lines of code, free of spaces and comments, that solve an exercise."""
    lines = set()
    # The challenges and the mini-project are read by a person, and the book shows experiments.
    graded_alone = [ROOT / "exercises" / name for name in ("concepts", "implementation")]
    for notebook in (file for folder in graded_alone for file in folder.glob("*.ipynb")):
        for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
            source = "".join(cell["source"])
            for region in re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", source, re.S):
                lines |= {normalized(line) for line in region.splitlines()}
    # A line that only draws, or opens a call, is no answer: pages and notebooks share it.
    return {line for line in lines if len(line) > 12 and not DRAWING_LINE.match(line)}


def normalized(line: str) -> str:
    return re.sub(r"\s+|#.*", "", line).removeprefix("return")


@pytest.mark.parametrize("name", PAGES)
def test_no_page_gives_a_solution_away(name):
    text = "\n".join(normalized(line) for line in PAGES[name].splitlines())
    assert [line for line in solution_lines() if line in text] == []


def test_there_are_solutions_to_look_for():
    assert solution_lines()


@pytest.mark.parametrize(
    "file", [*BOOK.glob("_templates/*"), *BOOK.glob("_static/*.css"), ROOT / "_config.yml"]
)
def test_nothing_of_the_site_comes_from_elsewhere(file):
    addresses = set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+", file.read_text("utf-8")))
    assert addresses == set()


REFERENCE = "\n".join(text for name, text in PAGES.items() if name.startswith("api"))
SUMMARY = re.compile(r"^- \{py:\w+\}`~lmcore\.([\w.]+)\.(\w+)`: (.+)$", re.MULTILINE)


def test_the_reference_has_every_module_that_lmcore_exports():
    exported = re.findall(
        r"^from (lmcore\.[\w.]+) import", (ROOT / "lmcore/__init__.py").read_text(), re.MULTILINE
    )
    documented = re.findall(r"automodule:: (\S+)", REFERENCE)
    assert set(exported) <= set(documented)
    assert len(documented) == len(set(documented))


def test_the_reference_sums_up_every_public_name():
    summaries = {name: summary for _, name, summary in SUMMARY.findall(PAGES["api"])}
    assert summaries == {name: first_paragraph(getattr(lmcore, name)) for name in lmcore.__all__}


def first_paragraph(thing) -> str:
    return inspect.getdoc(thing).split("\n\n")[0].replace("\n", " ")


@pytest.mark.parametrize("name", [name for name, text in PAGES.items() if "@kept" in text])
def test_a_page_that_keeps_a_training_gives_its_mark_no_other_meaning(name):
    """A reader runs a cell again; a list called `kept` would stand where the mark was."""
    cells = code_cells(PAGES[name])
    assert any(
        re.search(r"^from lmcore import \([^)]*\bkept\b", cell, re.MULTILINE) for cell in cells
    )
    assert not [cell for cell in cells if re.search(r"\bkept\b[^=(\n]*=[^=]|\bfor kept\b", cell)]
