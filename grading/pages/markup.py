"""What students write, by its kind, as clean HTML: Markdown, code, printed text, formulas."""

import re
from collections.abc import Callable, Mapping

from latex2mathml.converter import convert
from markupsafe import Markup, escape
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from grading.sanitizer import CLASSES, COLORS, clean_html
from grading.watchdog import CallFailed, Spent, watched

# The parsers of Markdown and of Python look for the ends of some things again and again. Longer
# texts are shown as they are; and so is what they do not come to an end with, or stumble over.
MOST_MARKDOWN = 20_000  # characters: some eight printed pages
MOST_CODE = 50_000
MOST_LINE = 1_000  # of code: IPython's lexer takes the square of a line
MOST_FORMULA = 1_000
ESCAPE = re.compile(r"\x1b(?:\[([0-9;:<=>?]{0,40})([@-~])|\][^\x07\x1b]{0,2000}(?:\x07|\x1b\\))")
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


class Renderer(IPythonRenderer):
    """Jupyter's Markdown, whose formulas become MathML instead of work for a script."""

    def _embed_image_or_attachment(self, src: str) -> str:
        """Leave out a picture that is not there, which would end the whole page."""
        name = src.removeprefix("attachment:")
        if name != src and name not in self.attachments:
            return ""
        return super()._embed_image_or_attachment(src)

    def block_math(self, body: str) -> str:
        """A formula on a line of its own."""
        return formula(body, display=True)

    def inline_math(self, body: str) -> str:
        """A formula in a line of text."""
        return formula(body)

    def latex_environment(self, name: str, body: str) -> str:
        """A LaTeX environment, as a formula on lines of its own."""
        return formula(rf"\begin{{{name}}}{body}\end{{{name}}}", display=True)


def markdown(source: str, attachments: Mapping[str, Mapping[str, str]] | None = None) -> Markup:
    """Render Markdown, cleaned after it has become HTML.

    Parameters
    ----------
    attachments : mapping of str to mapping of str to str
        Pictures in base64 by name and type, as a notebook holds them.
    """
    plain = Markup("<pre>{}</pre>").format(source)
    if len(source) > MOST_MARKDOWN:
        return plain
    return in_time(plain, markdown_html, source, pictures(attachments or {}))


def in_time(plain: Markup, function: Callable[..., str], *arguments: object) -> Markup:
    """Return the clean HTML that a function makes in a process that can be ended, or else plain.

    Whatever it stumbles over, who grades has to see the answer.
    """
    try:
        return Markup(watched(function, *arguments))
    except (Spent, CallFailed):
        return plain


def markdown_html(source: str, attachments: dict[str, dict[str, str]]) -> str:
    """Render Markdown, its pictures in it, and clean it."""
    renderer = Renderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    return clean_html(MarkdownWithMath(renderer=renderer).render(source))


def pictures(attachments: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Keep what is a picture, by name."""
    return {
        str(name): {form: data for form, data in forms.items() if form in PICTURES}
        for name, forms in attachments.items()
        if isinstance(forms, Mapping) and any(form in PICTURES for form in forms)
    }


def formula(tex: str, *, display: bool = False) -> Markup:
    """Typeset TeX as MathML, which browsers draw without a script.

    What is no TeX is shown as it was written.
    """
    dollars = "$$" if display else "$"
    if len(tex) <= MOST_FORMULA:
        try:
            made = clean_html(convert(tex, display="block" if display else "inline"))
        except Exception:  # the converter raises a kind of its own for each slip, and others
            made = Markup("")
        if made.startswith("<math"):
            return made
    return escape(f"{dollars}{tex}{dollars}")


def latex(text: str) -> Markup:
    """Typeset an output of the type ``text/latex``, with or without its dollars."""
    return in_time(escape(text), latex_html, text)


def html(text: str) -> Markup:
    """An output of the type ``text/html``, cleaned."""
    return in_time(escape(text), clean_html, text)


def latex_html(text: str) -> Markup:
    """Take off the dollars, and typeset what is left."""
    bare = text.strip()
    for dollars in ("$$", "$"):
        if bare.startswith(dollars) and bare.endswith(dollars) and len(bare) > 2 * len(dollars):
            return formula(bare[len(dollars) : -len(dollars)], display=dollars == "$$")
    return formula(bare, display=True)


def code(source: str) -> Markup:
    """Highlight Python; the language that a notebook names for itself is not asked for."""
    plain = code_without_colors(source)
    made = in_time(plain, code_html, source)
    # Too many tokens for the sanitizer: then without colors.
    return made if made.startswith("<div") else plain


def code_html(source: str) -> str:
    """Highlight Python, and clean it; what is too long for that is only escaped."""
    if len(source) > MOST_CODE or max(map(len, source.split("\n"))) > MOST_LINE:
        return code_without_colors(source)
    return clean_html(Highlight2HTML(pygments_lexer="ipython3")(source))


def code_without_colors(source: str) -> Markup:
    """Source code as HTML, escaped and without colors."""
    return Markup('<div class="highlight"><pre>{}</pre></div>').format(source)


def terminal(text: str) -> Markup:
    r"""Show printed text: the escape codes of colors become classes, all others vanish.

    >>> terminal("\x1b[31m<red>\x1b[0m plain")
    Markup('<span class="ansi-red-fg">&lt;red&gt;</span> plain')
    """
    pieces, style, end = [], {"color": "", "bold": ""}, 0
    for code in ESCAPE.finditer(text):
        pieces.append(_styled(text[end : code.start()], style))
        end = code.end()
        if code[2] == "m":
            _restyle(style, code[1])
    pieces.append(_styled(text[end:], style))
    return Markup("").join(pieces)


def _styled(text: str, style: Mapping[str, str]) -> Markup:
    text = text.replace("\x1b", "")
    classes = " ".join(filter(None, style.values()))
    if not text or not classes:
        return escape(text)
    return Markup('<span class="{}">{}</span>').format(classes, text)


def _restyle(style: dict[str, str], numbers: str) -> None:
    for number in numbers.split(";") if numbers else ["0"]:
        if number in ("0", "39", ""):
            style["color"] = ""
        if number in ("0", "22", ""):
            style["bold"] = ""
        if number == "1":
            style["bold"] = "ansi-bold"
        if number in FOREGROUNDS:
            style["color"] = FOREGROUNDS[number]


FOREGROUNDS = {
    str(first + place): f"ansi-{color}{bright}-fg"
    for first, bright in ((30, ""), (90, "-intense"))
    for place, color in enumerate(COLORS)
}
assert set(FOREGROUNDS.values()) < CLASSES["span"]
