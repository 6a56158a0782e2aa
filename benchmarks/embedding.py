"""The backward pass of an embedding: six ways to add rows up, beside PyTorch's.

Every way starts from an empty gradient of the table and adds the gradient of each looked-up
vector to the row of its token; that all arrive at the same sums is checked first. Setting the
table to zero is part of the time, as it is in PyTorch, which makes a new one; "lmcore, adding" is
``Embedding.backward`` alone, onto what is there. One thread.

    pip install .[bench]
    OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 python benchmarks/embedding.py

Prints a table and writes _build/benchmarks/embedding.json.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # read when NumPy and PyTorch are imported

import numpy as np  # noqa: E402
from results import save  # noqa: E402
from scipy.sparse import csc_array  # noqa: E402

from lmcore.nn.embedding import Embedding  # noqa: E402

TARGET = 0.6  # of PyTorch's time


@dataclass(frozen=True)
class Size:
    vocab_size: int
    n_tokens: int
    dim: int

    def __str__(self) -> str:
        return f"V {self.vocab_size}, N {self.n_tokens}, d {self.dim}"


SIZES = (Size(65, 8192, 16), Size(10_000, 4096, 64), Size(50_000, 65_536, 128))


def add_at(grad: np.ndarray, ids: np.ndarray, W_grad: np.ndarray) -> np.ndarray:
    """The plain way, one line of NumPy."""
    np.add.at(W_grad, ids, grad)
    return W_grad


def flat_add_at(grad: np.ndarray, ids: np.ndarray, W_grad: np.ndarray) -> np.ndarray:
    """``add.at`` has a fast path for one-dimensional arrays only."""
    dim = W_grad.shape[1]
    places = ids[:, None] * dim + np.arange(dim)  # (n, dim)
    np.add.at(W_grad.reshape(-1), places.reshape(-1), grad.reshape(-1))
    return W_grad


def bincount(grad: np.ndarray, ids: np.ndarray, W_grad: np.ndarray) -> np.ndarray:
    """One histogram a dimension, weighted by the gradient."""
    for i in range(grad.shape[1]):
        W_grad[:, i] += np.bincount(ids, weights=grad[:, i], minlength=len(W_grad))
    return W_grad


def sort_and_reduce(grad: np.ndarray, ids: np.ndarray, W_grad: np.ndarray) -> np.ndarray:
    """Bring the rows of each token together, then add up each run."""
    keys = ids.astype(np.uint16)  # 16-bit keys get a radix sort
    order = np.argsort(keys, kind="stable")
    in_order = keys[order]
    starts = np.flatnonzero(np.r_[True, in_order[1:] != in_order[:-1]])
    W_grad[in_order[starts]] += np.add.reduceat(grad[order], starts, axis=0)
    return W_grad


def sparse_product(grad: np.ndarray, ids: np.ndarray, W_grad: np.ndarray) -> np.ndarray:
    """The transposed one-hot matrix times the gradient, by SciPy's public operator."""
    n = len(ids)
    one_hot = csc_array((np.ones(n, np.float32), ids, np.arange(n + 1)), shape=(len(W_grad), n))
    W_grad += one_hot @ grad
    return W_grad


def numpy_ways(size: Size) -> dict[str, Callable]:
    embedding = Embedding(size.vocab_size, size.dim)

    def with_lmcore(grad: np.ndarray, ids: np.ndarray, W_grad: np.ndarray) -> np.ndarray:
        embedding.W_grad = W_grad
        embedding.backward(grad, ids)
        return W_grad

    ways = (add_at, flat_add_at, bincount, sort_and_reduce, sparse_product)
    return {"lmcore": with_lmcore} | {way.__name__: way for way in ways}


def torch_way(size: Size, ids: np.ndarray, grad: np.ndarray) -> Callable[[], np.ndarray]:
    import torch

    torch.set_num_threads(1)
    ids, grad = torch.from_numpy(ids.astype(np.int64)), torch.from_numpy(grad)
    backward = torch.ops.aten.embedding_dense_backward
    return lambda: backward(grad, ids, size.vocab_size, -1, False).numpy()


def runs_of(size: Size) -> dict[str, Callable[[], np.ndarray]]:
    """For every way a call without arguments that makes the gradient from nothing."""
    rng = np.random.default_rng(0)
    ranks = np.arange(1, size.vocab_size + 1)  # words come with Zipf's frequencies
    ids = rng.choice(size.vocab_size, size.n_tokens, p=(1 / ranks) / (1 / ranks).sum())
    grad = rng.standard_normal((size.n_tokens, size.dim), np.float32)
    W_grad = np.zeros((size.vocab_size, size.dim), np.float32)

    def run(way: Callable) -> Callable[[], np.ndarray]:
        def from_nothing() -> np.ndarray:
            W_grad.fill(0)
            return way(grad, ids, W_grad)

        return from_nothing

    embedding = Embedding(size.vocab_size, size.dim)

    def adding() -> np.ndarray:
        embedding.backward(grad, ids)
        return embedding.W_grad

    runs = {name: run(way) for name, way in numpy_ways(size).items()}
    return {"torch": torch_way(size, ids, grad), "lmcore, adding": adding} | runs


def measure(size: Size, repeats: int) -> dict:
    runs = runs_of(size)
    expected = runs["torch"]().copy()
    for name, run in runs.items():
        np.testing.assert_allclose(run(), expected, atol=1e-2, err_msg=name)
    times = {name: [] for name in runs}
    for _ in range(repeats):
        for name, run in runs.items():
            start = time.process_time()
            run()
            times[name].append(time.process_time() - start)
    medians = {name: statistics.median(values) * 1e6 for name, values in times.items()}
    ratios = {name: median / medians["torch"] for name, median in medians.items()}
    return {"size": asdict(size), "microseconds": medians, "ratio_to_torch": ratios}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=25)
    repeats = parser.parse_args().repeats
    results = [measure(size, repeats) for size in SIZES]
    print("Microseconds of CPU time, median (ratio to torch); target for lmcore: 0.6 or less")
    print(f"{'':16}" + "".join(f"{size!s:>28}" for size in SIZES))
    for name in results[0]["microseconds"]:
        cells = [
            f"{r['microseconds'][name]:,.0f} ({r['ratio_to_torch'][name]:.2f})" for r in results
        ]
        print(f"{name:16}" + "".join(f"{cell:>28}" for cell in cells))
    save("embedding", {"target": TARGET, "results": results})


if __name__ == "__main__":
    main()
