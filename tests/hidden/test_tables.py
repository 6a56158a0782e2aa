"""Every cause in the tables of mistakes has an answer that shows it, and one that must not.

Tables stand at the level of a module, or in the function that computes what mistakes give. The
first answer stands in the bank, and its ``says`` is a part of that cause. The second is made from
the first: what it answers is moved a little away from what the cause predicts.
"""

import ast
import functools
import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.bank import Entry, entries
from tests.bank.exercise import autograded, grade, marks, notebooks

HERE = Path(__file__).parent
TRIES = 3  # until a wrong answer hears its own mistake
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
    "Embedding.backward = _kept\n"
    "Embedding.forward = _near(Embedding.forward)\n",
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


def modules() -> Iterator[tuple[str, ModuleType]]:
    """Notebook and module of all checks."""
    for path in sorted(HERE.glob("*.py")):
        notebook = notebook_of(path.stem)
        if notebook is not None and not path.stem.startswith("test_"):
            yield notebook, importlib.import_module(f"tests.hidden.{path.stem}")


def tables() -> Iterator[tuple[str, str, list[str]]]:
    """Notebook, name and causes of every table: a dict by sentences."""
    for notebook, module in modules():
        begin = module.__name__.rpartition(".")[2]
        for name, table in vars(module).items():
            if (
                name.isupper()
                and isinstance(table, dict)
                and table
                and all(map(is_sentence, table))
            ):
                yield notebook, f"{begin}.{name}", list(table)
        for name, causes in inner_tables(module):
            yield notebook, f"{begin}.{name}", causes


def inner_tables(module: ModuleType) -> Iterator[tuple[str, list[str]]]:
    """Name and causes of the tables that the functions of a module make."""
    for function in ast.parse(Path(str(module.__file__)).read_text("utf-8")).body:
        if isinstance(function, ast.FunctionDef):
            causes = [
                text for key in keys_in(function) if is_sentence(text := text_of(key, module))
            ]
            yield function.name, list(dict.fromkeys(causes))


def keys_in(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """The keys of all dicts that a function writes down, or adds to."""
    for node in ast.walk(function):
        if isinstance(node, ast.Dict):
            yield from (key for key in node.keys if key is not None)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            yield node.targets[0].slice


def text_of(key: ast.expr, module: ModuleType) -> str:
    """Return what a key says; of one that is put together, the longest part that is known."""
    if isinstance(key, ast.Constant):
        return str(key.value)
    if isinstance(key, ast.Name):
        value = vars(module).get(key.id)
        return value if isinstance(value, str) else ""
    if isinstance(key, ast.JoinedStr):
        texts = (text_of(part, module) or "\0" for part in key.values)
        return max("".join(texts).split("\0"), key=len).strip()
    return text_of(key.value, module) if isinstance(key, ast.FormattedValue) else ""


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
    """Return the answers whose message is to name a cause, which may be put together."""

    def names(says: str) -> bool:
        return says in cause or cause.rstrip(".") in says

    return [entry for entry in wrong_answers(notebook) if names(" ".join(entry.says.split()))]


@functools.cache
def wrong_answers(notebook: str) -> list[Entry]:
    """The wrong answers to all cells of a notebook."""
    return [entry for entry in entries(notebook) if not entry.right]


def tells(entry: Entry, cause: str) -> bool:
    """Whether an answer's student reads of a cause."""
    return " ".join(cause.split()) in " ".join(grade(entry).said.split())


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
    assert len(CASES) > 560


@pytest.mark.parametrize(("notebook", "cause"), CASES)
def test_a_cause_has_an_answer_that_shows_it(notebook, cause):
    """In the bank, with a part of the cause as what it says; and the student reads all of it."""
    found = showing(notebook, cause)
    assert found, f"no wrong answer to {notebook} says: {cause}"
    # On some inputs a mistake looks like another one; other inputs tell them apart.
    assert any(tells(entry, cause) for _ in range(TRIES) for entry in found)


@pytest.mark.parametrize(("notebook", "cause"), CASES)
def test_a_cause_is_not_told_where_it_does_not_predict_the_answer(notebook, cause):
    """Told of one answer, and not of another one near it."""
    told = [tells(near(entry), cause) for entry in showing(notebook, cause)[:3]]
    assert told and not all(told)
