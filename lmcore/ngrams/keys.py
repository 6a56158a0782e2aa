"""n-grams as integers: a few bits for each token, the first token in the highest bits.

Integers sort and compare fast, and in this order they sort like words in a dictionary: n-grams that
begin alike are neighbors.
"""

import numpy as np


class NgramKeys:
    """The way n-grams over one vocabulary are written as integers.

    Up to 63 bits a key is an int64: nine characters, or four of 10,000 words. Longer ones are
    Python's integers, which have no limit but take some twenty times as long.

    Parameters
    ----------
    vocab_size : int
        The number ``vocab_size`` itself stands for what follows the end of a text.

    Examples
    --------
    >>> keys = NgramKeys(vocab_size=3)  # two bits a token
    >>> keys.pack(np.array([1, 2, 1]), n=2)
    array([6, 9, 7])
    >>> [keys.unpack(key, n=2) for key in (6, 9, 7)]
    [(1, 2), (2, 1), (1, 3)]
    """

    def __init__(self, vocab_size: int):
        self.vocab_size = vocab_size
        self.bits = vocab_size.bit_length()

    def dtype(self, n: int) -> type:
        """What keys of n tokens are kept as.

        Parameters
        ----------
        n : int

        Returns
        -------
        type
            np.int64, or object where 63 bits are too few.
        """
        return np.int64 if n * self.bits <= 63 else object

    def pack(self, ids: np.ndarray, n: int) -> np.ndarray:
        """The key of the n-gram that begins at each token, beyond the end if need be.

        Parameters
        ----------
        ids : ndarray of int, shape (n_tokens,)
        n : int

        Returns
        -------
        ndarray, shape (n_tokens,)
        """
        end = np.full(n - 1, self.vocab_size)
        padded: np.ndarray = np.concatenate([ids, end]).astype(self.dtype(n), copy=False)
        keys = padded[: len(ids)].copy()
        for i in range(1, n):
            keys <<= self.bits
            keys |= padded[i : i + len(ids)]
        return keys

    def unpack(self, key: int, n: int) -> tuple[int, ...]:
        """The n tokens of a key.

        Parameters
        ----------
        key : int
        n : int

        Returns
        -------
        tuple of int
        """
        mask = (1 << self.bits) - 1
        return tuple(int(key) >> (self.bits * i) & mask for i in reversed(range(n)))

    def prefixes(self, keys: np.ndarray, n: int, length: int) -> np.ndarray:
        """The first ``length`` tokens of each n-gram.

        Parameters
        ----------
        keys : ndarray, shape (n_keys,)
            Of n-grams.
        n, length : int

        Returns
        -------
        ndarray, shape (n_keys,)
            Keys of ``length`` tokens.
        """
        return (keys >> self.bits * (n - length)).astype(self.dtype(length), copy=False)

    def suffixes(self, keys: np.ndarray, length: int) -> np.ndarray:
        """The last ``length`` tokens of each n-gram.

        Parameters
        ----------
        keys : ndarray, shape (n_keys,)
            Of n-grams of any n.
        length : int

        Returns
        -------
        ndarray, shape (n_keys,)
            Keys of ``length`` tokens.
        """
        return (keys & ((1 << self.bits * length) - 1)).astype(self.dtype(length), copy=False)
