"""Where the course lies; a module of its own, because importing nbgrader takes seconds."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
