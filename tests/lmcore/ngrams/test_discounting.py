import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.lm import KneserNeyInterpolated, Laplace
from nltk.util import everygrams

from lmcore.corpora.kingdom import Kingdom
from lmcore.ngrams.discounting import (
    AbsoluteDiscounting,
    KneserNey,
    ModifiedKneserNey,
    estimated_discounts,
)
from lmcore.ngrams.markov_chain import MarkovChain
from lmcore.ngrams.smoothing import AddK
from lmcore.text.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def texts():
    """Training and test tokens; the first n-grams of the text occur again, see below."""
    tokens = Kingdom().generate(1500, np.random.default_rng(1))
    assert tokens[:2] in [tokens[i : i + 2] for i in range(1, 1200)]
    return tokens[:1200], tokens[1200:]


def nltk_log_probs(model, order, train, test):
    model.fit([list(everygrams(train, max_len=order))], vocabulary_text=train)
    return np.array(
        [np.log(model.score(word, test[max(0, i - order + 1) : i])) for i, word in enumerate(test)]
    )


@pytest.mark.parametrize("order", [2, 3])
def test_kneser_ney_is_that_of_nltk(texts, order):
    # NLTK does not discount single words, so words it has not seen have probability 0; and where
    # an n-gram is found at the very beginning of the text only, its distributions do not sum to 1.
    train, test = texts
    vocabulary = Vocabulary.from_tokens(train)
    test = [word for word in test if word in vocabulary]
    theirs = nltk_log_probs(KneserNeyInterpolated(order, discount=0.75), order, train, test)
    chain = MarkovChain(order, KneserNey(uniform_floor=False))
    chain.fit(vocabulary.encode(train), len(vocabulary))
    ours = chain.log_probs(vocabulary.encode(test))
    assert ours == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("order", [1, 2, 3])
def test_add_one_is_laplace_of_nltk(texts, order):
    train, test = texts
    # NLTK's vocabulary always has an entry for unknown words.
    vocabulary = Vocabulary.from_tokens(train, specials=["<UNK>"])
    theirs = nltk_log_probs(Laplace(order), order, train, test)
    chain = MarkovChain(order, AddK(1)).fit(vocabulary.encode(train), len(vocabulary))
    ours = chain.log_probs(Vocabulary(["<unk>", *vocabulary.tokens[1:]]).encode(test))
    assert ours == pytest.approx(theirs, abs=1e-9)


def test_absolute_discounting_is_its_formula():
    ids = np.array([0, 1, 0, 2, 0, 1, 1])
    chain = MarkovChain(2, AbsoluteDiscounting(0.5)).fit(ids, vocab_size=4)
    unigram = np.array([2.5, 2.5, 0.5, 0]) / 7 + 0.5 * 3 / 7 / 4
    bigram = np.array([0, 1.5, 0.5, 0]) / 3 + 0.5 * 2 / 3 * unigram
    assert np.exp(chain.next_log_probs(np.array([0]))) == pytest.approx(bigram)


def test_kneser_ney_counts_contexts_in_lower_orders():
    # "francisco", 2, is frequent but only ever follows "san", 1; 3 is rare, after two words.
    ids = np.array([1, 2, 1, 2, 1, 2, 1, 2, 0, 3, 1, 3])
    after_unseen = np.array([4])
    absolute, kneser_ney = (
        MarkovChain(2, smoothing).fit(ids, vocab_size=5).next_log_probs(after_unseen)
        for smoothing in ("absolute", "kneser-ney")
    )
    assert absolute[2] > absolute[3]
    assert kneser_ney[2] < kneser_ney[3]


def test_estimated_discounts_are_those_of_chen_and_goodman():
    counts = np.repeat([1, 2, 3, 4, 9], [40, 20, 10, 5, 3])
    y = 40 / (40 + 2 * 20)
    expected = [0, 1 - 2 * y * 20 / 40, 2 - 3 * y * 10 / 20, 3 - 4 * y * 5 / 10]
    assert estimated_discounts(counts) == pytest.approx(expected)


def test_modified_kneser_ney_takes_its_own_discounts():
    ids = np.array([0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4])
    chain = MarkovChain(1, ModifiedKneserNey()).fit(ids, vocab_size=6)
    counts, discounts = np.array([5, 3, 2, 1, 1, 0]), estimated_discounts(np.array([5, 3, 2, 1, 1]))
    taken = discounts[np.minimum(counts, 3)]
    expected = (counts - taken) / 12 + taken.sum() / 12 / 6
    assert np.exp(chain.next_log_probs(np.array([], int))) == pytest.approx(expected)


@given(st.lists(st.integers(0, 6), min_size=1))
@settings(deadline=None)
def test_estimated_discounts_take_something_but_no_more_than_there_is(counts):
    discounts = estimated_discounts(np.array(counts))
    assert discounts[0] == 0
    assert (discounts[1:] > 0).all() and (discounts <= [0, 1, 2, 3]).all()


@pytest.mark.parametrize("method", [AbsoluteDiscounting, KneserNey])
@pytest.mark.parametrize("discount", [0, -0.5, 1.1, float("nan")])
def test_discounts_out_of_range_are_refused(method, discount):
    with pytest.raises(ValueError, match="discount must be above 0 and at most 1"):
        method(discount)
