from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmcore.ngrams.counts import NgramCounts

#: vocabulary sizes under which four tokens fit into 63 bits, and one under which they do not
TEXTS = st.tuples(
    st.sampled_from([5, 100, 2**20]), st.lists(st.integers(0, 4), min_size=4, max_size=25)
)


def grams(ids, n):
    return [tuple(ids[i : i + n]) for i in range(len(ids) - n + 1)]


@given(TEXTS, st.integers(1, 4))
@settings(deadline=None)
def test_counts_are_those_of_a_dictionary(text, order):
    vocab_size, ids = text
    counts = NgramCounts(np.array(ids), order, vocab_size)
    for n in range(1, order + 1):
        table = counts.tables[n]
        unpacked = [counts.keys.unpack(key, n) for key in table.keys]
        assert dict(zip(unpacked, table.counts.tolist(), strict=True)) == Counter(grams(ids, n))
        assert unpacked == sorted(unpacked)
        assert counts.keys.suffixes(table.keys, 1).tolist() == [gram[-1] for gram in unpacked]
        shorter = [counts.keys.unpack(key, n - 1) for key in counts.tables[n - 1].keys]
        assert [shorter[i] for i in table.contexts] == [gram[:-1] for gram in unpacked]


@given(TEXTS, st.integers(2, 4))
@settings(deadline=None)
def test_continuation_counts_are_different_tokens_before(text, order):
    vocab_size, ids = text
    counts = NgramCounts(np.array(ids), order, vocab_size)
    for n in range(1, order):
        before = Counter(gram[1:] for gram in set(grams(ids, n + 1)))
        expected = [before[counts.keys.unpack(key, n)] for key in counts.tables[n].keys]
        assert counts.continuation_counts(n).tolist() == expected


@given(TEXTS, TEXTS, st.integers(1, 4))
@settings(deadline=None)
def test_find_says_where_or_that_it_is_not_there(text, other, order):
    vocab_size = max(text[0], other[0])
    counts = NgramCounts(np.array(text[1]), order, vocab_size)
    found = counts.find(np.array(other[1]))
    for n in range(1, order + 1):
        keys = [counts.keys.unpack(key, n) for key in counts.tables[n].keys]
        contexts = [counts.keys.unpack(key, n - 1) for key in counts.tables[n - 1].keys]
        context_found = counts.contexts_found(found, n)
        for t in range(len(other[1])):
            gram = tuple(other[1][t - n + 1 : t + 1]) if t >= n - 1 else None
            assert found[n][t] == (keys.index(gram) if gram in keys else -1)
            context = gram[:-1] if gram else None
            assert context_found[t] == (contexts.index(context) if context in contexts else -1)


def test_a_text_shorter_than_the_order_is_refused():
    with pytest.raises(ValueError, match="order=3 needs a text of at least 3 tokens"):
        NgramCounts(np.array([0, 1]), 3, 2)


def test_ids_that_are_none_are_refused():
    with pytest.raises(IndexError, match="token id 3"):
        NgramCounts(np.array([0, 3]), 1, 3)
    with pytest.raises(ValueError, match="order must be at least 1"):
        NgramCounts(np.array([0, 1]), 0, 3)
