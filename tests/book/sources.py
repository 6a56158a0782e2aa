"""What the tests of the book know about its sources."""

import ast
import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "book"


def toc_entries() -> list[str]:
    """Every page of ``_toc.yml``, the root first, without suffix."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    chapters = [chapter for part in toc["parts"] for chapter in part["chapters"]]
    files = [entry["file"] for c in chapters for entry in (c, *c.get("sections", []))]
    return [toc["root"], *files]


def pages() -> dict[str, str]:
    """The Markdown of every page by its name: those of the table of contents, then the others."""
    names = dict.fromkeys(Path(entry).name for entry in toc_entries())
    names |= dict.fromkeys(page.stem for page in sorted(BOOK.glob("*.md")))
    return {name: (BOOK / f"{name}.md").read_text("utf-8") for name in names}


def headings(markdown: str) -> list[str]:
    """Titles and section headings, outside of code."""
    prose = re.sub(r"^```.*?^```$", "", markdown, flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^#+ (.+)$", prose, flags=re.MULTILINE)


def code_cells(markdown: str) -> list[str]:
    """The code cells of a page, each with its options."""
    return re.findall(r"^```\{code-cell\}[^\n]*\n(.*?)^```$", markdown, re.MULTILINE | re.DOTALL)


def cited_chapters() -> list[tuple[str, str, str]]:
    """Module, chapter and section of everything a failed hidden check tells a student to read."""
    found = []
    for file in sorted((ROOT / "tests/hidden").glob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        constants = {
            node.targets[0].id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        chapter = next((_chapter(call) for call in calls if _chapter(call)), None)
        if chapter is None:
            continue
        sections = {
            constants[call.args[-1].id]
            for call in calls
            if getattr(call.func, "attr", "") == "fail"
            and call.args
            and isinstance(call.args[-1], ast.Name)
            and call.args[-1].id in constants  # not a variable that holds one of them
        }
        found += [(file.stem, chapter, section) for section in sorted(sections)]
    return found


def _chapter(call: ast.Call) -> str | None:
    if getattr(call.func, "id", "") == "Student" and isinstance(call.args[0], ast.Constant):
        return call.args[0].value
    return None
