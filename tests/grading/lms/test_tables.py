"""A time that an LMS wrote is read as it is meant, or not at all, in whatever language it is."""

import itertools
from datetime import datetime

import pytest
from babel import localedata
from babel.dates import format_datetime

from grading.lms.tables import read_time

# How Moodle's languages write a time (`strftimedaydatetime` and others of their `langconfig`).
FORMS = [
    "EEEE, d MMMM y, h:mm a", "EEEE, d. MMMM y, HH:mm", "d MMM y, h:mm a", "EEE, d MMM y, HH:mm",
    "EEEE, d 'de' MMMM 'de' y, HH:mm", "y年M月d日 EEEE ah:mm", "EEEE, MMMM d, y, h:mm a",
    "y. MMMM d., EEEE, HH:mm", "d/MM/y, h:mm a", "y-MM-dd h:mm a",
]  # fmt: skip
AFTERNOON = datetime(2027, 12, 10, 21, 5)
LANGUAGES = sorted(name for name in localedata.locale_identifiers() if "_" not in name)


@pytest.mark.parametrize("form", FORMS)
def test_no_language_is_misread(form):
    read = set()
    for language in LANGUAGES:
        text = format_datetime(AFTERNOON, form, locale=language)
        try:
            found = read_time(text, [text, "31/12/2027"], "UTC")
        except (ValueError, OverflowError):
            continue
        assert found == AFTERNOON, (language, text)
        read.add(language)
    assert "de'" in form or "年" in form or "en" in read


@pytest.mark.parametrize("text", [
    "1 Mar 2027, 9:05 YM", "10 M12 2027, 00:30", "1 Mar 2027 21:05 EST", "Sunday 28 Bak 2027, 9:00",
    "9 อังคาร 2570", "2570-03-01 21:05", "1405-12-10 21:05", "1 March 27, 21:05 uhr",
])  # fmt: skip
def test_what_is_not_understood_whole_is_refused(text):
    with pytest.raises(ValueError, match=r"\?"):
        read_time(text, [], "UTC")


def test_english_is_read_in_all_its_forms():
    days, hours = ("Friday, ", "Fri ", ""), ("9:05 PM", "9:05 pm", "21:05", "09:05 PM")
    for day, hour in itertools.product(days, hours):
        for date in ("10 December 2027", "December 10, 2027", "10 Dec 2027", "2027-12-10"):
            assert read_time(f"{day}{date}, {hour}", [], "UTC") == AFTERNOON
