"""Training for several epochs: a progress bar, a validation text, the best weights kept.

Around the loop of :mod:`lmcore.training.epoch`; Ctrl-C ends a training between two steps, not
inside one, and a checkpoint lets it go on later.
"""

import math
import os
import signal
import threading
from itertools import islice
from types import FrameType
from typing import TYPE_CHECKING, Any

import numpy as np

from lmcore.evaluation.perplexity import perplexity
from lmcore.models.base import NeuralModel, NonFiniteLoss
from lmcore.training.checkpoint import TrainingState, load_checkpoint, save_checkpoint
from lmcore.training.epoch import TrainingData
from lmcore.training.history import History
from lmcore.training.optimizers import Optimizer

if TYPE_CHECKING:
    from tqdm import tqdm


class DeferredInterrupt:
    """While open, the first interrupt (Ctrl-C, "interrupt kernel") only sets ``requested``.

    An update that is broken off leaves some weights old and some new. The loop asks ``requested``
    after each step instead. A second interrupt is raised as usual, should the step never end.
    Outside the main thread, where Python allows no signal handlers, nothing is changed.

    Examples
    --------
    >>> with DeferredInterrupt() as interrupt:
    ...     signal.raise_signal(signal.SIGINT)
    ...     interrupt.requested
    True
    """

    def __init__(self) -> None:
        self.requested = False
        self._previous: Any = None  # a handler, as `signal.signal` returns it

    def __enter__(self) -> "DeferredInterrupt":
        if threading.current_thread() is threading.main_thread():
            self._previous = signal.signal(signal.SIGINT, self._handle)
        return self

    def __exit__(self, *exception: object) -> None:
        if self._previous is not None:
            signal.signal(signal.SIGINT, self._previous)

    def _handle(self, signum: int, frame: FrameType | None) -> None:
        if self.requested:
            raise KeyboardInterrupt
        self.requested = True


def fit(
    model: NeuralModel,
    data: TrainingData,
    optimizer: Optimizer,
    *,
    epochs: int,
    validation: np.ndarray | None = None,
    checkpoint: str | os.PathLike | None = None,
    resume: bool = False,
    progress: bool = True,
) -> History:
    """Train a model; the best weights are in it afterwards.

    An interrupt (Ctrl-C, or "interrupt kernel") ends the training after the step under way, as if
    that had been the last epoch: what was learned is kept.

    Parameters
    ----------
    model : NeuralModel
    data : iterable of Batch
        With a length, and iterated anew in every epoch, as ``lmcore.text.batches.batches`` is.
    optimizer : Optimizer
        Of this model. Its schedule counts batches: ``epochs * len(data)`` of them.
    epochs : int
    validation : integer array (n,), optional
        A text. After each epoch the perplexity on it is taken, and the weights with the lowest
        are in the model in the end; without it, the last ones.
    checkpoint : path, optional
        An npz file written after every epoch and at an interrupt.
    resume : bool
        Continue from ``checkpoint`` if that file exists: to the last bit what would have come
        without the break, if the data are the same and their ``rng`` of the same kind.
    progress : bool
        Show a progress bar, unless the environment variable TQDM_DISABLE says not to.

    Returns
    -------
    History

    Raises
    ------
    lmcore.models.base.NonFiniteLoss
        If the training diverges. The model has its best weights, if there is a validation text.
    ValueError
        If ``epochs`` is not positive, there is no batch, or ``resume`` lacks a checkpoint.
    lmcore.training.checkpoint.CheckpointError
        If the checkpoint is damaged or of another model.

    Examples
    --------
    >>> from lmcore.text.batches import batches
    >>> from lmcore.models.neural_lm import NeuralLM
    >>> from lmcore.training.optimizers import Adam
    >>> ids = np.tile([0, 1, 2], 200)
    >>> model = NeuralLM(vocab_size=3, embed_dim=2, hidden_dim=8, context_size=1, rng=0)
    >>> data = batches(ids[:500], context_size=1, batch_size=32, rng=np.random.default_rng(0))
    >>> optimizer = Adam(model, learning_rate=0.05)
    >>> history = fit(model, data, optimizer, epochs=3, validation=ids[500:], progress=False)
    >>> 1 < history.validation_perplexity[-1] < 1.5
    True
    """
    if epochs < 1 or len(data) < 1:
        raise ValueError(f"epochs and batches must be at least 1, got {epochs} and {len(data)}")
    state = _resumed(checkpoint, model, data, optimizer) if resume else TrainingState()

    from tqdm.auto import tqdm

    done = state.epoch * len(data) + state.batches_done
    # Builds of the book set it; in a notebook tqdm itself does not look, and would make a widget.
    disable = not progress or os.environ.get("TQDM_DISABLE", "") not in ("", "0")
    with (
        DeferredInterrupt() as interrupt,
        tqdm(total=epochs * len(data), initial=done, unit="batch", disable=disable) as bar,
    ):
        while state.epoch < epochs and not interrupt.requested:
            _train_epoch(model, data, optimizer, state, interrupt, bar)
            finished = state.batches_done == len(data)
            if not finished and checkpoint is not None:
                # To go on from here: this part of an epoch is not yet a result.
                save_checkpoint(checkpoint, model, optimizer, state)
            _end_epoch(model, validation, state, bar)
            state.history.interrupted = not finished or state.epoch < epochs
            if finished and checkpoint is not None:
                state.rng_state = _rng_state(data)
                save_checkpoint(checkpoint, model, optimizer, state)
    state.restore_best(model)
    return state.history


def _resumed(
    path: str | os.PathLike | None, model: NeuralModel, data: TrainingData, optimizer: Optimizer
) -> TrainingState:
    """Where the checkpoint left model, optimizer and data; the beginning, if it was not written."""
    if path is None:
        raise ValueError("resume=True needs the path of a checkpoint")
    if not os.path.exists(path):
        return TrainingState()
    state = load_checkpoint(path, model, optimizer)
    rng = _rng(data)
    if rng is not None and state.rng_state is not None:
        rng.bit_generator.state = state.rng_state
    return state


def _train_epoch(
    model: NeuralModel,
    data: TrainingData,
    optimizer: Optimizer,
    state: TrainingState,
    interrupt: DeferredInterrupt,
    bar: "tqdm",
) -> None:
    """:func:`lmcore.training.epoch.train_epoch`, kept account of, and from where it was left."""
    state.rng_state = _rng_state(data)
    for batch in islice(data, state.batches_done, None):
        try:
            loss = model.train_step(batch)
        except NonFiniteLoss as error:
            state.restore_best(model)
            where = f"epoch {state.epoch + 1}, batch {state.batches_done + 1}"
            raise NonFiniteLoss(f"{where}: {error}") from error
        optimizer.step()
        state.total_loss += loss * batch.n_tokens
        state.n_tokens += batch.n_tokens
        state.batches_done += 1
        state.history.batch_losses.append(loss)
        bar.update()
        if interrupt.requested:
            break


def _rng(data: TrainingData) -> np.random.Generator | None:
    """The generator that shuffles the data, if they are shuffled by one."""
    return getattr(data, "rng", None)


def _rng_state(data: TrainingData) -> dict[str, Any] | None:
    rng = _rng(data)
    return None if rng is None else dict(rng.bit_generator.state)


def _end_epoch(
    model: NeuralModel, validation: np.ndarray | None, state: TrainingState, bar: "tqdm"
) -> None:
    """Enter the epoch in the history, and remember its weights if they are the best."""
    history = state.history
    history.epoch_ends.append(len(history.batch_losses))
    history.train_perplexity.append(math.exp(state.total_loss / state.n_tokens))
    shown = {"train": history.train_perplexity[-1]}
    if validation is not None:
        best_before = history.best_validation_perplexity
        history.validation_perplexity.append(perplexity(model, validation))
        shown["validation"] = history.validation_perplexity[-1]
        if history.validation_perplexity[-1] < best_before:
            state.best_values = model.parameters.values.copy()
    bar.set_postfix({name: f"{value:.2f}" for name, value in shown.items()})
    state.epoch += 1
    state.batches_done, state.total_loss, state.n_tokens = 0, 0.0, 0
