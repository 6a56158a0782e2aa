import numpy as np
import pytest

from lmcore.evaluation.loss_analysis import loss_by_context, loss_by_position


@pytest.fixture
def text():
    rng = np.random.default_rng(0)
    return rng.exponential(size=200), rng.integers(5, size=200)


def test_positions_by_a_plain_loop(text):
    nats, ids = text
    losses, position = {}, 0
    for loss, token in zip(nats, ids, strict=True):
        losses.setdefault(min(position, 3), []).append(loss)
        position = 0 if token in (0, 1) else position + 1
    groups = loss_by_position(nats, ids, np.array([0, 1]), max_position=3)
    assert [group.label for group in groups] == [0, 1, 2, 3]
    for group in groups:
        assert group.count == len(losses[group.label])
        assert group.mean == pytest.approx(np.mean(losses[group.label]))
        assert group.share == pytest.approx(np.sum(losses[group.label]) / nats.sum())


@pytest.mark.parametrize("length", [1, 2])
def test_contexts_by_a_plain_loop(text, length):
    nats, ids = text
    losses = {}
    for i in range(length, len(ids)):
        losses.setdefault(tuple(ids[i - length : i].tolist()), []).append(nats[i])
    groups = loss_by_context(nats, ids, length)
    assert {group.label for group in groups} == set(losses)
    shares = [group.share for group in groups]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1)
    for group in groups:
        assert group.mean == pytest.approx(np.mean(losses[group.label]))


def test_errors(text):
    nats, ids = text
    for function in (lambda n, i: loss_by_position(n, i, 0), loss_by_context):
        with pytest.raises(ValueError, match=r"one text.*\(199,\) and \(200,\)"):
            function(nats[1:], ids)
    with pytest.raises(ValueError, match="length must be at least 1"):
        loss_by_context(nats, ids, length=0)
