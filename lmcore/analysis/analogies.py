"""Analogies as arithmetic with vectors: king - man + woman is near queen.

If the step from ``man`` to ``king`` is the same as from ``woman`` to ``queen``, the four make a
parallelogram, and three of its corners give the fourth. Source: Mikolov, Yih and Zweig 2013,
Linguistic Regularities in Continuous Space Word Representations, equation 1; Levy and Goldberg
2014 named it 3CosAdd.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from lmcore.analysis.vectors import unit_rows
from lmcore.ops.products import product
from lmcore.text.vocabulary import UnknownTokenError, Vocabulary


def solve_analogy(
    W: np.ndarray, vocabulary: Vocabulary, a: str, b: str, c: str, k: int = 1
) -> list[tuple[str, float]]:
    """What is to ``c`` as ``b`` is to ``a``? The tokens nearest to ``b - a + c``.

    All vectors are made of length 1 first. The three given words are left out: one of them,
    mostly ``b`` or ``c``, would be nearest nearly always.

    Parameters
    ----------
    W : array (vocab, embed)
        One vector per token, such as ``model.embedding.W``.
    vocabulary : Vocabulary
        Of as many tokens.
    a, b, c : str
        "``a`` is to ``b`` as ``c`` is to ...".
    k : int
        How many answers.

    Returns
    -------
    list of (str, float)
        The best ``k`` with their cosines, the best first.

    Raises
    ------
    UnknownTokenError
        If a word is not in the vocabulary, even where ``<unk>`` is.
    ValueError
        If ``W`` has another number of rows than the vocabulary, or ``k`` is out of range.

    Examples
    --------
    >>> vocabulary = Vocabulary(["man", "woman", "king", "queen", "bread"])
    >>> W = np.array([[1.0, 0.0, 0.1], [0.0, 1.0, 0.1], [1.0, 0.0, 1.0], [0.0, 1.0, 1.0],
    ...               [-1.0, 0.0, 0.3]])
    >>> [(answer, cosine)] = solve_analogy(W, vocabulary, "man", "king", "woman")
    >>> answer, round(cosine, 3)
    ('queen', 0.96)
    """
    vectors = _vectors(W, vocabulary)
    if not isinstance(k, int | np.integer) or not 1 <= k <= len(vectors) - len({a, b, c}):
        raise ValueError(f"k must be from 1 to {len(vectors)} less the words given, got {k}")
    cosines = _cosines(vectors, _ids(vocabulary, (a, b, c)))  # (vocab,)
    best = np.argsort(-cosines, kind="stable")[:k]
    return [(vocabulary.tokens[i], float(cosines[i])) for i in best]


def analogy_accuracy(
    W: np.ndarray, vocabulary: Vocabulary, quadruples: Iterable[Sequence[str]]
) -> float:
    """Share of analogies whose answer comes out first, among all the vocabulary.

    A tie is not an answer: one-hot vectors, all equally far from each other, solve none.

    Parameters
    ----------
    W : array (vocab, embed)
    vocabulary : Vocabulary
    quadruples : iterable of (str, str, str, str)
        ``(a, b, c, d)``: "a is to b as c is to d", such as a relation of
        :attr:`lmcore.corpora.kingdom.Kingdom.analogies`.

    Returns
    -------
    float
        From 0 to 1.

    Raises
    ------
    UnknownTokenError
        If a word is not in the vocabulary.
    ValueError
        If there is no quadruple, or one has not four words.

    Examples
    --------
    >>> vocabulary = Vocabulary(["paris", "france", "rome", "italy", "and"])
    >>> analogies = [("paris", "france", "rome", "italy"), ("rome", "italy", "paris", "france")]
    >>> W = [[1.0, 0.0, 0.1], [1.0, 0.0, 1.0], [0.0, 1.0, 0.1], [0.0, 1.0, 1.0], [0.3, 0.3, 0.0]]
    >>> analogy_accuracy(W, vocabulary, analogies)
    1.0
    >>> analogy_accuracy(np.eye(5), vocabulary, analogies)  # one-hot
    0.0
    """
    vectors = _vectors(W, vocabulary)
    quadruples = list(quadruples)
    if not quadruples:
        raise ValueError("quadruples is empty: an accuracy needs at least one analogy")
    solved = 0
    for quadruple in quadruples:
        if isinstance(quadruple, str) or len(quadruple) != 4:
            raise ValueError(f"an analogy has four words (a, b, c, d), got {quadruple!r}")
        *asked, answer = _ids(vocabulary, quadruple)
        cosines = _cosines(vectors, asked)  # (vocab,)
        solved += int(np.count_nonzero(cosines >= cosines[answer]) == 1)  # only itself: no tie
    return solved / len(quadruples)


def _cosines(vectors: np.ndarray, asked: Sequence[int]) -> np.ndarray:
    a, b, c = asked
    fourth_corner = vectors[b] - vectors[a] + vectors[c]  # (embed,)
    [direction] = unit_rows(fourth_corner[None, :])
    cosines = product(vectors, direction)  # (vocab,)
    cosines[list(asked)] = -np.inf
    return cosines


def _vectors(W: np.ndarray, vocabulary: Vocabulary) -> np.ndarray:
    vectors = unit_rows(W)
    if len(vectors) != len(vocabulary):
        raise ValueError(
            f"W must have a row for each of the {len(vocabulary)} tokens of the vocabulary, "
            f"got {len(vectors)} rows"
        )
    return vectors


def _ids(vocabulary: Vocabulary, words: Sequence[str]) -> list[int]:
    for word in words:
        if word not in vocabulary:  # encode would take <unk> for it, and answer nonsense
            raise UnknownTokenError(
                f"{word!r} is not in this vocabulary of {len(vocabulary)}: an analogy can only "
                "be asked about words that were trained on"
            )
    return vocabulary.encode(words).tolist()
