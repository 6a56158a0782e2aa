import numpy as np
import pytest

from lmcore.models.neural_bigram import NeuralBigram
from lmcore.training.optimizers import SGD, Adam
from lmcore.training.schedules import Cosine
from tests.machine import needed

STEPS = 100  # long enough for Adam to put its decay into the first mean


def gradients(size):
    """A gradient for each step, of very different sizes from weight to weight."""
    rng = np.random.default_rng(5)
    return rng.normal(size=(STEPS, size)) * 10.0 ** rng.integers(-3, 2, size=size)


def run(make_optimizer, dtype=np.float64):
    model = NeuralBigram(5, 3, rng=0, dtype=dtype)
    optimizer = make_optimizer(model)
    start = model.parameters.values.copy()
    for gradient in gradients(start.size):
        model.parameters.gradients[:] = gradient
        optimizer.step()
    return start, model.parameters.values


@pytest.mark.parametrize("betas", [(0.8, 0.95), (0.9, 0.999), (0, 0.5), (1e-4, 0)])
def test_adam_is_algorithm_1(betas):
    start, result = run(lambda model: Adam(model, 0.01, betas=betas, eps=1e-3))
    beta1, beta2 = betas
    m = v = np.zeros_like(start)
    expected = start.copy()
    for t, g in enumerate(gradients(start.size), start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        expected -= 0.01 * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + 1e-3)
    np.testing.assert_allclose(result, expected, rtol=1e-12)


def test_adam_in_float32_stays_in_range():
    """What a gradient is divided by must not become so small that its square overflows."""
    model = NeuralBigram(5, 3, rng=0)
    optimizer = Adam(model, 0.01, betas=(0.5, 0.5))
    for _ in range(300):
        model.parameters.gradients[:] = 1e15
        optimizer.step()
    assert np.isfinite(optimizer.v).all()
    assert np.isfinite(model.parameters.values).all()


def test_the_size_of_the_chunks_does_not_matter(monkeypatch):
    _, whole = run(Adam)
    monkeypatch.setattr(Adam, "CHUNK", 7)
    _, in_chunks = run(Adam)
    # Not bit for bit: BLAS rounds the last elements of a vector, without FMA, on some machines.
    np.testing.assert_allclose(in_chunks, whole, rtol=1e-13)


def test_float32_stays_float32_and_close():
    _, exact = run(Adam)
    _, rounded = run(Adam, np.float32)
    assert rounded.dtype == np.float32
    np.testing.assert_allclose(rounded, exact, atol=1e-5)


def test_sgd_with_momentum():
    start, result = run(lambda model: SGD(model, 0.01, momentum=0.9))
    velocity, expected = np.zeros_like(start), start.copy()
    for g in gradients(start.size):
        velocity = 0.9 * velocity + g
        expected -= 0.01 * velocity
    np.testing.assert_allclose(result, expected, rtol=1e-12)


@pytest.mark.parametrize("kind", [SGD, Adam])
def test_weight_decay_is_decoupled_and_spares_biases(kind):
    model = NeuralBigram(5, 3, rng=0, dtype=np.float64)
    model.parameters["output.b"][:] = 1
    before = model.parameters.values.copy()
    kind(model, learning_rate=0.1, weight_decay=0.5).step()  # with a gradient of zero
    np.testing.assert_array_equal(model.parameters["output.b"], 1)
    matrices = slice(0, -5)
    np.testing.assert_allclose(model.parameters.values[matrices], 0.95 * before[matrices])


def test_a_long_gradient_is_shortened():
    model = NeuralBigram(5, 3, rng=0, dtype=np.float64)
    before = model.parameters.values.copy()
    model.parameters.gradients[:] = 100
    SGD(model, learning_rate=1.0, max_norm=2.0).step()
    assert np.linalg.norm(model.parameters.values - before) == pytest.approx(2)


def test_the_schedule_sets_the_learning_rate():
    model = NeuralBigram(5, 3, rng=0, dtype=np.float64)
    optimizer = SGD(model, Cosine(1.0, total_steps=2))
    moved = []
    for expected in (1.0, 0.5, 0.0):
        assert optimizer.learning_rate == pytest.approx(expected)
        before = model.parameters.values.copy()
        model.parameters.gradients[:] = 1
        optimizer.velocity[:] = 0
        optimizer.step()
        moved.append(before[0] - model.parameters.values[0])
    np.testing.assert_allclose(moved, [1, 0.5, 0], atol=1e-12)


def test_a_replaced_weight_is_what_is_updated():
    model = NeuralBigram(5, 3, rng=0)
    model.embedding.W = np.ones((5, 3))
    model.parameters.gradients[:] = 1
    SGD(model, learning_rate=0.25).step()
    np.testing.assert_array_equal(model.embedding.W, np.full((5, 3), 0.75))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda model: SGD(model, learning_rate=0), "learning_rate must be positive, got 0"),
        (lambda model: SGD(model, momentum=1), "momentum must be at least 0 and below 1, got 1"),
        (lambda model: Adam(model, betas=(0.9, 1)), "betas must be .* got 1"),
        (lambda model: Adam(model, weight_decay=-1), "weight_decay must be at least 0"),
        (lambda model: Adam(model, eps=0), "eps must be positive, got 0"),
        (lambda model: Adam(model, max_norm=0), "max_norm must be positive, got 0"),
    ],
)
def test_numbers_out_of_range(make, message):
    with pytest.raises(ValueError, match=message):
        make(NeuralBigram(5, 3))


def test_adam_against_pytorch():
    torch = needed("torch")
    start, result = run(lambda model: Adam(model, 0.01))
    theirs = torch.tensor(start, requires_grad=True)
    optimizer = torch.optim.Adam([theirs], 0.01)
    for g in gradients(start.size):
        theirs.grad = torch.from_numpy(g)
        optimizer.step()
    np.testing.assert_allclose(result, theirs.detach().numpy(), rtol=1e-10)
