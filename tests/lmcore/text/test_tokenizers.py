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


WORDS = [
    "don\u2019t",
    "resum\u00e9",
    "re\u0301sume\u0301",  # accents as characters of their own
    "\u0440\u043e\u0441\u0441\u0438\u044f",
    "\u0395\u03bb\u03bb\u03ac\u03b4\u03b1",
    "\u0939\u093f\u0928\u094d\u0926\u0940",  # vowel signs
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # a joiner
    "\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd",  # points
    "\u65e5\u672c\u8a9e",
    "\ud55c\uad6d\uc5b4",
    "l\u2019\u00e9t\u00e9",
    "\u0130stanbul",
    "\U00010400\U00010428",  # beyond 16 bits
    "a\u0301'b\u0301",
]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_of_any_script_is_one_token(word):
    assert word_tokenize(word, lowercase=False) == [word]
    assert word_tokenize(word) == [word.lower()]
    assert word_tokenize(f"({word}, {word}.)", lowercase=False) == ["(", word, ",", word, ".", ")"]


@pytest.mark.parametrize("mark", "1\u0663\u00bd\u2167_\u2014\u2026\U0001f600")
def test_what_is_no_letter_is_a_token_of_its_own(mark):
    assert word_tokenize(f"a{mark}b", lowercase=False) == ["a", mark, "b"]


@pytest.mark.parametrize("apostrophe", ["'", "\u2019"])
def test_both_apostrophes_stand_alike(apostrophe):
    text = f"{apostrophe}Tis i{apostrophe}ll don{apostrophe}t the dogs{apostrophe} bark"
    tokens = word_tokenize(text)
    words = f"{apostrophe} tis i{apostrophe}ll don{apostrophe}t the dogs {apostrophe} bark"
    assert tokens == words.split()
    printed = f"{apostrophe}Tis I{apostrophe}ll don{apostrophe}t the dogs{apostrophe} bark"
    assert detokenize(tokens, capitalize=True) == printed


@settings(deadline=None)
@given(st.text("aB'\u2019 .,;:!?()\n-\u00e9\u0130\u0301\u0939\u093f\u00bd0"), st.booleans())
def test_printed_words_of_any_script_are_read_back(text, lowercase):
    tokens = word_tokenize(text, lowercase)
    assert word_tokenize(detokenize(tokens), lowercase) == tokens
