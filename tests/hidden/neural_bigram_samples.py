"""Hidden checks of the mini-project's ``sample``."""

from collections.abc import Callable
from functools import partial

import numpy as np

from tests.hidden.neural_bigram_counts import pair_counts
from tests.hidden.student import Student
from tests.hidden.verdict import General, Mistakes, Part, award, likely, outcomes

student = Student("Mini-project, Neural bigram model")
SAMPLES = "Generated samples"


def sample(function: Callable, points: float) -> float:
    """Draws from the row of the token drawn before."""
    parts = [
        Part(1, partial(walks_a_certain_chain, function)),
        Part(2, partial(draws_in_proportion, function)),
        Part(1, partial(follows_its_seed, function)),
    ]
    return award(points, parts)


def drawn(
    function: Callable, probs: np.ndarray, first: int, n_tokens: int, seed: int
) -> np.ndarray:
    """The sample that ``sample`` answers: ``n_tokens`` ids."""
    got = student.call("sample", function, probs, first, n_tokens, seed)
    if student.shape(got) == (n_tokens + 1,):
        raise student.fail(
            "sample returns one token too many.",
            "the first token is given, not drawn: return only the n_tokens that follow.",
            SAMPLES,
        )
    got = student.array("The sample", got, (n_tokens,), "n_tokens ids, in one array.")
    if not np.all((got >= 0) & (got < len(probs)) & (got == np.round(got))):
        raise student.fail(
            "The sample holds something that is no token id.",
            "draw whole numbers from 0 to vocab_size - 1.",
            SAMPLES,
        )
    return got.astype(int)


def walks_a_certain_chain(function: Callable) -> None:
    """The one walk there is where each token has one follower, without the first token."""
    rng = np.random.default_rng()
    size = 6 + int(rng.integers(5))
    cycle = rng.permutation(size)
    follower = np.empty(size, dtype=int)
    follower[cycle] = np.roll(cycle, -1)
    probs = np.eye(size)[follower]  # row i is sure of follower[i]
    first, n_tokens = int(cycle[0]), 2 * size
    got = drawn(function, probs, first, n_tokens, int(rng.integers(1000)))
    right = np.tile(np.roll(cycle, -1), 2)
    if not np.array_equal(got, right):
        back = np.tile(np.roll(cycle[::-1], 0), 2)
        raise student.fail(
            "Where only one token can follow, another one is drawn.",
            likely(
                got,
                {
                    "the context never moves on: every token is drawn from the row of the first "
                    "one.": np.full(n_tokens, follower[first]),
                    "columns are used as rows: after token i, row i of the table counts.": back,
                    "the first token stands in the sample; return only what follows it.": np.tile(
                        cycle, 2
                    ),
                },
                "after token i draw from probs[i]; then the drawn token is the next i.",
            ),
            SAMPLES,
        )


def draws_in_proportion(function: Callable) -> None:
    """Followers as frequent as the row of the token before makes them."""
    rng = np.random.default_rng()
    size = 4
    follows(function, rng.dirichlet(np.full(size, 1.5), size=size) * 0.8 + 0.2 / size)
    # Very uneven rows, each token as frequent as the others: a small sharpening shows.
    uneven = rng.permutation([0.85, 0.1, 0.04, 0.01])
    follows(function, np.stack([np.roll(uneven, row) for row in range(size)]))


class Sampled:
    """How often each pair came in a long sample, and how often it should have come."""

    def __init__(self, probs: np.ndarray, first: int, ids: np.ndarray) -> None:
        self.probs, self.first = probs, first
        self.counts = pair_counts(np.append(first, ids), len(probs))
        self.totals = np.maximum(self.counts.sum(axis=1, keepdims=True), 1)

    def near(self, table: np.ndarray) -> bool:
        """Five standard errors, and a little more, for every cell."""
        error = np.sqrt(table * (1 - table) / self.totals)
        off = np.abs(self.counts / self.totals - table)
        return bool(np.all(off <= 5 * error + 5 / self.totals))


WRONG_WEIGHTS: Mistakes = {
    "all tokens are drawn alike; weigh them by the row of the table.": lambda s: np.full_like(
        s.probs, 1 / len(s.probs)
    ),
    "the context never moves on: every token is drawn from the row of the first one.": lambda s: (
        s.probs[[s.first] * len(s.probs)]
    ),
    "columns are used as rows.": lambda s: s.probs.T / s.probs.T.sum(axis=1, keepdims=True),
    "the probabilities are squared or sharpened before drawing.": lambda s: (
        s.probs**2 / (s.probs**2).sum(axis=1, keepdims=True)
    ),
    "the probabilities are flattened before drawing, as by a temperature.": lambda s: (
        s.probs**0.7 / (s.probs**0.7).sum(axis=1, keepdims=True)
    ),
}


def follows(function: Callable, probs: np.ndarray) -> None:
    """In a long sample every pair is as frequent as the table says."""
    rng = np.random.default_rng()
    first = int(rng.integers(len(probs)))
    got = drawn(function, probs, first, 6000, int(rng.integers(1000)))
    found = Sampled(probs, first, got)
    if found.near(probs):
        return
    if np.count_nonzero(found.counts) <= len(probs):
        cause = "always the likeliest token is taken (argmax); a sample draws by chance."
        # One random number for all tokens may choose the likeliest by chance, but not ten times.
        if any(
            np.any(drawn(function, probs, first, 50, seed) != likeliest(probs, first, 50))
            for seed in range(10)
        ):
            cause = (
                "the same token follows each time: a generator is made anew for every token, so "
                "all get one random number; make one before the loop."
            )
    else:
        wrong = outcomes(WRONG_WEIGHTS, found)
        otherwise = General("draw token j after token i with the probability probs[i, j].")
        cause = next((cause for cause, table in wrong.items() if found.near(table)), otherwise)
    raise student.fail(
        "In a long sample the pairs do not have their probabilities.", cause, SAMPLES
    )


def likeliest(probs: np.ndarray, first: int, n_tokens: int) -> np.ndarray:
    """The walk that goes to the likeliest token each time."""
    walk = [first]
    for _ in range(n_tokens):
        walk.append(int(probs[walk[-1]].argmax()))
    return np.array(walk[1:])


def follows_its_seed(function: Callable) -> None:
    """The same sample for the same seed, another for another, no repeated stretch."""
    probs = np.full((9, 9), 1 / 9)
    one, again, other = (drawn(function, probs, 0, 60, seed) for seed in (3, 3, 4))
    if not np.array_equal(one, again):
        raise student.fail(
            "The same seed gives two different samples.",
            "make one generator from the argument: rng = np.random.default_rng(seed), and draw "
            "from it.",
            SAMPLES,
        )
    if np.array_equal(one, other) or np.array_equal(one[:20], one[20:40]):
        raise student.fail(
            "The sample does not depend on the seed, or repeats itself.",
            "one generator from np.random.default_rng(seed), made before the loop, not in it.",
            SAMPLES,
        )
