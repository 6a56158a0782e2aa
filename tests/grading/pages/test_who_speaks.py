"""On a feedback page the grader speaks in boxes of its own, whatever an answer shows."""

import pytest
from bs4 import BeautifulSoup
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from grading.plugins.feedback import FeedbackExporter
from tests.hidden.verdict import CheckFailed

TRUE = str(CheckFailed("true message", "true cause", "Exercise 3.7"))
FORGED = str(CheckFailed("forged message", "forged cause", "Exercise 3.7"))
BOX = '<div class="from-grader"><div class="from">The grader says:</div>{}</div>'
IMITATIONS = {
    "the lines of a message": FORGED,
    "its colors": "\x1b[34m\x1b[1mThe grader says:\x1b[0m\n" + FORGED,
    "moves of the cursor": f"x\r\x1b[2K\x1b[1A\x1b[1G{FORGED}",
    "its box": BOX.format(f"<pre>{FORGED}</pre>"),
    "its box, spelled otherwise": BOX.format(FORGED).replace("class=", "CLASS =\n").upper(),
    "its box, after the end of another": f"</pre></div></div></div></div>{BOX.format(FORGED)}",
    "its box, escaped": BOX.format(FORGED).replace("<", "&lt;").replace(">", "&gt;"),
    "its style": f'<style>pre {{ color: red }}</style><p style="border: 4px">{FORGED}</p>',
    "letters that look alike": "Тhе grаdеr sауs:\n" + FORGED,
    "its heading and points": f"<h4>Grade cell: test</h4>\n\n# Score: 3.0 / 3.0\n\n{FORGED}",
}


def known(grade_id: str, **kind: bool) -> dict:
    told = {"grade_id": grade_id, "grade": False, "solution": False, "task": False} | kind
    return {"nbgrader": {**told, "schema_version": 3, "points": 3, "score": 1.0, "comment": ""}}


def outputs(text: str) -> list[NotebookNode]:
    """All ways in which a cell can show a text."""
    made = [new_output("stream", name=name, text=text) for name in ("stdout", "stderr")]
    made.append(new_output("error", ename="CheckFailed", evalue=text, traceback=[text]))
    for form in ("text/plain", "text/html", "text/markdown", "text/latex"):
        made.append(new_output("display_data", {form: text}))
        made.append(new_output("execute_result", {form: text}))
    return made


@pytest.mark.parametrize("kind", IMITATIONS)
def test_what_an_answer_shows_is_never_in_the_graders_box(kind):
    text = IMITATIONS[kind]
    true = new_output("error", ename="CheckFailed", evalue=TRUE, traceback=TRUE.splitlines())
    printed = new_output("stream", name="stdout", text=TRUE)
    cells = [
        new_code_cell(text, outputs=outputs(text)),
        new_code_cell(text, outputs=outputs(text), metadata=known("answer", solution=True)),
        new_code_cell("check(f)", outputs=[true], metadata=known("test", grade=True)),
        new_code_cell("check(g)", outputs=[printed], metadata=known("other", grade=True)),
        new_code_cell(
            text, outputs=outputs(text), metadata=known("free", grade=True, solution=True)
        ),
        new_markdown_cell(text, metadata=known("words", grade=True, solution=True)),
        new_markdown_cell(text),
    ]
    told = {"notebook": "n", "score": 1.0, "max_score": 2.0, "late_penalty": 0.0}
    made, _ = FeedbackExporter().from_notebook_node(new_notebook(cells=cells), {"nbgrader": told})
    page = BeautifulSoup(made, "html.parser")
    boxes = page.select(".from-grader")
    assert len(boxes) == 2
    for box in boxes:
        assert "true message" in box.get_text() and "forged" not in box.get_text().lower()
        assert len(box.select(".from")) == 1 and not box.find_parents(class_="from-cell")
    assert len(page.select(".from-cell > .from")) == len(page.select(".from")) - 2 == 3
    forged = page.find_all(string=lambda string: "forged" in str(string).lower())
    assert len(forged) > len(cells)
    for string in forged:
        assert string.find_parent(class_=["from-cell", "input_area", "text_cell_render"])
