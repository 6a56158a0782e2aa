"""Make the skeleton of a new exercise: notebook, hidden check, bank, page.

What it makes is a small exercise that works (an entropy), so that everything is in its place and
every test passes before the first line of yours. `docs/new-exercise.md` is the recipe.
"""

import re
from pathlib import Path
from string import Template

import nbformat
import yaml
from nbformat import NotebookNode

from grading.files import replace_text
from grading.notebooks import read_notebook, write_notebook

TEMPLATES = Path(__file__).parent / "templates" / "new_exercise"
NUMBER = re.compile(r"\d+\.\d+")
TOPIC = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class ExerciseError(ValueError):
    """An exercise that cannot be made as asked; says what to do instead."""


def new_exercise(root: Path, number: str, topic: str, assignment: str = "challenges") -> list[Path]:
    """Write the skeleton; return the files written.

    Parameters
    ----------
    root : Path
        The course.
    number : str
        As in ``3.12``; pytest knows the exercise as ``ex3_12``.
    topic : str
        The exercise's id, in small letters with hyphens: notebook, page, label and marker.
    assignment : str
        The folder in ``exercises/``.

    Raises
    ------
    ExerciseError
        If number or topic are not well formed or taken. Nothing is written then.
    """
    if not NUMBER.fullmatch(number):
        raise ExerciseError(
            f"the number should look like 3.12, got {number!r}: give chapter, dot, exercise"
        )
    if not TOPIC.fullmatch(topic):
        raise ExerciseError(
            f"the topic should look like my-topic, got {topic!r}: use small letters and hyphens"
        )
    name = topic.replace("-", "_")
    words = {
        "number": number,
        "topic": topic,
        "name": name,
        "module": name,
        "assignment": assignment,
        "title": topic.replace("-", " ").capitalize(),
    }
    texts = skeleton(root, words)
    taken = [path for path in texts if path.exists()] + list(
        root.glob(f"exercises/*/{topic}.ipynb")
    )
    if number in numbers(root):
        raise ExerciseError(f"exercise {number} exists already; choose the next number")
    if taken:
        raise ExerciseError(f"{taken[0].relative_to(root)} exists already; choose another topic")

    notebook = root / "exercises" / assignment / f"{topic}.ipynb"
    write_notebook(cells_of(Template(read("notebook.md")).substitute(words)), notebook)
    for path, text in texts.items():
        replace_text(path, text)
    add_page(root / "_toc.yml", topic)
    return [notebook, *texts, root / "_toc.yml"]


def numbers(root: Path) -> set[str]:
    """Return the numbers that exercises have, from the titles of their notebooks."""
    found = set()
    for path in root.glob("exercises/*/*.ipynb"):
        title = re.match(r"# Exercise (\d+\.\d+)", read_notebook(path).cells[0].source)
        if title:
            found.add(title[1])
    return found


def skeleton(root: Path, words: dict[str, str]) -> dict[Path, str]:
    """Return the text of every file that is wholly new, but for the notebook."""
    bank = root / "tests" / "bank" / words["topic"] / words["name"]
    places = {
        root / "tests" / "hidden" / f"{words['module']}.py": "check.py",
        root / "book" / f"{words['topic']}.md": "page.md",
    }
    for kind in ("right", "wrong"):
        for answer in sorted((TEMPLATES / kind).glob("*.py")):
            places[bank / kind / answer.name] = f"{kind}/{answer.name}"
    return {path: Template(read(name)).substitute(words) for path, name in places.items()}


def read(name: str) -> str:
    """The text of a template."""
    return (TEMPLATES / name).read_text("utf-8")


def cells_of(text: str) -> NotebookNode:
    r"""Make a notebook of a text whose cells begin with ``--- kind ...``.

    >>> [cell.cell_type for cell in cells_of("# Title\n--- code solution x\nx = 1\n").cells]
    ['markdown', 'code']
    """
    head, *rest = re.split(r"^--- (.+)\n", text, flags=re.MULTILINE)
    cells = [nbformat.v4.new_markdown_cell(head.strip(), id="title")]
    for heading, source in zip(rest[::2], rest[1::2], strict=True):
        kind, *roles = heading.split()
        make = nbformat.v4.new_markdown_cell if kind == "markdown" else nbformat.v4.new_code_cell
        cell = make(source.strip("\n"), id=roles[-1].replace("_", "-"))
        if roles[0] == "solution":
            cell.metadata.nbgrader = nbgrader_cell(roles[1], solution=True)
        elif roles[0] == "test":
            cell.metadata.nbgrader = nbgrader_cell(roles[2], points=int(roles[1]))
        cells.append(cell)
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)


def nbgrader_cell(grade_id: str, solution: bool = False, points: int | None = None) -> dict:
    """Nbgrader's metadata of a cell; with points it is a test cell, which is locked."""
    cell = {"grade_id": grade_id, "schema_version": 3, "solution": solution, "task": False}
    if points is not None:
        return cell | {"grade": True, "locked": True, "points": points}
    return cell | {"grade": False, "locked": False}


def add_page(toc: Path, topic: str) -> None:
    """Put the page at the end of the part before the last, which is the reference."""
    text = toc.read_text("utf-8")
    last = yaml.safe_load(text)["parts"][-1]["caption"]
    head, mark, tail = text.partition(f"  - caption: {last}\n")
    replace_text(toc, f"{head}      - file: book/{topic}\n{mark}{tail}")
