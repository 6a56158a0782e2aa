"""Right and wrong answers to every graded cell: ``<notebook>/<grade_id>/{right,wrong}/<name>.py``.

Each file is one solution cell, named after what the student did. A wrong one begins with
``# says:`` and a phrase that the message to the student must contain.
"""

from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class Entry(NamedTuple):
    """One answer in the bank."""

    notebook: str
    cell: str
    right: bool
    name: str
    path: Path

    @property
    def source(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def says(self) -> str:
        """The phrase that names the misconception."""
        first = self.source.splitlines()[0]
        if not first.startswith("# says: "):
            raise ValueError(f"{self.path} is a wrong answer: begin it with `# says: <phrase>`")
        return first.removeprefix("# says: ")


def entries(notebook: str = "*", cell: str = "*") -> list[Entry]:
    """Return the answers of a cell, or of all cells."""
    found = []
    for path in sorted(HERE.glob(f"{notebook}/{cell}/*/*.py")):
        kind = path.parent.name
        if kind not in ("right", "wrong"):
            raise ValueError(f"{path}: expected a folder called right or wrong, got {kind}")
        cell_folder = path.parent.parent
        found.append(
            Entry(cell_folder.parent.name, cell_folder.name, kind == "right", path.stem, path)
        )
    return found
