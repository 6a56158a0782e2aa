"""The directive ``self-check``: a question whose choices explain themselves.

Written as a task list, in which the line after a choice explains it::

    ```{self-check}
    What is the loss, in nats, of a uniform guess over 65 characters?

    - [ ] $\\log_2 65$
      : That is the loss in *bits*.
    - [x] $\\ln 65$
      : Every character gets $1/65$, and the loss is minus its logarithm.
    ```

Every choice has an explanation, and at least one is right and one wrong. The page needs no server
and no script: a choice is a ``details`` element, which a click, Enter or the space bar opens, and a
screen reader announces. Choices of one question share a name, so that one is open at a time.
"""

import html
import re
from typing import NamedTuple

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

_CHOICE = re.compile(r"- \[(?P<mark>[ xX])\]\s+(?P<text>.+)")
_EXPLANATION = re.compile(r"\s+:\s+(?P<text>.+)")
_VERDICTS = {True: "Right.", False: "Not quite."}


class Choice(NamedTuple):
    """A choice as it is written: Markdown, each text with the line it begins on."""

    right: bool
    text: list[str]
    explanation: list[str]
    line: int


def read_choices(lines: list[str]) -> tuple[list[str], list[Choice]]:
    """Split the body of the directive into the question and its choices.

    >>> question, choices = read_choices(["Even?", "", "- [x] 2", "  : 2 is", "    twice 1."])
    >>> question, choices[0].right, choices[0].text, choices[0].explanation
    (['Even?', ''], True, ['2'], ['2 is', 'twice 1.'])
    """
    question: list[str] = []
    choices: list[Choice] = []
    open_text = question
    for number, line in enumerate(lines):
        if choice := _CHOICE.match(line):
            choices.append(Choice(choice["mark"] != " ", [choice["text"]], [], number))
            open_text = choices[-1].text
        elif choices and (explanation := _EXPLANATION.match(line)):
            open_text = choices[-1].explanation
            open_text.append(explanation["text"])
        else:
            open_text.append(line.strip() if choices else line)
    return question, choices


def complaint(question: list[str], choices: list[Choice]) -> str | None:
    """What is wrong with a self-check as it is written, or None."""
    if not "".join(question).strip():
        return "a self-check begins with its question"
    if {choice.right for choice in choices} != {True, False}:
        return "a self-check needs a right choice, '- [x]', and a wrong one, '- [ ]'"
    for choice in choices:
        if not choice.explanation:
            return f"the choice {' '.join(choice.text)!r} has no explanation, '  : ...'"
    return None


class self_check(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """A question and its choices."""


class choice_text(nodes.General, nodes.Element):  # noqa: N801
    """What a choice says."""


class choice_node(nodes.General, nodes.Element):
    """A choice, with its explanation."""


class SelfCheck(SphinxDirective):
    has_content = True

    def run(self) -> list[nodes.Node]:
        question, choices = read_choices(list(self.content))
        if wrong := complaint(question, choices):
            raise self.error(wrong)
        name = f"self-check-{self.env.new_serialno('self-check') + 1}"
        box = self._parse(question, 0, nodes.container(ids=[f"{name}-question"]))
        return [self_check("", box, *(self._choice(choice, name) for choice in choices), name=name)]

    def _choice(self, choice: Choice, name: str) -> nodes.Node:
        said = self._parse(choice.text, choice.line, choice_text())
        if len(said) == 1 and isinstance(said[0], nodes.paragraph):
            said = choice_text("", *said[0].children)
        why = self._parse(choice.explanation, choice.line + len(choice.text), nodes.container())
        verdict = nodes.strong("", _VERDICTS[choice.right])
        if isinstance(why[0], nodes.paragraph):
            why[0].insert(0, [verdict, nodes.Text(" ")])
        else:
            why.insert(0, nodes.paragraph("", "", verdict))
        return choice_node("", said, why, right=choice.right, name=name)

    def _parse(self, lines: list[str], offset: int, parent: nodes.Element) -> nodes.Element:
        source = self.get_source_info()[0]
        self.state.nested_parse(StringList(lines, source), self.content_offset + offset, parent)
        return parent


def visit_self_check(translator: HTML5Translator, node: nodes.Element) -> None:
    label = f"{node['name']}-question"
    translator.body.append(f'<div class="self-check" role="group" aria-labelledby="{label}">\n')
    translator.body.append('<p class="self-check-title">Self-check</p>\n')


def depart_self_check(translator: HTML5Translator, node: nodes.Element) -> None:
    translator.body.append("</div>\n")


def visit_choice(translator: HTML5Translator, node: nodes.Element) -> None:
    kind = "right" if node["right"] else "wrong"
    translator.body.append(f'<details class="choice {kind}" name="{node["name"]}">\n')


def depart_choice(translator: HTML5Translator, node: nodes.Element) -> None:
    translator.body.append("</details>\n")


def visit_text(translator: HTML5Translator, node: nodes.Element) -> None:
    words = "".join(text for text in node.findall(nodes.Text) if not _in_formula(text)).strip()
    # A formula alone is no name for a control (axe: summary-name); its TeX has to serve.
    label = "" if words else f' aria-label="{html.escape(node.astext())}"'
    translator.body.append(f"<summary{label}>")


def _in_formula(text: nodes.Text) -> bool:
    return isinstance(text.parent, nodes.math)


def depart_text(translator: HTML5Translator, node: nodes.Element) -> None:
    translator.body.append("</summary>\n")


def setup(app: Sphinx) -> dict:
    app.add_node(self_check, html=(visit_self_check, depart_self_check))
    app.add_node(choice_node, html=(visit_choice, depart_choice))
    app.add_node(choice_text, html=(visit_text, depart_text))
    app.add_directive("self-check", SelfCheck)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
