import pytest

from lmcore.training.schedules import Constant, Cosine, StepDecay, Warmup


def test_cosine_goes_down_from_one_end_to_the_other():
    schedule = Cosine(2.0, total_steps=10, final=0.5)
    rates = [schedule(step) for step in range(15)]
    assert rates == sorted(rates, reverse=True)
    assert rates[0] == 2
    assert rates[5] == pytest.approx(1.25)
    assert rates[10:] == pytest.approx([0.5] * 5)


def test_warmup_rises_to_the_schedule_that_follows():
    schedule = Warmup(Cosine(1.0, total_steps=10), steps=4)
    assert [schedule(step) for step in range(5)] == pytest.approx([0.25, 0.5, 0.75, 1, 1])
    assert schedule(9) == pytest.approx(0.5)


def test_constant_and_steps():
    assert Constant(0.3)(0) == Constant(0.3)(10**6) == 0.3
    assert [StepDecay(1.0, every=2, factor=0.1)(step) for step in range(5)] == pytest.approx(
        [1, 1, 0.1, 0.1, 0.01]
    )


@pytest.mark.parametrize(
    "make",
    [
        lambda: Cosine(1.0, total_steps=0),
        lambda: StepDecay(1.0, every=0),
        lambda: Warmup(Constant(1.0), steps=0),
    ],
)
def test_no_steps_is_an_error(make):
    with pytest.raises(ValueError, match="must be at least 1, got 0"):
        make()
