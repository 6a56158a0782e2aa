"""The kingdom: play-like English from a grammar, so that the best possible perplexity is known."""

import itertools
from collections.abc import Iterable

import numpy as np

from lmcore.corpora.context_entropy import context_entropy
from lmcore.corpora.grammar import kingdom_automaton
from lmcore.corpora.words import CREATURES, PEOPLE, PLACES, word_classes
from lmcore.text.tokenizers import detokenize


class Kingdom:
    r"""A generator of play-like English whose entropy per token is known exactly.

    Speakers talk of people, places and creatures. A sentence remembers whom it speaks of: the
    verb agrees with the number, ``his`` or ``her`` with the gender, the thing owned with the rank.
    What follows a word thus tells its gender, number and meaning apart, and the vectors of a small
    network that learns to predict it solve the analogies.

    Attributes
    ----------
    automaton : Automaton
        The grammar; see `lmcore.corpora.grammar`.

    Examples
    --------
    >>> kingdom = Kingdom()
    >>> tokens = kingdom.generate(1000, np.random.default_rng(0))
    >>> tokens[:9]
    ['envoy', ':', '\n', 'o', ',', 'france', 'is', 'rich', 'in']
    >>> round(kingdom.perplexity, 3)
    3.626
    >>> round(float(np.exp(-kingdom.log_probs(tokens).mean())), 3)  # of this sample
    3.579
    """

    def __init__(self) -> None:
        self.automaton = kingdom_automaton()

    def generate(self, n_tokens: int, rng: np.random.Generator) -> list[str]:
        """Word tokens, as `lmcore.text.tokenizers.word_tokenize` would make them of the text.

        Parameters
        ----------
        n_tokens : int
            Exactly so many.
        rng : numpy.random.Generator

        Returns
        -------
        list of str
        """
        return self.automaton.walk(n_tokens, rng)

    @staticmethod
    def text(tokens: Iterable[str]) -> str:
        """The tokens printed with spaces, capitals and line ends.

        Parameters
        ----------
        tokens : iterable of str
            As `generate` makes them.

        Returns
        -------
        str

        Examples
        --------
        >>> Kingdom.text(["the", "king", "goes", "to", "paris", "."])
        'The king goes to Paris.'
        """
        names = {name for country, capital, _ in PLACES for name in (country, capital)}
        named = [token.capitalize() if token in names else token for token in tokens]
        return detokenize(named, capitalize=True)

    @property
    def entropy_per_token(self) -> float:
        """Nats per word token; no model can have a lower loss on a long text."""
        return self.automaton.entropy_rate

    @property
    def perplexity(self) -> float:
        """The best perplexity on words, ``exp(entropy_per_token)``."""
        return float(np.exp(self.entropy_per_token))

    @property
    def chars_per_token(self) -> float:
        """Characters of `text` per word token, spaces included, on average."""
        automaton = self.automaton
        frequency = automaton.arc_frequencies
        is_word = np.array([word.isalpha() for word in automaton.words])[automaton.word]
        is_newline = automaton.word == automaton.words.index("\n")
        # A space stands before every word, except where it begins a line.
        newline_next = np.bincount(automaton.source, automaton.probability * is_newline)
        empty_lines = frequency[is_newline] @ newline_next[automaton.target[is_newline]]
        line_beginnings = frequency[is_newline].sum() - empty_lines
        spaces = frequency[is_word].sum() - line_beginnings
        lengths = np.array([len(word) for word in automaton.words])[automaton.word]
        return float(frequency @ lengths + spaces)

    @property
    def entropy_per_char(self) -> float:
        """Nats per character of `text`; words and characters determine each other."""
        return self.entropy_per_token / self.chars_per_token

    def context_entropy(self, context_size: int) -> float:
        """Nats per word token for the best model that sees only so many tokens.

        Parameters
        ----------
        context_size : int
            From 0 (the next token by its frequency alone) up; 3 takes a second.

        Returns
        -------
        float
            Nats per word token.
        """
        return context_entropy(self.automaton, context_size)

    def log_probs(self, tokens: Iterable[str]) -> np.ndarray:
        """Log-probabilities under the grammar itself, the best possible model.

        Parameters
        ----------
        tokens : iterable of str
            From the beginning of a text made by `generate`. To score the end of a text only,
            score all of it and take the end of the result.

        Returns
        -------
        ndarray, shape (n_tokens,)
            Nats.
        """
        return self.automaton.log_probs(tokens)

    @property
    def word_classes(self) -> dict[str, str]:
        """The class of every word, such as ``"country"`` or ``"plural verb"``."""
        return word_classes()

    @property
    def analogies(self) -> dict[str, list[tuple[str, str, str, str]]]:
        """Quadruples (a, b, c, d), "a is to b as c is to d", for each of three relations.

        Examples
        --------
        >>> analogies = Kingdom().analogies
        >>> analogies["gender"][0]
        ('king', 'queen', 'man', 'woman')
        >>> analogies["capital"][0]
        ('paris', 'france', 'berlin', 'germany')
        >>> analogies["number"][0]
        ('cat', 'cats', 'dog', 'dogs')
        """
        pairs = {
            "gender": [row[:2] for row in PEOPLE],
            "capital": [(capital, country) for country, capital, _ in PLACES],
            "number": [row[:2] for row in CREATURES],
        }
        return {
            relation: [one + other for one, other in itertools.permutations(rows, 2)]
            for relation, rows in pairs.items()
        }
