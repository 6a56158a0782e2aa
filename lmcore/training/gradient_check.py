"""Gradient checking: is the derivative that was worked out by hand the derivative of the code?

``(f(x + h) - f(x - h)) / 2h`` approaches the derivative with an error of order ``h**2``. In
float64, with ``h`` about 1e-5, seven or more digits are right; in float32 almost none.
"""

from collections.abc import Callable

import numpy as np

from lmcore.models.base import NeuralModel


def check_gradient(
    function: Callable[[np.ndarray], float],
    x: np.ndarray,
    gradient: np.ndarray,
    *,
    step: float = 1e-5,
    max_entries: int | None = None,
    rng: np.random.Generator | int | None = None,
) -> float:
    """Compare a gradient with central differences.

    Parameters
    ----------
    function : callable
        From ``x`` to a number. It is called with the array ``x`` itself, one entry changed a
        little; so for a parameter of a layer it may ignore its argument and look at the layer.
    x : float64 array, any shape
        Where the gradient is taken; as before when the check is done.
    gradient : array of the same shape as ``x``
        What is to be checked: worked out before, at this ``x``.
    step : float
        How far each entry is moved to either side.
    max_entries : int, optional
        Check only this many entries, chosen by ``rng``; all of them by default.
    rng : numpy.random.Generator or int, optional

    Returns
    -------
    float
        The relative error ``|numeric - gradient| / (|numeric| + |gradient|)``, in Euclidean
        length; 0 if both vanish. Below 1e-6 the gradient is right, above 1e-3 wrong.

    Raises
    ------
    TypeError
        If ``x`` is not a float64 array.
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> x = np.array([1.0, 2.0])
    >>> check_gradient(lambda x: float((x**3).sum()), x, gradient=3 * x**2) < 1e-6
    True
    >>> check_gradient(lambda x: float((x**3).sum()), x, gradient=2 * x**2) < 1e-3
    False
    """
    if not isinstance(x, np.ndarray) or x.dtype != np.float64:
        kind = x.dtype if isinstance(x, np.ndarray) else type(x).__name__
        raise TypeError(f"x must be a float64 array, got {kind}; build the model in dtype float64")
    gradient = np.array(gradient, np.float64)  # a copy: calling the function may write over it
    if gradient.shape != x.shape:
        raise ValueError(f"gradient must have the shape of x, {x.shape}, got {gradient.shape}")
    entries = np.arange(x.size)
    if max_entries is not None and max_entries < x.size:
        entries = np.random.default_rng(rng).choice(entries, max_entries, replace=False)
    numeric = np.array([_central_difference(function, x, int(entry), step) for entry in entries])
    analytic = gradient.reshape(-1)[entries]
    scale = np.linalg.norm(numeric) + np.linalg.norm(analytic)
    return float(np.linalg.norm(numeric - analytic) / scale) if scale > 0 else 0.0


def check_model(
    model: NeuralModel,
    contexts: np.ndarray,
    targets: np.ndarray,
    *,
    max_entries: int | None = 200,
    rng: np.random.Generator | int | None = None,
) -> dict[str, float]:
    """Check the gradient of a model's loss with respect to each of its parameters.

    Parameters
    ----------
    model : NeuralModel
        With ``dtype=np.float64``.
    contexts : integer array (batch, context)
    targets : integer array (batch,)
    max_entries, rng
        As for :func:`check_gradient`, for each parameter.

    Returns
    -------
    dict of str to float
        The relative error of each parameter.

    Examples
    --------
    >>> from lmcore.models.neural_lm import NeuralLM
    >>> model = NeuralLM(5, 2, 3, context_size=2, rng=0, dtype=np.float64)
    >>> errors = check_model(model, np.array([[0, 1], [4, 4]]), np.array([2, 3]))
    >>> sorted(errors)
    ['embedding.W', 'hidden.W', 'hidden.b', 'output.W', 'output.b']
    >>> max(errors.values()) < 1e-6
    True
    """
    rng = np.random.default_rng(rng)

    def loss(_: np.ndarray) -> float:
        return model.loss(model.forward(contexts), targets)

    loss(model.parameters.values)
    model.backward()
    return {
        name: check_gradient(
            loss, values, model.parameters.gradient(name), max_entries=max_entries, rng=rng
        )
        for name, values in model.parameters.items()
    }


def _central_difference(
    function: Callable[[np.ndarray], float], x: np.ndarray, entry: int, step: float
) -> float:
    place = np.unravel_index(entry, x.shape)
    before = x[place]
    try:
        x[place] = before + step
        above = function(x)
        x[place] = before - step
        below = function(x)
    finally:
        x[place] = before
    return (above - below) / (2 * step)
