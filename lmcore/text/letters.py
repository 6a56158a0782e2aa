"""Vowels, consonants and capitals: what is known of letters, to compare an embedding with."""

VOWELS = frozenset("aeiouAEIOU")


def letter_class(token: str) -> str | None:
    """Whether a character is a vowel or a consonant.

    A ``y`` counts as a consonant, as in *you*; embeddings of English, where it mostly ends
    words (*my*, *lady*), may disagree.

    Parameters
    ----------
    token : str

    Returns
    -------
    {"vowel", "consonant"} or None
        None if it is not one letter from a to z or A to Z.

    Examples
    --------
    >>> [letter_class(token) for token in ["e", "T", "!", "the"]]
    ['vowel', 'consonant', None, None]
    """
    if len(token) != 1 or not (token.isascii() and token.isalpha()):
        return None
    return "vowel" if token in VOWELS else "consonant"


def letter_class_and_case(token: str) -> str | None:
    """Whether a character is a vowel or a consonant, with capitals apart.

    Parameters
    ----------
    token : str

    Returns
    -------
    str or None
        As :func:`letter_class`; for a capital with ``"capital "`` before it.

    Examples
    --------
    >>> [letter_class_and_case(token) for token in "eT!"]
    ['vowel', 'capital consonant', None]
    """
    name = letter_class(token)
    return f"capital {name}" if name and token.isupper() else name
