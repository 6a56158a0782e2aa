"""Perplexity: among how many equally likely tokens a model hesitates, on average.

``perplexity = exp(mean -log p)``, the mean over all tokens of a text, in nats. A model that knows
nothing has the perplexity ``vocab_size``; one that knows everything has 1.
"""

import numpy as np

from lmcore.models.protocol import LanguageModel


def perplexity(
    model_or_nats: LanguageModel | np.ndarray | float, ids: np.ndarray | None = None
) -> float:
    """Perplexity of a model on a text, or from losses that are known already.

    Parameters
    ----------
    model_or_nats : LanguageModel, float or array (n,)
        A model; or, without ``ids``, losses in nats: ``-log p`` of each token, or their mean.
    ids : integer array (n,), optional
        The text on which to judge the model.

    Returns
    -------
    float
        At least 1.

    Raises
    ------
    ValueError
        If there is nothing to average, or a loss is negative.
    TypeError
        If a model is given without a text, or losses with one.

    Examples
    --------
    >>> perplexity(np.log([2.0, 8.0]))  # the geometric mean, not the arithmetic one
    4.0
    """
    return float(np.exp(_mean_nats(model_or_nats, ids)))


def bits_per_token(
    model_or_nats: LanguageModel | np.ndarray | float, ids: np.ndarray | None = None
) -> float:
    """Mean loss in bits: how long the text gets, per token, when compressed by the model.

    Parameters
    ----------
    model_or_nats, ids
        As for :func:`perplexity`.

    Returns
    -------
    float
        Mean nats divided by ``log(2)``.

    Raises
    ------
    ValueError, TypeError
        As :func:`perplexity`.

    Examples
    --------
    >>> bits_per_token(np.log([2.0, 8.0]))
    2.0
    """
    return float(_mean_nats(model_or_nats, ids) / np.log(2))


def _mean_nats(model_or_nats: LanguageModel | np.ndarray | float, ids: np.ndarray | None) -> float:
    if ids is not None:
        if not hasattr(model_or_nats, "log_probs"):
            raise TypeError(
                "with a text (ids) the first argument must be a model with log_probs, "
                f"got {type(model_or_nats).__name__}"
            )
        nats = -model_or_nats.log_probs(ids)
    elif hasattr(model_or_nats, "log_probs"):
        raise TypeError("a model needs a text to be judged on: perplexity(model, ids)")
    else:
        nats = np.asarray(model_or_nats, np.float64)
    if nats.size == 0:
        raise ValueError("the mean over no token is not defined: the losses are empty")
    if nats.min() < -1e-6:
        raise ValueError(
            f"losses (-log p) cannot be negative, got {nats.min():.6g}; "
            "log-probabilities need a minus sign"
        )
    return nats.mean()
