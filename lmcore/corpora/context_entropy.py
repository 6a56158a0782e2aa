"""How well a model can do at best that sees only so many words of an automaton's text."""

import numpy as np

from lmcore.corpora.automaton import Automaton


def context_entropy(automaton: Automaton, context_size: int) -> float:
    """Entropy of the next word given the ``context_size`` words before it, in nats.

    No model that looks at so many words only can have a lower loss, however it is trained. The
    value falls with the context size towards ``automaton.entropy_rate`` (Shannon 1948, section
    7, the entropies ``F_N``).

    Parameters
    ----------
    automaton : Automaton
    context_size : int
        0 or more. Time and memory grow with the number of contexts that can occur.

    Returns
    -------
    float
        Nats per word.

    Raises
    ------
    ValueError
        If ``context_size`` is negative.

    Examples
    --------
    >>> rules = [("a", 1, "x", "b"), ("b", 1, "x/y", "a")]  # every other word is an x
    >>> automaton = Automaton(rules)
    >>> [round(context_entropy(automaton, n), 3) for n in (0, 1)], automaton.entropy_rate
    ([0.562, 0.477], 0.34657359027997264)
    """
    if context_size < 0:
        raise ValueError(f"context_size must be 0 or more, got {context_size}")
    # All pairs of a text and the state it may have led to, with the probability of both.
    text = np.zeros(automaton.n_states, dtype=np.int64)
    state, mass = np.arange(automaton.n_states), automaton.state_frequencies
    for _ in range(context_size):
        longer, target, mass = _one_word_more(automaton, text, state, mass)
        _, text = np.unique(longer, return_inverse=True)
        text = text.astype(np.int64)  # 32 bits do not hold a text and a state
        pairs, inverse = np.unique(text * automaton.n_states + target, return_inverse=True)
        mass = np.bincount(inverse, mass)
        text, state = np.divmod(pairs, automaton.n_states)
    longer, _, joint = _one_word_more(automaton, text, state, mass)
    pairs, inverse = np.unique(longer, return_inverse=True)
    joint = np.bincount(inverse, joint)  # of the text and the next word
    given = joint / np.bincount(text.astype(np.intp), mass)[pairs // len(automaton.words)]
    return float(-(joint @ np.log(given)))


def _one_word_more(
    automaton: Automaton, text: np.ndarray, state: np.ndarray, mass: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Follow every arc from every state: (text, word) as one number, next state, probability."""
    n_arcs = np.bincount(automaton.source)[state]
    first_arc = np.searchsorted(automaton.source, state)
    # 0, 1, ... within each group of arcs that leave the same entry
    within = np.arange(n_arcs.sum()) - np.repeat(n_arcs.cumsum() - n_arcs, n_arcs)
    arc = np.repeat(first_arc, n_arcs) + within
    longer = np.repeat(text, n_arcs) * len(automaton.words) + automaton.word[arc]
    return longer, automaton.target[arc], np.repeat(mass, n_arcs) * automaton.probability[arc]
