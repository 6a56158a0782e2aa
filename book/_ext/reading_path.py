"""The path through the book: how long a page takes, and how much it asks of its reader.

The directive ``path`` is a table of the pages that have a ``level`` in their front matter, with
what they ask of the reader (``about``) and the minutes they take. Minutes are computed when the
book is built, from the words of a page and the cells between them. In a sentence, the role
``{minutes}`embedding perplexity``` gives the time for the pages it names together.
"""

import math
import re
from pathlib import Path

import yaml
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole

HEADS = ("page", "what you do", "level", "min")
WIDTHS = (36, 44, 12, 8)  # percent
LEVELS = ("start", "core", "further")
WORDS_A_MINUTE = 200  # of a text with formulas, read to be understood
MINUTES_A_CELL = 0.5  # code or a figure that the page shows
MINUTES_A_QUESTION = 1.0  # a prediction, or a question at the end

_FRONT_MATTER = re.compile(r"\A---\n(.*?)^---\n", re.MULTILINE | re.DOTALL)
_CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_QUESTION = re.compile(r"^```\{self-check\}|\} Predict first$", re.MULTILINE)
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_HIDDEN = re.compile(r"\b(remove-cell|hide-input)\b")


def minutes(page: str) -> int:
    """Minutes to read a page, given as Markdown.

    >>> minutes("word " * 900 + "\\n```{code-cell} python\\n1 + 1\\n```\\n")
    5
    """
    prose = _CELL.sub("", _FRONT_MATTER.sub("", page))
    shown = [cell for cell in _CELL.findall(page) if "remove-cell" not in cell]
    code = [cell for cell in shown if "image:" in cell or not _HIDDEN.search(cell)]
    taken = (
        len(prose.split()) / WORDS_A_MINUTE
        + len(code) * MINUTES_A_CELL
        + len(_QUESTION.findall(page)) * MINUTES_A_QUESTION
    )
    return max(1, math.ceil(taken))


def spoken(total: int) -> str:
    """Minutes in words.

    >>> spoken(81), spoken(343)
    ('81 minutes', '6 hours')
    """
    return f"{total} minutes" if total < 100 else f"{round(total / 60)} hours"


def front_matter(page: str) -> dict:
    """What a page, given as Markdown, says of itself.

    >>> front_matter("---\\nlevel: core\\n---\\n# Page\\n")
    {'level': 'core'}
    """
    found = _FRONT_MATTER.match(page)
    return yaml.safe_load(found[1]) if found else {}


class Minutes(SphinxRole):
    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        folder = Path(self.env.doc2path(self.env.docname)).parent
        total = 0
        for name in self.text.split():
            file = folder / f"{name}.md"
            if not file.is_file():
                raise ValueError(f"the role 'minutes' names {name!r}, which is no page")
            self.env.note_dependency(str(file))
            total += minutes(file.read_text(encoding="utf-8"))
        return [nodes.Text(spoken(total))], []


class ReadingPath(SphinxDirective):
    """``{path}``: a table of all pages that have a level, in the order of ``_toc.yml``."""

    def run(self) -> list[nodes.Node]:
        root = Path(self.env.srcdir)
        self.env.note_dependency(str(root / "_toc.yml"))
        toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
        body = nodes.tbody()
        for part in toc["parts"]:
            rows = [row for chapter in part["chapters"] if (row := self._row(root, chapter))]
            if rows:
                body += [_part_row(part["caption"]), *rows]
        group = nodes.tgroup("", *(nodes.colspec(colwidth=w) for w in WIDTHS), cols=len(WIDTHS))
        group += [nodes.thead("", nodes.row("", *map(_cell, HEADS))), body]
        return [nodes.table("", group, classes=["reading-path"])]

    def _row(self, root: Path, chapter: dict) -> nodes.row | None:
        file = root / f"{chapter['file']}.md"
        self.env.note_dependency(str(file))
        page = file.read_text(encoding="utf-8")
        known = front_matter(page)
        if "level" not in known:
            return None
        if known["level"] not in LEVELS or not known.get("about"):
            raise self.error(
                f"{file.name}: its front matter needs a line 'about: ...', what its reader does, "
                f"and a level out of {LEVELS}; it has {known.get('level')!r}"
            )
        title = chapter.get("title") or _TITLE.findall(page)[0]
        link = addnodes.pending_xref(
            "", nodes.Text(title), refdomain="std", reftype="doc", refexplicit=True,
            reftarget=f"/{chapter['file']}", refdoc=self.env.docname,
        )  # fmt: skip
        cells = map(_cell, (known["about"], known["level"], str(minutes(page))))
        return nodes.row("", nodes.entry("", nodes.paragraph("", "", link)), *cells)


def _cell(text: str) -> nodes.entry:
    """A cell; what stands between backticks is code."""
    kinds = (nodes.Text, lambda code: nodes.literal(code, code))
    pieces = [kinds[i % 2](piece) for i, piece in enumerate(text.split("`")) if piece]
    return nodes.entry("", nodes.paragraph("", "", *pieces))


def _part_row(caption: str) -> nodes.row:
    name = nodes.paragraph("", "", nodes.strong("", caption))
    return nodes.row("", nodes.entry("", name, morecols=len(HEADS) - 1))


def setup(app: Sphinx) -> dict:
    app.add_role("minutes", Minutes())
    app.add_directive("path", ReadingPath)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
