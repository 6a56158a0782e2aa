"""What the vectors of small networks know: analogies and word classes of the kingdom, and the
vowels and consonants of Shakespeare.

Every row is one set of vectors: a trained network's input table (``in``) or output matrix
(``out``), or counts of neighboring words reduced by SVD. Networks differ from the recipe named
first in one thing each, so that the table shows what matters. Seconds are CPU seconds of training.

    OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 python benchmarks/looking_inside.py [kingdom] [letters]

Prints two tables and writes _build/benchmarks/looking_inside.json. Letters need Tiny Shakespeare.
"""

import argparse
import string
import time
from dataclasses import asdict, dataclass, replace

import numpy as np
from results import load, save
from shakespeare import shakespeare

from lmcore.analysis.analogies import analogy_accuracy
from lmcore.analysis.clusters import knn_accuracy, knn_purity, silhouette
from lmcore.analysis.count_vectors import count_vectors
from lmcore.analysis.projection import project
from lmcore.analysis.vectors import nearest_neighbors
from lmcore.corpora.corpus import load_corpus
from lmcore.corpora.kingdom import Kingdom
from lmcore.evaluation.perplexity import perplexity
from lmcore.models.neural_lm import NeuralLM
from lmcore.text.batches import batches, split
from lmcore.text.letters import letter_class
from lmcore.text.tokenizers import word_tokenize
from lmcore.text.vocabulary import Vocabulary
from lmcore.training.epoch import train_epoch
from lmcore.training.optimizers import Adam
from lmcore.training.schedules import Cosine


@dataclass(frozen=True)
class Recipe:
    """How a network is made and trained."""

    embed_dim: int = 16
    hidden_dim: int = 64
    context_size: int = 4
    epochs: int = 2
    batch_size: int = 256
    learning_rate: float = 0.01
    weight_decay: float = 0.05
    embed_scale: float = 0.05
    seed: int = 0


WORDS = Recipe()
WORD_VARIANTS = {
    "recipe": WORDS,
    "seed 1": replace(WORDS, seed=1),
    "seed 2": replace(WORDS, seed=2),
    "context 1": replace(WORDS, context_size=1),
    "context 2": replace(WORDS, context_size=2),
    "embed 8": replace(WORDS, embed_dim=8),
    "embed 64": replace(WORDS, embed_dim=64),
    "init N(0, 1)": replace(WORDS, embed_scale=1.0),
    "weight decay 0": replace(WORDS, weight_decay=0.0),
    "weight decay 0.2": replace(WORDS, weight_decay=0.2),
    "not trained": replace(WORDS, epochs=0),
}
LETTERS = Recipe(hidden_dim=128, context_size=8, epochs=1, weight_decay=0.5)
LETTER_VARIANTS = {
    "recipe": LETTERS,
    "seed 1": replace(LETTERS, seed=1),
    "seed 2": replace(LETTERS, seed=2),
    "weight decay 0.05": replace(LETTERS, weight_decay=0.05),
    "context 1": replace(LETTERS, context_size=1),
    "init N(0, 1)": replace(LETTERS, embed_scale=1.0),
    "4 epochs, decay 0.05, rate 0.003": replace(
        LETTERS, epochs=4, weight_decay=0.05, learning_rate=0.003
    ),
    "not trained": replace(LETTERS, epochs=0),
}


def train(recipe: Recipe, ids: np.ndarray, vocab_size: int) -> tuple[NeuralLM, float]:
    """The trained network and the CPU seconds it took."""
    start = time.process_time()
    rng = np.random.default_rng(recipe.seed)
    model = NeuralLM(
        vocab_size,
        recipe.embed_dim,
        recipe.hidden_dim,
        recipe.context_size,
        rng=rng,
        embed_scale=recipe.embed_scale,
    )
    model.start_from_frequencies(ids)
    data = batches(ids, recipe.context_size, recipe.batch_size, rng=rng)
    schedule = Cosine(recipe.learning_rate, total_steps=max(1, recipe.epochs * len(data)))
    optimizer = Adam(model, schedule, weight_decay=recipe.weight_decay)
    for _ in range(recipe.epochs):
        train_epoch(model, data, optimizer)
    return model, time.process_time() - start


def word_scores(W: np.ndarray, vocabulary: Vocabulary, kingdom: Kingdom) -> dict[str, float]:
    """Analogies solved, and how many of the five nearest words are of the same class."""
    scores = {
        relation: analogy_accuracy(W, vocabulary, quadruples)
        for relation, quadruples in kingdom.analogies.items()
    }
    classes = kingdom.word_classes
    known = vocabulary.encode([word for word in vocabulary.tokens if word in classes])
    labels = [classes[word] for word in vocabulary.decode(known)]
    return scores | {
        "purity": knn_purity(W[known], labels, k=5),
        "silhouette": silhouette(W[known], labels),
        "t-SNE purity": knn_purity(project(W[known], "tsne"), labels, k=5, metric="euclidean"),
    }


def letter_scores(W: np.ndarray, vocabulary: Vocabulary) -> dict[str, float]:
    """How well neighbors tell vowels from consonants, and whether capitals find their letter."""
    scores = {}
    for name, letters in (("26", string.ascii_lowercase), ("52", string.ascii_letters)):
        rows = W[vocabulary.encode(letters)]
        labels = [letter_class(letter) for letter in letters]
        scores |= {
            f"accuracy {name}": knn_accuracy(rows, labels, k=3),
            f"purity {name}": knn_purity(rows, labels, k=3),
            f"sil. {name}": silhouette(rows, labels),
            f"PCA sil. {name}": silhouette(project(rows), labels, metric="euclidean"),
        }
    nearest = nearest_neighbors(W, vocabulary.encode(string.ascii_uppercase), k=1).ids[:, 0]
    found = [vocabulary.tokens[i] for i in nearest]
    return scores | {"capitals": float(np.mean(np.array(found) == list(string.ascii_lowercase)))}


def row(name: str, seconds: float, test_perplexity: float | None, scores: dict) -> dict:
    """One line of a table, printed and returned."""
    shown = f"{test_perplexity:8.2f}" if test_perplexity else " " * 8
    values = "".join(f"{value:{max(len(key), 4) + 2}.2f}" for key, value in scores.items())
    print(f"{name:37}{seconds:6.2f}{shown}{values}", flush=True)
    return {"name": name, "cpu_seconds": seconds, "perplexity": test_perplexity, **scores}


def header(title: str, scores: dict) -> None:
    columns = "".join(f"{key:>{max(len(key), 4) + 2}}" for key in scores)
    print(f"\n{title}\n{'':37}{'s':>6}{'ppl':>8}{columns}")


def kingdom_table() -> list[dict]:
    kingdom = Kingdom()
    tokens = word_tokenize(load_corpus("kingdom"))
    vocabulary = Vocabulary.from_tokens(tokens)
    size = len(vocabulary)
    ids, _, test = split(vocabulary.encode(tokens))
    scores = word_scores(np.eye(size), vocabulary, kingdom)
    header(f"Kingdom, {len(ids):,} tokens, best possible {kingdom.perplexity:.2f}", scores)
    rows = [row("one-hot", 0, None, scores)]
    for name, recipe in WORD_VARIANTS.items():
        model, seconds = train(recipe, ids, size)
        loss = perplexity(model, test)
        for where, W in (("in", model.embedding.W), ("out", model.output.W.T)):
            scores = word_scores(W, vocabulary, kingdom)
            rows.append(row(f"{name}: {where}", seconds, loss, scores) | asdict(recipe))
    for side in ("after", "before", "both"):
        for dim in (16, 64, 128):
            start = time.process_time()
            W = count_vectors(ids, size, dim, window=2, side=side)
            seconds = time.process_time() - start
            scores = word_scores(W, vocabulary, kingdom)
            rows.append(row(f"counts, SVD {dim}, 2 words {side}", seconds, None, scores))
    return rows


def letter_table() -> list[dict]:
    text = shakespeare()
    vocabulary = Vocabulary(sorted(set(text)))
    ids, test = split(vocabulary.encode(text), (0.9, 0.1))
    scores = letter_scores(np.eye(len(vocabulary)), vocabulary)
    header(f"Shakespeare, {len(ids):,} characters", scores)
    rows = [row("one-hot", 0, None, scores)]
    for name, recipe in LETTER_VARIANTS.items():
        model, seconds = train(recipe, ids, len(vocabulary))
        loss = perplexity(model, test)
        for where, W in (("in", model.embedding.W), ("out", model.output.W.T)):
            scores = letter_scores(W, vocabulary)
            rows.append(row(f"{name}: {where}", seconds, loss, scores) | asdict(recipe))
    return rows


def main() -> None:
    tables = {"kingdom": kingdom_table, "letters": letter_table}
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tables", nargs="*", help=f"of {', '.join(tables)}; both by default")
    names = parser.parse_args().tables or list(tables)
    if unknown := set(names) - set(tables):
        parser.error(f"unknown table {', '.join(unknown)}: expected {', '.join(tables)}")
    save("looking_inside", load("looking_inside") | {name: tables[name]() for name in names})


if __name__ == "__main__":
    main()
