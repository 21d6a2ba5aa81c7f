"""Numbers and days as Bolivia writes them, in both languages."""

from datetime import date, datetime, time

import pytest
from django.utils import formats, translation


@pytest.fixture(autouse=True)
def spanish():
    with translation.override("es"):
        yield


def test_numbers_have_a_point_for_thousands_and_a_comma_for_decimals():
    assert formats.number_format(1234567.5, decimal_pos=2, force_grouping=True) == "1.234.567,50"


def test_days_are_written_day_first():
    assert formats.date_format(date(2026, 11, 24), "SHORT_DATE_FORMAT") == "24/11/2026"
    assert formats.date_format(date(2026, 11, 4)) == "4 de noviembre de 2026"
    assert formats.time_format(time(15, 5)) == "15:05"
    moment = datetime(2026, 11, 4, 15, 5)  # noqa: DTZ001  (a wall clock, as typed)
    assert formats.date_format(moment, "SHORT_DATETIME_FORMAT") == "04/11/2026 15:05"


def test_english_has_its_own_words_and_the_same_order():
    with translation.override("en"):
        assert formats.date_format(date(2026, 11, 4)) == "4 November 2026"
        assert formats.date_format(date(2026, 11, 4), "j b Y") == "4 Nov 2026"
        assert formats.date_format(date(2026, 11, 4), "SHORT_DATE_FORMAT") == "04/11/2026"
        assert formats.number_format(1234.5, force_grouping=True) == "1,234.5"


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("typed", ["24/11/2026", "24-11-2026", "24/11/26", "2026-11-24"])
def test_days_may_be_typed_in_the_usual_ways(typed, language):
    accepted = formats.get_format("DATE_INPUT_FORMATS", language)
    read = []
    for shape in accepted:
        try:
            read.append(datetime.strptime(typed, shape).date())  # noqa: DTZ007
        except ValueError:
            continue
    assert read[0] == date(2026, 11, 24)
