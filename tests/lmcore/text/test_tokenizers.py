import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmcore.text.tokenizers import char_tokenize, detokenize, word_tokenize

#: what plays are made of, so that hypothesis finds the interesting neighbors quickly
PLAY_LIKE = st.text(alphabet="aIt 'sTis\n.,:;!?()[]-\t\"é3", max_size=60)


@given(st.text())
@settings(deadline=None)
def test_characters_joined_are_the_text(text):
    assert "".join(char_tokenize(text)) == text


def test_words_marks_and_newlines_are_tokens():
    tokens = word_tokenize("ROMEO:\nBut, soft!  what light\n\n")
    assert tokens == ["romeo", ":", "\n", "but", ",", "soft", "!", "what", "light", "\n", "\n"]


def test_apostrophes_inside_words_are_kept_and_leading_ones_split():
    assert word_tokenize("'Tis th'other's, don't") == ["'", "tis", "th'other's", ",", "don't"]
    assert word_tokenize("dogs' tails") == ["dogs", "'", "tails"]


def test_case_can_be_kept():
    assert word_tokenize("The King", lowercase=False) == ["The", "King"]


@given(st.one_of(st.text(max_size=60), PLAY_LIKE), st.booleans())
@settings(deadline=None, max_examples=300)
def test_printed_tokens_are_the_same_tokens(text, lowercase):
    tokens = word_tokenize(text, lowercase=lowercase)
    assert word_tokenize(detokenize(tokens), lowercase=lowercase) == tokens


@given(PLAY_LIKE)
@settings(deadline=None)
def test_capitals_do_not_change_lowercase_tokens(text):
    tokens = word_tokenize(text)
    assert word_tokenize(detokenize(tokens, capitalize=True)) == tokens


@given(PLAY_LIKE)
@settings(deadline=None)
def test_no_character_but_space_is_lost(text):
    assert "".join(word_tokenize(text)) == "".join(text.lower().replace("\n", "~").split()).replace(
        "~", "\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "'tis the king's, and 'twas mine!",
        "My lords' horses (three) wait; don't they?",
        "Nurse:\nWhere is she?\n\nFool:\nGone.\n",
    ],
)
def test_english_is_printed_as_it_was(text):
    assert detokenize(word_tokenize(text, lowercase=False)) == text


def test_capitals_at_sentence_and_line_beginnings():
    tokens = word_tokenize("fool:\n'tis i. who, i'll ask\nthen?")
    assert detokenize(tokens, capitalize=True) == "Fool:\n'Tis I. Who, I'll ask\nThen?"


@pytest.mark.parametrize("tokenize", [char_tokenize, word_tokenize])
def test_other_types_are_refused(tokenize):
    with pytest.raises(TypeError, match="must be a str, got list"):
        tokenize(["a"])
