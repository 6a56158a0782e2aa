"""The one sanitizer: HTML that a student can have written passes it before it reaches a page.

What is no HTML is escaped. A page's templates escape by themselves whatever is not
:class:`markupsafe.Markup`, and for what students write only :func:`clean_html` makes that.

Left are text, tables, formulas (MathML) and pictures that are inside the page. Gone are scripts,
handlers, frames, forms, styles beyond color and weight; whatever loads from elsewhere; ``id``,
``name``, ``data-*`` and foreign classes, by which the scripts of a page find their own buttons;
links that do not name their host, for they would lead back into the server that shows the page.
"""

import re

import nh3
from markupsafe import Markup, escape
from pygments.token import STANDARD_TYPES

from grading.pictures import MOST_PIXELS, NOT_SHOWN, pixels_within

TEXT = (
    "p div span br hr pre code kbd samp var sub sup s u small del ins em strong b i q blockquote "
    "abbr cite h1 h2 h3 h4 h5 h6 ul ol li dl dt dd a img details summary"
)
TABLES = "table thead tbody tfoot tr th td caption col colgroup"
FORMULAS = (
    "math mrow mi mo mn mtext mspace ms msup msub msubsup mfrac msqrt mroot mover munder "
    "munderover mtable mtr mtd mstyle mpadded mphantom"
)
# Their content is not for reading: pandas puts a style into each table.
NOT_TEXT = "script style template noscript title textarea iframe object noembed xmp"
STYLES = "color background-color text-align font-weight font-style width border"
CELL = {"colspan", "rowspan", "align"}
ATTRIBUTES = {
    "*": {"title", "style"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": CELL,
    "th": CELL | {"scope"},
    "math": {"display"},
    "mo": {"stretchy", "fence", "separator", "accent", "lspace", "rspace", "minsize", "maxsize"},
    "mi": {"mathvariant"},
    "mspace": {"width", "linebreak"},
    "mfrac": {"linethickness"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mtable": {"columnalign", "rowspacing", "columnspacing"},
}
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*\Z")
TAG = re.compile(r'<img(?: [a-z]+="[^"]*")*>')  # of a picture, as the cleaner writes it
LINK = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
COLORS = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
# Of highlighted code, of colored text and of pandas' tables: a page's style, and nothing else,
# knows these.
CLASSES = {
    "div": {"highlight"},
    "table": {"dataframe"},
    "span": {
        *filter(None, STANDARD_TYPES.values()),
        *(f"ansi-{color}{bright}-fg" for color in COLORS for bright in ("", "-intense")),
        "ansi-bold",
    },
}


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Allow pictures only inside the page: one loaded from elsewhere tells who reads the page."""
    if name == "src":
        return value if PICTURE.match(value) else None
    if name == "href":
        return value if LINK.match(value) else None
    return value


CLEANER = nh3.Cleaner(
    tags=set(f"{TEXT} {TABLES} {FORMULAS}".split()),
    clean_content_tags=set(NOT_TEXT.split()),
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "data"},
    url_relative="deny",
    allowed_classes=CLASSES,
    filter_style_properties=set(STYLES.split()),
)


# A parser of HTML takes time in the square of tags within tags, and of attributes in a tag: an
# answer may not keep a grader waiting. Long runs of letters and digits are pictures, which cost
# nothing.
MOST_CHARACTERS = 100_000
MOST_TAGS = 5_000
MOST_PICTURES = 8_000_000  # characters
RUN = re.compile(r"[A-Za-z0-9+/=]{200,}")


def clean_html(text: str) -> Markup:
    """Return HTML that can neither run, nor load, nor lead anywhere by itself.

    What is too large to be read through is shown as the text that it is, cut.

    >>> clean_html("<b onclick=alert(1)>bold</b><script>alert(2)</script>")
    Markup('<b>bold</b>')
    """
    if too_large(text):
        return escape(text[:MOST_CHARACTERS])
    return Markup(without_bombs(CLEANER.clean(text)))


def without_bombs(html: str) -> str:
    """Put words in place of pictures that are missing, no pictures, or of too many pixels in all.

    Parameters
    ----------
    html : str
        As the cleaner writes it: each attribute in double quotes, with none inside.
    """
    left = MOST_PIXELS

    def kept(tag: re.Match[str]) -> str:
        nonlocal left
        count = pixels_within(tag[0])
        if not 0 < count <= left:
            return NOT_SHOWN
        left -= count
        return tag[0]

    return TAG.sub(kept, html)


def too_large(text: str) -> bool:
    """Tell whether reading through a text as HTML would take more than a moment."""
    if len(text) > MOST_PICTURES:
        return True
    bare = RUN.sub("", text)
    return len(bare) > MOST_CHARACTERS or bare.count("<") > MOST_TAGS
