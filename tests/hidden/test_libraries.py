"""What every notebook says of ready-made functions, and what becomes of who calls them."""

import ast
import json
from pathlib import Path

import pytest

from tests.bank import Entry
from tests.bank.exercise import autograded, grade, marks, notebooks, source_of

RULE = (
    "Use NumPy and plain Python: a function or a class that hands its work to `lmcore`, SciPy, "
    "scikit-learn or another library earns no points. These are there to compare with."
)
CALLS = {
    "lmcore": "import lmcore.nn.softmax\nlmcore.nn.softmax.stable_softmax(np.ones(2))",
    "scipy": "import scipy.special\nscipy.special.logsumexp([0.0, 1.0])",
    "sklearn": "import sklearn.metrics.pairwise\n"
    "sklearn.metrics.pairwise.cosine_similarity([[0.0, 1.0]])",
}


class Answer(Entry):
    """An answer that is written here, not read from the bank."""

    text = ""

    @property
    def source(self) -> str:
        """The cell."""
        return self.text


def written(notebook: str, cell: str, name: str, source: str) -> Entry:
    """Return an answer with this source."""
    answer = Answer(notebook, cell, False, name, Path(f"{name}.py"))
    answer.text = source  # type: ignore[misc]
    return answer


def calling(source: str, call: str) -> str:
    """Put a call at the beginning of every function of an answer but ``__init__``."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name != "__init__":
            node.body = ast.parse(call).body + node.body
    return ast.unparse(ast.fix_missing_locations(tree))


FUNCTIONS = [
    pytest.param(
        notebook,
        cell,
        id=f"{notebook}-{cell.grade_id}",
        marks=[
            pytest.mark.xdist_group(notebook),
            *(getattr(pytest.mark, mark) for mark in marks(notebook)),
        ],
    )
    for notebook in notebooks()
    for cell in autograded(notebook)
    if "\ndef " in f"\n{cell.source}" or "\nclass " in f"\n{cell.source}"
]


@pytest.mark.parametrize("notebook", notebooks())
def test_every_notebook_states_the_rule(notebook):
    first = json.loads(source_of(notebook).read_text("utf-8"))["cells"][0]
    assert RULE in "".join(first["source"])


@pytest.mark.parametrize(("notebook", "cell"), FUNCTIONS)
def test_the_solution_with_a_call_of_a_library_earns_only_what_is_visible(notebook, cell):
    for library, call in CALLS.items():
        answer = written(notebook, cell.grade_id, library, calling(cell.source, call))
        result = grade(answer)
        said = " ".join(result.said.split())
        assert result.earned <= result.points / 2, (library, result)
        assert f"hands the work to {library}" in said
        assert "use NumPy and plain Python" in said


@pytest.mark.parametrize(("notebook", "cell"), FUNCTIONS)
def test_the_solution_with_what_is_free_keeps_its_points(notebook, cell):
    free = "import math, statistics, itertools\nstatistics.mean([1, 2])\nnp.linalg.norm([1.0])"
    result = grade(written(notebook, cell.grade_id, "free", calling(cell.source, free)))
    assert result.full and not result.said, result
