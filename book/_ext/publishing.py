"""What a published book tells search engines, social networks and contributors.

Every page describes itself by its first paragraph. Addresses come from the environment of whoever
publishes, so that the repository holds none:

``COURSE_URL``
    Where the site will be: canonical addresses, and a picture for links that are shared.
``COURSE_REPOSITORY``
    Where the sources are: buttons that suggest an edit of a page and open an issue about it.
"""

import html
import os

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

DESCRIPTION = (
    "A course on neural language models: softmax, embeddings and a two-layer network in NumPy, "
    "every answer computed on the page."
)
LONGEST = 160  # characters; search engines show no more
SHORTEST = 50


def read_addresses(app: Sphinx, config: Config) -> None:
    if url := os.environ.get("COURSE_URL"):
        config.html_baseurl = url.rstrip("/") + "/"
    if repository := os.environ.get("COURSE_REPOSITORY"):
        config.html_theme_options |= {
            "repository_url": repository.rstrip("/"),
            "repository_branch": os.environ.get("COURSE_BRANCH", "main"),
            "use_repository_button": True,
            "use_edit_page_button": True,
            "use_issues_button": True,
        }


def shortened(text: str) -> str:
    """At most `LONGEST` characters, cut after a sentence if there is one, else after a word.

    >>> shortened("One sentence that is long enough to describe something. " + "x" * 150)
    'One sentence that is long enough to describe something.'
    """
    text = " ".join(text.split())
    if len(text) <= LONGEST:
        return text
    start = text[: LONGEST - 1]
    end = max(start.rfind(mark) for mark in (". ", "? ", "! "))
    return start[: end + 1] if end >= SHORTEST else start.rpartition(" ")[0] + "…"


def describe(doctree: nodes.document | None) -> str:
    """The beginning of a page, as a description of it."""
    for paragraph in doctree.findall(nodes.paragraph) if doctree else ():
        text = paragraph.astext()
        plain = not any(paragraph.findall(nodes.math)) and isinstance(
            paragraph.parent, nodes.section
        )
        if plain and len(text) >= SHORTEST:
            return shortened(text)
    return DESCRIPTION


def head_tags(title: str, site: str, description: str, baseurl: str, page: str) -> str:
    """The description of a page and its Open Graph properties, as HTML."""
    properties = {
        "og:type": "article",
        "og:site_name": site,
        "og:title": title,
        "og:description": description,
    }
    if baseurl:
        properties["og:url"] = f"{baseurl}{page}.html"
        properties["og:image"] = f"{baseurl}_static/social.png"
        properties["og:image:alt"] = "A bar chart: probabilities of the next character"
    tags = [f'<meta name="description" content="{html.escape(description)}">']
    tags += [
        f'<meta property="{name}" content="{html.escape(value)}">'
        for name, value in properties.items()
    ]
    tags.append('<meta name="twitter:card" content="summary">')
    return "\n".join(tags)


def add_head_tags(app: Sphinx, pagename, templatename, context: dict, doctree) -> None:
    site = app.config.html_title or app.config.project
    title = nodes.unescape(context.get("title") or site)
    title = html.unescape(title)
    context["head_tags"] = head_tags(
        title, site, describe(doctree), app.config.html_baseurl, pagename
    )


def setup(app: Sphinx) -> dict:
    app.connect("config-inited", read_addresses, priority=100)
    app.connect("html-page-context", add_head_tags)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
