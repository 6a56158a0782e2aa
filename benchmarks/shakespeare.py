"""The text that the targets are stated for; a benchmark without it stops with a sentence."""

import sys

from lmcore.corpora.corpus import Corpus, CorpusCorrupt, CorpusUnavailable, load_corpus


def shakespeare() -> Corpus:
    """Return Tiny Shakespeare, or end the program and say how to get it."""
    try:
        return load_corpus("shakespeare")
    except (CorpusUnavailable, CorpusCorrupt) as error:
        sys.exit(
            "This benchmark's targets are for Tiny Shakespeare, so kingdom will not do; get the "
            f"text and run it again. {error}"
        )
