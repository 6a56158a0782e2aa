"""Every cause in the tables of mistakes has an answer that shows it, and one that must not.

The first stands in the bank: its ``says`` is a part of that cause, and `tests/bank/test_answers.py`
sees that its student reads it. The second is made from the first: what it answers is moved a little
away from what the cause predicts.
"""

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bank import Entry, entries
from tests.bank.exercise import autograded, grade, marks, notebooks

HERE = Path(__file__).parent
# Each number of an answer is made 3 percent larger, and a bit more than the one before.
NEAR = """
def _moved(value):
    if isinstance(value, (tuple, list)):
        return type(value)(_moved(item) for item in value)
    numbers = np.asarray(value)
    if numbers.dtype.kind not in "fiu":
        return value
    return numbers * 1.03 + 0.013 * np.arange(1, numbers.size + 1).reshape(numbers.shape)


def _near(function):
    return lambda *args, **kwargs: _moved(function(*args, **kwargs))


"""
CHANGES = {
    # A word cannot be moved a little: the next one of the list is answered.
    "analogy": "def _next(vectors, words, *given, of=analogy):\n    words = list(words)\n"
    "    return words[(words.index(of(vectors, words, *given)) + 1) % len(words)]\n"
    "analogy = _next\n",
    "comparison": "table = {who: float(_moved(number)) for who, number in table.items()}\n",
    "embedding": "def _kept(self, grad, indices, backward=Embedding.backward):\n"
    "    backward(self, grad, indices)\n    self.W_grad = _moved(self.W_grad)\n"
    "Embedding.backward = _kept\n",
    "neural_lm": "NeuralLM.loss = _near(NeuralLM.loss)\n",
    "neural_lm_backward": "def _pairs(self, of=TrainableLM.parameters_and_gradients):\n"
    "    return [(w, _moved(g)) for w, g in of(self)]\n"
    "TrainableLM.parameters_and_gradients = _pairs\n",
    "neural_bigram": "NeuralBigram.probabilities = _near(NeuralBigram.probabilities)\n"
    "NeuralBigram.step = _near(NeuralBigram.step)\n",
    "neural_trigram": "NeuralTrigram.probabilities = _near(NeuralTrigram.probabilities)\n"
    "NeuralTrigram.step = _near(NeuralTrigram.step)\n",
}


def notebook_of(module: str) -> str | None:
    """Return the notebook whose name a module of checks begins with, the longest that does."""
    fitting = [name for name in notebooks() if module.startswith(name.replace("-", "_"))]
    if module.startswith(("neural_bigram", "neural_vs_ngram", "two_layer_network")):
        fitting = [name for name in fitting if name.count("-") >= 1]
    return max(fitting, key=len, default=None)


def tables() -> Iterator[tuple[str, str, dict]]:
    """Notebook, name and causes of every table: a dict by sentences, at the level of a module."""
    for path in sorted(HERE.glob("*.py")):
        notebook = notebook_of(path.stem)
        if notebook is None or path.stem.startswith("test_"):
            continue
        for name, table in vars(importlib.import_module(f"tests.hidden.{path.stem}")).items():
            sentences = isinstance(table, dict) and table and all(map(is_sentence, table))
            if name.isupper() and sentences:
                yield notebook, f"{path.stem}.{name}", table


def is_sentence(key: object) -> bool:
    """Whether a key is a cause."""
    return isinstance(key, str) and len(key.split()) > 2


CASES = [
    pytest.param(
        notebook,
        cause,
        id=f"{name}-{number}",
        marks=[
            *(getattr(pytest.mark, mark) for mark in marks(notebook)),
        ],
    )
    for notebook, name, table in tables()
    for number, cause in enumerate(table)
]


def showing(notebook: str, cause: str) -> list[Entry]:
    """Return the answers whose message names a cause."""
    return [
        entry
        for entry in entries(notebook)
        if not entry.right and " ".join(entry.says.split()) in cause
    ]


def near(entry: Entry) -> Entry:
    """Return an answer that is like another one, but for what it answers."""
    (cell,) = (cell for cell in autograded(entry.notebook) if cell.grade_id == entry.cell)
    change = CHANGES.get(entry.cell)
    if change is None:
        defines = f"\ndef {entry.cell}(" in f"\n{cell.source}"
        change = f"{entry.cell} = {'_near' if defines else '_moved'}({entry.cell})\n"
    return entry._replace(source=f"{entry.source}\n{NEAR}{change}", name=f"near_{entry.name}")


def test_there_are_tables():
    """The tests below look at something."""
    assert len(CASES) > 400


@pytest.mark.parametrize(("notebook", "cause"), CASES)
def test_a_cause_has_an_answer_that_shows_it(notebook, cause):
    """In the bank, with a part of the cause as what it says."""
    assert showing(notebook, cause), f"no wrong answer to {notebook} says: {cause}"


@pytest.mark.parametrize(("notebook", "cause"), CASES)
def test_a_cause_is_not_told_where_it_does_not_predict_the_answer(notebook, cause):
    """Told of one answer, and not of another one near it."""
    told = [cause in " ".join(grade(near(e)).said.split()) for e in showing(notebook, cause)[:3]]
    assert told and not all(told)
