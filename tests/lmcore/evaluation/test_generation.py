import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmcore.evaluation.generation import generate, sampling_probs


class Fixed:
    """Predicts by a table of bigrams, and remembers what it was shown."""

    context_size = 2

    def __init__(self, table):
        self.table = np.asarray(table, float)
        self.vocab_size = len(self.table)
        self.contexts = []

    def next_log_probs(self, context):
        self.contexts.append(context.tolist())
        with np.errstate(divide="ignore"):
            return np.log(self.table[context[-1]])


CYCLE = [[0, 1, 0], [0, 0, 1], [1, 0, 0]]


def test_follows_the_model_with_a_context_that_moves_on():
    model = Fixed(CYCLE)
    out = generate(model, np.array([0]), 4, np.random.default_rng(0))
    assert out.tolist() == [1, 2, 0, 1]
    assert model.contexts == [[0], [0, 1], [1, 2], [2, 0]]


def test_frequencies_are_those_of_the_model():
    probs = [0.5, 0.3, 0.2, 0.0]
    out = generate(Fixed([probs] * 4), np.array([0]), 4000, np.random.default_rng(0))
    np.testing.assert_allclose(np.bincount(out, minlength=4) / 4000, probs, atol=0.03)
    assert 3 not in out


def test_the_generator_decides():
    model = Fixed(np.full((5, 5), 0.2))
    first, second, other = (
        generate(model, np.array([0]), 20, np.random.default_rng(seed)).tolist()
        for seed in (1, 1, 2)
    )
    assert first == second != other


distributions = st.lists(st.floats(0.01, 1), min_size=2, max_size=8).map(
    lambda values: np.array(values) / sum(values)
)


@settings(deadline=None)
@given(distributions, st.floats(0.1, 5), st.integers(1, 8), st.floats(0.05, 1))
def test_sampling_probs_are_a_distribution_over_the_likeliest(probs, temperature, top_k, top_p):
    log_probs = np.log(probs)  # neighboring floats can have the same logarithm: compare these
    result = sampling_probs(log_probs, temperature=temperature, top_k=top_k, top_p=top_p)
    assert result.sum() == pytest.approx(1)
    kept = result > 0
    assert 1 <= kept.sum() <= top_k
    assert kept.all() or log_probs[kept].min() >= log_probs[~kept].max()
    np.testing.assert_allclose(
        result[kept], probs[kept] ** (1 / temperature) / (probs[kept] ** (1 / temperature)).sum()
    )


def test_temperature():
    log_probs = np.log([0.6, 0.3, 0.1])
    cold, same, hot = (sampling_probs(log_probs, temperature=t) for t in (0.5, 1, 2))
    assert cold[0] > same[0] > hot[0]
    np.testing.assert_allclose(same, [0.6, 0.3, 0.1])
    np.testing.assert_array_equal(sampling_probs(log_probs, temperature=0), [1, 0, 0])


@pytest.mark.parametrize(("top_p", "kept"), [(0.01, 1), (0.5, 1), (0.51, 2), (0.8, 3), (1, 4)])
def test_the_nucleus_is_the_smallest_that_reaches_top_p(top_p, kept):
    probs = np.array([0.125, 0.5, 0.125, 0.25])
    assert (sampling_probs(np.log(probs), top_p=top_p) > 0).sum() == kept


@pytest.mark.parametrize(
    "wrong",
    [{"temperature": -1}, {"temperature": np.nan}, {"top_k": 0}, {"top_p": 0}, {"top_p": 2}],
)
def test_numbers_out_of_range(wrong):
    with pytest.raises(ValueError, match=f"{next(iter(wrong))} must be"):
        sampling_probs(np.log([0.5, 0.5]), **wrong)


def test_other_errors():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="n_tokens"):
        generate(Fixed(CYCLE), np.array([0]), -1, rng)
    with pytest.raises(ValueError, match="one text"):
        generate(Fixed(CYCLE), np.array([[0]]), 1, rng)
    with pytest.raises(IndexError, match="prompt holds the token id 3"):
        generate(Fixed(CYCLE), np.array([3]), 1, rng)


TEMPERATURES = [0.0, 5e-324, 1e-310, 1e-300, 1e-5, 1.0, 1e5, 1e308, np.inf]


class Same:
    """A model with the same distribution after every context."""

    context_size = 1

    def __init__(self, log_probs):
        self.log_probs_of_next = np.array(log_probs)
        self.vocab_size = len(log_probs)

    def next_log_probs(self, context):
        return self.log_probs_of_next


@pytest.mark.parametrize("temperature", TEMPERATURES)
@pytest.mark.parametrize("options", [{}, {"top_k": 2}, {"top_p": 0.5}, {"top_k": 9, "top_p": 1.0}])
@pytest.mark.parametrize(
    "log_probs", [[-0.5, -1.0, -2.0], [-np.inf, -0.7, -0.7], [-np.inf, 0.0], [-1e300, 0.0], [0.0]]
)
def test_only_possible_tokens_at_any_temperature(temperature, options, log_probs):
    model = Same(log_probs)
    probs = sampling_probs(model.log_probs_of_next, temperature=temperature, **options)
    assert probs.sum() == pytest.approx(1)
    possible = np.flatnonzero(np.isfinite(model.log_probs_of_next))
    tokens = generate(
        model, np.array([0]), 50, np.random.default_rng(0), temperature=temperature, **options
    )
    assert set(tokens) <= set(possible)
    if temperature < 1e-6:
        assert set(tokens) <= set(np.flatnonzero(np.array(log_probs) == max(log_probs)))


def test_an_infinite_temperature_makes_all_that_is_possible_alike():
    found = sampling_probs(np.array([-np.inf, -0.1, -5.0]), temperature=np.inf)
    np.testing.assert_array_equal(found, [0, 0.5, 0.5])


@pytest.mark.parametrize("number", [np.nextafter(1, 0), 0.0])
@pytest.mark.parametrize("size", [2, 3, 7, 10, 49])
def test_no_number_falls_beyond_the_last_token(number, size):
    class Drawn:
        @staticmethod
        def random():
            return number

    model = Same(np.log(np.full(size, 1 / size)))
    tokens = generate(model, np.array([0]), 3, Drawn())
    assert set(tokens) == {size - 1 if number else 0}


@pytest.mark.parametrize("log_probs", [[np.nan, 0.0], [-np.inf, -np.inf]])
@pytest.mark.parametrize("temperature", [0.0, 1.0, np.inf])
def test_what_is_no_distribution_is_an_error(log_probs, temperature):
    with pytest.raises(ValueError, match="has the training diverged"):
        sampling_probs(np.array(log_probs), temperature=temperature)
