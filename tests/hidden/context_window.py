"""Hidden checks of exercise 3.10: diminishing returns by a rule, parameters, data sparsity."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from tests.hidden.known_runs import HASHED, grams, hashed, many_runs, mix_up
from tests.hidden.student import Student
from tests.hidden.verdict import Mistakes, Part, award, likely, outcomes, same, share, telling

student = Student("Exercise 3.10, Context window analysis", refused=["NeuralLM"])
RETURNS = "b) Where do returns diminish?"
THOUSAND = "c) Why not a context of 1000?"


def diminishing_returns(function: Callable, points: float) -> float:
    """The first context whose doubling improves perplexity by less than the threshold."""
    parts = [
        Part(2, partial(finds_the_context, function)),
        Part(1, partial(compares_with_the_threshold, function)),
        Part(1, partial(goes_to_the_end, function)),
    ]
    return award(points, parts)


def n_parameters(function: Callable, points: float) -> float:
    """Every weight and bias of embedding, hidden layer and output layer."""
    parts = [
        Part(2, partial(counts_parameters, function)),
        Part(1, partial(grows_with_the_context, function)),
    ]
    return award(points, parts)


def coverage(function: Callable, points: float) -> float:
    """The share of test contexts that stand in the training text."""
    parts = [
        Part(2, partial(coverage_values, function)),
        Part(1, partial(coverage_landmarks, function)),
    ]
    return award(points, parts)


def number(what: str, value: Any) -> np.ndarray:
    """One number, as an array without axes."""
    return student.array(what, value, (), "it should be one number.")


def course(rng: np.random.Generator, steps: list[float]) -> np.ndarray:
    """Perplexities that improve by the given shares, one after the other."""
    return rng.uniform(8, 200) * np.cumprod([1.0, *(1 - step for step in steps)])


def first_below(contexts: np.ndarray, perplexities: np.ndarray, threshold: float) -> int:
    """Reference: the context before the first step that improves by less than the threshold."""
    for i in range(len(contexts) - 1):
        if (perplexities[i] - perplexities[i + 1]) / perplexities[i] < threshold:
            return contexts[i]
    return contexts[-1]


def ask(
    function: Callable, contexts: np.ndarray, perplexities: np.ndarray, threshold: float
) -> np.ndarray:
    """The context that ``diminishing_returns`` answers."""
    got = student.call("diminishing_returns", function, contexts, perplexities, threshold)
    return number("The result of diminishing_returns", got)


CONTEXTS = np.array([5, 9, 17, 33, 64, 99])


def compare(
    function: Callable, cases: list, rules: dict[str, Callable], symptom: str, otherwise: str
) -> None:
    """Fail where the answers to all cases are not the rule's, and name the rule they do follow."""
    got = np.array([ask(function, CONTEXTS[: len(p)], p, threshold) for p, threshold in cases])

    def by(rule: Callable) -> np.ndarray:
        return np.array([float(rule(CONTEXTS[: len(p)], p, t)) for p, t in cases])

    if not same(got, by(first_below)):
        cause = likely(got, {cause: by(rule) for cause, rule in rules.items()}, otherwise)
        raise student.fail(symptom, cause, RETURNS)


def small_steps(perplexities: np.ndarray, threshold: float) -> np.ndarray:
    """The steps that improve by less than the threshold."""
    return np.flatnonzero(1 - perplexities[1:] / perplexities[:-1] < threshold)


def first_step(contexts: np.ndarray, gains: np.ndarray, threshold: float) -> float:
    """Return the context before the first gain below the threshold."""
    small = np.flatnonzero(gains < threshold)
    return contexts[small[0]] if len(small) else contexts[-1]


def first_of(gains: Callable) -> Callable:
    """The rule with another measure of improvement, of the perplexities before and after."""

    def rule(contexts: np.ndarray, p: np.ndarray, threshold: float) -> float:
        return first_step(contexts, gains(p[:-1], p[1:]), threshold)

    return rule


OTHER_RULES: dict[str, Callable] = {
    "it is the context after the small step; the one before it is enough.": lambda c, p, t: c[
        small_steps(p, t)[0] + 1
    ],
    "it is the index of the context, not the context.": lambda c, p, t: small_steps(p, t)[0],
    "it is the index after the small step, not a context.": lambda c, p, t: (
        small_steps(p, t)[0] + 1
    ),
    "it is the last small step; the first one counts.": lambda c, p, t: c[small_steps(p, t)[-1]],
    "it is the context after the last step that pays; returns have diminished at the first step "
    "that does not.": lambda c, p, t: c[
        np.setdiff1d(np.arange(len(p) - 1), small_steps(p, t))[-1] + 1
    ],
    "it is the context with the lowest perplexity, or the last one, as if every step "
    "paid.": lambda c, p, t: c[np.argmin(p)],
    "it is the first context, as if no step paid.": lambda c, p, t: c[0],
    "it is the smallest improvement of all; the first one below the threshold "
    "counts.": lambda c, p, t: c[np.argmin(1 - p[1:] / p[:-1])],
    "it is a perplexity, not a context.": lambda c, p, t: p[small_steps(p, t)[0]],
    "the contexts are those given, not powers of 2.": lambda c, p, t: 2 ** small_steps(p, t)[0],
    "the first step is left out.": lambda c, p, t: c[
        next((i for i in small_steps(p, t) if i > 0), -1)
    ],
    "the improvement is a difference; the rule asks for a share of the perplexity before the "
    "step.": first_of(lambda before, after: before - after),
    "the comparison is turned round: look for a step that improves by *less*.": first_of(
        lambda before, after: -(1 - after / before) + 0.1
    ),
}


def finds_the_context(function: Callable) -> None:
    """The context before the first small step, whatever comes after that step."""
    rng = np.random.default_rng()
    # The small step is the second, the third, the first; a larger or a smaller one comes after it.
    steps = [
        [0.3, 0.03, 0.02, 0.2],
        [0.3, 0.2, 0.01, 0.1],
        [0.03, 0.3, 0.01, 0.2, 0.02],
        [0.4, 0.03, 0.2],
    ]
    cases = [(course(rng, case), 0.05) for case in steps]
    cases.append((np.array([2.2, 1.3, 1.28, 1.1]), 0.05))  # small steps as differences too
    compare(
        function,
        cases,
        OTHER_RULES,
        "diminishing_returns names the wrong context.",
        "go from the smallest context up; stop at the first step that improves by less than the "
        "threshold, and return the context before that step.",
    )


OTHER_MEASURES: dict[str, Callable] = {
    "the share is of the perplexity *before* the step; dividing by the one after it gives "
    "more.": first_of(lambda before, after: before / after - 1),
    "the share is (before - after) / before; a difference of logarithms is larger.": first_of(
        lambda before, after: np.log(before / after)
    ),
    "the improvement is divided by the number of doublings between two contexts; it is compared as "
    "it is.": lambda c, p, t: first_step(c, (1 - p[1:] / p[:-1]) / np.log2(c[1:] / c[:-1]), t),
    "the share is of the first perplexity of all; it is of the one before the "
    "step.": lambda c, p, t: first_step(c, (p[:-1] - p[1:]) / p[0], t),
    "a step that improves by exactly the threshold is no small one: compare with <, not "
    "<=.": lambda c, p, t: c[
        next((i for i, gain in enumerate(1 - p[1:] / p[:-1]) if gain <= t), len(c) - 1)
    ],
    "the threshold is fixed; use the argument.": lambda c, p, t: first_below(c, p, 0.05),
}


def compares_with_the_threshold(function: Callable) -> None:
    """The improvement is (before - after) / before, compared with the argument ``threshold``."""
    rng = np.random.default_rng()
    cases = [
        (course(rng, [0.4, 0.3, 0.03]) * 50, 0.05),
        (course(rng, [0.3, 0.15, 0.3]), 0.2),
        (course(rng, [0.3, 0.047, 0.3]), 0.048),  # 4.7 % before, 4.9 % of what is left
        (course(rng, [0.3, 0.19, 0.3]), 0.22),  # 19 % before, 21 % as logarithms, 23 % after
        (course(rng, [0.3, 0.185, 0.3]), 0.2),
        (course(rng, [0.3, 0.3, 0.3, 0.3, 0.045]), 0.05),  # over less than a doubling
        (course(rng, [0.4, 0.4, 0.07]), 0.05),  # 7 % before, 2.5 % of the very first
        (np.array([64.0, 32.0, 32.0, 40.0]), 0.0),  # exactly 0 %, which is not less than 0
    ]
    compare(
        function,
        cases,
        OTHER_MEASURES,
        "diminishing_returns does not compare the improvement with the threshold.",
        "the improvement is (before - after) / before, and it is compared with the argument "
        "threshold.",
    )
    keeps_its_default(function, rng)


def keeps_its_default(function: Callable, rng: np.random.Generator) -> None:
    """Without a threshold, 5 % is meant."""
    perplexities = course(rng, [0.3, 0.07, 0.2, 0.03])  # 7 % is enough, 3 % is not
    what = "diminishing_returns without a threshold"
    got = student.call(what, function, CONTEXTS[:5], perplexities)
    if not same(number(f"The result of {what}", got), np.asarray(float(CONTEXTS[3]))):
        raise student.fail(
            f"{what} does not look for a step below 5 %.",
            "leave `threshold=0.05` in the first line as it was given.",
            RETURNS,
        )


def goes_to_the_end(function: Callable) -> None:
    """The last context where every step pays; a step that makes things worse is a small one."""
    rng = np.random.default_rng()
    contexts = np.array([3, 6, 12, 24, 48])
    cases = [
        (course(rng, [0.3, 0.3, 0.3, 0.3]), 48, "where every step pays, the answer is the last "
         "context."),
        (course(rng, [0.3, -0.2, 0.4, 0.3]), 6, "a step that makes the perplexity worse improves "
         "it by less than any threshold: no absolute values."),
        (course(rng, [0.3, 0.2, 0.2, 0.01]), 24, "the last step counts like the others."),
        (course(rng, [0.3, 0.01, 0.2, 0.1]), 6, "the contexts are those given, not powers of 2."),
    ]  # fmt: skip
    for perplexities, right, cause in cases:
        if not same(ask(function, contexts, perplexities, 0.05), np.asarray(float(right))):
            raise student.fail(
                "diminishing_returns is wrong at the edge of its rule.", cause, RETURNS
            )


def sizes(rng: np.random.Generator) -> tuple[int, int, int, int]:
    """Sizes that cannot be mistaken for one another."""
    numbers = [5, 8, 12, 17] + rng.integers(2, size=4)
    vocab, embed, hidden, context = rng.permutation(numbers).tolist()
    return vocab, embed, hidden, context


def right_number(vocab: int, embed: int, hidden: int, context: int) -> int:
    """Reference: the parameters of embedding, hidden layer and output, with their biases."""
    return vocab * embed + context * embed * hidden + hidden + hidden * vocab + vocab


def counts_parameters(function: Callable) -> None:
    """Embedding, hidden layer and output with their biases, added up."""
    rng = np.random.default_rng()
    for _ in range(3):
        given = telling_sizes(rng)
        got = number("The number of parameters", student.call("n_parameters", function, *given))
        if not same(got, np.asarray(float(right_number(*given))), rtol=1e-12, atol=0.5):
            raise student.fail(
                "n_parameters gives the wrong number.",
                likely(
                    got,
                    wrong_numbers(*given),
                    "add up embedding (vocab x embed), hidden (context * embed x hidden, and a "
                    "bias) and output (hidden x vocab, and a bias).",
                ),
                THOUSAND,
            )


def telling_sizes(rng: np.random.Generator) -> tuple[int, int, int, int]:
    """Sizes under which every mistake gives a number of its own."""
    while True:
        given = sizes(rng)
        numbers = [right_number(*given), *map(float, wrong_numbers(*given).values())]
        if len(set(numbers)) == len(numbers):
            return given


class Network:
    """The sizes of a network."""

    def __init__(self, vocab: int, embed: int, hidden: int, context: int) -> None:
        self.vocab = vocab
        self.embed = embed
        self.hidden = hidden
        self.context = context
        self.right = right_number(vocab, embed, hidden, context)
        self.layers = context * embed * hidden


WRONG_NUMBERS: Mistakes = {
    "all biases are forgotten: one for each hidden unit, one for each token.": lambda n: (
        n.right - n.hidden - n.vocab
    ),
    "the biases of the hidden layer are forgotten.": lambda n: n.right - n.hidden,
    "the biases of the output layer are forgotten.": lambda n: n.right - n.vocab,
    "the embedding table is forgotten.": lambda n: n.right - n.vocab * n.embed,
    "the hidden layer sees one vector only; it gets context_size of them.": lambda n: (
        n.right - n.layers + n.embed * n.hidden
    ),
    "every position has an embedding table of its own; they share one.": lambda n: (
        n.right + (n.context - 1) * n.vocab * n.embed
    ),
    "the embedding table is counted once for each position, and the hidden layer sees "
    "one vector.": lambda n: (
        n.right + (n.context - 1) * n.vocab * n.embed - n.layers + n.embed * n.hidden
    ),
    "the output layer is forgotten.": lambda n: n.right - n.hidden * n.vocab - n.vocab,
    "the hidden layer is forgotten.": lambda n: n.right - n.layers - n.hidden,
    "the output layer gets the embeddings; it gets the hidden units.": lambda n: (
        n.right - n.hidden * n.vocab + n.embed * n.vocab
    ),
    "the output layer also grows with the context; it sees only the hidden units.": lambda n: (
        n.right + (n.context - 1) * n.hidden * n.vocab
    ),
    "the embeddings get a bias; a table has none.": lambda n: n.right + n.embed,
    "each bias is counted as one number; it has one for each unit.": lambda n: (
        n.right - n.hidden - n.vocab + 2
    ),
    "sizes are added where a matrix has rows times columns.": lambda n: (
        n.vocab + n.embed + n.context * n.embed + n.hidden + n.hidden + n.vocab
    ),
    "each position has a bias of its own.": lambda n: n.right + (n.context - 1) * n.hidden,
    "the hidden layer is counted twice.": lambda n: n.right + n.layers,
    "the gradients are counted too: only the weights are asked for.": lambda n: 2 * n.right,
    "these are bytes; the number of weights is asked for.": lambda n: 4 * n.right,
}


def wrong_numbers(vocab: int, embed: int, hidden: int, context: int) -> dict[str, np.ndarray]:
    """The results of common mistakes, each named."""
    return outcomes(WRONG_NUMBERS, Network(vocab, embed, hidden, context))


def grows_with_the_context(function: Callable) -> None:
    """Each token of context adds ``embed_dim * hidden_dim`` parameters, however large it is."""
    vocab, embed, hidden, context = sizes(np.random.default_rng())
    ask_for = partial(student.call, "n_parameters", function, vocab, embed, hidden)
    one, more, many = (number("It", ask_for(c)) for c in (1, 1 + context, 1000))
    if not same(more - one, np.asarray(float(context * embed * hidden)), atol=0.5):
        raise student.fail(
            "Another token of context adds the wrong number of parameters.",
            "each token of context adds embed_dim columns to the input of the hidden layer, and "
            "nothing else.",
            THOUSAND,
        )
    if not same(many, np.asarray(float(right_number(vocab, embed, hidden, 1000))), atol=0.5):
        raise student.fail(
            "The number of parameters for a context of 1000 is wrong.",
            "it is the same formula for every context; nothing is capped, and integers keep it "
            "exact.",
            THOUSAND,
        )


def texts(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray, int]:
    """A training and a test text that share n-grams, repeated ones and those at the ends too."""
    size = 4 + int(rng.integers(3))
    train = rng.integers(size, size=45)
    train[20:28] = train[5:13]
    pieces = [train[i : i + n + 2] for i in (*rng.integers(8, 35, size=2), 5)]
    foreign = np.array([size, size + 1])
    new = rng.integers(size, size=int(rng.integers(7, 13)))
    return train, np.concatenate([*pieces, pieces[0], foreign, new, train[-n:]]), n


def keeps_contexts_apart(function: Callable) -> None:
    """Contexts are found only where they are equal, not where they look alike."""

    def share_found(run: np.ndarray, text: np.ndarray) -> np.ndarray:
        return number("The coverage", student.call("coverage", function, text, run, 2))

    if found := mix_up(share_found):
        raise student.fail(f"coverage mixes up {found.what}.", found.cause, THOUSAND)
    if hashed(share_found):
        raise student.fail("coverage mixes up contexts of many different ids.", HASHED, THOUSAND)


def coverage_values(function: Callable) -> None:
    """The share of the test text's contexts that the training text contains."""
    rng = np.random.default_rng()
    train = rng.permutation(60)

    def copied_from(text: np.ndarray) -> np.ndarray:
        return number("The coverage", student.call("coverage", function, text, train[7:29], 2))

    backwards = train[::-1].copy()
    student.stands_alone(
        "coverage", partial(copied_from, backwards), partial(copied_from, train), THOUSAND
    )
    keeps_contexts_apart(function)
    for n in (4, 2, 1, 3):
        train, test, _ = telling(partial(texts, rng, n), wrong_coverages)
        known = set(grams(train, n))
        right = share(gram in known for gram in grams(test, n))
        got = number("The coverage", student.call("coverage", function, train, test, n))
        if not same(got, np.asarray(right)):
            raise student.fail(
                f"coverage is wrong for contexts of {n} tokens.",
                likely(
                    got,
                    wrong_coverages(train, test, n),
                    "go through the contexts of the test text, and take the share of those that "
                    "stand in the training text.",
                ),
                THOUSAND,
            )
    keeps_many_contexts_apart(function)


def keeps_many_contexts_apart(function: Callable) -> None:
    """Contexts of many different ids are found only where they are equal."""
    text, other = many_runs(np.random.default_rng())
    known = set(grams(text, 2))
    got = number("The coverage", student.call("coverage", function, text, other, 2))
    if not same(got, np.asarray(share(gram in known for gram in grams(other, 2)))):
        raise student.fail("coverage mixes up contexts of many different ids.", HASHED, THOUSAND)


class Overlap:
    """The contexts of a training and of a test text."""

    def __init__(self, train: np.ndarray, test: np.ndarray, n: int) -> None:
        self.test = test
        self.n = n
        self.ours = grams(test, n)
        self.theirs = grams(train, n)
        self.mine = set(self.ours)
        self.known = set(self.theirs)
        self.right = share(gram in self.known for gram in self.ours)
        self.both = len(self.mine & self.known)
        self.chunks = set(self.theirs[::n])
        self.bags = {tuple(sorted(gram)) for gram in self.known}
        self.sets = set(map(frozenset, self.known))
        self.tokens = set(train.tolist())
        self.but_last = set(self.theirs[:-1])
        self.longer = set(grams(train, n + 1))
        self.shorter = set(grams(train, max(n - 1, 1)))


WRONG_COVERAGES: Mistakes = {
    "every context counts once, however often the test text repeats it; go through all "
    "of them.": lambda o: o.both / len(o.mine),
    "it is the share of contexts that do *not* occur.": lambda o: 1 - o.right,
    "training and test text are swapped: it asks how much of the training text stands in "
    "the test text.": lambda o: share(gram in o.mine for gram in o.theirs),
    "it divides by the contexts of the training text; divide by those of the test "
    "text.": lambda o: o.both / len(o.known),
    "it divides by the length of the training text; divide by the contexts of the "
    "test text.": lambda o: o.both / len(o.theirs),
    "it is the intersection over the union; divide by the contexts of the test text.": lambda o: (
        o.both / len(o.mine | o.known)
    ),
    "it divides by the vocabulary to the power n; divide by the contexts of the test "
    "text.": lambda o: o.both / len(o.tokens) ** o.n,
    "it is a number of contexts, not yet divided.": lambda o: o.right * len(o.ours),
    "it is the number of different shared contexts, not yet divided.": lambda o: o.both,
    "it divides by the number of tokens; there are len(test_ids) - n + 1 contexts.": lambda o: (
        o.right * len(o.ours) / len(o.test)
    ),
    "it divides by len(test_ids) - n; there are len(test_ids) - n + 1 contexts.": lambda o: (
        o.right * len(o.ours) / (len(o.ours) - 1)
    ),
    "the last context of the test text is lost: range(len(test_ids) - n + 1).": lambda o: share(
        gram in o.known for gram in o.ours[:-1]
    ),
    "the last context of the training text is lost: range(len(train_ids) - n + 1).": lambda o: (
        share(gram in o.but_last for gram in o.ours)
    ),
    "the contexts of the training text do not overlap; one begins at every token.": lambda o: share(
        gram in o.chunks for gram in o.ours
    ),
    "the contexts of the test text do not overlap; one begins at every token.": lambda o: share(
        gram in o.known for gram in o.ours[:: o.n]
    ),
    "single tokens are compared, whatever n is.": lambda o: share(
        t in o.tokens for t in o.test.tolist()
    ),
    "a context counts if its tokens occur anywhere; they have to stand together and in "
    "order.": lambda o: share(set(gram) <= o.tokens for gram in o.ours),
    "the order inside a context is lost: (a, b) is not (b, a).": lambda o: share(
        tuple(sorted(gram)) in o.bags for gram in o.ours
    ),
    "a context is a set of tokens: their order is lost, and how often each of them stands "
    "there.": lambda o: share(frozenset(gram) in o.sets for gram in o.ours),
    "the contexts are one token too long.": lambda o: share(
        gram in o.longer for gram in grams(o.test, o.n + 1)
    ),
    "the contexts are one token too short.": lambda o: share(
        gram in o.shorter for gram in grams(o.test, max(o.n - 1, 1))
    ),
    "it is a percentage; a share from 0 to 1 is wanted.": lambda o: 100 * o.right,
}


def wrong_coverages(train: np.ndarray, test: np.ndarray, n: int) -> dict[str, np.ndarray]:
    """The results of common mistakes, each named."""
    return outcomes(WRONG_COVERAGES, Overlap(train, test, n))


def coverage_landmarks(function: Callable) -> None:
    """1 for a copy of the training text, 0 for the text backwards, 1 for a single known context."""
    rng = np.random.default_rng()
    train = rng.permutation(60)
    cases = [
        (train, train[7:29], 4, 1.0, "a test text copied from the training text"),
        (train, train[::-1].copy(), 2, 0.0, "a test text that is the training text backwards"),
        (train, train[-20:], 20, 1.0, "one single context"),
    ]
    for text, test, n, expected, what in cases:
        got = number("The coverage", student.call("coverage", function, text, test, n))
        if not same(got, np.asarray(expected)):
            raise student.fail(
                f"coverage is wrong for {what}.",
                "divide the contexts found by the number of contexts of the test text, which may "
                "be 1.",
                THOUSAND,
            )
