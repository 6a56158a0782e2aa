"""Checkpoints: everything a training needs to go on as if it had never stopped.

One npz file holds the weights, the optimizer's running means, the position in the data, the state
of the random generator and the history; plain arrays and a JSON text, no pickle. It is written
beside its place and then moved there, so a crash leaves either the old file or the new one.
"""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from lmcore.models.base import NeuralModel
from lmcore.training.history import History
from lmcore.training.optimizers import Optimizer

FORMAT = "lmcore checkpoint 2"


class CheckpointError(ValueError):
    """A checkpoint cannot be read, or belongs to another model or optimizer."""


@dataclass
class TrainingState:
    """Where a training stands, apart from the model and the optimizer.

    Parameters
    ----------
    epoch : int
        Epochs finished.
    batches_done, total_loss, n_tokens
        What has been done of the epoch under way.
    rng_state : dict, optional
        Of the generator that shuffles the data, at the beginning of that epoch.
    best_values : array (number of parameters,), optional
        The parameters that were best on the validation text so far.
    history : History
    """

    epoch: int = 0
    batches_done: int = 0
    total_loss: float = 0.0
    n_tokens: int = 0
    rng_state: dict | None = None
    best_values: np.ndarray | None = None
    history: History = field(default_factory=History)

    def restore_best(self, model: NeuralModel) -> None:
        """Put the best parameters so far into the model; without a validation text, leave it.

        Parameters
        ----------
        model : NeuralModel
        """
        if self.best_values is not None:
            model.parameters.values[...] = self.best_values


def save_checkpoint(
    path: str | os.PathLike, model: NeuralModel, optimizer: Optimizer, state: TrainingState
) -> None:
    """Write a checkpoint.

    Parameters
    ----------
    path : path
        Ends in ``.npz``; its folder must exist.
    model, optimizer, state
        What is kept.
    """
    import tempfile  # here and below: they would be a tenth of what importing lmcore takes

    path = Path(path)
    meta = {
        "format": FORMAT,
        "parameters": _shapes(model),
        "optimizer": type(optimizer).__name__,
        "steps": optimizer.steps,
        "state": {k: v for k, v in asdict(state).items() if k != "best_values"},
    }
    arrays = {name: getattr(optimizer, name) for name in optimizer.state_names}
    if state.best_values is not None:
        arrays["best_values"] = state.best_values
    text = json.dumps(meta, default=lambda array: array.tolist())
    handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, meta=np.array(text), values=model.parameters.values, **arrays)
        os.replace(scratch, path)
    except BaseException:
        os.unlink(scratch)
        raise


def load_checkpoint(
    path: str | os.PathLike, model: NeuralModel, optimizer: Optimizer
) -> TrainingState:
    """Put a checkpoint back into the model and the optimizer.

    Parameters
    ----------
    path : path
    model, optimizer
        Made as those that were saved; their parameters and running means are written over.

    Returns
    -------
    TrainingState

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    CheckpointError
        If the file is damaged, or fits another model or optimizer. Nothing is changed then.
    """
    import zipfile

    names = ("values", *optimizer.state_names)
    try:
        with np.load(path, allow_pickle=False) as file:
            meta = json.loads(str(file["meta"]))
            _check_fit(path, meta, model, optimizer)
            arrays = {name: file[name] for name in names}
            best_values = file.get("best_values")
    except (FileNotFoundError, CheckpointError):
        raise
    except (zipfile.BadZipFile, EOFError, KeyError, ValueError, OSError) as error:
        raise CheckpointError(
            f"{path} is damaged or no checkpoint ({error}): delete it to train from the beginning"
        ) from error
    model.parameters.values[...] = arrays.pop("values")
    for name, array in arrays.items():
        getattr(optimizer, name)[...] = array
    optimizer.steps = meta["steps"]
    fields = meta["state"]
    return TrainingState(
        **{**fields, "history": History(**fields["history"]), "best_values": best_values}
    )


def _check_fit(path: str | os.PathLike, meta: dict, model: NeuralModel, opt: Optimizer) -> None:
    expected = {"format": FORMAT, "parameters": _shapes(model), "optimizer": type(opt).__name__}
    for key, value in expected.items():
        if meta.get(key) != value:
            raise CheckpointError(
                f"{path} does not fit: its {key} is {meta.get(key)}, expected {value}; give the "
                "model it was made for, or delete it to train from the beginning"
            )


def _shapes(model: NeuralModel) -> dict[str, list[int]]:
    return {name: list(values.shape) for name, values in model.parameters.items()}
