"""A probabilistic automaton: a grammar whose entropy per token can be calculated exactly."""

import functools
from collections.abc import Iterable

import numpy as np


class Automaton:
    """States joined by arcs; an arc carries a word and a probability.

    A walk begins in the first state that was named and takes arcs for ever. From one state no two
    arcs carry the same word, so the words tell which way the walk went, and the entropy of the
    text is the entropy of the walk: that of the choice in each state, averaged over the states in
    the proportion in which a long walk visits them (Shannon 1948, "A Mathematical Theory of
    Communication", section 7).

    Parameters
    ----------
    rules : iterable of (state, weight, words, next_state)
        What can be said in a state, how often, and where it leads. ``words`` is one word, or some
        in a row, ``"of the"``; a slash stands between equally likely choices, ``"his/her crown"``.
        Without words the state can do all that ``next_state`` can. Weights are relative.

    Raises
    ------
    ValueError
        If a rule leads to a state without rules, or one state has two arcs with the same word.

    Examples
    --------
    >>> coin = Automaton([("toss", 1, "heads/tails", "toss")])
    >>> round(coin.entropy_rate, 4)  # log(2)
    0.6931
    >>> coin.log_probs(["heads", "tails"])
    array([-0.69314718, -0.69314718])
    """

    def __init__(self, rules: Iterable[tuple[str, float, str, str]]):
        choices: dict[str, list[tuple[float, str, str]]] = {}
        for state, weight, words, next_state in rules:
            *leading, last = words.split(" ")
            for i, step in enumerate(leading):  # a state of its own between two words of a rule
                between = f"{state} + {' '.join(leading[: i + 1])}"
                choices.setdefault(state, []).append((weight, step, between))
                state, weight = between, 1.0
            choices.setdefault(state, []).append((weight, last, next_state))
        arcs = _reachable_arcs(choices)
        number = {state: i for i, state in enumerate(arcs)}
        self.words = tuple(dict.fromkeys(word for state in arcs for word in arcs[state]))
        word_ids = {word: i for i, word in enumerate(self.words)}
        flat = [
            (number[state], word_ids[word], number[target], probability)
            for state in arcs
            for word, (probability, target) in arcs[state].items()
        ]
        self.source, self.word, self.target = np.array(
            [arc[:3] for arc in flat], np.intp
        ).T  # (n_arcs,)
        self.probability = np.array([arc[3] for arc in flat])  # (n_arcs,)
        # for each state: word -> arc
        self._arc_of: list[dict[str, int]] = [{} for _ in number]
        for arc, (source, word_id, _, _) in enumerate(flat):
            self._arc_of[source][self.words[word_id]] = arc

    @property
    def n_states(self) -> int:
        """How many states a walk can reach."""
        return len(self._arc_of)

    @functools.cached_property
    def state_frequencies(self) -> np.ndarray:
        """How often a long walk is in each state, as a share of its steps; shape (n_states,)."""
        flow = np.zeros((self.n_states, self.n_states))
        np.add.at(flow, (self.target, self.source), self.probability)
        # The stationary distribution pi solves flow @ pi = pi and sum(pi) = 1; any one row of the
        # first is implied by the others, so the sum takes its place.
        equations = flow - np.eye(self.n_states)
        equations[0] = 1.0
        return np.linalg.solve(equations, np.eye(self.n_states)[0])

    @property
    def arc_frequencies(self) -> np.ndarray:
        """How often a long walk takes each arc, as a share of all its steps; shape (n_arcs,)."""
        return self.state_frequencies[self.source] * self.probability

    @property
    def entropy_rate(self) -> float:
        """Entropy in nats per token, the loss of the best possible model."""
        return float(-(self.arc_frequencies @ np.log(self.probability)))

    def walk(self, n_tokens: int, rng: np.random.Generator) -> list[str]:
        """Words of a random walk from the first state.

        The walk comes back to the first state again and again, and what follows does not depend
        on what went before. So many tours, each from the first state until it is reached again,
        are walked side by side, one NumPy step a token, and then laid end to end.

        Parameters
        ----------
        n_tokens : int
            At least 1.
        rng : numpy.random.Generator

        Returns
        -------
        list of str
            Exactly ``n_tokens`` words.

        Raises
        ------
        ValueError
            If ``n_tokens`` is below 1.
        """
        if n_tokens < 1:
            raise ValueError(f"n_tokens must be at least 1, got {n_tokens}")
        tour_length = 1 / self.state_frequencies[0]
        walked, n_walked = [], 0
        while n_walked < n_tokens:
            n_tours = 1 + int(1.02 * (n_tokens - n_walked) / tour_length)
            walked.append(self._tours(n_tours, rng))
            n_walked += len(walked[-1])
        words = np.array(self.words, dtype=object)
        return words[np.concatenate(walked)[:n_tokens]].tolist()

    def _tours(self, n_tours: int, rng: np.random.Generator) -> np.ndarray:
        """Word ids of so many tours, end to end."""
        # The arcs of state s fill the interval from s to s + 1, each as wide as it is probable.
        ends = self.probability.cumsum()
        last_arcs = np.flatnonzero(np.diff(self.source, append=self.source[-1] + 1))
        ends[last_arcs] = self.source[last_arcs] + 1.0  # rounding must not let a walk stray
        tour, state, steps = np.arange(n_tours), np.zeros(n_tours, dtype=int), []
        while len(tour):
            arc = np.searchsorted(ends, state + rng.random(len(tour)), side="right")
            steps.append((tour, self.word[arc]))
            state = self.target[arc]
            tour, state = tour[state > 0], state[state > 0]  # back in state 0: the tour is over
        tours, word_ids = (np.concatenate(column) for column in zip(*steps, strict=True))
        return word_ids[np.argsort(tours, kind="stable")]

    def log_probs(self, words: Iterable[str]) -> np.ndarray:
        """Log-probability in nats of every word, given all the words before it.

        Parameters
        ----------
        words : iterable of str
            From the first state on.

        Returns
        -------
        array (n_words,)
            Nats.

        Raises
        ------
        ValueError
            At the first word that cannot be said at its place.
        """
        targets = self.target.tolist()
        state, arcs = 0, []
        for i, word in enumerate(words):
            arc = self._arc_of[state].get(word)
            if arc is None:
                raise ValueError(f"word {i}, {word!r}, cannot be said there in this grammar")
            arcs.append(arc)
            state = targets[arc]
        return np.log(self.probability)[np.array(arcs, dtype=int)]


def _reachable_arcs(choices: dict[str, list[tuple[float, str, str]]]) -> dict[str, dict]:
    """For each state that can be reached: word -> (probability, next state)."""
    arcs: dict[str, dict[str, tuple[float, str]]] = {}
    waiting = [next(iter(choices))]
    while waiting:
        state = waiting.pop()
        if state not in arcs:
            arcs[state] = dict(_arcs_from(state, choices))
            waiting.extend(target for _, target in arcs[state].values())
    return arcs


def _arcs_from(state: str, choices: dict) -> dict[str, tuple[float, str]]:
    """Word -> (probability, next state) in one state, wordless rules followed."""
    if state not in choices:
        raise ValueError(f"state {state!r} has no rules: the walk cannot go on from there")
    total = sum(weight for weight, _, _ in choices[state])
    arcs: dict[str, tuple[float, str]] = {}
    for weight, words, target in choices[state]:
        each = words.split("/")
        share = weight / total / len(each)
        inherited = _arcs_from(target, choices) if words == "" else None
        found = inherited or dict.fromkeys(each, (1.0, target))
        for word, (probability, next_state) in found.items():
            if word in arcs:
                raise ValueError(f"state {state!r} has two arcs for {word!r}: which one is meant?")
            arcs[word] = (share * probability, next_state)
    return arcs
