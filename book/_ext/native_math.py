"""Formulas as MathML, typeset while the book is built.

KaTeX (inside ``pykatex``) turns TeX into MathML, which browsers draw by themselves: a page needs
no script, no style sheet and no font for its formulas, and a screen reader can speak them. TeX
that KaTeX does not understand ends the build with the place of the formula.
"""

import re

import pykatex
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

# A name such as log, perhaps with an index, and what follows if it is no parenthesis: KaTeX leaves
# the thin space of TeX to the operator "apply", and browsers draw none there.
_APPLY = "<mo>\u2061</mo>"
_FUNCTION_NAME = re.compile(
    rf"({_APPLY}(?:</mrow>(?:<mi>\w+</mi>|<mn>\w+</mn>)</m(?:sub|sup|under)>)?)"
    r"(?!</?mrow>|<mo[^>]*>[(\[{])"
)
_THIN_SPACE = '<mspace width="0.1667em"></mspace>'


def mathml(tex: str, *, display: bool = False) -> str:
    """One formula as HTML. Raises ``pykatex.ParseError`` if the TeX is wrong."""
    html = pykatex.renderToString(
        tex, displayMode=display, output=pykatex.OUTPUT_MATHML, strict=pykatex.STRICT_ERROR
    )
    return _FUNCTION_NAME.sub(rf"\1{_THIN_SPACE}", html)


def _typeset(node: nodes.Node, *, display: bool) -> str:
    try:
        return mathml(node.astext(), display=display)
    except pykatex.ParseError as error:
        raise SphinxError(f"{node.source}:{node.line}: bad TeX: {error}") from error


def visit_inline(translator: HTML5Translator, node: nodes.math) -> None:
    translator.body.append(_typeset(node, display=False))
    raise nodes.SkipNode


def visit_display(translator: HTML5Translator, node: nodes.math_block) -> None:
    translator.body.append(translator.starttag(node, "div", CLASS="math notranslate"))
    if node["number"]:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append(_typeset(node, display=True) + "</div>")
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict:
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_display, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
