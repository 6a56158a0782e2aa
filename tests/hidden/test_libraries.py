"""What every notebook says of ready-made functions, and what becomes of who calls them."""

import ast
import json

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
    "sklearn": "import sklearn.metrics.pairwise as pairwise\n"
    "pairwise.cosine_similarity([[0.0, 1.0]])",
}
FREE = "import math, statistics, itertools\nstatistics.mean([1, 2])\nnp.linalg.norm([1.0])"
FUNCTIONS = [
    pytest.param(
        notebook,
        cell,
        id=f"{notebook}-{cell.grade_id}",
        marks=[
            *(getattr(pytest.mark, mark) for mark in marks(notebook)),
        ],
    )
    for notebook in notebooks()
    for cell in autograded(notebook)
    if "\ndef " in f"\n{cell.source}" or "\nclass " in f"\n{cell.source}"
]


def calling(source: str, call: str) -> str:
    """Put a call at the beginning of every function of an answer but ``__init__``."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name != "__init__":
            node.body = ast.parse(call).body + node.body
    return ast.unparse(ast.fix_missing_locations(tree))


@pytest.mark.parametrize("notebook", notebooks())
def test_every_notebook_states_the_rule(notebook):
    """Word for word the same."""
    first = json.loads(source_of(notebook).read_text("utf-8"))["cells"][0]
    assert RULE in "".join(first["source"])


@pytest.mark.parametrize(("notebook", "cell"), FUNCTIONS)
def test_a_solution_that_calls_a_library_earns_no_hidden_points(notebook, cell):
    """Whichever library it is; the visible tests cannot tell."""
    for library, call in CALLS.items():
        source = calling(cell.source, call)
        result = grade(Entry(notebook, cell.grade_id, False, library, source))
        said = " ".join(result.said.split())
        assert result.earned <= result.points / 2, (library, result)
        assert f"hands the work to {library}" in said
        assert "use NumPy and plain Python" in said


@pytest.mark.parametrize(("notebook", "cell"), FUNCTIONS)
def test_what_is_free_costs_nothing(notebook, cell):
    """NumPy and Python's standard library."""
    result = grade(Entry(notebook, cell.grade_id, True, "free", calling(cell.source, FREE)))
    assert result.full and not result.said, result
