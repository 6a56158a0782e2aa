"""The Sphinx extensions of the book."""

import json
import re
import sys
from types import SimpleNamespace

import nbformat
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.book.sources import BOOK
from tests.machine import needed

sys.path.insert(0, str(BOOK / "_ext"))
lean_pages = needed("lean_pages")
page_notebook = needed("page_notebook")
icon_font = needed("icon_font")
released_notebook = needed("released_notebook")
self_check = needed("self_check")
native_math = needed("native_math")
printed_lines = needed("printed_lines")
exercise = needed("exercise")
live_cells = needed("live_cells")


def test_formula_becomes_mathml_without_font_or_script():
    html = native_math.mathml(r"\frac{a}{b}")
    assert "<mfrac><mi>a</mi><mi>b</mi></mfrac>" in html
    assert "katex-html" not in html


def test_display_formula_is_a_block():
    assert 'display="block"' in native_math.mathml("x", display=True)
    assert 'display="block"' not in native_math.mathml("x")


@pytest.mark.parametrize("tex, spaced", [
    (r"\log p", True), (r"\log_2 65", True), (r"\max_j z_j", True), (r"\log \frac{a}{b}", True),
    (r"\log(x)", False), (r"\log_2(x)", False), (r"-\log\bigl(x\bigr)", False), ("x", False),
])  # fmt: skip
def test_the_name_of_a_function_stands_apart_from_what_it_is_applied_to(tex, spaced):
    assert ("<mspace" in native_math.mathml(tex)) == spaced


@pytest.mark.parametrize("tex", [r"\frac{a", r"\nosuchcommand", r"x^a^b"])
def test_bad_tex_is_an_error(tex):
    with pytest.raises(native_math.pykatex.ParseError):
        native_math.mathml(tex)


@given(st.integers(0, 10**9))
@settings(deadline=None, max_examples=20)
def test_numbers_survive(number):
    assert f"<mn>{number}</mn>" in native_math.mathml(str(number))


@pytest.mark.parametrize(
    "before, after",
    [
        ('<script src="a.js"></script>', '<script defer src="a.js"></script>'),
        ('<script defer src="a.js"></script>', '<script defer src="a.js"></script>'),
        ('<script async="async" src="a.js">', '<script async="async" src="a.js">'),
        ('<script src="_static/doctools.js?v=1">', '<script src="_static/doctools.js?v=1">'),
        ('<script src="documentation_options.js">', '<script src="documentation_options.js">'),
        ('<script defer src="scripts/fontawesome.js?digest=1"></script>', ""),
        ("<script>let a = 1</script>", "<script>let a = 1</script>"),
    ],
)
def test_lean_scripts(before, after):
    assert lean_pages.lean_scripts(before) == after


GOOD = [
    "What is $1 + 1$?",
    "",
    "- [ ] 3",
    "  : One too",
    "    many.",
    "- [x] 2,",
    "  or II",
    "  : So.",
]


def test_a_self_check_is_a_question_and_choices():
    question, choices = self_check.read_choices(GOOD)
    assert question == ["What is $1 + 1$?", ""]
    assert [choice.right for choice in choices] == [False, True]
    assert choices[0].explanation == ["One too", "many."]
    assert choices[1].text == ["2,", "or II"]
    assert [choice.line for choice in choices] == [2, 5]
    assert self_check.complaint(question, choices) is None


@pytest.mark.parametrize(
    "lines, said",
    [
        (GOOD[2:], "question"),
        (GOOD[:5], "right choice"),
        (GOOD[:2] + GOOD[5:], "wrong one"),
        (GOOD[:3] + GOOD[5:], "'3' has no explanation"),
    ],
)
def test_a_self_check_that_lacks_something_is_an_error(lines, said):
    assert said in self_check.complaint(*self_check.read_choices(lines))


PAGE = """---
file_format: mystnb
kernelspec:
  name: python3
---

(here)=
# Title

See {ref}`this page <there>` {cite:p}`bengio2003`.

:::{admonition} Predict first
:class: tip
What is 1 + 1?
:::

```{code-cell} python
:tags: [wrap-output]
print(1 + 1)
```

```{self-check}
Even?

- [x] 2
  : Twice 1.
- [ ] 3
  : One too many.
```
"""


def test_a_page_becomes_a_notebook_of_plain_markdown():
    notebook = page_notebook.as_notebook(PAGE)
    page_notebook.nbformat.validate(notebook)
    preface, title, code, check = notebook.cells
    assert "lmcore" in preface.source
    assert title.source.startswith("# Title\n\nSee this page [bengio2003].")
    assert "> **Predict first**\n>\n> What is 1 + 1?" in title.source
    assert (code.cell_type, code.source) == ("code", "print(1 + 1)")
    assert "> - 2\n>   *Why?* Twice 1." in check.source
    assert page_notebook.as_notebook(PAGE) == notebook


def test_the_icons_of_pages_and_of_the_theme_are_kept():
    style = (
        ':root{--pst-icon-bell:"\\f0f3"}.fa-sun:before{content:"\\f185"}.fa-x:before{content:"x"}'
    )
    other = 'a:before{content:"\\f107"}'
    kept = icon_font.used_characters(['<i class="fa-solid fa-sun">'], style, [other])
    assert kept == {"\uf0f3", "\uf107", "\uf185"}


def test_the_font_of_icons_is_cut_down_and_still_a_font():
    theme = icon_font.Path(icon_font.pydata_sphinx_theme.__file__).parent
    font = (theme / "theme/pydata_sphinx_theme/static" / icon_font.FONT).read_bytes()
    small = icon_font.cut_down(font, {"\uf0f3", "\uf185"})
    assert len(small) < len(font) / 20
    assert set(icon_font.TTFont(icon_font.io.BytesIO(small)).getBestCmap()) == {0xF0F3, 0xF185}


def test_binder_is_off_until_a_repository_is_named():
    config = yaml.safe_load((BOOK.parent / "_config.yml").read_text())
    assert config["sphinx"]["config"]["course_binder"] == ""
    assert released_notebook.binder_address("ada/nlm", "concepts/hidden-layer.ipynb") == (
        "https://mybinder.org/v2/gh/ada/nlm/HEAD?labpath=concepts%2Fhidden-layer.ipynb"
    )


@pytest.mark.parametrize("repository", ["", "ada/nlm"])
def test_a_page_offers_binder_only_where_it_is_configured(repository):
    directive = object.__new__(released_notebook.ReleasedNotebook)
    directive.state = SimpleNamespace(
        document=SimpleNamespace(
            settings=SimpleNamespace(
                env=SimpleNamespace(config=SimpleNamespace(course_binder=repository))
            )
        )
    )
    parts = directive._download("release/concepts/hidden-layer.ipynb")
    links = [part["refuri"] for part in parts if "refuri" in getattr(part, "attributes", {})]
    assert links == (
        [released_notebook.binder_address(repository, "concepts/hidden-layer.ipynb")]
        if repository
        else []
    )


def test_what_a_cell_prints_in_pieces_is_put_together_as_it_was_printed():
    pieces = ["king 41", "\n  queen 3", "61\n", "man"]
    outputs = [{"output_type": "stream", "name": "stdout", "text": text} for text in pieces]
    kept = [dict(output) for output in outputs]
    (merged,) = printed_lines.coalesce_streams(outputs)
    assert merged["text"] == "king 41\n  queen 361\nman\n"
    assert outputs == kept


def notebook_of(*cells: tuple[str, str, dict]):
    """A notebook of cells: kind, source, and nbgrader's marks."""
    made = []
    for kind, source, marks in cells:
        cell = getattr(nbformat.v4, f"new_{kind}_cell")(source)
        cell.metadata["nbgrader"] = nbformat.from_dict(marks)
        made.append(cell)
    return nbformat.v4.new_notebook(cells=made)


TASK = ("markdown", "Before.\n\n## Your task\n\nDo it.", {})
ANSWER = ("code", "x = ...", {"grade_id": "x", "grade": False, "solution": True})
TEST = ("code", "assert x", {"grade_id": "x_test", "grade": True, "solution": False})
HIDDEN = ("code", "# More tests run here.", {"grade_id": "x_hidden", "grade": True})
GIVEN = ("code", "import numpy as np\nprint(np.e)\nclass Given:\n    y = 1", {})


def test_an_exercise_takes_from_the_notebook_what_belongs_to_its_answer():
    place = exercise.Place(notebook_of(GIVEN, TASK, ANSWER, GIVEN, TEST, HIDDEN, GIVEN))
    assert (place.title, place.task.strip()) == ("Your task", "Do it.")
    assert [exercise.grade_id(cell) for cell in place.tests] == ["x_test"]
    given = {"given": "import numpy as np\nclass Given:\n    y = 1"}
    assert place.before == [given, {"answer": "x"}, given]


@pytest.mark.parametrize(
    "cells, name, said",
    [
        ([TASK, ANSWER, TEST], "y", "has to name one of the notebook's answers: x"),
        ([TASK, ANSWER, HIDDEN], "x", "a visible test after it"),
        ([GIVEN, ANSWER, TEST], "x", "a cell with a task"),
        ([TASK, ANSWER, TEST, TASK, ANSWER, TEST], "", "has to name one"),
    ],
)
def test_an_exercise_that_lacks_something_is_an_error(cells, name, said):
    with pytest.raises(ValueError, match=said):
        exercise.Place(notebook_of(*cells), name)


def test_what_is_in_a_page_for_scripts_cannot_end_their_script():
    script = exercise.json_script("x", {"a": "</script><b>"}).astext()
    assert script.count("<") == 2 and json.loads(script[script.index("{") : -9]) == {
        "a": "</script><b>"
    }


def test_a_page_knows_its_cells_times_and_what_a_reader_is_spared(tmp_path, monkeypatch):
    page = tmp_path / "page.md"
    header = "---\nfile_format: mystnb\nkernelspec: {name: python3}\n---\n# Page\n"
    page.write_text(header + "".join(f"```{{code-cell}} python\n{it}\n```\n" for it in "abc"))
    monkeypatch.setenv("LMCORE_KEEP", str(tmp_path))
    cell_times = live_cells.cell_times
    lines = [
        json.dumps({"cell": cell_times.name_of(cell), "seconds": seconds})
        for cell, seconds in {"a": 0.04, "b": 12.34}.items()
    ]
    (tmp_path / cell_times.FILE).write_text("\n".join(lines))
    for name, cell in {"one": "b", "two": "b", "other": "elsewhere = 1"}.items():
        live_cells.keeping.save(tmp_path / f"{name}.npz", [1], {"seconds": 5.2, "cell": cell})
    kept = live_cells.kept_results(page)
    assert sorted(file.stem for file in kept) == ["one", "two"]
    cells = [{"cell_index": index} for index in (1, 2, 3)]  # the title is the first
    assert live_cells.times(page, cells, kept) == [
        {"seconds": 0.0, "kept": 0.0, "trains": False},
        {"seconds": 12.3, "kept": 10.4, "trains": True},
        {"seconds": 0.0, "kept": 0.0, "trains": False},
    ]
    address = live_cells.kept_address(tmp_path / "one.npz")
    assert re.fullmatch(r"kept/one\.npz\?[0-9a-f]{12}", address)
    monkeypatch.delenv("LMCORE_KEEP")
    assert live_cells.kept_results(page) == {}


@pytest.mark.parametrize("code, trains", [
    ("history = fit(model, data)", True), ("fit(model, data)", True),
    ("chain = MarkovChain(2).fit(train, V)", False), ("losses = [train_for(m) for m in two]", True),
    ("def train_network(ids):\n    return ids", False), ("model.train_step(batch)", True),
    ("train, test = split(ids)", False), ("print(len(train_ids))", False),
])  # fmt: skip
def test_a_cell_that_trains_is_known_by_its_calls(code, trains):
    assert bool(live_cells.TRAINS.search(code)) == trains
