"""The theme's font of icons, cut down to the icons that the book shows: 156 kB become a few.

An icon is used where a page has its class, ``fa-sun``, or where the theme's style sheet names it,
``--pst-icon-bell``, or another one writes its character.
"""

import io
import re
from collections.abc import Iterable
from pathlib import Path

import pydata_sphinx_theme
from fontTools import subset
from fontTools.ttLib import TTFont
from sphinx.application import Sphinx

FONT = "vendor/fontawesome/webfonts/fa-solid-900.woff2"
_CLASS = re.compile(r"\bfa-[a-z0-9-]+")
_CONTENT = r'content:\s*"(\\?[^"]+)"'
_WRITTEN = re.compile(r'content:\s*"(\\f[0-9a-f]{3})"')
_THEME_ICON = re.compile(r'--pst-icon-[\w-]+:\s*"(\\?[^"]+)"')


def character(content: str) -> str:
    r"""What a style sheet writes as an escape, or as it is.

    >>> character(r"\f185") == character("\uf185") == "\uf185"
    True
    """
    return chr(int(content[1:], 16)) if content.startswith("\\") else content


def used_characters(pages: Iterable[str], style_sheet: str, others: Iterable[str] = ()) -> set[str]:
    """The characters of the icons that pages, the theme and the other style sheets use."""
    names = {name for page in pages for name in _CLASS.findall(page)}
    found = {character(content) for content in _THEME_ICON.findall(style_sheet)}
    found |= {character(content) for other in others for content in _WRITTEN.findall(other)}
    for name in names:
        rule = re.search(rf"\.{name}(?::+before)?[,{{][^}}]*?{_CONTENT}", style_sheet)
        found |= {character(rule[1])} if rule else set()
    return found


def cut_down(font: bytes, characters: set[str]) -> bytes:
    """A font with only these characters."""
    whole = TTFont(io.BytesIO(font))
    subsetter = subset.Subsetter(subset.Options(layout_features=[]))
    subsetter.populate(text="".join(characters))
    subsetter.subset(whole)
    whole.flavor = "woff2"
    result = io.BytesIO()
    whole.save(result)
    return result.getvalue()


def write_font(app: Sphinx, exception: Exception | None) -> None:
    target = Path(app.outdir, "_static", FONT)
    if exception or not target.is_file():
        return
    theme = Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme/static"
    style_sheet = Path(app.outdir, "_static/styles/pydata-sphinx-theme.css").read_text("utf-8")
    pages = (path.read_text("utf-8") for path in Path(app.outdir).rglob("*.html"))
    others = (
        path.read_text("utf-8")
        for path in Path(app.outdir, "_static").rglob("*.css")
        if path.name != "pydata-sphinx-theme.css" and "fontawesome" not in path.parts
    )
    characters = used_characters(pages, style_sheet, others)
    target.write_bytes(cut_down((theme / FONT).read_bytes(), characters))


def setup(app: Sphinx) -> dict:
    app.connect("build-finished", write_font)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
