"""Quality on Tiny Shakespeare: how well do counting, a network, and both together predict it?

The last 10% of the text are the test; everything before them is trained on, with fixed seeds and
at most two CPU minutes a model. The recipes were chosen on validation text (trained on the first
80%, judged on the next 10%), not on the test. The mixture takes both models half and half.

    OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 python benchmarks/quality.py [chars] [words]

Prints a table with the targets and writes _build/benchmarks/quality.json.
"""

import argparse
import math
import time
from dataclasses import asdict, dataclass

import numpy as np
from results import load, save
from shakespeare import shakespeare

from lmcore import (
    Adam,
    Cosine,
    MarkovChain,
    Mixture,
    NeuralLM,
    Vocabulary,
    batches,
    char_tokenize,
    fit,
    perplexity,
    split,
    word_tokenize,
)


@dataclass(frozen=True)
class Recipe:
    """One unit of text: its models, how they are trained, and the perplexities to reach."""

    count_order: int
    context_size: int
    embed_dim: int
    hidden_dim: int
    embed_scale: float
    batch_size: int
    learning_rate: float
    weight_decay: float
    epochs: int
    target_neural: float
    target_mixture: float


RECIPES = {
    "chars": Recipe(7, 6, 32, 512, 1.0, 1024, 4e-3, 0.05, 12, math.exp(1.59), 4.45),
    "words": Recipe(3, 8, 64, 128, 0.05, 256, 3e-3, 0.2, 3, 85.0, 78.0),
}


def encoded(unit: str) -> tuple[np.ndarray, np.ndarray, int]:
    """Train and test ids, and the size of the vocabulary (for words the 10,000 most frequent)."""
    parts = split(shakespeare(), (0.9, 0.1))
    train, test = map(char_tokenize if unit == "chars" else word_tokenize, parts)
    specials = () if unit == "chars" else ("<unk>",)
    vocabulary = Vocabulary.from_tokens(train, 10_000, specials)
    return vocabulary.encode(train), vocabulary.encode(test), len(vocabulary)


def count_model(recipe: Recipe, train: np.ndarray, vocab_size: int) -> MarkovChain:
    return MarkovChain(recipe.count_order, "modified-kneser-ney").fit(train, vocab_size)


def neural_model(recipe: Recipe, train: np.ndarray, vocab_size: int) -> NeuralLM:
    model = NeuralLM(
        vocab_size,
        recipe.embed_dim,
        recipe.hidden_dim,
        recipe.context_size,
        embed_scale=recipe.embed_scale,
        rng=np.random.default_rng(0),
    )
    model.start_from_frequencies(train)
    rng = np.random.default_rng(0)
    data = batches(train, recipe.context_size, recipe.batch_size, rng)
    schedule = Cosine(recipe.learning_rate, recipe.epochs * len(data))
    optimizer = Adam(model, schedule, weight_decay=recipe.weight_decay)
    fit(model, data, optimizer, epochs=recipe.epochs)
    return model


def measure(unit: str) -> list[dict]:
    """Train and test both models and their mixture; a row each."""
    recipe = RECIPES[unit]
    train, test, vocab_size = encoded(unit)
    models, rows = [], []
    for name, make, target in [
        (f"modified Kneser-Ney, n = {recipe.count_order}", count_model, None),
        (f"NeuralLM, context {recipe.context_size}", neural_model, recipe.target_neural),
    ]:
        start = time.process_time()
        models.append(make(recipe, train, vocab_size))
        seconds = time.process_time() - start
        rows.append(row(name, seconds, perplexity(models[-1], test), target))
    mixed = perplexity(Mixture(models), test)
    rows.append(row("half and half", None, mixed, recipe.target_mixture))
    return rows


def row(model: str, cpu_seconds: float | None, test_perplexity: float, target: float | None):
    figures = {"model": model, "cpu_seconds": cpu_seconds, "perplexity": test_perplexity}
    seconds = "" if cpu_seconds is None else f"{cpu_seconds:.1f}"
    goal = "" if target is None else f"{target:.2f}"
    reached = "" if target is None else ("yes" if test_perplexity <= target else "NO")
    nats = math.log(test_perplexity)
    print(f"{model:28}{seconds:>8}{nats:9.4f}{test_perplexity:9.3f}{goal:>9}{reached:>5}")
    return figures | {"nats": nats, "target": target}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("units", nargs="*", choices=[*RECIPES, []], default=[])
    figures = load("quality")
    for unit in parser.parse_args().units or RECIPES:
        print(f"{unit:28}{'CPU s':>8}{'nats':>9}{'ppl':>9}{'target':>9}{'':>5}")
        figures[unit] = {"recipe": asdict(RECIPES[unit]), "rows": measure(unit)}
        save("quality", figures)


if __name__ == "__main__":
    main()
