"""Results of executed notebooks on disk, found by a hash of everything that they depend on.

An entry is written beside its place and then renamed, so it is there whole or not at all, whenever
the power goes. It begins with the hash of its own text: one that does not fit (a full disk, a bad
block) counts as absent, and the notebook is executed again. Whoever can write here can set scores:
the folder belongs to the grader alone, and no sandbox sees it.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from grading.files import replace_text

SCHEMA = 3  # of the stored results; another number makes all entries absent


def digest(*parts: object) -> str:
    """Return one hash for several JSON values; the order of dict keys does not count.

    >>> digest("ab", "c") == digest("a", "bc")
    False
    """
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class ResultsStore:
    """A folder of results.

    Examples
    --------
    >>> import tempfile
    >>> store = ResultsStore(Path(tempfile.mkdtemp()))
    >>> key = digest("submission", "assignment version", "grader version")
    >>> store.get(key) is None
    True
    >>> store.put(key, {"score": 1})
    >>> store.get(key)
    {'score': 1}
    """

    def __init__(self, folder: Path):
        self.folder = Path(folder)

    def path(self, key: str) -> Path:
        """Where the result of a job lies, by its key."""
        return self.folder / key[:2] / f"{key}.json"

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None

    def get(self, key: str) -> dict | None:
        """Return a result, or None where there is none that can be trusted."""
        try:
            seal, _, text = self.path(key).read_text(encoding="utf-8").partition("\n")
        except (OSError, UnicodeDecodeError):
            return None
        if seal != self._seal(key, text):
            return None
        return json.loads(text)

    def put(self, key: str, result: Mapping) -> None:
        """Store a result, replacing an older one in one step."""
        path = self.path(key)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        text = json.dumps(result)
        replace_text(path, f"{self._seal(key, text)}\n{text}", mode=0o600, durable=True)

    def _seal(self, key: str, text: str) -> str:
        # The key is part of it: an entry copied to another's place does not pass.
        return hashlib.sha256(f"{SCHEMA} {key}\n{text}".encode()).hexdigest()
