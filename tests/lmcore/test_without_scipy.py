"""Where SciPy is not, as in a page that did not load it, lmcore gives the same results."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

# What is made of SciPy or scikit-learn, or runs PyTorch or programs of its own.
BY_NATURE = (
    "count_vectors",
    "clusters",
    "projection",
    "sparse",
    "scipy",
    "pytorch",
    "imports",
    "docstrings",
    "pyodide",
    "wheel",
)

WITHOUT = """
import sys
sys.modules["scipy"] = None  # importing it fails, as if it were not installed
"""
PYTEST = """
import pytest
sys.exit(pytest.main(sys.argv[1:]))
"""
RESULTS = """
import numpy as np
from lmcore import Adam, AddK, MarkovChain, Mixture, NeuralBigram, NeuralLM, batches
ids = np.random.default_rng(0).integers(6, size=400)
results = []
for vocab, batch in ((6, 5), (6, 64)):  # the textbook's layers, and the table
    for dtype in (np.float32, np.float64):
        model = NeuralLM(vocab, 3, 4, 2, rng=0, dtype=dtype, embed_scale=1.0)
        optimizer = Adam(model, 0.01, weight_decay=0.1, max_norm=1.0)
        for batch_of_text in batches(ids, 2, batch):
            model.train_step(batch_of_text)
            optimizer.step()
        results.append(model.parameters.values.astype(float))
mixture = Mixture([NeuralBigram(6, 2, rng=seed) for seed in (0, 1)], [0.25, 0.75])
results.append(mixture.log_probs(ids))
chain = MarkovChain(2, AddK()).fit(ids[:200], 6, validation=ids[200:])
results.append(chain.log_probs(ids))
np.save(sys.argv[1], np.concatenate(results))
"""


def run(program: str, *arguments: object) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )


def test_results_are_the_same(tmp_path):
    found = []
    for name, first in (("with", "import sys\n"), ("without", WITHOUT)):
        path = tmp_path / f"{name}.npy"
        done = run(first + RESULTS, path)
        assert done.returncode == 0, done.stderr
        found.append(np.load(path))
    np.testing.assert_allclose(*found, rtol=2e-4, atol=1e-6)


@pytest.mark.parametrize("package", ["nn", "ops", "models", "training", "ngrams", "evaluation"])
def test_the_tests_of_each_package_pass(package):
    leave_out = " or ".join(BY_NATURE)
    options = ["-q", "-n", "0", "-p", "no:cacheprovider", "-k", f"not ({leave_out})"]
    done = run(WITHOUT + PYTEST, *options, HERE / package)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert " passed" in done.stdout
