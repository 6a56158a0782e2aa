import numpy as np
import pytest

from lmcore.models.base import NonFiniteLoss
from lmcore.models.neural_lm import NeuralLM
from lmcore.text.batches import Batch
from lmcore.training.gradient_check import check_model
from tests.machine import needed

VOCAB, CONTEXT = 7, 3


def make(**kwargs):
    kwargs = {"rng": 0, "dtype": np.float64, "embed_scale": 1.0, **kwargs}
    model = NeuralLM(VOCAB, 4, 5, CONTEXT, **kwargs)
    rng = np.random.default_rng(9)
    for name in ("hidden.b", "output.b"):
        model.parameters[name][:] = rng.normal(size=model.parameters[name].shape)
    return model


def windows(batch, seed=1):
    rng = np.random.default_rng(seed)
    return rng.integers(VOCAB, size=(batch, CONTEXT)), rng.integers(VOCAB, size=batch)


def textbook_logits(model, contexts, function=np.tanh):
    rows = []
    for context in contexts:
        x = np.concatenate([model.embedding.W[token] for token in context])
        h = function(x @ model.hidden.W + model.hidden.b)
        rows.append(h @ model.output.W + model.output.b)
    return np.array(rows)


# 3 rows go the way of the textbook, 40 through the table (see lmcore.context_layer).
@pytest.mark.parametrize("batch", [1, 3, 40])
@pytest.mark.parametrize(
    ("activation", "function"), [("tanh", np.tanh), ("relu", lambda z: np.maximum(z, 0))]
)
def test_forward_against_the_textbook(batch, activation, function):
    model = make(activation=activation)
    contexts, _ = windows(batch)
    expected = textbook_logits(model, contexts, function)
    np.testing.assert_allclose(model.forward(contexts), expected, rtol=1e-12)


@pytest.mark.parametrize("batch", [3, 40])
@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_gradients(batch, activation):
    errors = check_model(make(activation=activation), *windows(batch), max_entries=None)
    assert set(errors) == {"embedding.W", "hidden.W", "hidden.b", "output.W", "output.b"}
    assert max(errors.values()) < 1e-6


def test_backward_replaces_the_gradients_of_the_pass_before():
    model = make()
    for batch in (40, 3):
        contexts, targets = windows(batch)
        for _ in range(2):
            model.loss(model.forward(contexts), targets)
            model.backward()
            gradients = model.parameters.gradients.copy()
        model.train_step(Batch(contexts, targets))
        np.testing.assert_allclose(model.parameters.gradients, gradients, rtol=1e-12)


def test_logits_are_the_callers_own():
    model = make()
    contexts, _ = windows(3)
    first = model.forward(contexts)
    kept = first.copy()
    model.forward(windows(3, seed=2)[0])
    np.testing.assert_array_equal(first, kept)


def test_train_step_agrees_with_forward_and_loss_for_batches_of_any_size():
    model = make()
    for batch in (40, 3, 64):
        contexts, targets = windows(batch)
        loss = model.loss(model.forward(contexts), targets)
        assert model.train_step(Batch(contexts, targets)) == pytest.approx(loss, rel=1e-12)


def test_knows_nothing_at_first_and_the_frequencies_when_told():
    model = NeuralLM(50, 8, 32, 4, rng=0)
    contexts = np.random.default_rng(0).integers(50, size=(200, 4))
    targets = np.zeros(200, int)
    assert model.loss(model.forward(contexts), targets) == pytest.approx(np.log(50), abs=0.2)
    ids = np.repeat([0, 1], [300, 100])
    model.start_from_frequencies(ids)
    probs = np.exp(model.next_log_probs(np.array([1, 2, 3, 4])))
    np.testing.assert_allclose(probs[:2], [0.75, 0.25], atol=0.05)


def test_next_log_probs_and_log_probs_agree():
    model = make(padding_id=2)
    ids = np.random.default_rng(3).integers(VOCAB, size=30)
    scored = model.log_probs(ids)
    for i in range(len(ids)):
        log_probs = model.next_log_probs(ids[:i])
        assert np.exp(log_probs).sum() == pytest.approx(1)
        assert scored[i] == pytest.approx(log_probs[ids[i]], rel=1e-10)
    np.testing.assert_array_equal(
        model.next_log_probs(np.array([5])), model.next_log_probs(np.array([2, 2, 5]))
    )


def test_the_same_generator_gives_the_same_model():
    first, second, other = (NeuralLM(9, 2, 3, 2, rng=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.parameters.values, second.parameters.values)
    assert not np.array_equal(first.parameters.values, other.parameters.values)


@pytest.mark.parametrize(
    ("contexts", "error", "message"),
    [
        (np.zeros(CONTEXT, int), ValueError, r"\(batch, 3\), got \(3,\)"),
        (np.zeros((2, 2), int), ValueError, r"\(batch, 3\), got \(2, 2\)"),
        (np.zeros((0, CONTEXT), int), ValueError, r"\(batch, 3\)"),
        (np.full((2, CONTEXT), VOCAB), IndexError, "token id 7"),
        (np.full((40, CONTEXT), VOCAB), IndexError, "token id 7"),
        (np.full((40, CONTEXT), -1), IndexError, "token id -1"),
        (np.zeros((2, CONTEXT)), TypeError, "integers"),
    ],
)
def test_wrong_contexts(contexts, error, message):
    with pytest.raises(error, match=message):
        make().forward(contexts)


def test_other_errors():
    with pytest.raises(ValueError, match="activation must be one of"):
        make(activation="step")
    with pytest.raises(ValueError, match="vocab_size must be at least 1, got 0"):
        NeuralLM(0, 4, 5, 3)
    with pytest.raises(ValueError, match="call forward and loss first"):
        make().backward()
    with pytest.raises(ValueError, match="at least one token"):
        make().log_probs(np.zeros(0, int))
    with pytest.raises(ValueError, match="ids is empty"):
        make().start_from_frequencies(np.zeros(0, int))


def test_a_loss_that_is_not_finite_stops_the_step():
    model = make()
    model.output.b[0] = np.nan
    with pytest.raises(NonFiniteLoss, match="smaller learning rate"):
        model.train_step(Batch(*windows(3)))


@pytest.mark.parametrize("batch", [3, 40])
@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_against_pytorch(batch, activation):
    torch = needed("torch")
    model = make(activation=activation)
    contexts, targets = windows(batch)
    theirs = {
        name: torch.tensor(values, requires_grad=True) for name, values in model.parameters.items()
    }
    x = theirs["embedding.W"][torch.from_numpy(contexts)].flatten(1)
    h = getattr(torch, activation)(x @ theirs["hidden.W"] + theirs["hidden.b"])
    logits = h @ theirs["output.W"] + theirs["output.b"]
    loss = torch.nn.functional.cross_entropy(logits, torch.from_numpy(targets))
    loss.backward()
    assert model.train_step(Batch(contexts, targets)) == pytest.approx(loss.item(), rel=1e-12)
    for name, parameter in theirs.items():
        np.testing.assert_allclose(
            model.parameters.gradient(name), parameter.grad.numpy(), rtol=1e-9, atol=1e-14
        )
