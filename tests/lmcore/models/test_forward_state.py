"""`backward` is of the forward pass that `loss` was given, whatever came in between."""

import numpy as np
import pytest

from lmcore.evaluation.generation import generate
from lmcore.evaluation.perplexity import bits_per_token, perplexity
from lmcore.models.deep_lm import DeepLM
from lmcore.models.mixture import Mixture
from lmcore.models.neural_bigram import NeuralBigram
from lmcore.models.neural_lm import NeuralLM
from lmcore.text.batches import Batch

VOCAB, CONTEXT = 5, 2

MODELS = {
    "NeuralLM, tanh": lambda **kw: NeuralLM(VOCAB, 3, 4, CONTEXT, **kw),
    "NeuralLM, relu": lambda **kw: NeuralLM(VOCAB, 3, 4, CONTEXT, activation="relu", **kw),
    "DeepLM": lambda **kw: DeepLM(VOCAB, 3, 4, CONTEXT, n_hidden=3, **kw),
    "DeepLM, residual": lambda **kw: DeepLM(VOCAB, 3, 4, CONTEXT, 3, residual=True, **kw),
    "NeuralBigram": lambda **kw: NeuralBigram(VOCAB, 3, CONTEXT, **kw),
}
# 3 rows go the way of the textbook, 40 through the table of a NeuralLM's context layer.
BATCHES = (3, 40)

INFERENCE = {
    "log_probs": lambda model, n: model.log_probs(np.arange(n) % VOCAB),
    "next_log_probs": lambda model, n: model.next_log_probs(np.array([1, 2])),
    "perplexity": lambda model, n: perplexity(model, np.arange(n) % VOCAB),
    "bits_per_token": lambda model, n: bits_per_token(model, np.arange(n) % VOCAB),
    "generate": lambda model, n: generate(model, np.array([1]), 3, np.random.default_rng(0)),
    "mixture": lambda model, n: Mixture([model, model]).log_probs(np.arange(n) % VOCAB),
}
FORWARDS = {
    "forward": lambda model, n: model.forward(windows(n, seed=7)[0]),
    "forward that writes where it is told": lambda model, n: model.forward(
        windows(n, seed=7)[0], out=np.empty((n, VOCAB), model.parameters.values.dtype)
    ),
    "two forwards": lambda model, n: [model.forward(windows(m, seed=7)[0]) for m in BATCHES],
    "forward that fails": lambda model, n: pytest.raises(
        IndexError, model.forward, np.full((n, CONTEXT), VOCAB)
    ),
    "a layer's own forward": lambda model, n: model.output.forward(
        np.ones((n, len(model.output.W)), model.output.W.dtype)
    ),
}


@pytest.fixture(params=MODELS)
def new_model(request):
    return lambda **kw: MODELS[request.param](rng=0, embed_scale=1.0, **kw)


def windows(batch, seed=1):
    rng = np.random.default_rng(seed)
    return rng.integers(VOCAB, size=(batch, CONTEXT)), rng.integers(VOCAB, size=batch)


def gradients_of(model, contexts, targets):
    model.loss(model.forward(contexts), targets)
    model.backward()
    return model.parameters.gradients.copy()


def layers_of(model):
    hidden = getattr(model, "hidden", [])
    return [model.embedding, model.output, *(hidden if isinstance(hidden, list) else [hidden])]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.parametrize("other_batch", BATCHES)
@pytest.mark.parametrize("between", [*INFERENCE, *FORWARDS])
def test_what_comes_between_loss_and_backward(new_model, dtype, batch, other_batch, between):
    model = new_model(dtype=dtype)
    expected = gradients_of(model, *windows(batch))
    contexts, targets = windows(batch)
    model.loss(model.forward(contexts), targets)
    (INFERENCE | FORWARDS)[between](model, other_batch)
    model.backward()
    np.testing.assert_array_equal(model.parameters.gradients, expected)


@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.parametrize("other_batch", BATCHES)
@pytest.mark.parametrize("between", INFERENCE)
def test_inference_between_forward_and_loss(new_model, batch, other_batch, between):
    model = new_model(dtype=np.float64)
    contexts, targets = windows(batch)
    expected = gradients_of(model, contexts, targets)
    logits = model.forward(contexts)
    INFERENCE[between](model, other_batch)
    model.loss(logits, targets)
    model.backward()
    np.testing.assert_array_equal(model.parameters.gradients, expected)


@pytest.mark.parametrize("between", INFERENCE)
def test_inference_after_a_training_step_leaves_the_loss_alone(new_model, between):
    model = new_model(dtype=np.float64)
    model.train_step(Batch(*windows(40)))
    expected = model.parameters.gradients.copy()
    INFERENCE[between](model, 40)
    model.backward()
    np.testing.assert_array_equal(model.parameters.gradients, expected)


@pytest.mark.parametrize("between", INFERENCE)
@pytest.mark.parametrize("trained", [False, True])
def test_inference_keeps_nothing(new_model, between, trained):
    model = new_model()
    if trained:
        model.train_step(Batch(*windows(3)))
    objects = [model, *layers_of(model)]
    before = [dict(vars(thing)) for thing in objects]
    INFERENCE[between](model, 40)
    for thing, attributes in zip(objects, before, strict=True):
        assert vars(thing).keys() == attributes.keys()
        for name, value in attributes.items():
            assert vars(thing)[name] is value, f"{type(thing).__name__}.{name}"


@pytest.mark.parametrize("between", INFERENCE)
def test_inference_leaves_the_layers_own_passes_alone(new_model, between):
    model = new_model(dtype=np.float64)
    rng = np.random.default_rng(3)
    for layer in layers_of(model)[1:]:
        x, upstream = rng.normal(size=(6, len(layer.W))), rng.normal(size=(6, len(layer.b)))
        layer.forward(x)
        expected = layer.backward(upstream)
        INFERENCE[between](model, 40)
        np.testing.assert_array_equal(layer.backward(upstream), expected)


@pytest.mark.parametrize("batch", BATCHES)
def test_the_callers_arrays_may_be_used_again(new_model, batch):
    model = new_model(dtype=np.float64)
    contexts, targets = windows(batch)
    expected = gradients_of(model, contexts, targets)
    model.loss(model.forward(contexts), targets)
    contexts[...] = 0
    targets[...] = 0
    model.backward()
    np.testing.assert_array_equal(model.parameters.gradients, expected)


def test_a_loss_that_fails_leaves_the_one_before(new_model):
    model = new_model(dtype=np.float64)
    expected = gradients_of(model, *windows(3))
    with pytest.raises(IndexError):
        model.loss(model.forward(windows(3, seed=2)[0]), np.full(3, VOCAB))
    model.backward()
    np.testing.assert_array_equal(model.parameters.gradients, expected)


@pytest.mark.parametrize("batch", BATCHES)
def test_logits_of_no_known_pass_give_a_loss_but_no_gradient(new_model, batch):
    model = new_model(dtype=np.float64)
    contexts, targets = windows(batch)
    first = model.forward(contexts)
    last = model.forward(windows(batch, seed=2)[0])
    for logits in (first, last.copy(), last / 2, last[:1].repeat(batch, axis=0)):
        assert model.loss(logits, targets) > 0
        with pytest.raises(ValueError, match="last `forward` returned.* right after it"):
            model.backward()
    model.loss(last, targets)
    model.backward()


def test_a_loss_whose_gradient_was_written_over_is_gone(new_model):
    model = new_model()
    contexts, targets = windows(3)
    place = np.empty((3, VOCAB), np.float32)
    model.loss(model.forward(contexts, out=place), targets, out=place)
    model.forward(contexts, out=place)
    with pytest.raises(ValueError, match="call forward and loss first"):
        model.backward()
    model.loss(place, targets, out=place)
    model.loss(place, targets)  # of the gradient that stands there now
    with pytest.raises(ValueError, match="last `forward` returned"):
        model.backward()
    with pytest.raises(IndexError):  # the step wrote new logits over the gradient, then failed
        model.train_step(Batch(*windows(3)))
        model.train_step(Batch(contexts, np.full(3, VOCAB)))
    with pytest.raises(ValueError, match="call forward and loss first"):
        model.backward()


def test_backward_twice_gives_the_same(new_model):
    model = new_model()
    expected = gradients_of(model, *windows(40))
    model.backward()
    np.testing.assert_array_equal(model.parameters.gradients, expected)
