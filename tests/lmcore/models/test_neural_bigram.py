import numpy as np
import pytest

from lmcore.evaluation.perplexity import perplexity
from lmcore.models.neural_bigram import BigramCounts, NeuralBigram
from lmcore.text.batches import Batch, context_windows
from lmcore.training.epoch import train_epoch
from lmcore.training.gradient_check import check_model
from lmcore.training.optimizers import Adam
from tests.machine import needed


@pytest.mark.parametrize("context_size", [1, 2])
def test_forward_and_gradients(context_size):
    rng = np.random.default_rng(0)
    model = NeuralBigram(6, 3, context_size, rng=0, dtype=np.float64, embed_scale=1)
    contexts, targets = rng.integers(6, size=(20, context_size)), rng.integers(6, size=20)
    x = np.concatenate([model.embedding.W[contexts[:, i]] for i in range(context_size)], axis=1)
    expected = x @ model.output.W + model.output.b
    np.testing.assert_allclose(model.forward(contexts), expected)
    assert max(check_model(model, contexts, targets).values()) < 1e-6


def test_the_table_of_counts_is_the_text():
    ids = np.random.default_rng(0).integers(6, size=300)
    model = NeuralBigram(6, 3, rng=0, dtype=np.float64, embed_scale=1)
    counts = BigramCounts.from_ids(ids, vocab_size=6)
    assert counts.n_tokens == 299
    loss = model.train_step(counts)
    gradients = model.parameters.gradients.copy()
    assert model.train_step(Batch(*context_windows(ids, 1))) == pytest.approx(loss, rel=1e-12)
    np.testing.assert_allclose(model.parameters.gradients, gradients, atol=1e-14)


def test_ends_where_counting_ends():
    rng = np.random.default_rng(0)
    table = rng.dirichlet(np.ones(4), size=4)
    ids = [0]
    for _ in range(2000):
        ids.append(rng.choice(4, p=table[ids[-1]]))
    ids = np.array(ids)
    counts = BigramCounts.from_ids(ids, vocab_size=4)
    model = NeuralBigram(4, 4, rng=0)
    train_epoch(model, [counts] * 400, Adam(model, learning_rate=0.05))
    probs = counts.counts / counts.counts.sum(axis=1, keepdims=True)
    best = np.exp(-np.log(probs[ids[:-1], ids[1:]]).mean())
    assert perplexity(-model.log_probs(ids)[1:]) == pytest.approx(best, rel=1e-3)


def test_errors():
    with pytest.raises(ValueError, match="at least two tokens"):
        BigramCounts.from_ids(np.array([1]), vocab_size=2)
    with pytest.raises(IndexError, match="token id 2"):
        BigramCounts.from_ids(np.array([0, 2]), vocab_size=2)
    counts = BigramCounts.from_ids(np.array([0, 1]), vocab_size=2)
    with pytest.raises(ValueError, match=r"\(batch, 2\)"):
        NeuralBigram(2, 2, context_size=2).train_step(counts)


@pytest.mark.parametrize("context_size", [1, 2])
def test_against_pytorch(context_size):
    torch = needed("torch")
    rng = np.random.default_rng(0)
    model = NeuralBigram(6, 3, context_size, rng=0, dtype=np.float64, embed_scale=1)
    contexts, targets = rng.integers(6, size=(20, context_size)), rng.integers(6, size=20)
    theirs = {
        name: torch.tensor(values, requires_grad=True) for name, values in model.parameters.items()
    }
    x = theirs["embedding.W"][torch.from_numpy(contexts)].flatten(1)
    logits = x @ theirs["output.W"] + theirs["output.b"]
    loss = torch.nn.functional.cross_entropy(logits, torch.from_numpy(targets))
    loss.backward()
    assert model.train_step(Batch(contexts, targets)) == pytest.approx(loss.item(), rel=1e-12)
    for name, parameter in theirs.items():
        np.testing.assert_allclose(
            model.parameters.gradient(name), parameter.grad.numpy(), rtol=1e-9, atol=1e-14
        )
