"""Smaller and more accessible pages: what the theme's own options cannot change.

The templates in ``book/_templates`` call ``lean_scripts``; the theme's icons work without the
script that is dropped here, from the font its style sheet brings along.
"""

import re

from sphinx.application import Sphinx

# 540 kB gzip that turn icons of the font into SVG.
_FONT_AWESOME = re.compile(r"<script[^>]*fontawesome\.js[^>]*>\s*</script>")
# Scripts that inline scripts rely on, or that wait already, stay as they are.
_BLOCKING = re.compile(
    r"<script (?=src=)(?![^>]*(?:documentation_options|doctools|\bdefer\b|\basync\b))"
)
# docutils 0.21 gives references roles that belong to no list; axe: aria-required-children.
_BIBLIOGRAPHY_ROLES = re.compile(r' role="(?:doc-biblioentry|list)"(?=[^>]*>)')
# A folded cell says what it is; axe: label-content-name-mismatch.
_SUMMARY_LABEL = re.compile(r'(?<=<summary) aria-label="Toggle hidden content"')
# The sidebar's toggle of pages below a page has no name; axe: summary-name.
_TOGGLE = '<summary><span class="toctree-toggle"'
_NAMED_TOGGLE = _TOGGLE.replace("<summary>", '<summary aria-label="Pages below this one">')

# A title of two lines breaks between words: Cross-entropy, not Cross- and entropy.
_TITLE = re.compile(r"<h1>.*?(?=<a class=\"headerlink\"|</h1>)", re.DOTALL)
_COMPOUND = re.compile(r"(?<![\w<&\"=/-])\w+(?:-\w+)+(?![\w>\"=/])")


def whole_words(html: str) -> str:
    """A page whose title does not break at a hyphen.

    >>> whole_words("<h1>Exercise 3.3: Cross-entropy</h1>")
    '<h1>Exercise 3.3: <span class="whole">Cross-entropy</span></h1>'
    """
    return _TITLE.sub(lambda it: _COMPOUND.sub(r'<span class="whole">\g<0></span>', it[0]), html)


def lean_scripts(html: str) -> str:
    """A piece of a page's head without FontAwesome's script and with the other scripts deferred.

    >>> lean_scripts('<script src="a.js"></script><script src="fontawesome.js"></script>')
    '<script defer src="a.js"></script>'
    """
    return _BLOCKING.sub("<script defer ", _FONT_AWESOME.sub("", html))


def amend_page(app: Sphinx, pagename, templatename, context: dict, doctree) -> None:
    context["lean_scripts"] = lean_scripts
    body = _SUMMARY_LABEL.sub("", context.get("body", ""))
    if 'class="citation-list"' in body:
        body = _BIBLIOGRAPHY_ROLES.sub("", body)
    context["body"] = whole_words(body)


def name_toggles(app: Sphinx, pagename, templatename, context: dict, doctree) -> None:
    """Wrap the theme's function that writes the sidebar."""
    sidebar = context.get("generate_toctree_html")
    if sidebar is not None:
        context["generate_toctree_html"] = lambda *arguments, **options: str(
            sidebar(*arguments, **options)
        ).replace(_TOGGLE, _NAMED_TOGGLE)


def setup(app: Sphinx) -> dict:
    # Jupyter Book always sets this option of an extension that this book does without.
    app.add_config_value("comments_config", {}, "html")
    app.connect("html-page-context", amend_page)
    app.connect("html-page-context", name_toggles, priority=900)  # after the theme made it
    return {"parallel_read_safe": True, "parallel_write_safe": True}
