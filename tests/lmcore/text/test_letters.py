import string

from lmcore.text.letters import letter_class, letter_class_and_case


def test_ten_vowels_and_forty_two_consonants():
    classes = [letter_class(letter) for letter in string.ascii_letters]
    assert (classes.count("vowel"), classes.count("consonant")) == (10, 42)
    assert [letter for letter in string.ascii_lowercase if letter_class(letter) == "vowel"] == [
        *"aeiou"
    ]


def test_capitals_apart():
    assert letter_class_and_case("a") == "vowel"
    assert letter_class_and_case("A") == "capital vowel"
    assert letter_class_and_case("Z") == "capital consonant"


def test_all_else_has_no_class():
    for token in ["", " ", "\n", "3", "ab", "é", "<unk>"]:
        assert letter_class(token) is letter_class_and_case(token) is None
