"""Working days: the facts of the file, and what a reminder makes of them."""

from datetime import date, timedelta

import holidays as python_holidays
import pytest

from casework import catalogue

LA_PAZ, ORURO = "02", "04"


def test_a_weekday_is_a_working_day_and_a_saturday_is_not():
    assert catalogue.is_working_day(date(2026, 11, 20))
    assert not catalogue.is_working_day(date(2026, 11, 21))


def test_a_national_holiday_is_free_in_every_department():
    independence = date(2026, 8, 6)
    assert not catalogue.is_working_day(independence)
    assert not catalogue.is_working_day(independence, ORURO)


def test_a_holiday_of_one_department_is_a_working_day_elsewhere():
    day_of_la_paz = date(2026, 7, 16)
    assert not catalogue.is_working_day(day_of_la_paz, LA_PAZ)
    assert catalogue.is_working_day(day_of_la_paz, ORURO)
    assert catalogue.is_working_day(day_of_la_paz)


def test_the_next_working_day_leaps_over_carnival_in_oruro():
    friday_of_carnival = date(2026, 2, 13)
    assert catalogue.next_working_day(friday_of_carnival, ORURO) == date(2026, 2, 18)
    assert catalogue.next_working_day(friday_of_carnival, LA_PAZ) == friday_of_carnival


def test_beyond_the_years_of_the_file_only_weekends_are_known():
    assert catalogue.holidays_known_until() == date(2028, 12, 31)
    assert catalogue.is_working_day(date(2029, 1, 1))
    assert not catalogue.is_working_day(date(2029, 1, 6))


@pytest.mark.parametrize("department", [term.code for term in catalogue.departments()])
def test_the_file_agrees_day_by_day_with_the_library_it_was_checked_against(department):
    subdivision = catalogue.term("departamento", department).extra["iso_3166_2"].removeprefix("BO-")
    theirs = python_holidays.country_holidays("BO", subdiv=subdivision, years=range(2026, 2029))
    day = date(2026, 1, 1)
    while day <= catalogue.holidays_known_until():
        is_free = day.weekday() >= 5 or day in theirs
        assert catalogue.is_working_day(day, department) is not is_free, day
        day += timedelta(days=1)
