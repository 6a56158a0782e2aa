"""Text to tokens and back: characters, or words with punctuation and newlines."""

import re

# A word may carry apostrophes inside (don't, th'other), never at its edges: a leading one could as
# well open a quotation, so "'tis" is two tokens, "'" and "tis". The newline is a token: in a play
# it ends lines and speeches, and a model should learn to write it.
_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*|\n|\S")

# Words that stand after an apostrophe with a letter left out: 'tis is printed in one piece.
_CLIPPED = {"tis", "twas", "twere", "twill", "twould", "twixt", "tween", "gainst", "gan", "em"}
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

    A word is a run of letters a to z, with apostrophes inside it kept (``don't``). Every other
    character that is not a space is a token of its own, and so is the newline. An apostrophe at
    the edge of a word is a token too, so ``'tis`` gives ``'`` and ``tis``; `detokenize` joins
    them again.

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
    return _WORD.findall(text.lower() if lowercase else text)


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
        clipped = token == "'" and i + 1 < len(tokens) and tokens[i + 1].lower() in _CLIPPED
        attaches = token in _CLOSES_LEFT or token == "\n" or (token == "'" and not clipped)
        if not (glue or attaches):
            pieces.append(" ")
        is_word = token[:1].isalpha()
        pieces.append(_capitalized(token, starts_sentence) if capitalize and is_word else token)
        glue = token == "\n" or token in _OPENS_RIGHT or clipped
        starts_sentence = token in "\n.!?" or (starts_sentence and not is_word)
    return "".join(pieces)


def _capitalized(word: str, starts_sentence: bool) -> str:
    if starts_sentence or word == "i" or word.startswith("i'"):
        return word[0].upper() + word[1:]
    return word


def _require_str(text: str) -> None:
    if not isinstance(text, str):
        raise TypeError(f"text must be a str, got {type(text).__name__}: {text!r:.60}")
