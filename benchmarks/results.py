"""Where the benchmarks leave their figures: _build/benchmarks/<name>.json."""

import json
import os
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "_build" / "benchmarks"


def load(name: str) -> dict:
    """Return what an earlier run saved, or an empty dict."""
    path = FOLDER / f"{name}.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def save(name: str, figures: dict) -> None:
    """Write the figures whole or not at all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    part = FOLDER / f"{name}.tmp"
    part.write_text(json.dumps(figures, indent=1), "utf-8")
    os.replace(part, FOLDER / f"{name}.json")
