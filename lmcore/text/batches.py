"""From one long sequence of ids to training batches: split, context windows, batches."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np


def split(sequence: Sequence, fractions: Sequence[float] = (0.8, 0.1, 0.1)) -> tuple:
    """Cut a sequence by position into train, validation and test parts.

    Text is never shuffled before it is split: neighbors in a text resemble each other, and a
    test sentence whose other half was trained on would look too easy.

    Parameters
    ----------
    sequence : str, list or array (n, ...)
    fractions : sequence of float
        One for each part, positive, with sum 1.

    Returns
    -------
    tuple
        As many parts as fractions, none empty; joined they are the sequence.

    Raises
    ------
    ValueError
        If the fractions are not positive with sum 1, or the sequence is too short for them.

    Examples
    --------
    >>> split("abcdefghij")
    ('abcdefgh', 'i', 'j')
    >>> split("abcdefghij", fractions=(0.9, 0.1))
    ('abcdefghi', 'j')
    """
    if min(fractions, default=0) <= 0 or not math.isclose(sum(fractions), 1.0):
        raise ValueError(f"fractions must be positive and sum to 1, got {tuple(fractions)}")
    if len(sequence) == 0:
        raise ValueError("sequence is empty: there is nothing to split")
    shares = [math.fsum(fractions[:i]) for i in range(len(fractions))] + [1.0]
    cuts = [math.floor(len(sequence) * share + 1e-9) for share in shares]
    if any(a == b for a, b in zip(cuts[:-1], cuts[1:], strict=True)):
        raise ValueError(
            f"sequence is too short to be split: of {len(sequence)} tokens or characters some of "
            f"the parts {tuple(fractions)} would have none; give a longer text or fewer parts"
        )
    return tuple(sequence[a:b] for a, b in zip(cuts[:-1], cuts[1:], strict=True))


def context_windows(ids: np.ndarray, context_size: int) -> tuple[np.ndarray, np.ndarray]:
    """Every context of a text with the token that follows it.

    Parameters
    ----------
    ids : ndarray of int, shape (n_tokens,)
    context_size : int
        At least 1.

    Returns
    -------
    contexts : ndarray, shape (n_tokens - context_size, context_size)
        A read-only view: no token is copied.
    targets : ndarray, shape (n_tokens - context_size,)

    Raises
    ------
    ValueError
        If the text is not longer than one context.

    Examples
    --------
    >>> contexts, targets = context_windows(np.array([5, 6, 7, 8]), context_size=2)
    >>> contexts
    array([[5, 6],
           [6, 7]])
    >>> targets
    array([7, 8])
    """
    ids = _checked_ids(ids, context_size)
    contexts = np.lib.stride_tricks.sliding_window_view(ids[:-1], context_size)
    return contexts, ids[context_size:]


@dataclass(frozen=True)
class Batch:
    """Contexts and the tokens that follow them.

    Parameters
    ----------
    contexts : ndarray of int, shape (batch, context)
    targets : ndarray of int, shape (batch,)
    """

    contexts: np.ndarray
    targets: np.ndarray

    @property
    def n_tokens(self) -> int:
        """How many tokens are predicted, the weight of this batch in an average over tokens."""
        return len(self.targets)


class Batches:
    """What `batches` returns: iterate over it as often as there are epochs.

    Parameters
    ----------
    ids, context_size, batch_size, rng
        As for `batches`, errors too.

    Attributes
    ----------
    n_tokens : int
        How many tokens are predicted in an epoch.

    Raises
    ------
    ValueError, TypeError, IndexError
        As `batches`.
    """

    def __init__(
        self,
        ids: np.ndarray,
        context_size: int,
        batch_size: int,
        rng: np.random.Generator | None = None,
    ):
        ids = _checked_ids(ids, context_size)
        if batch_size < 1:
            raise ValueError(f"batch_size must be at least 1, got {batch_size}")
        if rng is not None and not isinstance(rng, np.random.Generator):
            raise TypeError(
                f"rng must be a numpy.random.Generator such as np.random.default_rng(0), "
                f"got {type(rng).__name__}"
            )
        # One or two bytes an id: the whole text stays in the processor's cache.
        self._ids = ids.astype(np.min_scalar_type(int(ids.max())))
        self.context_size, self.batch_size, self.rng = context_size, batch_size, rng
        self.n_tokens = len(ids) - context_size

    def __len__(self) -> int:
        return math.ceil(self.n_tokens / self.batch_size)

    def __iter__(self) -> Iterator[Batch]:
        starts = np.arange(self.n_tokens)
        if self.rng is not None:
            self.rng.shuffle(starts)
        offsets = np.arange(self.context_size)
        for i in range(0, self.n_tokens, self.batch_size):
            start = starts[i : i + self.batch_size]
            contexts = self._ids.take(start[:, None] + offsets)  # (batch, context)
            targets = self._ids.take(start + self.context_size)  # (batch,)
            yield Batch(contexts.astype(np.intp), targets.astype(np.intp))


def batches(
    ids: np.ndarray, context_size: int, batch_size: int, rng: np.random.Generator | None = None
) -> Batches:
    """Cut a text into batches of context windows; the last one may be short.

    Parameters
    ----------
    ids : ndarray of int, shape (n_tokens,)
    context_size, batch_size : int
    rng : numpy.random.Generator, optional
        Shuffles the windows anew in every epoch. Without it they come in the order of the text.

    Returns
    -------
    Batches
        An iterable of `Batch` (arrays of np.intp, NumPy's type of indices) with a length, to be
        iterated once an epoch.

    Raises
    ------
    ValueError
        If the text is not longer than one context, or a size is below 1.
    TypeError
        If the ids are not integers in a row, or ``rng`` is no generator.
    IndexError
        If an id is negative.

    Examples
    --------
    >>> data = batches(np.arange(8), context_size=2, batch_size=4)
    >>> [batch.n_tokens for batch in data]
    [4, 2]
    >>> next(iter(data)).targets
    array([2, 3, 4, 5])
    """
    return Batches(ids, context_size, batch_size, rng)


def _checked_ids(ids: np.ndarray, context_size: int) -> np.ndarray:
    ids = np.asarray(ids)
    if ids.ndim != 1 or ids.dtype.kind not in "iu":
        raise TypeError(
            f"ids must be a one-dimensional array of integers, got {ids.dtype} of shape {ids.shape}"
        )
    if context_size < 1:
        raise ValueError(f"context_size must be at least 1, got {context_size}")
    if len(ids) <= context_size:
        raise ValueError(
            f"context_size={context_size} needs a text of at least {context_size + 1} tokens, "
            f"got {len(ids)}: give more text or a shorter context"
        )
    if ids.min() < 0:
        raise IndexError(f"ids must be token ids from 0 up, got {ids.min()}")
    return ids
