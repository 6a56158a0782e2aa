"""Cross-entropy: how many nats the true next token costs under the predicted distribution.

The loss of one prediction is ``-log p[target]``; of a batch, the mean. Its gradient with respect to
the logits is what makes softmax and cross-entropy such a good pair:
``(softmax(logits) - one_hot) / batch``.
"""

import math

import numpy as np

from lmcore.nn.softmax import log_softmax
from lmcore.ops.products import product
from lmcore.text.token_ids import check_token_ids

BLOCK = 2**17  # logits worked on at a time: half a megabyte of float32, well inside an L2 cache


def cross_entropy(logits: np.ndarray, targets: np.ndarray) -> float:
    """Mean cross-entropy in nats.

    Parameters
    ----------
    logits : array (batch, vocab)
    targets : integer array (batch,)
        The ids of the tokens that came.

    Returns
    -------
    float
        ``mean(-log softmax(logits)[target])`` in nats; ``log(vocab)`` if all logits are equal.

    Raises
    ------
    ValueError
        If the shapes do not belong together, or the batch is empty.
    TypeError, IndexError
        If a target is no token id of the vocabulary.

    Examples
    --------
    >>> round(cross_entropy(np.zeros((2, 4)), np.array([0, 3])), 4)  # log(4)
    1.3863
    """
    logits, targets = _check(logits, targets)
    log_probs = log_softmax(logits)  # (batch, vocab)
    return float(-log_probs[np.arange(len(targets)), targets].mean(dtype=np.float64))


def cross_entropy_gradient(
    logits: np.ndarray, targets: np.ndarray, out: np.ndarray | None = None
) -> tuple[float, np.ndarray]:
    """Cross-entropy and its gradient with respect to the logits, in one go.

    Loss and gradient need the same exponentials, so they are computed once; and because every
    step may overwrite the one before, a single array is enough for the logits, the exponentials,
    the probabilities and the gradient. At a vocabulary of 10,000 and a batch of 1024 that array
    is 40 MB: not allocating it four times is the largest single gain in training speed.

    Parameters
    ----------
    logits : array (batch, vocab)
    targets : integer array (batch,)
    out : array (batch, vocab), optional
        Where the gradient goes; may be ``logits`` itself. A new array by default.

    Returns
    -------
    loss : float
        Mean cross-entropy in nats.
    gradient : array (batch, vocab)
        ``(softmax(logits) - one_hot(targets)) / batch``.

    Raises
    ------
    ValueError, TypeError, IndexError
        As :func:`cross_entropy`.

    Examples
    --------
    >>> loss, gradient = cross_entropy_gradient(np.zeros((1, 4)), np.array([1]))
    >>> gradient
    array([[ 0.25, -0.75,  0.25,  0.25]])
    """
    logits, targets = _check(logits, targets)
    gradient = np.empty_like(logits) if out is None else out
    batch, vocab_size = logits.shape
    # Five passes over an array of many megabytes are five trips to memory; over a few rows at a
    # time, all but the first find them in the cache.
    rows = max(1, BLOCK // vocab_size)
    total = 0.0
    for start in range(0, batch, rows):
        block = slice(start, start + rows)
        total += _block_gradient(logits[block], targets[block], gradient[block], batch)
    return total / batch, gradient


def _block_gradient(
    logits: np.ndarray, targets: np.ndarray, gradient: np.ndarray, batch: int
) -> float:
    """Sum of the losses of some rows; their gradients, divided by ``batch``, are written."""
    rows = np.arange(len(targets))
    if not _safe_to_exponentiate(logits):
        logits = np.subtract(logits, logits.max(axis=1, keepdims=True), out=gradient)
    target_logits = logits[rows, targets]  # (rows,)
    probs = np.exp(logits, out=gradient)  # (rows, vocab), not divided by their totals yet
    # A row sum as a product with ones: BLAS reads the rows faster than sum(axis=1).
    totals = product(probs, np.ones(probs.shape[1], probs.dtype))  # (rows,)
    probs *= (1 / (totals * batch))[:, None]
    probs[rows, targets] -= probs.dtype.type(1 / batch)
    return float((np.log(totals) - target_logits).sum(dtype=np.float64))


def _safe_to_exponentiate(logits: np.ndarray) -> bool:
    """Whether no exponential overflows or vanishes, and neither does the sum of a row.

    Then the largest logit of each row need not be subtracted. So it is in most batches, and two
    extremes of all rows together are found sooner than one for each.
    """
    limit = math.log(float(np.finfo(logits.dtype).max) / logits.shape[1]) / 2
    return logits.max() < limit and logits.min() > -limit


def _check(logits: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    logits = np.asarray(logits)
    if logits.dtype.kind != "f":
        logits = logits.astype(np.float64)
    if logits.ndim != 2 or 0 in logits.shape:
        raise ValueError(f"logits must have the shape (batch, vocab), got {logits.shape}")
    targets = check_token_ids(targets, logits.shape[1], "targets")
    if targets.shape != logits.shape[:1]:
        raise ValueError(
            f"targets must have the shape ({len(logits)},), one target for each row of the logits "
            f"{logits.shape}, got {targets.shape}"
        )
    return logits, targets
