"""Previews: what a link to the glossary or to the references leads to, on the spot.

The first time that a page uses a word of the glossary, the word becomes a link to it. Such links,
and those of citations, carry the text they lead to in ``data-preview``; ``live/previews.js`` shows
it while the pointer or the focus is on the link. Without the script they are links.
"""

import functools
import html
import re

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

GLOSSARY, REFERENCES = "book/glossary", "book/references"
SCRIPT = "previews"
# Words that stand in every other sentence: a page would be full of lines.
COMMON = {"batch", "bit", "context", "corpus", "layer", "loss", "token", "vocabulary", "window"}
# Lists of words and names themselves.
WITHOUT = re.compile(r"book/(glossary|references|api.*|instructor-guide|introduction)")

_LINK = re.compile(r'<a class="([^"]*)" href="(?:[\w./-]*/)?(glossary|references)\.html#([\w.-]+)"')
_SEE = re.compile(r"\s*See [\w ,-]+\.$")
_RUNNING = (nodes.section, nodes.bullet_list, nodes.enumerated_list, nodes.list_item)


class Word:
    """An entry of the glossary: where it is, what it says, and the page that explains it."""

    def __init__(self, term: nodes.term, definition: nodes.definition) -> None:
        self.name, self.anchor = term.astext(), term["ids"][0]
        self.text = _SEE.sub("", definition.astext().replace("\n", " "))
        self.pages = {x["reftarget"] for x in definition.findall(addnodes.pending_xref)}
        self.pattern = re.compile(rf"\b{re.escape(self.name)}s?\b", re.IGNORECASE)


def words(app: Sphinx) -> list[Word]:
    """The entries of the glossary, long names first: *weight decay* holds another word."""
    if GLOSSARY not in app.env.found_docs:
        return []
    items = app.env.get_doctree(GLOSSARY).findall(nodes.definition_list_item)
    found = [Word(item[0], item[-1]) for item in items]
    return sorted(found, key=lambda word: -len(word.name))


def running_texts(doctree: nodes.document) -> list[nodes.Text]:
    """The text of the paragraphs and lists of a page, outside of boxes, tables, links and code."""
    found = []
    for paragraph in doctree.findall(nodes.paragraph):
        above = paragraph.parent
        while isinstance(above, _RUNNING):
            above = above.parent
        if isinstance(above, nodes.document):
            found += [child for child in paragraph.children if isinstance(child, nodes.Text)]
    return found


def link_words(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Make the first use of each word of the glossary a link to it."""
    if app.builder.format != "html" or WITHOUT.fullmatch(docname):
        return
    address = app.builder.get_relative_uri(docname, GLOSSARY)
    page = docname.rpartition("/")[2]
    for word in words(app):
        if word.name in COMMON or page in word.pages:
            continue
        for text in running_texts(doctree):
            if use := word.pattern.search(text):
                link = nodes.reference(
                    "", use[0], internal=True, refuri=f"{address}#{word.anchor}", classes=["word"]
                )
                pieces = [nodes.Text(text[: use.start()]), link, nodes.Text(text[use.end() :])]
                text.parent.replace(text, [piece for piece in pieces if piece.astext()])
                break


@functools.cache  # the same for all pages of a build
def texts(app: Sphinx) -> dict[tuple[str, str], str]:
    """What stands at the anchors of the glossary and of the references."""
    known = {("glossary", word.anchor): word.text for word in words(app)}
    if REFERENCES in app.env.found_docs:
        doctree = app.env.get_and_resolve_doctree(REFERENCES, app.builder)
        for citation in doctree.findall(nodes.citation):
            label, *rest = [child.astext() for child in citation.children]
            for anchor in citation["ids"]:
                known["references", anchor] = " ".join(rest).replace("\n", " ")
    return known


def add_previews(app: Sphinx, pagename, templatename, context: dict, doctree) -> None:
    if doctree is None:
        return
    known = texts(app)

    def with_preview(link: re.Match) -> str:
        text = known.get((link[2], link[3]))
        return f'{link[0]} data-preview="{html.escape(text)}"' if text else link[0]

    body = context.get("body", "")
    context["body"] = _LINK.sub(with_preview, body)
    if " data-preview=" in context["body"]:
        script = context["pathto"](f"live/{SCRIPT}.js", 1)
        before = context.get("page_scripts", "")
        context["page_scripts"] = f'{before}\n<script defer src="{script}"></script>'


def setup(app: Sphinx) -> dict:
    app.connect("doctree-resolved", link_words)
    app.connect("html-page-context", add_previews, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
