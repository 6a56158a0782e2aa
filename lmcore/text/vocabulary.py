"""Vocabulary: the two-way table between tokens and their integer ids."""

import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from lmcore.text.token_ids import check_token_ids

UNK = "<unk>"  #: stands for every token that is not in the vocabulary
BOS = "<s>"  #: stands before the beginning of a text


class UnknownTokenError(KeyError):
    """A token that is not in a vocabulary without ``<unk>``."""

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError would print the repr


class Vocabulary:
    """Tokens numbered from 0: specials first, then the order given.

    Parameters
    ----------
    tokens : sequence of str
        All different; the position of a token is its id. Usually made by `from_tokens`.

    Raises
    ------
    ValueError
        If there is no token, or one comes twice.

    Examples
    --------
    >>> vocabulary = Vocabulary.from_tokens("the king and the queen".split())
    >>> vocabulary.tokens
    ('the', 'king', 'and', 'queen')
    >>> ids = vocabulary.encode(["the", "queen"])
    >>> ids
    array([0, 3])
    >>> vocabulary.decode(ids)
    ['the', 'queen']
    >>> "king" in vocabulary, len(vocabulary)
    (True, 4)
    """

    def __init__(self, tokens: Sequence[str]):
        self.tokens = tuple(tokens)
        self._ids = {token: i for i, token in enumerate(self.tokens)}
        if not self.tokens:
            raise ValueError("a vocabulary needs at least one token, got none: is the text empty?")
        if len(self._ids) < len(self.tokens):
            twice = [token for token, n in Counter(self.tokens).items() if n > 1]
            raise ValueError(f"tokens must all be different, these come twice: {twice[:5]}")

    @classmethod
    def from_tokens(
        cls, tokens: Iterable[str], max_size: int | None = None, specials: Sequence[str] = ()
    ) -> "Vocabulary":
        """Number the tokens of a text: specials first, then the most frequent.

        Equally frequent tokens come in the order of their first appearance.

        Parameters
        ----------
        tokens : iterable of str
            The training text as tokens (of a str: its characters).
        max_size : int, optional
            Keep only so many entries, specials included: the most frequent ones. The rest is
            encoded as ``<unk>``, which must then be among the specials.
        specials : sequence of str
            Such as ``("<unk>", "<s>")``; they get the first ids.

        Returns
        -------
        Vocabulary

        Raises
        ------
        TypeError
            If ``specials`` is a str.
        ValueError
            If the text is empty, or ``max_size`` leaves tokens out and there is no ``<unk>``.
        """
        if isinstance(specials, str):
            raise TypeError(
                f"specials must be a sequence of tokens, got the str {specials!r}: "
                f"write specials=({specials!r},), with the comma"
            )
        counts = Counter(tokens)
        if not counts:
            raise ValueError("tokens is empty: a vocabulary needs at least one token")
        ordered = (token for token, _ in counts.most_common() if token not in specials)
        entries = [*specials, *ordered]
        if max_size is not None and max_size < len(entries):
            if UNK not in specials or max_size < len(specials):
                raise ValueError(
                    f"max_size={max_size} leaves out some of {len(entries)} entries: give "
                    f"specials=({UNK!r},) to stand for them, or a larger max_size"
                )
            entries = entries[:max_size]
        return cls(entries)

    def encode(self, tokens: Iterable[str]) -> np.ndarray:
        """Ids of tokens, as np.intp: NumPy's type of indices.

        Parameters
        ----------
        tokens : iterable of str
            A list of tokens; a str counts as its characters.

        Returns
        -------
        ndarray, shape (n_tokens,)

        Raises
        ------
        UnknownTokenError
            At the first token that is not in the vocabulary, unless it has ``<unk>``.
        """
        if UNK in self._ids:
            unk = self._ids[UNK]
            return np.array([self._ids.get(token, unk) for token in tokens], dtype=np.intp)
        try:
            return np.array([self._ids[token] for token in tokens], dtype=np.intp)
        except KeyError as error:
            raise UnknownTokenError(
                f"token {error.args[0]!r} is not in this vocabulary of {len(self)}: build it "
                f"from all the text, or with specials=({UNK!r},) to stand for unknown tokens"
            ) from None

    def decode(self, ids: Sequence[int] | np.ndarray) -> list[str]:
        """Tokens of ids.

        Parameters
        ----------
        ids : sequence of int, or array (n_tokens,)

        Returns
        -------
        list of str

        Raises
        ------
        TypeError
            If they are not integers in a row.
        IndexError
            If an id is negative or not below ``len(self)``.
        """
        ids = check_token_ids(ids, len(self))
        if ids.ndim != 1:
            raise TypeError(f"ids must be in a row, one-dimensional, got shape {ids.shape}")
        return [self.tokens[i] for i in ids.tolist()]

    def __len__(self) -> int:
        return len(self.tokens)

    def __contains__(self, token: object) -> bool:
        return token in self._ids

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vocabulary) and self.tokens == other.tokens

    def __hash__(self) -> int:
        return hash(self.tokens)

    def __repr__(self) -> str:
        more = ", ..." if len(self) > 5 else ""
        return f"Vocabulary({len(self)} tokens: {', '.join(map(repr, self.tokens[:5]))}{more})"

    def save(self, path: str | os.PathLike) -> None:
        """Write the tokens as JSON; a crash leaves the old file or the new one, never a half.

        Parameters
        ----------
        path : path
        """
        path = Path(path)
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            text = json.dumps({"tokens": self.tokens}, ensure_ascii=False, indent=0)
            part.write_text(text, encoding="utf-8")
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)

    @classmethod
    def load(cls, path: str | os.PathLike) -> "Vocabulary":
        """Read what `save` wrote.

        Parameters
        ----------
        path : path

        Returns
        -------
        Vocabulary

        Raises
        ------
        ValueError
            If the file is not a saved vocabulary.
        """
        try:
            tokens = json.loads(Path(path).read_text(encoding="utf-8"))["tokens"]
            if not isinstance(tokens, list) or not all(isinstance(t, str) for t in tokens):
                raise TypeError("tokens must be a list of str")
            return cls(tokens)
        except (ValueError, KeyError, TypeError) as error:
            message = f"{path} is not a vocabulary saved by Vocabulary.save: {error}"
            raise ValueError(message) from error
