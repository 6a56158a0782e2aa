"""What counts as a language model here: something that predicts the next token.

A table of counts and a neural network differ in how they arrive at a distribution, not in what
it is for. Whatever has these members can be evaluated
(:mod:`lmcore.evaluation.perplexity`), mixed (:mod:`lmcore.models.mixture`) and sampled from
(:mod:`lmcore.evaluation.generation`).
"""

from typing import Protocol, runtime_checkable

import numpy as np


@runtime_checkable
class LanguageModel(Protocol):
    """The protocol of every model of this library.

    Attributes
    ----------
    vocab_size : int
    context_size : int
        How many tokens before the next one the model looks at.

    Examples
    --------
    >>> from lmcore.models.neural_lm import NeuralLM
    >>> isinstance(NeuralLM(10, 4, 8, context_size=3), LanguageModel)
    True
    """

    vocab_size: int
    context_size: int

    def next_log_probs(self, context: np.ndarray) -> np.ndarray:
        """Log-probabilities of the token that comes next.

        Parameters
        ----------
        context : integer array (n,)
            May be longer than ``context_size`` (the last tokens count) or shorter.

        Returns
        -------
        array (vocab,)
            In nats.
        """
        ...

    def log_probs(self, ids: np.ndarray) -> np.ndarray:
        """Log-probability of every token of a text given those before it.

        Parameters
        ----------
        ids : integer array (n,)

        Returns
        -------
        array (n,)
            In nats.
        """
        ...
