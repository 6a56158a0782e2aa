"""Training throughput of lmcore's NeuralLM against PyTorch on the CPU.

The same model, starting weights, batches and Adam on both sides, one thread each, in one process;
the batches are drawn beforehand, so what is timed is forward, loss, backward and update. Every
repeat times all variants one after the other, so that whatever else the machine does falls on
all of them alike. The losses of the two sides are compared step by step before anything is timed.

With every repeat NumPy's matrix products are timed too: a large one ("floor": lmcore's share of
the speed that this peak allows) and those of the model alone ("at best": the ratio to PyTorch if
everything but these products took no time). Where lmcore multiplies less than the textbook, as it
does for characters (lmcore/nn/context_layer.py), it may pass both.

    pip install .[bench]
    OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 python benchmarks/training.py

Prints a table and writes _build/benchmarks/training.json.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # read when NumPy and PyTorch are imported

import numpy as np  # noqa: E402
from results import save  # noqa: E402

from lmcore.models.neural_lm import NeuralLM  # noqa: E402
from lmcore.text.batches import Batch, batches  # noqa: E402
from lmcore.training.optimizers import Adam  # noqa: E402

LEARNING_RATE = 1e-3
LOSS_STEPS = 40
PEAK_DIM = 1024
VARIANTS = ("lmcore", "torch eager", "torch fused", "torch.compile")


@dataclass(frozen=True)
class Size:
    """One model and its batch."""

    text: str
    vocab_size: int
    context_size: int
    embed_dim: int
    hidden_dim: int
    batch_size: int
    target: float  # examples per second of lmcore / fastest PyTorch

    @property
    def flops(self) -> int:
        """Of the matrix products for one example: forward, gradient by weights, and by input."""
        inputs = self.context_size * self.embed_dim
        return 3 * 2 * self.hidden_dim * (inputs + self.vocab_size)

    def __str__(self) -> str:
        return (
            f"{self.text} V {self.vocab_size} context {self.context_size} embed {self.embed_dim} "
            f"hidden {self.hidden_dim} batch {self.batch_size}"
        )


SIZES = (
    Size("chars", 65, 8, 16, 128, 64, target=2.3),
    Size("chars", 65, 8, 16, 128, 256, target=1.8),
    Size("chars", 65, 8, 16, 128, 1024, target=1.4),
    Size("chars", 65, 16, 32, 512, 1024, target=1.2),
    Size("words", 10_000, 4, 64, 128, 256, target=1.2),
    Size("words", 10_000, 4, 64, 128, 1024, target=1.7),
)


def draw_batches(size: Size, count: int) -> list[Batch]:
    """The first batches of an epoch over text with Zipf's frequencies.

    What the tokens mean makes no difference to the time; how often they repeat does, to the
    gradient of the embedding.
    """
    rng = np.random.default_rng(0)
    ranks = np.arange(1, size.vocab_size + 1)
    ids = rng.choice(size.vocab_size, size=200_000, p=(1 / ranks) / (1 / ranks).sum())
    data = batches(ids, size.context_size, size.batch_size, rng)
    return [batch for batch, _ in zip(data, range(count), strict=False)]


def new_model(size: Size) -> NeuralLM:
    return NeuralLM(size.vocab_size, size.embed_dim, size.hidden_dim, size.context_size, rng=0)


def lmcore_step(size: Size) -> Callable[[Batch], float]:
    model = new_model(size)
    optimizer = Adam(model, LEARNING_RATE)

    def step(batch: Batch) -> float:
        loss = model.train_step(batch)
        optimizer.step()
        return loss

    return step


def torch_step(size: Size, variant: str) -> Callable[[tuple], float]:
    """The same network in PyTorch's own layers, with the same starting weights."""
    import torch

    torch.set_num_threads(1)
    model = torch.nn.Sequential(
        torch.nn.Embedding(size.vocab_size, size.embed_dim),
        torch.nn.Flatten(),
        torch.nn.Linear(size.context_size * size.embed_dim, size.hidden_dim),
        torch.nn.Tanh(),
        torch.nn.Linear(size.hidden_dim, size.vocab_size),
    )
    ours = new_model(size)
    with torch.no_grad():
        model[0].weight.copy_(torch.from_numpy(ours.embedding.W))
        for layer, linear in ((model[2], ours.hidden), (model[4], ours.output)):
            layer.weight.copy_(torch.from_numpy(linear.W.T.copy()))
            layer.bias.copy_(torch.from_numpy(linear.b))
    optimizer = torch.optim.Adam(
        model.parameters(), LEARNING_RATE, fused=True if variant != "torch eager" else None
    )

    def loss_of(contexts, targets):
        return torch.nn.functional.cross_entropy(model(contexts), targets)

    if variant == "torch.compile":
        loss_of = torch.compile(loss_of)

    def step(batch: tuple) -> float:
        contexts, targets = batch
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(contexts, targets)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def make(variant: str, size: Size, data: list[Batch]) -> tuple[Callable, list]:
    """A fresh training step of a variant, and the batches in the form it takes."""
    if variant == "lmcore":
        return lmcore_step(size), data
    import torch

    tensors = [
        (
            torch.from_numpy(b.contexts.astype(np.int64)),
            torch.from_numpy(b.targets.astype(np.int64)),
        )
        for b in data
    ]
    return torch_step(size, variant), tensors


def largest_loss_difference(size: Size, variants: list[str]) -> float:
    """Over the first steps from the same weights, between lmcore and every other variant."""
    data = draw_batches(size, LOSS_STEPS)
    losses = {}
    for variant in variants:
        step, own_data = make(variant, size, data)
        losses[variant] = np.array([step(batch) for batch in own_data])
    return max(float(np.abs(losses[v] - losses["lmcore"]).max()) for v in variants)


def products_step(size: Size) -> Callable[[Batch], None]:
    """The matrix products of a training step, and nothing else."""
    inputs = size.context_size * size.embed_dim
    layers = []
    for rows, columns in ((inputs, size.hidden_dim), (size.hidden_dim, size.vocab_size)):
        x = np.ones((size.batch_size, rows), np.float32)
        w = np.ones((rows, columns), np.float32)
        y = np.empty((size.batch_size, columns), np.float32)
        layers.append((x, w, y, np.empty_like(x), np.empty_like(w)))

    def step(batch: Batch) -> None:
        for x, w, y, dx, dw in layers:
            np.matmul(x, w, out=y)
            np.matmul(x.T, y, out=dw)
            np.matmul(y, w.T, out=dx)

    return step


def peak_step() -> Callable[[Batch], None]:
    """A matrix product of a size at which it is at its best."""
    a, out = np.ones((PEAK_DIM, PEAK_DIM), np.float32), np.empty((PEAK_DIM, PEAK_DIM), np.float32)
    return lambda batch: np.matmul(a, a, out=out)


def throughput(size: Size, variants: list[str], repeats: int, seconds: float) -> dict[str, list]:
    """Steps per CPU second of every repeat: of every variant, and of matrix products alone."""
    data = draw_batches(size, 50)
    runs = {variant: make(variant, size, data) for variant in variants}
    runs |= {"products": (products_step(size), data), "peak": (peak_step(), data)}
    steps = {}
    for variant, (step, own_data) in runs.items():
        for batch in own_data[:10]:  # compile, and warm the caches
            step(batch)
        start = time.process_time()
        for batch in own_data[:10]:
            step(batch)
        steps[variant] = max(5, round(seconds / (time.process_time() - start) * 10))
    rates = {variant: [] for variant in runs}
    for _ in range(repeats):
        for variant, (step, own_data) in runs.items():
            start = time.process_time()
            for i in range(steps[variant]):
                step(own_data[i % len(own_data)])
            rates[variant].append(steps[variant] / (time.process_time() - start))
    return rates


def peak_memory(size: Size, variant: str) -> float:
    """Megabytes that training adds to a process that has imported its library already."""
    index = SIZES.index(size)
    command = [sys.executable, __file__, "--memory", variant, "--size", str(index)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def print_peak_memory(size: Size, variant: str) -> None:
    if variant != "lmcore":
        import torch  # noqa: F401  its import is not what training costs
    data = draw_batches(size, 10)
    Path("/proc/self/clear_refs").write_text("5")  # Linux: the peak starts anew from here
    before = resident_kilobytes("VmHWM")
    step, own_data = make(variant, size, data)
    for batch in own_data:
        step(batch)
    print((resident_kilobytes("VmHWM") - before) / 1024)


def resident_kilobytes(field: str) -> int:
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith(field)).split()[1])


def measure(size: Size, variants: list[str], repeats: int, seconds: float) -> dict:
    difference = largest_loss_difference(size, variants)
    rates = throughput(size, variants, repeats, seconds)
    medians = {name: statistics.median(values) for name, values in rates.items()}
    fastest_torch = max(medians[v] for v in variants if v != "lmcore")
    peak = medians["peak"] * 2 * PEAK_DIM**3
    return {
        "size": asdict(size),
        "examples_per_second": {v: medians[v] * size.batch_size for v in variants},
        "steps_per_second": rates,
        "ratio_to_fastest_torch": medians["lmcore"] / fastest_torch,
        "ratio_at_best": medians["products"] / fastest_torch,
        "largest_loss_difference": difference,
        "sgemm_peak": peak,
        "fraction_of_sgemm_floor": medians["lmcore"] * size.batch_size * size.flops / peak,
        "peak_memory_mb": {
            v: peak_memory(size, v) for v in ("lmcore", "torch fused") if v in variants
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=0.25, help="per variant and repeat")
    parser.add_argument("--variants", nargs="+", choices=VARIANTS, default=list(VARIANTS))
    parser.add_argument("--size", type=int, choices=range(len(SIZES)), help="only this size")
    parser.add_argument("--memory", choices=VARIANTS, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.memory:
        return print_peak_memory(SIZES[args.size], args.memory)

    sizes = SIZES if args.size is None else SIZES[args.size : args.size + 1]
    print("Examples per CPU second, one thread, median")
    print(
        f"{'':62}"
        + "".join(f"{v:>14}" for v in args.variants)
        + "   ratio target at best  floor  MB"
    )
    results = []
    for size in sizes:
        result = measure(size, args.variants, args.repeats, args.seconds)
        results.append(result)
        rates = "".join(f"{result['examples_per_second'][v]:14,.0f}" for v in args.variants)
        memory = "/".join(f"{mb:.0f}" for mb in result["peak_memory_mb"].values())
        print(
            f"{size!s:62}{rates}{result['ratio_to_fastest_torch']:8.2f}{size.target:7.1f}"
            f"{result['ratio_at_best']:8.2f}{result['fraction_of_sgemm_floor']:7.0%}  {memory}"
            f"  losses differ by {result['largest_loss_difference']:.0e}",
            flush=True,
        )
    save("training", {"results": results})


if __name__ == "__main__":
    main()
