import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmcore.text.batches import Batch, batches, context_windows, split


@given(st.text(min_size=45), st.lists(st.integers(1, 9), min_size=1, max_size=5))
@settings(deadline=None)
def test_parts_joined_are_the_whole(text, shares):
    parts = split(text, [share / sum(shares) for share in shares])
    assert len(parts) == len(shares)
    assert "".join(parts) == text


def test_split_is_by_position_and_rounds_down():
    train, validation, test = split(np.arange(1_115_394))
    assert (len(train), len(test)) == (892_315, 111_540)
    assert validation[0] == train[-1] + 1
    assert len(split(np.arange(1_115_394), (0.9, 0.1))[1]) == len(test)


@pytest.mark.parametrize("fractions", [(0.5, 0.4), (1.2, -0.2), (0.0, 1.0), ()])
def test_fractions_that_are_none_are_refused(fractions):
    with pytest.raises(ValueError, match="fractions must be positive and sum to 1"):
        split("abc", fractions)


def test_nothing_cannot_be_split():
    with pytest.raises(ValueError, match="empty"):
        split("")


@given(st.integers(1, 6), st.integers(1, 20))
@settings(deadline=None)
def test_windows_hold_what_stands_before_each_target(context_size, n_targets):
    ids = np.random.default_rng(0).integers(0, 50, context_size + n_targets)
    contexts, targets = context_windows(ids, context_size)
    assert contexts.shape == (n_targets, context_size)
    for i in range(n_targets):
        assert contexts[i].tolist() == ids[i : i + context_size].tolist()
        assert targets[i] == ids[i + context_size]


def test_windows_are_a_view():
    ids = np.arange(10)
    contexts, targets = context_windows(ids, 3)
    assert np.shares_memory(contexts, ids) and np.shares_memory(targets, ids)
    assert not contexts.flags.writeable


@given(st.integers(1, 5), st.integers(1, 9), st.integers(1, 30), st.booleans())
@settings(deadline=None)
def test_an_epoch_has_every_window_once(context_size, batch_size, n_targets, shuffled):
    ids = np.arange(context_size + n_targets) + 250  # crosses the border between one and two bytes
    rng = np.random.default_rng(0) if shuffled else None
    data = batches(ids, context_size, batch_size, rng)
    for _ in range(2):
        epoch = list(data)
        assert len(epoch) == len(data)
        assert [batch.n_tokens for batch in epoch[:-1]] == [batch_size] * (len(data) - 1)
        assert sum(batch.n_tokens for batch in epoch) == n_targets
        targets = np.concatenate([batch.targets for batch in epoch])
        contexts = np.concatenate([batch.contexts for batch in epoch])
        assert sorted(targets.tolist()) == ids[context_size:].tolist()
        assert (contexts == targets[:, None] - np.arange(context_size, 0, -1)).all()
        assert contexts.dtype == targets.dtype == np.int64


def test_without_rng_the_order_is_that_of_the_text():
    data = batches(np.arange(8), context_size=2, batch_size=4)
    assert np.concatenate([batch.targets for batch in data]).tolist() == [2, 3, 4, 5, 6, 7]


def test_every_epoch_is_shuffled_anew_and_seeds_repeat():
    def epochs(seed):
        data = batches(np.arange(100), 1, 100, np.random.default_rng(seed))
        return [next(iter(data)).targets.tolist() for _ in range(2)]

    assert epochs(0) == epochs(0) != epochs(1)
    assert epochs(0)[0] != epochs(0)[1]


def test_batches_do_not_share_memory_with_each_other():
    first, second = batches(np.arange(9), 1, 4)
    before = first.contexts.copy()
    second.contexts[:] = -1
    assert (first.contexts == before).all()


def test_n_tokens_is_the_number_of_targets():
    assert Batch(np.zeros((3, 2), int), np.zeros(3, int)).n_tokens == 3


@pytest.mark.parametrize("make", [context_windows, lambda ids, n: batches(ids, n, 2)])
def test_bad_texts_are_refused(make):
    with pytest.raises(ValueError, match="context_size=4 needs a text of at least 5 tokens, got 4"):
        make(np.arange(4), 4)
    with pytest.raises(ValueError, match="context_size must be at least 1, got 0"):
        make(np.arange(4), 0)
    with pytest.raises(TypeError, match="one-dimensional array of integers"):
        make(np.zeros((4, 4), int), 2)
    with pytest.raises(TypeError, match="one-dimensional array of integers"):
        make(np.zeros(4), 2)
    with pytest.raises(IndexError, match="from 0 up, got -1"):
        make(np.array([0, -1, 2]), 1)


def test_bad_batch_sizes_and_generators_are_refused():
    with pytest.raises(ValueError, match="batch_size must be at least 1, got 0"):
        batches(np.arange(4), 1, 0)
    with pytest.raises(TypeError, match="numpy.random.Generator"):
        batches(np.arange(4), 1, 2, rng=0)


@pytest.mark.parametrize(
    ("length", "fractions"),
    [(1, (0.8, 0.1, 0.1)), (3, (0.8, 0.1, 0.1)), (4, (0.8, 0.1, 0.1)), (1, (0.5, 0.5))],
)
@pytest.mark.parametrize("kind", [str, list, np.array])
def test_a_text_too_short_for_its_parts(length, fractions, kind):
    with pytest.raises(ValueError, match=f"too short to be split: of {length} "):
        split(kind("abcdefghi"[:length]) if kind is str else kind(range(length)), fractions)
