import json
import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmcore.text.vocabulary import BOS, UNK, UnknownTokenError, Vocabulary

TOKENS = st.lists(st.text(max_size=4), min_size=1, max_size=40)


@given(TOKENS)
@settings(deadline=None)
def test_decoding_undoes_encoding(tokens):
    vocabulary = Vocabulary.from_tokens(tokens)
    ids = vocabulary.encode(tokens)
    assert vocabulary.decode(ids) == tokens
    assert len(vocabulary) == len(set(tokens)) == ids.max() + 1


@given(TOKENS, st.integers(1, 10))
@settings(deadline=None)
def test_a_cap_keeps_the_most_frequent(tokens, max_size):
    vocabulary = Vocabulary.from_tokens(tokens, max_size, specials=[UNK])
    assert len(vocabulary) == min(max_size, len(set(tokens) | {UNK}))
    kept = [tokens.count(token) for token in vocabulary.tokens[1:]]
    left_out = [tokens.count(token) for token in set(tokens) - set(vocabulary.tokens)]
    assert kept == sorted(kept, reverse=True)
    assert min(kept, default=99) >= max(left_out, default=0)


def test_ids_are_specials_then_frequency_then_first_appearance():
    vocabulary = Vocabulary.from_tokens(list("zbaab"), specials=[UNK, BOS])
    assert vocabulary.tokens == (UNK, BOS, "b", "a", "z")
    assert vocabulary.encode("ab").tolist() == [3, 2]
    assert vocabulary.encode("ab").dtype == np.intp


def test_unknown_tokens_become_unk():
    vocabulary = Vocabulary.from_tokens("aab", specials=[UNK])
    assert vocabulary.decode(vocabulary.encode("axb")) == ["a", UNK, "b"]
    assert "x" not in vocabulary and "a" in vocabulary


def test_a_special_in_the_text_is_one_entry():
    assert Vocabulary.from_tokens(["a", UNK, UNK], specials=[UNK]).tokens == (UNK, "a")


def test_without_unk_an_unknown_token_is_named():
    with pytest.raises(UnknownTokenError, match="token 'x' is not in this vocabulary of 2"):
        Vocabulary.from_tokens("ab").encode("axb")


def test_a_cap_without_unk_is_refused():
    with pytest.raises(ValueError, match="max_size=2 leaves out"):
        Vocabulary.from_tokens("abc", max_size=2)


@pytest.mark.parametrize("ids, wrong", [([0, 2], "2"), ([-1], "-1")])
def test_ids_out_of_range_are_named(ids, wrong):
    with pytest.raises(IndexError, match=f"the token id {wrong}, but .* has the ids 0 to 1"):
        Vocabulary("ab").decode(ids)


@pytest.mark.parametrize("ids", [[0.0], [[0]], 0])
def test_ids_of_other_kinds_are_refused(ids):
    with pytest.raises(TypeError, match="ids must be (integers|in a row)"):
        Vocabulary("ab").decode(ids)


def test_empty_and_repeated_tokens_are_refused():
    with pytest.raises(ValueError, match="empty"):
        Vocabulary.from_tokens([])
    with pytest.raises(ValueError, match="come twice: \\['a'\\]"):
        Vocabulary(["a", "b", "a"])


@given(TOKENS)
@settings(deadline=None)
def test_loading_undoes_saving(tmp_path_factory, tokens):
    path = tmp_path_factory.mktemp("vocabulary") / "v.json"
    vocabulary = Vocabulary.from_tokens(tokens, specials=[UNK, BOS])
    vocabulary.save(path)
    assert Vocabulary.load(path) == vocabulary
    assert json.loads(path.read_text(encoding="utf-8"))["tokens"][0] == UNK


def test_a_failed_save_leaves_the_old_file_alone(tmp_path, monkeypatch):
    path = tmp_path / "v.json"
    Vocabulary("ab").save(path)

    def fail(*args):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        Vocabulary("xyz").save(path)
    assert Vocabulary.load(path) == Vocabulary("ab")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"tokens": "ab"}',
        '{"tokens": [1]}',
        '{"tokens": []}',
        '{"tokens": ["a", "a"]}',
        '{"words": []}',
        '{"tokens": ["a"',
    ],
)
def test_a_file_that_is_no_vocabulary_is_named(tmp_path, content):
    path = tmp_path / "v.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match="v.json is not a vocabulary"):
        Vocabulary.load(path)


@pytest.mark.parametrize("specials", ["<unk>", "", "<s>"])
@pytest.mark.parametrize("max_size", [None, 3])
def test_specials_without_a_comma_are_an_error(specials, max_size):
    with pytest.raises(TypeError, match="with the comma"):
        Vocabulary.from_tokens(["un", "a", "k", "b"], max_size, specials)
