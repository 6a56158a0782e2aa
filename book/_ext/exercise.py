"""The directive ``exercise``: an answer of a released notebook, to be written in the page.

On a page with live cells::

    ```{exercise} implementation/softmax-stability
    :answer: log_softmax

    1. A nudge: what to look at.
    2. The plan: which steps there are.
    3. Almost: what one stumbles over, and still not the answer.
    ```

The page gets the task in the notebook's own words, the stub, the hints, each of which opens the
next, and the visible tests. All of it comes from ``release/``, where no solution and no hidden test
is. The scripts in ``book/_extra/live`` make it live; without them it can be read.
"""

import ast
import hashlib
import html
import json
import re

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from nbformat import NotebookNode, reads
from released_notebook import released_text
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

SCRIPTS = ("notebook-file", "exercise")
HINTS = ("a nudge", "the plan", "almost there")
_TASK = re.compile(r".*^## ([^\n]+)\n(.*)", re.DOTALL | re.MULTILINE)
_GIVEN = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)


def grade_id(cell: NotebookNode) -> str:
    """The name under which a cell is graded; empty for a cell that is not."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def is_answer(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def is_visible_test(cell: NotebookNode) -> bool:
    """Whether a cell tests an answer; where hidden tests will stand, only a comment does."""
    marks = cell.metadata.get("nbgrader", {})
    tests = marks.get("grade") and not marks.get("solution") and cell.cell_type == "code"
    return bool(tests and ast.parse(cell.source).body)


def given(source: str) -> str:
    """What code that a notebook gives brings along, without what it computes and draws.

    >>> given("import numpy as np\\nprint(1)\\n\\ndef f():\\n    return 2")
    'import numpy as np\\ndef f():\\n    return 2'
    """
    kept = [node for node in ast.parse(source).body if isinstance(node, _GIVEN)]
    return "\n".join(ast.get_source_segment(source, node) or "" for node in kept)


class Place:
    """An answer in its notebook, and what belongs to it.

    Parameters
    ----------
    notebook : NotebookNode
        As it was released.
    name : str
        The answer's grade_id; empty for the only one.

    Raises
    ------
    ValueError
        If the notebook has no such answer, no task before it, or no visible test after it.
    """

    def __init__(self, notebook: NotebookNode, name: str = ""):
        cells = notebook.cells
        answers = [i for i, cell in enumerate(cells) if is_answer(cell)]
        chosen = [i for i in answers if grade_id(cells[i]) == name or not name]
        if len(chosen) != 1:
            known = ", ".join(grade_id(cells[i]) for i in answers)
            raise ValueError(f"':answer:' has to name one of the notebook's answers: {known}")
        (at,) = chosen
        end = min((i for i in answers if i > at), default=len(cells))
        self.answer = cells[at]
        self.tests = [cell for cell in cells[at:end] if is_visible_test(cell)]
        task = _TASK.fullmatch(cells[at - 1].source) if at else None
        if not self.tests or task is None:
            raise ValueError(
                f"{grade_id(self.answer)} needs a cell with a task, '## ...', right before it and "
                "a visible test after it"
            )
        self.title, self.task = task.groups()
        self.before = self._before(cells[: cells.index(self.tests[-1])])

    def _before(self, cells: list[NotebookNode]) -> list[dict[str, str]]:
        """What has to run before the tests: given code, and answers by their names."""
        parts = []
        for cell in (cell for cell in cells if cell.cell_type == "code"):
            if is_answer(cell):
                parts.append({"answer": grade_id(cell)})
            elif not grade_id(cell) and (code := given(cell.source)):
                parts.append({"given": code})
        return parts


def json_script(css_class: str, content: object, **data: str) -> nodes.raw:
    """Data for the page's scripts."""
    text = json.dumps(content, ensure_ascii=False).replace("<", "\\u003c")
    attributes = "".join(f' data-{name}="{html.escape(value)}"' for name, value in data.items())
    script = f'<script type="application/json" class="{css_class}"{attributes}>{text}</script>'
    return nodes.raw("", script, format="html")


class exercise(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """An exercise: its title, task, answer, hints and tests."""


class unfolding(nodes.General, nodes.Element):  # noqa: N801
    """What a click opens; its attribute ``summary`` is always seen."""


class Exercise(SphinxDirective):
    required_arguments = 1
    has_content = True
    option_spec = {"answer": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        self.env.note_reread()  # whether the notebook is there may change between builds
        path = self.arguments[0]
        hints = self._hints()
        text = released_text(self.env.srcdir / f"release/{path}.ipynb")
        if text is None:
            words = "The exercise appears here once the notebooks are made, with make release."
            return [nodes.paragraph("", words)]
        notebook = reads(text, as_version=4)
        try:
            place = Place(notebook, self.options.get("answer", ""))
        except ValueError as wrong:
            raise self.error(f"{path}: {wrong}") from wrong
        name = grade_id(place.answer)
        box = exercise("", title=place.title, notebook=path, answer=name)
        box += self._parse(place.task.splitlines(), nodes.container(classes=["exercise-task"]))
        box += self._code(place.answer, "exercise-answer")
        box += self._place_for_tools(name)
        box += hints
        box += [self._test(path, cell) for cell in place.tests]
        box += json_script("exercise-before", place.before)
        box += self._notebook(path, text)
        return [box]

    def _parse(self, lines: list[str], parent: nodes.Element) -> nodes.Element:
        source = self.get_source_info()[0]
        self.state.nested_parse(StringList(lines, source), self.content_offset, parent)
        return parent

    def _hints(self) -> nodes.Element:
        """The hints, each inside of the one before it."""
        said = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, said)
        listed = said[0] if len(said) == 1 else None
        if not isinstance(listed, nodes.enumerated_list) or len(listed) != len(HINTS):
            raise self.error(f"an exercise needs {len(HINTS)} hints: {', '.join(HINTS)}")
        inner: list[nodes.Node] = []
        for number, kind in reversed([*enumerate(HINTS)]):
            summary = f"Hint {number + 1} of {len(HINTS)}: {kind}"
            inner = [unfolding("", *listed[number].children, *inner, summary=summary, kind="hint")]
        return nodes.container("", *inner, classes=["exercise-hints"])

    def _code(self, cell: NotebookNode, css_class: str) -> nodes.Element:
        block = nodes.literal_block(cell.source, cell.source, language="python")
        return nodes.container("", block, classes=[css_class])

    def _place_for_tools(self, name: str) -> nodes.raw:
        """Where live/exercise.js puts its buttons, what a run prints, and what it came to."""
        help_ = (
            "Shift + Enter runs the test, Tab or Escape leaves the editor, Ctrl + ] and Ctrl + [ "
            "indent."
        )
        return nodes.raw(
            "",
            '<div class="exercise-tools"></div>'
            f'<p class="exercise-help" id="exercise-help-{html.escape(name)}" hidden>{help_}</p>'
            '<div class="exercise-verdict" role="status"></div>'
            '<div class="exercise-output"></div>',
            format="html",
        )

    def _test(self, path: str, cell: NotebookNode) -> nodes.Element:
        points = cell.metadata.nbgrader.points
        summary = f"The visible test ({points:g} point{'s' if points != 1 else ''})"
        code = self._code(cell, "exercise-test-code")
        return unfolding(
            "", code, summary=summary, kind="exercise-test", path=path, test=grade_id(cell)
        )

    def _notebook(self, path: str, text: str) -> list[nodes.raw]:
        """The notebook itself, once a page: answers are put into it without a request."""
        there = self.env.temp_data.setdefault("exercise_notebooks", set())
        if path in there:
            return []
        there.add(path)
        version = hashlib.sha256(text.encode()).hexdigest()[:12]
        return [json_script("exercise-notebook", json.loads(text), notebook=path, version=version)]


def visit_exercise(translator: HTML5Translator, node: nodes.Element) -> None:
    title = html.escape(node["title"])
    where = f'data-notebook="{node["notebook"]}" data-answer="{node["answer"]}"'
    translator.body.append(f'<div class="exercise" role="group" aria-label="{title}" {where}>\n')
    translator.body.append(f'<p class="exercise-title">{title}</p>\n')


def depart_exercise(translator: HTML5Translator, node: nodes.Element) -> None:
    translator.body.append("</div>\n")


def visit_unfolding(translator: HTML5Translator, node: nodes.Element) -> None:
    test = node.get("test")
    data = f' data-test="{test}" data-goal="{node["path"]} {test}"' if test else ""
    translator.body.append(f'<details class="{node["kind"]}"{data}>\n')
    translator.body.append(f"<summary>{html.escape(node['summary'])}</summary>\n")


def depart_unfolding(translator: HTML5Translator, node: nodes.Element) -> None:
    translator.body.append("</details>\n")


def load_scripts(app: Sphinx, pagename, templatename, context: dict, doctree) -> None:
    if not doctree or not any(doctree.findall(exercise)):
        return
    folder = context["pathto"]("live", 1)
    tags = [f'<link rel="stylesheet" href="{folder}/exercise.css">']
    tags += [f'<script defer src="{folder}/{name}.js"></script>' for name in SCRIPTS]
    context["page_scripts"] = context.get("page_scripts", "") + "\n".join(tags)


def setup(app: Sphinx) -> dict:
    app.add_node(exercise, html=(visit_exercise, depart_exercise))
    app.add_node(unfolding, html=(visit_unfolding, depart_unfolding))
    app.add_directive("exercise", Exercise)
    app.connect("html-page-context", load_scripts, priority=600)  # after those of live cells
    return {"parallel_read_safe": True, "parallel_write_safe": True}
