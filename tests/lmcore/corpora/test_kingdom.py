import numpy as np
import pytest

from lmcore.corpora.kingdom import Kingdom
from lmcore.models.neural_lm import NeuralLM
from lmcore.ngrams.markov_chain import MarkovChain
from lmcore.text.batches import batches
from lmcore.text.tokenizers import word_tokenize
from lmcore.text.vocabulary import Vocabulary
from lmcore.training.epoch import train_epoch
from lmcore.training.optimizers import Adam
from lmcore.training.schedules import Cosine


@pytest.fixture(scope="module")
def kingdom():
    return Kingdom()


@pytest.fixture(scope="module")
def tokens(kingdom):
    return kingdom.generate(400_000, np.random.default_rng(0))


def test_the_text_tokenized_is_the_tokens(kingdom, tokens):
    assert word_tokenize(kingdom.text(tokens)) == tokens


def test_a_long_sample_has_the_exact_entropy(kingdom, tokens):
    losses = -kingdom.log_probs(tokens)
    blocks = losses.reshape(400, -1).mean(axis=1)  # neighbors depend on each other, blocks hardly
    standard_error = blocks.std(ddof=1) / np.sqrt(len(blocks))
    assert standard_error < 0.005
    assert abs(losses.mean() - kingdom.entropy_per_token) < 4 * standard_error


def test_characters_share_the_entropy_of_their_words(kingdom, tokens):
    text = kingdom.text(tokens)
    assert len(text) / len(tokens) == pytest.approx(kingdom.chars_per_token, rel=0.003)
    nats_per_char = -kingdom.log_probs(tokens).sum() / len(text)
    assert nats_per_char == pytest.approx(kingdom.entropy_per_char, rel=0.01)


@pytest.mark.parametrize("order", [2, 3, 4, 6])
def test_no_markov_chain_beats_the_floor_of_its_context(kingdom, tokens, order):
    vocabulary = Vocabulary.from_tokens(tokens)
    ids = vocabulary.encode(tokens)
    chain = MarkovChain(order, "modified-kneser-ney").fit(ids[:300_000], len(vocabulary))
    loss = -chain.log_probs(ids[300_000:]).mean()
    own_floor = -kingdom.log_probs(tokens)[300_000:].mean()
    assert loss > own_floor
    if order < 4:  # few contexts, all well known; the sample's own luck is part of both sides
        floor = kingdom.context_entropy(order - 1) + own_floor - kingdom.entropy_per_token
        assert floor - 0.01 < loss < floor + 0.05


def test_every_word_class_is_of_words_that_occur(kingdom, tokens):
    classes = kingdom.word_classes
    assert set(classes) <= set(tokens)
    assert len(set(classes.values())) > 20
    assert (classes["king"], classes["queen"], classes["paris"]) == ("man", "woman", "capital")
    without = set(tokens) - set(classes)
    assert {"of", ".", "\n"} <= without and len(without) < 40


def test_analogies_relate_words_of_the_same_classes(kingdom):
    classes = kingdom.word_classes
    assert set(kingdom.analogies) == {"gender", "capital", "number"}
    for quadruples in kingdom.analogies.values():
        assert len(quadruples) == len(set(quadruples)) == 90
        for a, b, c, d in quadruples:
            assert classes[a] == classes[c] != classes[b] == classes[d]
    assert ("man", "woman", "king", "queen") in kingdom.analogies["gender"]


def share_solved(kingdom, vocabulary, vectors):
    """For each relation the share of analogies that ``b - a + c`` solves, by cosine."""
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    solved = {}
    for relation, quadruples in kingdom.analogies.items():
        a, b, c, d = np.array([vocabulary.encode(words) for words in quadruples]).T
        scores = (vectors[b] - vectors[a] + vectors[c]) @ vectors.T  # (quadruples, vocab)
        for asked in (a, b, c):
            scores[np.arange(len(scores)), asked] = -np.inf
        solved[relation] = (scores.argmax(axis=1) == d).mean()
    return solved


def test_counts_of_neighbors_solve_the_analogies(kingdom, tokens):
    """The contexts are compositional: their log-frequencies, reduced by SVD, add up."""
    vocabulary = Vocabulary.from_tokens(tokens)
    ids, size = vocabulary.encode(tokens), len(vocabulary)
    following = np.zeros((size, 4 * size))
    for distance in range(1, 5):
        column = (distance - 1) * size + ids[distance:]
        np.add.at(following, (ids[:-distance], column), 1)
    joint = following / following.sum()
    independent = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0)
    information = np.log(np.maximum(joint, 1e-12) / np.maximum(independent, 1e-12)).clip(min=0)
    left, scale, _ = np.linalg.svd(information, full_matrices=False)
    vectors = left[:, :128] * np.sqrt(scale[:128])
    for relation, share in share_solved(kingdom, vocabulary, vectors).items():
        assert share > 0.95, relation


def test_embeddings_of_a_small_network_solve_the_analogies(kingdom, tokens):
    vocabulary = Vocabulary.from_tokens(tokens)
    model = NeuralLM(len(vocabulary), embed_dim=16, hidden_dim=64, context_size=4, rng=0)
    ids = vocabulary.encode(tokens[:150_000])
    data = batches(ids, context_size=4, batch_size=256, rng=np.random.default_rng(0))
    schedule = Cosine(0.01, total_steps=2 * len(data))
    optimizer = Adam(model, learning_rate=schedule, weight_decay=0.05)
    perplexity = [train_epoch(model, data, optimizer) for _ in range(2)][-1]
    assert np.exp(kingdom.context_entropy(4)) < perplexity < 5
    for relation, share in share_solved(kingdom, vocabulary, model.embedding.W).items():
        assert share > 0.9, relation
