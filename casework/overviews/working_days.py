"""Why a day is free: for the agenda, and for the question asked before planning on it."""

from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language

from casework.catalogue import holidays, is_working_day
from casework.catalogue.calendar import NATIONAL


def why_free(day: date, department: str) -> str:
    """The name of the holiday or of the weekend's day; nothing when offices work."""
    if is_working_day(day, department):
        return ""
    in_english = (get_language() or "es").startswith("en")
    for holiday in holidays():
        if holiday.day == day and holiday.scope in {NATIONAL, department}:
            return holiday.label_en if in_english else holiday.label_es
    return weekend_name(day)


def weekend_name(day: date) -> str:
    """What the day of the week is called."""
    return str(WEEKDAYS[day.weekday()])
