"""Generating text: draw a token, append it, predict again.

The same loop serves every model that has ``next_log_probs`` (:mod:`lmcore.models.protocol`).
"""

import numpy as np

from lmcore.models.protocol import LanguageModel
from lmcore.nn.softmax import stable_softmax
from lmcore.text.token_ids import check_token_ids


def generate(
    model: LanguageModel,
    prompt: np.ndarray,
    n_tokens: int,
    rng: np.random.Generator,
    *,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> np.ndarray:
    """Continue a prompt.

    Parameters
    ----------
    model : LanguageModel
    prompt : integer array (n,)
        What the text begins with; may be empty if the model predicts from an empty context.
    n_tokens : int
        How many tokens to add.
    rng : numpy.random.Generator
        The same generator state gives the same text.
    temperature, top_k, top_p
        As for :func:`sampling_probs`.

    Returns
    -------
    array (n_tokens,)
        The new tokens, without the prompt.

    Raises
    ------
    ValueError
        If a number is out of its range.
    TypeError, IndexError
        If the prompt holds something that is no token id.

    Examples
    --------
    >>> from lmcore.models.neural_lm import NeuralLM
    >>> model = NeuralLM(vocab_size=5, embed_dim=2, hidden_dim=4, context_size=2, rng=0)
    >>> generate(model, np.array([1, 2]), n_tokens=3, rng=np.random.default_rng(0)).shape
    (3,)
    """
    if n_tokens < 0:
        raise ValueError(f"n_tokens must not be negative, got {n_tokens}")
    prompt = check_token_ids(prompt, model.vocab_size, "prompt")
    if prompt.ndim != 1:
        raise ValueError(f"prompt must be one text, an array (n,), got shape {prompt.shape}")
    text = np.concatenate([prompt.astype(np.intp), np.zeros(n_tokens, np.intp)])
    for end in range(len(prompt), len(text)):
        context = text[max(0, end - model.context_size) : end]
        probs = sampling_probs(
            model.next_log_probs(context), temperature=temperature, top_k=top_k, top_p=top_p
        )
        # Where a uniform number falls among the cumulated probabilities. The last one counts as
        # exactly 1, whatever was rounded on the way, and no number reaches it.
        cumulated = np.cumsum(probs)
        drawn = min(rng.random() * cumulated[-1], np.nextafter(cumulated[-1], 0))
        text[end] = np.searchsorted(cumulated, drawn, side="right")
    return text[len(prompt) :]


def sampling_probs(
    log_probs: np.ndarray,
    *,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> np.ndarray:
    """The distribution that is sampled from, given the model's.

    Parameters
    ----------
    log_probs : array (vocab,)
        In nats.
    temperature : float
        Divides the log-probabilities. Below 1 likely tokens become likelier, above 1 all become
        more alike; 0 leaves only the likeliest, infinity makes all that are possible alike.
    top_k : int, optional
        Keep the ``k`` likeliest tokens only.
    top_p : float, optional
        Keep the fewest likeliest tokens that together reach the probability ``top_p``
        (nucleus sampling, Holtzman et al. 2020, The Curious Case of Neural Text Degeneration).
        Counted after temperature and ``top_k``.

    Returns
    -------
    array (vocab,)
        Probabilities with sum 1, float64.

    Raises
    ------
    ValueError
        If a number is out of its range, or ``log_probs`` are no logarithms of probabilities.

    Examples
    --------
    >>> log_probs = np.log([0.5, 0.3, 0.2])
    >>> sampling_probs(log_probs, top_k=2)
    array([0.625, 0.375, 0.   ])
    >>> sampling_probs(log_probs, temperature=0)
    array([1., 0., 0.])
    """
    if not temperature >= 0:
        raise ValueError(f"temperature must be 0 or more, got {temperature}")
    if top_k is not None and top_k < 1:
        raise ValueError(f"top_k must be at least 1, got {top_k}")
    if top_p is not None and not 0 < top_p <= 1:
        raise ValueError(f"top_p must be above 0 and at most 1, got {top_p}")

    if temperature == 0:
        top_k, temperature = 1, 1.0
    logits = _divided(np.asarray(log_probs, np.float64), temperature)  # (vocab,)
    if top_k is None and top_p is None:
        return stable_softmax(logits)

    likeliest_first = np.argsort(-np.asarray(log_probs), kind="stable")  # (vocab,)
    probs = stable_softmax(logits[likeliest_first])
    if top_k is not None:
        probs[top_k:] = 0
        probs /= probs.sum()
    if top_p is not None:
        # A token stays if those before it have not reached top_p yet; the first always stays.
        probs[1:][np.cumsum(probs)[:-1] >= top_p] = 0
        probs /= probs.sum()
    result = np.empty_like(probs)
    result[likeliest_first] = probs
    return result


def _divided(log_probs: np.ndarray, temperature: float) -> np.ndarray:
    """``log_probs / temperature`` but for a constant, for any temperature above 0.

    The largest becomes 0 first, so that a tiny temperature divides it by nothing but leaves it,
    and what is impossible stays so at an infinite one.
    """
    highest = log_probs.max(initial=-np.inf)
    if not np.isfinite(highest):  # NaN, or no token is possible
        raise ValueError(
            f"log_probs must hold a finite number and no NaN, got {highest} as the largest: "
            "has the training diverged?"
        )
    below = log_probs - highest  # (vocab,)
    with np.errstate(over="ignore", invalid="ignore"):  # -inf is meant where a quotient overflows
        return np.where(np.isneginf(below), -np.inf, below / temperature)
