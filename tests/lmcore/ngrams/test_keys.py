import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lmcore.ngrams.keys import NgramKeys

IDS = st.lists(st.integers(0, 9), min_size=1, max_size=12)
VOCAB_SIZES = st.sampled_from([10, 2**15, 2**40])


@given(IDS, VOCAB_SIZES, st.integers(1, 5))
@settings(deadline=None)
def test_unpacking_undoes_packing(ids, vocab_size, n):
    keys = NgramKeys(vocab_size)
    padded = ids + [vocab_size] * (n - 1)
    unpacked = [keys.unpack(key, n) for key in keys.pack(np.array(ids), n)]
    assert unpacked == [tuple(padded[i : i + n]) for i in range(len(ids))]


@given(IDS, VOCAB_SIZES, st.integers(2, 5), st.data())
@settings(deadline=None)
def test_prefixes_and_suffixes_are_those_of_the_tokens(ids, vocab_size, n, data):
    keys = NgramKeys(vocab_size)
    length = data.draw(st.integers(1, n))
    packed = keys.pack(np.array(ids), n)
    for part, cut in (
        (keys.prefixes(packed, n, length), slice(None, length)),
        (keys.suffixes(packed, length), slice(n - length, None)),
    ):
        assert part.dtype == keys.dtype(length)
        expected = [keys.unpack(key, n)[cut] for key in packed]
        assert [keys.unpack(key, length) for key in part] == expected


@given(IDS, VOCAB_SIZES, st.integers(1, 5))
@settings(deadline=None)
def test_keys_sort_like_their_tokens(ids, vocab_size, n):
    keys = NgramKeys(vocab_size)
    unpacked = [keys.unpack(key, n) for key in np.sort(keys.pack(np.array(ids), n))]
    assert unpacked == sorted(unpacked)


def test_keys_fit_into_63_bits_or_have_no_limit():
    assert NgramKeys(65).dtype(9) is NgramKeys(10_000).dtype(4) is np.int64
    assert NgramKeys(65).dtype(10) is NgramKeys(10_000).dtype(5) is object
