"""Counting n-grams of every order with one sort.

In the sorted array of all the n-grams of a text, equal ones are neighbors, and so are those that
begin alike: one pass over neighbors counts them, and without their last tokens they are the
(n - 1)-grams, sorted already. The n-grams are integers; see `lmcore.ngrams.keys`.
"""

from dataclasses import dataclass

import numpy as np

from lmcore.ngrams.keys import NgramKeys
from lmcore.text.token_ids import check_token_ids


@dataclass(frozen=True)
class NgramTable:
    """The different n-grams of one length, in sorted order; all arrays have one entry for each.

    Parameters
    ----------
    keys : ndarray, shape (n_different,)
        The n-grams packed into integers, ascending: int64, or Python's int where 63 bits are too
        few.
    contexts : ndarray of int64, shape (n_different,)
        Where what stands before the last token is found in the table of the next lower order.
    counts : ndarray of int64, shape (n_different,)
        How often each occurs in the text.
    """

    keys: np.ndarray
    contexts: np.ndarray
    counts: np.ndarray

    def __len__(self) -> int:
        return len(self.keys)


class NgramCounts:
    """Counts of all n-grams of a text, for n from 1 to ``order``.

    Parameters
    ----------
    ids : ndarray of int, shape (n_tokens,)
    order : int
        The longest n-grams; 2 counts pairs of tokens.
    vocab_size : int

    Attributes
    ----------
    tables : list of NgramTable
        ``tables[n]`` holds the n-grams; ``tables[0]`` the empty one, context of every single
        token.
    keys : NgramKeys
        How n-grams are written as integers.

    Raises
    ------
    ValueError
        If the text is shorter than ``order``.

    Examples
    --------
    >>> counts = NgramCounts(np.array([0, 1, 0, 1, 1]), order=2, vocab_size=2)
    >>> counts.tables[1].counts
    array([2, 3])
    >>> [counts.keys.unpack(key, n=2) for key in counts.tables[2].keys]
    [(0, 1), (1, 0), (1, 1)]
    >>> counts.tables[2].counts
    array([2, 1, 1])
    """

    def __init__(self, ids: np.ndarray, order: int, vocab_size: int):
        if order < 1:
            raise ValueError(f"order must be at least 1 (single tokens), got {order}")
        self.order, self.vocab_size = order, vocab_size
        ids = self._checked(ids)
        if len(ids) < order:
            raise ValueError(
                f"order={order} needs a text of at least {order} tokens, got {len(ids)}"
            )
        self.keys = NgramKeys(vocab_size)
        self.tables = self._count(ids)

    def _count(self, ids: np.ndarray) -> list[NgramTable]:
        packed = self.keys.pack(ids, self.order)
        self._first = packed[:1].copy()  # what the text begins with
        packed = packed[: len(ids) - self.order + 1]  # the last ones reach beyond the end
        packed.sort()
        keys, edges = _runs(packed)
        counts = np.diff(edges)
        tables = []
        for n in range(self.order, 0, -1):
            shorter, edges = _runs(self.keys.prefixes(keys, n, n - 1))
            contexts = np.repeat(np.arange(len(shorter)), np.diff(edges))
            tables.append(NgramTable(keys, contexts, counts))
            keys, counts = shorter, np.add.reduceat(counts, edges[:-1])
            if n > 1:  # the last n - 1 tokens of the text begin no n-gram
                last = self.keys.pack(ids[len(ids) - n + 1 :], n - 1)[:1]
                keys, counts = _count_one_more(last, keys, counts, contexts)
        tables.append(NgramTable(keys, np.zeros(1, dtype=np.intp), counts))
        return tables[::-1]

    def _checked(self, ids: np.ndarray) -> np.ndarray:
        ids = check_token_ids(ids, self.vocab_size)
        if ids.ndim != 1:
            raise ValueError(f"ids must be one text, of shape (n_tokens,), got shape {ids.shape}")
        return ids

    def continuation_counts(self, n: int) -> np.ndarray:
        """In how many different contexts each n-gram occurs: the tokens that stand before it.

        Written N1+(. w1 ... wn) by Kneser and Ney (1995).

        Parameters
        ----------
        n : int
            From 1, below ``order``.

        Returns
        -------
        ndarray of int, shape (len(tables[n]),)
        """
        # Taking the first token off the (n + 1)-grams leaves every n-gram once for each token
        # before it. Only the one at the very beginning of the text has none there: it is added,
        # so that all n-grams of the table are present, and not counted.
        first = self.keys.prefixes(self._first, self.order, n)
        suffixes = np.append(self.keys.suffixes(self.tables[n + 1].keys, n), first)
        suffixes.sort()
        counts = np.diff(_runs(suffixes)[1])
        counts[np.searchsorted(self.tables[n].keys, first)] -= 1
        return counts

    def find(self, ids: np.ndarray) -> list[np.ndarray]:
        """Where the n-grams of another text are in the tables.

        Parameters
        ----------
        ids : ndarray of int, shape (n_tokens,)

        Returns
        -------
        list of ndarray, each of shape (n_tokens,)
            Entry ``n`` says for every token where the n-gram that ends with it is in
            ``tables[n]``; -1 if it is not there, or would begin before the text does.
        """
        keys = self.keys.pack(self._checked(ids), self.order)
        begins = np.argsort(keys)
        asked, edges = _runs(keys[begins])  # each once, and in order: the table stays in the cache
        found = []
        for n in range(self.order, 0, -1):
            table = self.tables[n]
            where = np.minimum(np.searchsorted(table.keys, asked), len(table) - 1)
            where[table.keys[where] != asked] = -1
            at_end = np.full(len(ids) + n - 1, -1)
            at_end[begins + n - 1] = np.repeat(where, np.diff(edges))
            found.append(at_end[: len(ids)])
            asked, shorter_edges = _runs(self.keys.prefixes(asked, n, n - 1))
            edges = edges[shorter_edges]
        found.append(np.zeros(len(ids), dtype=np.intp))
        return found[::-1]

    def contexts_found(self, found: list[np.ndarray], n: int) -> np.ndarray:
        """Where the context of each token, ``n - 1`` tokens, is in ``tables[n - 1]``.

        Parameters
        ----------
        found : list of ndarray, each of shape (n_tokens,)
            What `find` returned.
        n : int

        Returns
        -------
        ndarray, shape (n_tokens,)
            -1 for a context that is not in the table or reaches back beyond the text.
        """
        contexts = np.roll(found[n - 1], 1)
        contexts[:1] = 0 if n == 1 else -1  # only the empty context fits before the first token
        return contexts


def _runs(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each value of a sorted array once; and where its run begins, and last the array's length."""
    is_edge = np.ones(len(keys) + 1, dtype=bool)
    np.not_equal(keys[1:], keys[:-1], out=is_edge[1:-1])
    edges = np.flatnonzero(is_edge)
    return keys[edges[:-1]], edges


def _count_one_more(
    key: np.ndarray, keys: np.ndarray, counts: np.ndarray, contexts: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Keys and counts with one more occurrence of ``key``; ``contexts`` keeps pointing at them."""
    place = np.searchsorted(keys, key)[0]
    if place < len(keys) and keys[place] == key[0]:
        counts[place] += 1
        return keys, counts
    contexts += contexts >= place
    return np.insert(keys, place, key), np.insert(counts, place, 1)
