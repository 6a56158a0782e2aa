"""The course's two texts: Tiny Shakespeare, and the kingdom whose entropy is known."""

import functools
import hashlib
import os
from pathlib import Path

import numpy as np

NAMES = ("shakespeare", "kingdom")
SHAKESPEARE_URL = (
    "https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt"
)
SHAKESPEARE_SHA256 = "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed"
_FILE_NAME = "shakespeare.txt"


class CorpusUnavailable(RuntimeError):
    """A corpus that is neither on this machine nor to be had from the network."""


class CorpusCorrupt(ValueError):
    """A corpus file whose SHA-256 is not the one expected."""


class Corpus(str):
    """A text that knows where it came from; in everything else it is a str.

    Parameters
    ----------
    text : str
    name : str
        ``"shakespeare"`` or ``"kingdom"``.
    source : str
        One sentence for the reader: where this text was found.
    """

    name: str
    source: str

    def __new__(cls, text: str, name: str, source: str) -> "Corpus":
        """Make the str, then tell it where it came from."""
        corpus = super().__new__(cls, text)
        corpus.name, corpus.source = name, source
        return corpus

    # So that a corpus can be pickled; `str` promises one argument, as its own `__new__` takes.
    def __getnewargs__(self) -> tuple[str, str, str]:  # type: ignore[override]
        return str(self), self.name, self.source


def load_corpus(name: str | None = None) -> Corpus:
    """Load a text to train on.

    Tiny Shakespeare (Karpathy 2015, 1,115,394 characters of plays) is looked for in the directory
    that the environment variable ``LMCORE_DATA`` names, then in the user's cache, then it is
    downloaded once. The kingdom is made on the spot, from a grammar and a fixed seed.

    Parameters
    ----------
    name : {"shakespeare", "kingdom"}, optional
        Without a name: Shakespeare where it can be had, else the kingdom; ``source`` says which
        and why.

    Returns
    -------
    Corpus

    Raises
    ------
    ValueError
        If the name is unknown.
    CorpusUnavailable
        If Shakespeare is asked for by name and cannot be had.
    CorpusCorrupt
        If a file in ``LMCORE_DATA`` is not the text expected.

    Examples
    --------
    >>> corpus = load_corpus("kingdom")
    >>> corpus.name, len(corpus) > 1_000_000
    ('kingdom', True)
    """
    if name == "kingdom":
        return _kingdom()
    if name == "shakespeare":
        return _shakespeare()
    if name is not None:
        raise ValueError(f"unknown corpus {name!r}: expected one of {', '.join(NAMES)}")
    try:
        return _shakespeare()
    except CorpusUnavailable as reason:
        kingdom = _kingdom()
        return Corpus(kingdom, "kingdom", f"{kingdom.source} Shakespeare is not here: {reason}")


@functools.cache
def _kingdom() -> Corpus:
    from lmcore.corpora.kingdom import Kingdom

    kingdom = Kingdom()
    text = kingdom.text(kingdom.generate(260_000, np.random.default_rng(0)))
    return Corpus(text, "kingdom", "Made by lmcore.kingdom from its grammar, with seed 0.")


def _shakespeare() -> Corpus:
    directory = os.environ.get("LMCORE_DATA")
    if directory:
        for path in (Path(directory, file) for file in ("input.txt", _FILE_NAME)):
            if path.is_file():
                return _shakespeare_from(path, "from the directory that LMCORE_DATA names")
    return _shakespeare_from(_cached_or_downloaded(), "from the cache of downloads")


def _shakespeare_from(path: Path, where: str) -> Corpus:
    # The sentence stands on published pages, so it does not tell of this machine's folders.
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if digest != SHAKESPEARE_SHA256:
        raise CorpusCorrupt(
            f"{path} is not Tiny Shakespeare: expected SHA-256 {SHAKESPEARE_SHA256}, got {digest} "
            f"({len(data):,} bytes); remove the file or put the right one in its place"
        )
    return Corpus(data.decode("ascii"), "shakespeare", f"Tiny Shakespeare, read {where}.")


def _cached_or_downloaded() -> Path:
    try:
        import pooch
    except ImportError:  # as in a browser's page
        raise _unavailable("pooch, which would download it, is not installed") from None

    path = Path(pooch.os_cache("lmcore"), _FILE_NAME)
    if path.is_file() and pooch.file_hash(str(path)) == SHAKESPEARE_SHA256:
        return path
    if os.environ.get("LMCORE_OFFLINE", "0") not in ("", "0"):
        raise _unavailable("LMCORE_OFFLINE forbids the download")
    reason = _download(path)
    if reason:
        raise _unavailable(f"the download failed ({reason})")
    return path


@functools.cache  # a failure too is remembered: nobody waits for the same timeout twice
def _download(path: Path) -> str:
    """Fetch the text into the cache; returns why that failed, or an empty string."""
    import pooch

    pooch.get_logger().setLevel("WARNING")  # what became of it is said once, in Corpus.source
    try:
        pooch.retrieve(
            SHAKESPEARE_URL,
            known_hash=f"sha256:{SHAKESPEARE_SHA256}",
            fname=path.name,
            path=path.parent,
            downloader=pooch.HTTPDownloader(timeout=3),
        )
    except (OSError, ValueError) as error:  # no network, no room, or not the text expected
        return type(error).__name__
    return ""


def _unavailable(why: str) -> CorpusUnavailable:
    return CorpusUnavailable(
        f"Tiny Shakespeare is not on this machine and {why}: set LMCORE_DATA to a directory "
        f'that holds input.txt, or use load_corpus("kingdom").'
    )


def main() -> None:
    """Fetch Shakespeare at set-up and say in one line what a notebook will read."""
    try:
        corpus = load_corpus()
        print(f"{corpus.name}, {len(corpus):,} characters. {corpus.source}")
    except CorpusCorrupt as error:
        print(f"kingdom only. {error}")
