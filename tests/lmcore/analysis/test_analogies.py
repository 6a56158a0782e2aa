import numpy as np
import pytest

from lmcore.analysis.analogies import analogy_accuracy, solve_analogy
from lmcore.text.vocabulary import UnknownTokenError, Vocabulary

WORDS = ["king", "queen", "man", "woman", "bread", "<unk>"]
QUADRUPLES = [("man", "king", "woman", "queen"), ("king", "queen", "man", "woman")]


@pytest.fixture
def vocabulary():
    return Vocabulary(WORDS)


@pytest.fixture
def W():
    """Royalty, gender, and something that neither has."""
    return np.array(
        [[1, 1, 0.1], [1, -1, 0.1], [0.2, 1, 0.1], [0.2, -1, 0.1], [0, 0, 1], [-1, 0, 0]]
    )


def test_king_minus_man_plus_woman(W, vocabulary):
    answers = solve_analogy(W, vocabulary, "man", "king", "woman", k=3)
    assert answers[0][0] == "queen"
    assert {word for word, _ in answers} == {"queen", "bread", "<unk>"}
    cosines = [cosine for _, cosine in answers]
    assert cosines == sorted(cosines, reverse=True)


def test_the_cosine_is_that_of_unit_vectors_added(W, vocabulary):
    [(answer, cosine)] = solve_analogy(3 * W, vocabulary, "man", "king", "woman")
    unit = W / np.linalg.norm(W, axis=1, keepdims=True)
    target = unit[0] - unit[2] + unit[3]
    assert cosine == pytest.approx(unit[1] @ target / np.linalg.norm(target))


def test_the_order_of_the_words_matters(vocabulary):
    """b - a + c, and not a - b + c: along a line the two lead to opposite ends."""
    angles = np.radians([0, 40, 20, 60, 120, -20])
    W = np.column_stack([np.cos(angles), np.sin(angles)])
    assert solve_analogy(W, vocabulary, "king", "queen", "man")[0][0] == "woman"
    assert solve_analogy(W, vocabulary, "queen", "king", "man")[0][0] == "<unk>"


def test_accuracy_is_the_share_solved(W, vocabulary):
    assert analogy_accuracy(W, vocabulary, QUADRUPLES) == 1
    wrong = ("man", "king", "woman", "bread")
    assert analogy_accuracy(W, vocabulary, [*QUADRUPLES, wrong, wrong]) == 0.5
    assert isinstance(analogy_accuracy(W, vocabulary, QUADRUPLES), float)


@pytest.mark.parametrize("first", WORDS)
def test_one_hot_vectors_solve_nothing_whatever_comes_first(first):
    """All that is not asked is equally far: the answer must not win by its place."""
    vocabulary = Vocabulary(sorted(WORDS, key=lambda word: word != first))
    assert analogy_accuracy(np.eye(6), vocabulary, QUADRUPLES) == 0


def test_an_answer_among_the_words_given_is_not_solved(W, vocabulary):
    assert analogy_accuracy(W, vocabulary, [("man", "king", "man", "king")]) == 0


def test_unknown_words_are_named_even_with_unk(W, vocabulary):
    with pytest.raises(UnknownTokenError, match="'duke' is not in this vocabulary of 6"):
        solve_analogy(W, vocabulary, "man", "duke", "woman")
    with pytest.raises(UnknownTokenError, match="'duchess'"):
        analogy_accuracy(W, vocabulary, [("man", "king", "woman", "duchess")])


@pytest.mark.parametrize("quadruples", [[], [("man", "king", "woman")], ["abcd"]])
def test_what_is_no_quadruple_is_refused(W, vocabulary, quadruples):
    with pytest.raises(ValueError, match="analogy"):
        analogy_accuracy(W, vocabulary, quadruples)


def test_other_mistakes(W, vocabulary):
    with pytest.raises(ValueError, match="each of the 6 tokens.*got 5 rows"):
        solve_analogy(W[:5], vocabulary, "man", "king", "woman")
    for k in (0, 4):
        with pytest.raises(ValueError, match=f"k must be .*got {k}"):
            solve_analogy(W, vocabulary, "man", "king", "woman", k=k)
