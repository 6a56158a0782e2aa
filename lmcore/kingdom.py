"""The kingdom: play-like English from a grammar, so that the best possible perplexity is known."""

import functools
from collections.abc import Iterable

import numpy as np

from lmcore.kingdom_grammar import kingdom_automaton
from lmcore.kingdom_words import PLACES
from lmcore.tokenizers import detokenize


class Kingdom:
    r"""A generator of play-like English whose entropy per token is known exactly.

    Speakers talk of people, places and creatures. A sentence remembers whom it speaks of: the
    verb agrees with the number, ``his`` or ``her`` with the gender, the thing owned with the rank.

    Examples
    --------
    >>> kingdom = Kingdom()
    >>> tokens = kingdom.generate(1000, np.random.default_rng(0))
    >>> len(tokens)
    1000
    >>> round(float(np.exp(kingdom.entropy_per_token)), 1) < 10
    True
    """

    def __init__(self):
        self._automaton = kingdom_automaton()

    def generate(self, n_tokens: int, rng: np.random.Generator) -> list[str]:
        """Word tokens, as `lmcore.tokenizers.word_tokenize` would make them of the text.

        Parameters
        ----------
        n_tokens : int
            Exactly so many.
        rng : numpy.random.Generator

        Returns
        -------
        list of str
        """
        return self._automaton.walk(n_tokens, rng)

    @staticmethod
    def text(tokens: Iterable[str]) -> str:
        """The tokens printed with spaces, capitals and line ends.

        Examples
        --------
        >>> Kingdom.text(["the", "king", "goes", "to", "paris", "."])
        'The king goes to Paris.'
        """
        names = {name for country, capital, _ in PLACES for name in (country, capital)}
        named = [token.capitalize() if token in names else token for token in tokens]
        return detokenize(named, capitalize=True)

    @functools.cached_property
    def entropy_per_token(self) -> float:
        """Nats per word token: no model can have a lower loss on a long text."""
        return self._automaton.entropy_rate

    def log_probs(self, tokens: Iterable[str]) -> np.ndarray:
        """Log-probabilities under the grammar itself, the best possible model.

        Parameters
        ----------
        tokens : iterable of str
            From the beginning of a text made by `generate`.

        Returns
        -------
        ndarray, shape (n_tokens,)
            Nats.
        """
        return self._automaton.log_probs(tokens)
