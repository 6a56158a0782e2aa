"""One epoch of training, the loop that every neural network of this course is trained by."""

import math
from collections.abc import Iterable, Iterator
from typing import Protocol

from lmcore.models.base import NeuralModel, TrainingBatch
from lmcore.training.optimizers import Optimizer


class TrainingData(Protocol):
    """Batches with a length, iterated anew in every epoch, as `lmcore.text.batches.Batches`."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[TrainingBatch]: ...


def train_epoch(model: NeuralModel, data: Iterable[TrainingBatch], optimizer: Optimizer) -> float:
    """Train on every batch once; return the perplexity over the epoch.

    The mean loss is over tokens, not over batches: the last batch of an epoch is often short, and
    its mean must not count as much as the others'. The perplexity is of the model as it was when
    each batch came by, before that batch's update.

    Parameters
    ----------
    model : object with ``train_step(batch)``
        Which does forward, loss and backward, and returns the mean loss in nats.
    data : iterable of Batch
        Each with ``n_tokens``.
    optimizer : object with ``step()``

    Returns
    -------
    float
        ``exp(mean loss in nats)``.

    Raises
    ------
    ValueError
        If ``data`` has no batch.
    lmcore.models.base.NonFiniteLoss
        If the training diverges.

    Examples
    --------
    >>> import numpy as np
    >>> from lmcore.text.batches import batches
    >>> from lmcore.models.neural_lm import NeuralLM
    >>> from lmcore.training.optimizers import Adam
    >>> ids = np.tile([0, 1, 2], 200)
    >>> model = NeuralLM(vocab_size=3, embed_dim=2, hidden_dim=8, context_size=1, rng=0)
    >>> data = batches(ids, context_size=1, batch_size=32, rng=np.random.default_rng(0))
    >>> optimizer = Adam(model, learning_rate=0.05)
    >>> first, second = (train_epoch(model, data, optimizer) for _ in range(2))
    >>> 3 > first > second > 1
    True
    """
    total_loss = 0.0
    n_tokens = 0
    for batch in data:
        loss = model.train_step(batch)
        optimizer.step()
        total_loss += loss * batch.n_tokens
        n_tokens += batch.n_tokens
    if n_tokens == 0:
        raise ValueError("data has no batch: give an iterable that starts anew in every epoch")
    avg_loss = total_loss / n_tokens
    perplexity = math.exp(avg_loss)
    return perplexity
