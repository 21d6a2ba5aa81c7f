"""Intakes with every section saved, ready to be opened, the same on both sites."""

from datetime import date
from random import Random
from typing import Any, cast

from django.utils import timezone

from accounts.staff import Staff
from audit.context import acting
from casework.actions.intake import save_section, start_intake, tell_apart
from casework.answers import IntakeAnswers
from config.bench.plain import models as plain
from config.demo.courses import Course
from config.demo.people import survivor
from config.demo.told import told
from vault.keychain import open_keys


def ready_intakes(staff: Staff, count: int) -> list[tuple[str, str]]:
    """The codes of so many intakes: the house's and the plain site's with the same answers."""
    chance, today = Random(348), timezone.localdate()  # noqa: S311  # invented data, no secret
    with acting(staff.actor), open_keys(staff.scope("bench")):
        return [_both(staff, chance, today) for _ in range(count)]


def _both(staff: Staff, chance: Random, today: date) -> tuple[str, str]:
    place = staff.partner.municipality if staff.partner else ""
    answers = told(chance, survivor(chance), Course(0, 0), today=today, municipality=place)
    return _in_house(staff, answers), _in_clear(staff, answers)


def _in_house(staff: Staff, answers: IntakeAnswers) -> str:
    intake = start_intake(by=staff)
    for name, section in answers.items():
        save_section(intake, name, cast("dict[str, Any]", section), version="0", by=staff)
    tell_apart(intake, by=staff)
    return intake.code


def _in_clear(staff: Staff, answers: IntakeAnswers) -> str:
    intake = plain.Intake.objects.create(partner=staff.partner, opened_by=staff.user)
    for name, section in answers.items():
        plain.IntakeSection.objects.create(
            partner=staff.partner, intake=intake, name=name, answers=section
        )
    return str(intake.code)
