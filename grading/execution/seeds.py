"""The seed of a run: what a test draws at random follows from one number.

The number is stored with the result and shown to nobody who is graded. A student's kernel is told
another one, from which it cannot be had: else an answer could foresee what it will be asked.
"""

import contextlib
import hashlib
import random
import secrets
from collections.abc import Iterator

import numpy as np

from grading.inside.server import draw_from

BITS = 63  # too many to be tried out, few enough for every database and table


def fresh_seed() -> int:
    """Return a seed that nobody can guess."""
    return secrets.randbits(BITS)


def derived_seed(seed: int, purpose: str) -> int:
    """Return the seed of one part of a run; it does not give the run's own away.

    >>> derived_seed(1, "embedding_hidden") == derived_seed(1, "embedding_visible")
    False
    """
    digest = hashlib.sha256(f"{purpose}\n{seed}".encode()).digest()
    return int.from_bytes(digest) >> (8 * len(digest) - BITS)


@contextlib.contextmanager
def drawing_from(seed: int) -> Iterator[None]:
    """Have everything that is drawn inside, by NumPy or by Python, follow from a seed."""
    plain, array = random.getstate(), np.random.get_state()  # noqa: NPY002  (what is set, is put back)
    source = vars(np.random.bit_generator)
    entropy = source["randbits"]
    draw_from(seed)
    try:
        yield
    finally:
        source["randbits"] = entropy
        np.random.set_state(array)  # noqa: NPY002
        random.setstate(plain)
