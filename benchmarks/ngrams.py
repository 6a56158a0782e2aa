"""Training and scoring of lmcore's MarkovChain against nltk.lm, on Tiny Shakespeare.

Both count the same training tokens and score the same test tokens, in one process, by turns, in
CPU time. Under Kneser-Ney NLTK goes through all its contexts for every token it scores, so there it
scores the first few tokens of the test text only, and at high orders it trains on part of the text;
lmcore does the same, and the two must give every token the same log-probability to 1e-9. Then
lmcore scores the whole test text. "both" is the time to train and to score the whole test text,
NLTK's scoring extrapolated from its time for a token.

Conventions are met as follows. NLTK's Laplace has a vocabulary entry for unknown words: lmcore's
vocabulary gets one token more. NLTK's Kneser-Ney does not discount single tokens:
``KneserNey(uniform_floor=False)``; test tokens that it never saw, to which it gives probability 0,
are left out.

    pip install .[bench]
    OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 python benchmarks/ngrams.py

Prints two tables and writes _build/benchmarks/ngrams.json.
"""

import argparse
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

import nltk
import numpy as np
from nltk.lm import KneserNeyInterpolated, Laplace
from nltk.util import everygrams
from results import save
from shakespeare import shakespeare

from lmcore.ngrams.discounting import KneserNey
from lmcore.ngrams.markov_chain import MarkovChain
from lmcore.ngrams.smoothing import AddK
from lmcore.text.batches import split
from lmcore.text.tokenizers import char_tokenize, word_tokenize
from lmcore.text.vocabulary import Vocabulary


@dataclass(frozen=True)
class Case:
    """One model on one part of the text; the sizes are what NLTK does in some seconds."""

    unit: str
    order: int
    smoothing: str
    train: int
    scored: int


CASES = (
    Case("chars", 3, "laplace", 1_003_854, 111_540),
    Case("chars", 3, "kneser-ney", 1_003_854, 200),
    Case("chars", 5, "kneser-ney", 300_000, 40),
    Case("chars", 7, "kneser-ney", 100_000, 20),
    Case("words", 3, "laplace", 263_144, 30_449),
    Case("words", 2, "kneser-ney", 263_144, 30),
    Case("words", 3, "kneser-ney", 263_144, 20),
)

#: How often in each repeat lmcore does what takes it milliseconds, where NLTK takes seconds.
SHORT = 5

#: unit, order, and the prototype's seconds to train on all and to score all (Kneser-Ney)
WHOLE = (("chars", 7, 0.045, 0.26), ("words", 3, 0.014, 0.037))


def texts(unit: str) -> tuple[list[str], list[str], Vocabulary]:
    """Train and test tokens, the last of them 10% of the text, and a vocabulary of 10,000."""
    parts = split(shakespeare(), (0.9, 0.1))
    train, test = map(char_tokenize if unit == "chars" else word_tokenize, parts)
    vocabulary = Vocabulary.from_tokens(train, 10_000, () if unit == "chars" else ("<unk>",))
    if unit == "words":  # for both libraries a rare word is the token <unk>
        train, test = (vocabulary.decode(vocabulary.encode(tokens)) for tokens in (train, test))
    return train, test, vocabulary


def timed(work: Callable, *args, times: int = 1) -> tuple[float, object]:
    """The median of the CPU seconds that ``work`` takes, and what it returns."""
    seconds = []
    for _ in range(times):
        start = time.process_time()
        result = work(*args)
        seconds.append(time.process_time() - start)
    return statistics.median(seconds), result


def nltk_train(case: Case, train: list[str]):
    model = (
        Laplace(case.order)
        if case.smoothing == "laplace"
        else KneserNeyInterpolated(case.order, discount=0.75)
    )
    model.fit([everygrams(train, max_len=case.order)], vocabulary_text=train)
    return model


def nltk_score(case: Case, model, test: list[str]) -> np.ndarray:
    contexts = (test[max(0, i - case.order + 1) : i] for i in range(len(test)))
    scores = [model.score(word, context) for word, context in zip(test, contexts, strict=True)]
    return np.log(scores)


def lmcore_train(case: Case, ids: np.ndarray, vocab_size: int) -> MarkovChain:
    laplace = case.smoothing == "laplace"
    smoothing = AddK(1.0) if laplace else KneserNey(0.75, uniform_floor=False)
    return MarkovChain(case.order, smoothing).fit(ids, vocab_size + laplace)


def compare(case: Case, repeats: int) -> dict:
    train, test, _ = texts(case.unit)
    train = train[: case.train]
    vocabulary = Vocabulary.from_tokens(train)
    test = [token for token in test if token in vocabulary]
    ids, test_ids = vocabulary.encode(train), vocabulary.encode(test)
    seconds = {name: [] for name in ("nltk train", "train", "nltk score", "score", "score whole")}
    for _ in range(repeats):
        t, theirs = timed(nltk_train, case, train)
        seconds["nltk train"].append(t)
        t, ours = timed(lmcore_train, case, ids, len(vocabulary), times=SHORT)
        seconds["train"].append(t)
        t, scores = timed(nltk_score, case, theirs, test[: case.scored])
        seconds["nltk score"].append(t / case.scored)
        t, own_scores = timed(ours.log_probs, test_ids[: case.scored], times=SHORT)
        seconds["score"].append(t / case.scored)
        t, _ = timed(ours.log_probs, test_ids, times=SHORT)
        seconds["score whole"].append(t / len(test))
        difference = float(np.abs(scores - own_scores).max())
        if difference > 1e-9:
            raise AssertionError(f"{case}: log-probabilities differ by {difference}")
    median = {name: statistics.median(values) for name, values in seconds.items()}
    theirs = median["nltk train"] + median["nltk score"] * len(test)
    ours = median["train"] + median["score whole"] * len(test)
    return {
        "case": asdict(case),
        "test_tokens": len(test),
        "seconds": median,
        "repeats": seconds,
        "ratio_train": median["nltk train"] / median["train"],
        "ratio_score": median["nltk score"] / median["score"],
        "ratio_score_whole": median["nltk score"] / median["score whole"],
        "ratio_both": theirs / ours,
        "largest_difference_nats": difference,
    }


def whole_text(unit: str, order: int, repeats: int) -> dict:
    """Seconds on all of the training and the test text, and the perplexity."""
    train, test, vocabulary = texts(unit)
    ids, test_ids = vocabulary.encode(train), vocabulary.encode(test)
    seconds = {"train": [], "score": []}
    for _ in range(repeats):
        t, chain = timed(MarkovChain(order, "kneser-ney").fit, ids, len(vocabulary))
        seconds["train"].append(t)
        t, log_probs = timed(chain.log_probs, test_ids)
        seconds["score"].append(t)
    return {
        "unit": unit,
        "order": order,
        "train_tokens": len(train),
        "test_tokens": len(test),
        "seconds": {name: statistics.median(values) for name, values in seconds.items()},
        "repeats": seconds,
        "perplexity": float(np.exp(-log_probs.mean())),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=3)
    args = parser.parse_args()

    print(f"nltk.lm {nltk.__version__} against lmcore: CPU time, one thread, median")
    print(
        f"{'':22}{'train on':>9}{'nltk s':>8}{'ours s':>8}{'ratio':>7}"
        f"{'scored':>8}{'nltk us':>9}{'ours us':>9}{'ratio':>7}"
        f"{'whole':>7}{'us':>6}{'ratio':>8}{'both':>8}  differ by"
    )
    cases = []
    for case in CASES:
        result = compare(case, args.repeats)
        cases.append(result)
        s = result["seconds"]
        print(
            f"{case.unit} n={case.order} {case.smoothing:<12}"
            f"{case.train:9,}{s['nltk train']:8.2f}{s['train']:8.4f}{result['ratio_train']:7.0f}"
            f"{case.scored:8,}{s['nltk score'] * 1e6:9,.0f}{s['score'] * 1e6:9.2f}"
            f"{result['ratio_score']:7,.0f}{result['test_tokens']:8,}"
            f"{s['score whole'] * 1e6:5.2f}{result['ratio_score_whole']:8,.0f}"
            f"{result['ratio_both']:8,.0f}  {result['largest_difference_nats']:.0e}",
            flush=True,
        )

    print("\nKneser-Ney on the whole text: milliseconds, and the prototype's")
    whole = []
    for unit, order, train_seconds, score_seconds in WHOLE:
        result = whole_text(unit, order, 2 * args.repeats + 1)
        whole.append(result)
        s = result["seconds"]
        print(
            f"{unit} n={order}: train {result['train_tokens']:,} tokens {s['train'] * 1e3:.0f} "
            f"({train_seconds * 1e3:.0f}), score {result['test_tokens']:,} tokens "
            f"{s['score'] * 1e3:.0f} ({score_seconds * 1e3:.0f}); "
            f"perplexity {result['perplexity']:.2f}"
        )
    versions = {"nltk": nltk.__version__, "numpy": np.__version__, "cpu": platform.machine()}
    save("ngrams", {"versions": versions, "cases": cases, "whole": whole})


if __name__ == "__main__":
    main()
