"""Runs inside the kernels that execute the book's pages: writes down how long each cell takes.

In processor time, which is the same on a machine that does other things too. A page tells its
readers from this how long a cell takes in their browsers (``book/_ext/live_cells.py``).
"""

import hashlib
import json
import time
from pathlib import Path

FILE = "cell-times.jsonl"


def name_of(cell: str) -> str:
    """What a cell is called in the file: a hash of its source."""
    return hashlib.sha256(cell.strip().encode()).hexdigest()[:16]


def install(shell, folder: Path) -> None:
    """Have an IPython shell write a line for each cell that it runs: its name and its seconds."""
    folder.mkdir(parents=True, exist_ok=True)
    begun = [time.process_time()]

    def begin(info: object) -> None:
        begun[0] = time.process_time()

    def end(result) -> None:
        seconds = time.process_time() - begun[0]
        line = json.dumps({"cell": name_of(result.info.raw_cell), "seconds": seconds})
        with (folder / FILE).open("a", encoding="ascii") as file:
            file.write(f"{line}\n")

    shell.events.register("pre_run_cell", begin)
    shell.events.register("post_run_cell", end)


def read(folder: Path) -> dict[str, float]:
    """The seconds of the cells that ran last under each name; empty where nothing was written."""
    file = folder / FILE
    lines = file.read_text(encoding="ascii").splitlines() if file.is_file() else []
    return {it["cell"]: it["seconds"] for it in map(json.loads, lines)}
