"""The Content-Security-Policy of a page: what its browser refuses, whatever got into it."""

from html.parser import HTMLParser

# A page that nothing is served with: it can neither run nor load nor send anything.
INERT = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; "
    "form-action 'none'; base-uri 'none'"
)
META = '<meta http-equiv="Content-Security-Policy" content="{}" />'


class PolicyMissing(ValueError):
    """A page that would reach a browser without its policy."""


class Head(HTMLParser):
    """Where a page's head begins and ends, and the policy that stands first in it."""

    def __init__(self, page: str):
        super().__init__()
        self.lines = [0]
        for line in page.split("\n"):
            self.lines.append(self.lines[-1] + len(line) + 1)
        self.start: int | None = None
        self.end: int | None = None
        self.first: tuple[str, dict[str, str | None]] | None = None
        for part in page.split("</head>", 1)[:1]:  # what follows is the body
            self.feed(part + "</head>")

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note where the head starts and which element is its first."""
        if tag == "head" and self.start is None:
            self.start = self.place() + len(self.get_starttag_text() or "")
        elif self.start is not None and self.first is None:
            self.first = tag, dict(attributes)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Treat ``<meta ... />`` as ``<meta ...>``."""
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        """Note where the head ends."""
        if tag == "head" and self.end is None:
            self.end = self.place()

    def place(self) -> int:
        """How many characters precede what is parsed now."""
        line, column = self.getpos()
        return self.lines[line - 1] + column


def with_policy(page: str, policy: str = INERT, style: str = "") -> str:
    """Return a page with a policy as the first thing in its head, and a style as the last.

    Raises
    ------
    PolicyMissing
        Where the page has no head to put it into, or shows no policy afterwards.
    """
    head = Head(page)
    if head.start is None or head.end is None:
        raise PolicyMissing("the page has no <head>, so no Content-Security-Policy can be put in")
    made = "".join(
        [page[: head.start], META.format(policy), page[head.start : head.end], style]
        + [page[head.end :]]
    )
    if policy_of(made) != policy:
        raise PolicyMissing("the Content-Security-Policy does not stand first in the page's head")
    return made


def policy_of(page: str) -> str | None:
    """Return the policy that a page begins with, if it does."""
    tag, attributes = Head(page).first or ("", {})
    is_policy = (attributes.get("http-equiv") or "").lower() == "content-security-policy"
    return attributes.get("content") if tag == "meta" and is_policy else None
