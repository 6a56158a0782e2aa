"""What a student's kernel prints and draws, cut to size and cleaned before it enters a notebook.

The kernel can send anything; instructors and students open the result in a browser.
"""

import json

from nbformat import NotebookNode
from nbformat.v4 import new_output

from grading import pictures
from grading.sanitizer import clean_html

KERNEL_DIED = "KernelDied"  # ename of the output that says so
MOST_TEXT = 100_000  # characters of printed text in a cell
MOST_DATA = 2_000_000  # characters of one picture or table
MOST_OUTPUTS = 200
MOST_SHOWN = 20_000_000  # characters in all outputs of a notebook together
PIXELS = 10  # of a picture that count as one character
CUT = "\n... cut here: this cell writes more than a page should hold ..."

KINDS = ("stream", "error", "display_data", "execute_result")
TEXTS = ("text/plain", "text/markdown", "text/latex")
PICTURES = ("image/png", "image/jpeg")


class OutputCollector:
    """The outputs of one cell, as the kernel's messages bring them.

    Parameters
    ----------
    most : int
        Characters that they may have together; what no longer fits is left out.
    """

    def __init__(self, most: int = MOST_SHOWN):
        self.most = most
        self.shown = 0  # characters of the outputs
        self.outputs: list[NotebookNode] = []
        self.text = 0
        self.received = 0
        self.clear_next = False

    def add(self, kind: str, content: dict) -> None:
        """Take in a message's content; what is not an output is passed over."""
        if kind == "clear_output":
            self.clear_next = True
            return
        if self.clear_next and kind in KINDS:
            self.outputs, self.text, self.shown, self.clear_next = [], 0, 0, False
        made = self.made(kind, content)
        if made is None:
            return
        size = characters(made)
        if len(self.outputs) < MOST_OUTPUTS and self.shown + size <= self.most:
            self.outputs.append(made)
            self.shown += size

    def made(self, kind: str, content: dict) -> NotebookNode | None:
        """A kernel's message as a notebook output, cleaned and cut; None for nothing to show."""
        if kind == "stream":
            return self.stream(content)
        if kind == "error":
            return error_output(
                text_of(content.get("ename"), 200),
                text_of(content.get("evalue"), 2000),
                [text_of(line, 2000) for line in content.get("traceback", [])[:60]],
            )
        if kind in ("display_data", "execute_result"):
            data = clean_bundle(content.get("data"))
            if data and kind == "execute_result":
                return new_output(kind, data, execution_count=None)
            return new_output("display_data", data) if data else None
        return None

    def stream(self, content: dict) -> NotebookNode | None:
        """Text of a stream, cut at the limit; joined to the output before it if alike."""
        text = text_of(content.get("text"), MOST_DATA)
        self.received += len(text)
        room = min(MOST_TEXT - self.text, self.most - self.shown)
        if room <= 0 or not text:
            return None
        kept = text if len(text) <= room else text[:room] + CUT
        self.text += len(text)
        name = "stderr" if content.get("name") == "stderr" else "stdout"
        last = self.outputs[-1] if self.outputs else None
        if last is not None and last.output_type == "stream" and last.name == name:
            last.text += kept
            self.shown += len(kept)
            return None
        return new_output("stream", name=name, text=kept)


def characters(output: NotebookNode) -> int:
    """How many characters an output puts on a page; pixels count too, so many as one."""
    data = output.get("data", {})
    texts = [*data.values(), *output.get("traceback", []), output.get("text", "")]
    unfolded = sum(pictures.pixels(data[form]) for form in PICTURES if form in data)
    for form in ("text/html", "text/markdown"):
        unfolded += pictures.pixels_within(data.get(form, ""))
    return sum(map(len, texts)) + unfolded // PIXELS


def error_output(name: str, message: str, traceback: list[str] | None = None) -> NotebookNode:
    """An error as a notebook output; without traceback the message stands for it."""
    return new_output("error", ename=name, evalue=message, traceback=traceback or [message])


def text_of(given, most: int) -> str:
    """A value as text of at most so many characters, all of which UTF-8 can write."""
    text = given if isinstance(given, str) else json.dumps(given, default=str)
    # A lone surrogate cannot be written as UTF-8.
    return text[:most].encode("utf-8", "replace").decode("utf-8")


def clean_bundle(data) -> dict[str, str]:
    """Keep the forms of an output that are safe to show; say where nothing is left."""
    if not isinstance(data, dict):
        return {}
    kept = {}
    for form, content in data.items():
        if isinstance(content, list) and all(isinstance(part, str) for part in content):
            content = "".join(content)
        if not isinstance(content, str) or len(content) > MOST_DATA:
            continue
        content = text_of(content, MOST_DATA)
        if form in TEXTS:
            kept[form] = content[:MOST_TEXT]
        elif form == "text/html":
            kept[form] = str(clean_html(content))
        elif form in PICTURES and pictures.is_bearable(content):
            kept[form] = content
    if any(form in data for form in PICTURES) and not any(form in kept for form in PICTURES):
        kept["text/plain"] = pictures.NOT_SHOWN
    if not kept and data:
        kept["text/plain"] = "[an output that this page does not show]"
    return kept
