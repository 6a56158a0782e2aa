"""Hidden checks of the mini-project's table: every number is computed anew by the grader."""

import functools
import math
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from lmcore import Vocabulary, char_tokenize, load_corpus
from tests.hidden.neural_bigram_counts import smoothed
from tests.hidden.neural_bigram_perplexity import BITS, number
from tests.hidden.student import Student
from tests.hidden.verdict import General, Mistakes, Part, award, outcomes

student = Student("Mini-project, Neural bigram model")
TRAINING = "Training"
COMPARISON = "The comparison"


def comparison(
    table: Any, markov: Any, model: Any, trigram: Any, corpus_name: Any, points: float
) -> float:
    """The numbers of the table, computed anew from the probabilities of the student's models."""
    text = graded_text(str(corpus_name))
    parts = [
        Part(1, partial(row_is_computed, table, "Bigram Markov", markov, text)),
        Part(1, partial(row_is_computed, table, "Neural Bigram", model, text)),
        Part(1, partial(row_is_computed, table, "Neural Trigram", trigram, text)),
        Part(1, partial(network_has_learned, model, text)),
    ]
    return award(points, parts)


class Text(NamedTuple):
    """The grader's own copy of the text."""

    train_ids: np.ndarray
    test_ids: np.ndarray
    vocab_size: int


@functools.cache
def graded_text(corpus_name: str) -> Text:
    """The text that the notebook says it ran on, split by the grader."""
    name = "kingdom" if str(corpus_name) == "kingdom" else None
    tokens = char_tokenize(load_corpus(name))
    vocabulary = Vocabulary.from_tokens(tokens)
    ids = vocabulary.encode(tokens)
    cut = int(0.9 * len(ids))
    return Text(ids[:cut], ids[cut:], len(vocabulary))


def fast_counts(text: Text) -> np.ndarray:
    """Reference: the counts of pairs, row the first token, column the second (vocab, vocab)."""
    pairs = text.train_ids[:-1] * text.vocab_size + text.train_ids[1:]
    size = text.vocab_size
    return np.bincount(pairs, minlength=size**2).reshape(size, size)


def log_probs(who: str, model: Any, text: Text) -> Callable[..., np.ndarray]:
    """A function from a text to the log-probabilities that the student's model gives it."""
    size = text.vocab_size
    if who == "Bigram Markov":
        probs, contexts = model, np.arange(size)
    elif who == "Neural Bigram":
        contexts = np.arange(size)
        probs = student.call("model.probabilities", model.probabilities, contexts)
    else:
        contexts = np.stack(np.divmod(np.arange(size**2), size), axis=1)  # every pair
        probs = student.call("trigram.probabilities", model.probabilities, contexts)
    probs = student.array(f"The probabilities of {who}", probs, (len(contexts), size))
    if np.any(probs < 0) or not np.allclose(probs.sum(axis=1), 1, atol=1e-4):
        raise student.fail(
            f"The probabilities of {who} do not sum to 1 in every row.",
            "a row is a distribution over the next token; without that, its perplexity means "
            "nothing.",
            COMPARISON,
        )

    def score(ids: np.ndarray, newest_first: bool = False) -> np.ndarray:
        older, newer = (ids[1:-1], ids[:-2]) if newest_first else (ids[:-2], ids[1:-1])
        rows = ids[:-1] if len(probs) == size else older * size + newer
        with np.errstate(divide="ignore"):
            return np.log(probs[rows, ids[-len(rows) :]])

    return score


class Losses(NamedTuple):
    """What a model's probabilities cost, in nats a token."""

    test: np.ndarray
    train: np.ndarray
    both: np.ndarray
    newest_first: np.ndarray  # of the test text, the tokens of the context in reversed order


WRONG_NUMBERS: Mistakes = {
    "it is the perplexity on the training text; the test text counts.": lambda k: np.exp(
        k.train.mean()
    ),
    "it is the perplexity on the whole text, or that of an epoch of training; only the test text "
    "counts, after training.": lambda k: np.exp(k.both.mean()),
    "it is the mean loss in nats; the table wants perplexities.": lambda k: k.test.mean(),
    "it is the mean loss in bits; the table wants perplexities.": lambda k: (
        k.test.mean() / np.log(2)
    ),
    BITS: lambda k: np.exp(k.test.mean() / np.log(2)),
    "2 is raised to the mean in nats; exp goes with nats.": lambda k: 2 ** k.test.mean(),
    "it takes the log of the mean probability; the mean of the logs is wanted.": lambda k: (
        1 / np.exp(-k.test).mean()
    ),
    "the two tokens of context are swapped: the older one comes first.": lambda k: np.exp(
        k.newest_first.mean()
    ),
}


def row_is_computed(table: Any, who: str, model: Any, text: Text) -> None:
    """The perplexity that a model's own probabilities give on the test text."""
    try:
        value = table[who]
    except (KeyError, TypeError, IndexError):
        raise student.fail(
            f"The table has no row “{who}”.",
            "`table` is a dictionary from the three names to three numbers.",
            COMPARISON,
        ) from None
    got = number(f"The number of {who}", value)
    score = log_probs(who, model, text)
    texts = (text.test_ids, text.train_ids, np.concatenate([text.train_ids, text.test_ids]))
    test, train, both = (-score(ids) for ids in texts)
    losses = Losses(test, train, both, -score(text.test_ids, newest_first=True))
    if near(got, np.exp(losses.test.mean())):
        return
    otherwise = General(
        "the number was typed or belongs to another model; compute it from the probabilities of "
        "this one, on the test text."
    )
    wrong = outcomes(WRONG_NUMBERS, losses)
    raise student.fail(
        f"The perplexity of {who} is not what its probabilities give on the test text.",
        next((cause for cause, number in wrong.items() if near(got, number)), otherwise),
        COMPARISON,
    )


def near(got: Any, expected: np.ndarray) -> bool:
    """Equal to two decimals, as a table may round."""
    return math.isclose(got, expected, rel_tol=1e-4, abs_tol=0.006)


def network_has_learned(model: Any, text: Text) -> None:
    """The trained network, whose loss is near that of counting."""
    score = log_probs("Neural Bigram", model, text)
    counted = smoothed(fast_counts(text), 1.0)
    best = -np.log(counted[text.test_ids[:-1], text.test_ids[1:]]).mean()
    if -score(text.test_ids).mean() > best + 0.05:
        raise student.fail(
            "The network is still far from what counting reaches.",
            "it has not finished training, or a gradient is wrong: the loss of the last epoch "
            "should be within a few hundredths of a nat of the Markov chain's.",
            TRAINING,
        )
