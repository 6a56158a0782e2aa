"""Text to tokens and back: characters, or words with punctuation and newlines."""

import functools
import re
import unicodedata

#: as typed, and as printed
APOSTROPHES = ("'", "\N{RIGHT SINGLE QUOTATION MARK}")
JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"

# Words that stand after an apostrophe with a letter left out: 'tis is printed in one piece.
_CLIPPED = {"tis", "twas", "twere", "twill", "twould", "twixt", "tween", "gainst", "gan", "em"}
_I = {f"i{apostrophe}" for apostrophe in APOSTROPHES}
_CLOSES_LEFT = set(".,;:!?)]}")
_OPENS_RIGHT = set("([{")


def char_tokenize(text: str) -> list[str]:
    r"""Split a text into its characters.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of str
        ``"".join(tokens)`` is the text again.

    Examples
    --------
    >>> char_tokenize("To be\n")
    ['T', 'o', ' ', 'b', 'e', '\n']
    """
    _require_str(text)
    return list(text)


def word_tokenize(text: str, lowercase: bool = True) -> list[str]:
    r"""Split a text into words, punctuation marks and newlines.

    A word is a run of letters of any script, accents and vowel signs included, with apostrophes
    inside it kept (``don't``, typed or printed). Every other character that is not a space is a
    token of its own, and so is the newline. An apostrophe at the edge of a word is a token too,
    so ``'tis`` gives ``'`` and ``tis``; `detokenize` joins them again.

    Parameters
    ----------
    text : str
    lowercase : bool
        Lower-case the text first (default), so that ``The`` and ``the`` are one word.

    Returns
    -------
    list of str

    Examples
    --------
    >>> word_tokenize("ROMEO:\n'Tis the east; don't go!")
    ['romeo', ':', '\n', "'", 'tis', 'the', 'east', ';', "don't", 'go', '!']
    """
    _require_str(text)
    text = text.lower() if lowercase else text
    kinds = {} if text.isascii() else {c: unicodedata.category(c) for c in sorted(set(text))}
    marks = "".join(c for c, kind in kinds.items() if kind[0] == "M" or c in JOINERS)
    numerals = "".join(c for c, kind in kinds.items() if kind in ("Nl", "No"))
    return _word_pattern(marks, numerals).findall(text)


def detokenize(tokens: list[str], capitalize: bool = False) -> str:
    r"""Print word tokens as English: spaces between words, none before a comma.

    Spacing that the tokenizer forgot is guessed, so the text may differ from the original, but
    its tokens do not: ``word_tokenize(detokenize(word_tokenize(text))) == word_tokenize(text)``.

    Parameters
    ----------
    tokens : list of str
        As `word_tokenize` makes them.
    capitalize : bool
        Give capitals to the first word of each line and sentence and to ``i``.

    Returns
    -------
    str

    Examples
    --------
    >>> print(detokenize(["romeo", ":", "\n", "'", "tis", "the", "east", "!"], capitalize=True))
    Romeo:
    'Tis the east!
    """
    pieces: list[str] = []
    glue, starts_sentence = True, True  # glue: no space before the next token
    for i, token in enumerate(tokens):
        clipped = token in APOSTROPHES and i + 1 < len(tokens) and tokens[i + 1].lower() in _CLIPPED
        attaches = token in _CLOSES_LEFT or token == "\n" or (token in APOSTROPHES and not clipped)
        if not (glue or attaches):
            pieces.append(" ")
        is_word = token[:1].isalpha()
        pieces.append(_capitalized(token, starts_sentence) if capitalize and is_word else token)
        glue = token == "\n" or token in _OPENS_RIGHT or clipped
        starts_sentence = token in "\n.!?" or (starts_sentence and not is_word)
    return "".join(pieces)


@functools.lru_cache(maxsize=16)
def _word_pattern(marks: str, numerals: str) -> re.Pattern[str]:
    r"""A word, a newline, or any other character that is not a space.

    A word may carry apostrophes inside (don't, th'other), never at its edges: a leading one could
    as well open a quotation, so "'tis" is two tokens, "'" and "tis". The newline is a token: in a
    play it ends lines and speeches, and a model should learn to write it.

    Python's patterns know letters as what ``\w`` matches without digits; the marks that stand on
    letters, and numerals like a Roman eight, are told apart by the caller.
    """
    letter = rf"[^\W\d_{numerals}]" + (f"[{marks}]*" if marks else "")
    return re.compile(rf"(?:{letter})+(?:[{''.join(APOSTROPHES)}](?:{letter})+)*|\n|\S")


def _capitalized(word: str, starts_sentence: bool) -> str:
    if starts_sentence or word == "i" or word[:2] in _I:
        return word[0].upper() + word[1:]
    return word


def _require_str(text: str) -> None:
    if not isinstance(text, str):
        raise TypeError(f"text must be a str, got {type(text).__name__}: {text!r:.60}")
