import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmcore.corpora.corpus import CorpusUnavailable, load_corpus
from lmcore.evaluation.generation import generate
from lmcore.models.protocol import LanguageModel
from lmcore.ngrams.markov_chain import SMOOTHINGS, MarkovChain
from lmcore.ngrams.smoothing import AddK
from lmcore.text.tokenizers import word_tokenize
from lmcore.text.vocabulary import Vocabulary

IDS = st.lists(st.integers(0, 3), min_size=5, max_size=30).map(np.array)


@given(IDS, IDS, st.sampled_from(sorted(SMOOTHINGS)), st.integers(1, 4))
@settings(deadline=None, max_examples=100)
def test_distributions_sum_to_one_and_agree_with_scores(ids, other, smoothing, order):
    chain = MarkovChain(order, smoothing).fit(ids, vocab_size=5, validation=other)
    log_probs = chain.log_probs(other)
    for t in range(len(other)):
        after = chain.next_log_probs(other[:t])
        assert after.shape == (5,)
        assert np.exp(after).sum() == pytest.approx(1, abs=1e-9)
        assert after[other[t]] == pytest.approx(log_probs[t], abs=1e-9)


@given(IDS, st.sampled_from(sorted(SMOOTHINGS)), st.integers(1, 3))
@settings(deadline=None)
def test_every_smoothing_but_none_leaves_nothing_impossible(ids, smoothing, order):
    chain = MarkovChain(order, smoothing).fit(ids, vocab_size=6, validation=ids[::-1])
    unseen = np.isneginf(chain.next_log_probs(ids[:order]))
    assert unseen.any() == (smoothing == "mle")


def test_maximum_likelihood_is_relative_frequency():
    chain = MarkovChain(2, "mle").fit(np.array([0, 1, 0, 2, 0, 1, 1]), vocab_size=3)
    assert np.exp(chain.next_log_probs(np.array([0]))) == pytest.approx([0, 2 / 3, 1 / 3])
    assert chain.perplexity(np.array([2, 2])) == np.inf


def test_a_chain_is_a_language_model_and_writes_what_it_has_read():
    ids = np.array([0, 1, 2, 3] * 20)
    chain = MarkovChain(3, "mle").fit(ids, vocab_size=4)
    assert isinstance(chain, LanguageModel) and chain.context_size == 2
    written = generate(chain, np.array([1, 2]), 6, np.random.default_rng(0))
    assert written.tolist() == [3, 0, 1, 2, 3, 0]


def test_samples_follow_the_distribution():
    ids = np.random.default_rng(0).choice(3, 5000, p=[0.6, 0.3, 0.1])
    chain = MarkovChain(2).fit(ids, vocab_size=3)
    written = generate(chain, ids[:1], 3000, np.random.default_rng(1))
    assert np.bincount(written, minlength=3) / 3000 == pytest.approx([0.6, 0.3, 0.1], abs=0.04)


def test_an_empty_text_has_no_scores():
    assert MarkovChain(2).fit(np.array([0, 1]), 2).log_probs(np.array([], int)).shape == (0,)


def test_mistakes_are_named():
    with pytest.raises(ValueError, match="unknown smoothing 'good-turing': expected one of 'mle'"):
        MarkovChain(2, "good-turing")
    with pytest.raises(ValueError, match="order must be at least 1"):
        MarkovChain(0)
    with pytest.raises(RuntimeError, match="call fit first"):
        MarkovChain(2).log_probs(np.array([0]))
    with pytest.raises(IndexError, match="token id 7"):
        MarkovChain(2).fit(np.array([0, 1]), 2).log_probs(np.array([0, 7]))
    with pytest.raises(ValueError, match=r"one text, .* got shape \(2, 2\)"):
        MarkovChain(2).fit(np.zeros((2, 2), int), 2)
    with pytest.raises(TypeError, match="must be integers"):
        MarkovChain(2).fit(np.array([0, 1]), 2).next_log_probs(np.array([0.5]))
    with pytest.raises(ValueError, match="ids is empty"):
        MarkovChain(2).fit(np.array([0, 1]), 2).perplexity(np.array([], int))
    for smoothing in ("interpolated", "add-k"):
        with pytest.raises(ValueError, match="validation=other_ids"):
            MarkovChain(2, smoothing).fit(np.array([0, 1]), 2)


@pytest.fixture(scope="module")
def shakespeare():
    try:
        return load_corpus("shakespeare")
    except CorpusUnavailable as error:
        pytest.skip(str(error))


@pytest.mark.parametrize(
    "order, smoothing, nats",
    [
        (2, AddK(1.0), 2.4819),
        (2, "kneser-ney", 2.4839),
        (5, AddK(1.0), 2.1737),
        (5, "kneser-ney", 1.5663),
        (7, "kneser-ney", 1.5469),
        (7, "modified-kneser-ney", 1.5165),
    ],
)
def test_known_figures_on_characters(shakespeare, order, smoothing, nats):
    ids = Vocabulary.from_tokens(shakespeare).encode(shakespeare)
    train, test = np.split(ids, [int(0.9 * len(ids))])
    chain = MarkovChain(order, smoothing).fit(train, vocab_size=65)
    assert -chain.log_probs(test).mean() == pytest.approx(nats, abs=2e-4)


@pytest.mark.parametrize(
    "order, smoothing, perplexity",
    [(2, "kneser-ney", 113.9), (3, AddK(1.0), 3164), (3, "modified-kneser-ney", 98.06)],
)
def test_known_figures_on_words(shakespeare, order, smoothing, perplexity):
    tokens = word_tokenize(shakespeare)
    train, test = tokens[:263_145], tokens[263_145:]
    vocabulary = Vocabulary.from_tokens(train, max_size=10_000, specials=["<unk>"])
    chain = MarkovChain(order, smoothing).fit(vocabulary.encode(train), len(vocabulary))
    assert chain.perplexity(vocabulary.encode(test)) == pytest.approx(perplexity, rel=5e-4)
