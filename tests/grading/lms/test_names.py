"""Whose file it is, over every form of names and every way in which it can be unclear."""

import unicodedata

import pytest

from grading.lms.names import Owners, Participant, Person, letters, read_label

PEOPLE = [
    Person("ada", "Ada", "Lovelace", "ada@example.org", "4711"),
    Person("bob", "Bob", "Ng", "bob@example.org", "88123"),
    Person("zoe", "Zoë", "O'Brien"),
    Person("lukasz", "Łukasz", "Żółć"),
    Person("li", "明", "李"),
    Person("ivan", "Иван", "Йотов"),
    Person("jane", "Jane", "Smith"),
    Person("twin1", "Jo", "Smith"),
    Person("twin2", "Jo", "Smith", "jo2@example.org", "99"),
]
SHEET = {
    "90210": Participant("Ada Lovelace", ("ada@example.org",)),
    "90211": Participant("Jo Smith", ("jo2@example.org",)),
    "90212": Participant("", ("bob",)),
}


def owner(path, sheet=None):
    return Owners(PEOPLE, sheet or {}).find(read_label(path))


@pytest.mark.parametrize(
    ("path", "student"),
    [
        ("lovelaceada_4711_9_embedding.ipynb", "ada"),
        ("lovelaceada_LATE_4711_9_embedding.ipynb", "ada"),
        ("whoever_4711_9_embedding.ipynb", "ada"),  # Canvas's number is the user's
        ("obrienzoë_5_9_embedding.ipynb", "zoe"),
        ("żółćłukasz_5_9_embedding.ipynb", "lukasz"),
        ("zolclukasz_5_9_embedding.ipynb", "lukasz"),
        ("李明_5_9_embedding.ipynb", "li"),
        ("йотовиван_5_9_embedding.ipynb", "ivan"),
        ("Ada Lovelace_88123_assignsubmission_file_/embedding.ipynb", "ada"),  # not Bob's
        ("Ada Lovelace_88123_assignsubmission_file/embedding.ipynb", "ada"),
        ("Ada Lovelace_88123_assignsubmission_file_embedding.ipynb", "ada"),
        ("Bob Ng_4711_assignsubmission_file_/embedding.ipynb", "bob"),
        ("Zoë OBrien_1_assignsubmission_file_/embedding.ipynb", "zoe"),
        ("李 明_1_assignsubmission_file_/embedding.ipynb", "li"),
        ("Lovelace Ada_1_assignsubmission_file_/embedding.ipynb", "ada"),
        ("Group A-Ada Lovelace_1_assignsubmission_file_/embedding.ipynb", "ada"),
        ("Team-7-Ada Lovelace_1_assignsubmission_file_/embedding.ipynb", "ada"),
        ("-Ada Lovelace_1_assignsubmission_file_/embedding.ipynb", "ada"),  # "All participants"
        ("Default group-Ada Lovelace_1_assignsubmission_file_/embedding.ipynb", "ada"),
    ],
)
def test_whose_it_is(path, student):
    for form in ("NFC", "NFD"):
        assert owner(unicodedata.normalize(form, path)) == (student, "")


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("smithjo_5_9_embedding.ipynb", "more than one: twin1, twin2"),
        ("stranger_5_9_embedding.ipynb", "give its owner lms_user_id 5 in a roster file"),
        ("anon_Xy3fG_9_embedding.ipynb", "switch anonymous grading off"),
        ("LATE_anon_Xy3fG_9_embedding.ipynb", "switch anonymous grading off"),
        ("anon_Xy3fG_4711_2_embedding.ipynb", "switch anonymous grading off"),
        ("Participant_4711_assignsubmission_file_/embedding.ipynb", "grading worksheet"),
        ("Teilnehmer_in_4711_assignsubmission_file_/embedding.ipynb", "nobody in the roster"),
        ("Jo Smith_99_assignsubmission_file_/embedding.ipynb", "more than one: twin1, twin2"),
        ("X Y_4711_assignsubmission_file_/embedding.ipynb", "nobody in the roster for X Y"),
        ("Mary-Jane Smith_1_assignsubmission_file_/embedding.ipynb", "if 'Mary' is a group"),
    ],
)
def test_who_cannot_be_told_and_why(path, says):
    label = read_label(path)
    if label is None:
        assert path.startswith("Teilnehmer_in")  # Moodle leaves no underscore in a name
        return
    student, reason = owner(path)
    assert student is None and says in reason


@pytest.mark.parametrize(
    ("path", "student"),
    [
        ("Participant_90210_assignsubmission_file_/embedding.ipynb", "ada"),
        ("Participant_90212_assignsubmission_file_/embedding.ipynb", "bob"),
        ("Jo Smith_90211_assignsubmission_file_/embedding.ipynb", "twin2"),
        ("Ada Lovelace_90210_assignsubmission_file_/embedding.ipynb", "ada"),
        ("smithjo_90211_9_embedding.ipynb", None),  # Canvas's numbers are not in it
    ],
)
def test_a_worksheet_says_who_has_moodles_number(path, student):
    assert owner(path, SHEET)[0] == student


def test_a_worksheet_of_another_assignment_is_not_used():
    student, note = owner("Bob Ng_90210_assignsubmission_file_/embedding.ipynb", SHEET)
    assert student == "bob"
    assert "another assignment" in note


def test_a_word_before_several_names_is_a_groups():
    owners = Owners(PEOPLE, {})
    names = ("Blue-Ada Lovelace_1", "Blue-Bob Ng_2", "Mary-Jane Smith_3")
    labels = [read_label(f"{name}_assignsubmission_file_/a.ipynb") for name in names]
    owners.learn_groups(labels)
    assert [owners.find(label)[0] for label in labels] == ["ada", "bob", None]


@pytest.mark.parametrize("spoof", ["bobng_88123_9_x.ipynb", "ngbob_LATE_88123_9_x.ipynb",
                                   "Bob Ng_88123_assignsubmission_file_x.ipynb",
                                   "Bob Ng_88123_assignsubmission_file_/x.ipynb"])  # fmt: skip
@pytest.mark.parametrize("form", ["lovelaceada_4711_9_{}", "lovelaceada_4711_9_work/{}",
                                  "Ada Lovelace_1_assignsubmission_file_{}",
                                  "Ada Lovelace_1_assignsubmission_file_/{}",
                                  "Ada Lovelace_1_assignsubmission_file/{}",
                                  "Ada Lovelace_1_assignsubmission_file_/work/{}"])  # fmt: skip
def test_a_name_that_imitates_another_students_changes_nothing(form, spoof):
    assert owner(form.format(spoof)) == ("ada", "")
    assert read_label(form.format(spoof)).rest.endswith(spoof)


def test_contradicting_name_and_number_of_canvas_are_told():
    student, note = owner("lovelaceada_88123_9_x.ipynb")
    assert student == "bob" and "the name is that of ada" in note


def test_letters_of_every_script_are_kept():
    assert letters("दीपा मेहता") and letters("さくら 田中") == letters("さくら田中")
    assert letters("O'Brien-Núñez, Jr.") == "obriennunezjr"
    assert letters("Straße") == letters("STRASSE")
