"""Keeping the directory: offices come, move and close; institutions are dissolved."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.staff import Staff
from audit.events import Event
from audit.ledger import record
from casework.errors import ChangedMeanwhile
from referrals.models import Institution, Office

OFFICE_COLUMNS = (
    "institution", "name", "municipality", "address", "telephone", "email", "hours", "services",
)  # fmt: skip
INSTITUTION_COLUMNS = ("name_es", "name_en", "parent", "valid_from", "valid_to", "consent_purpose")


@transaction.atomic
def add_office(answers: Mapping[str, Any], *, by: Staff) -> Office:
    """Add an office of one's own partner to the directory; ``answers`` holds OFFICE_COLUMNS."""
    columns = {name: answers[name] for name in OFFICE_COLUMNS}
    office = Office.objects.create(partner=by.partner, **columns)
    _tell(office, deed="add_office", by=by)
    return office


@transaction.atomic
def change_office(office: Office, answers: Mapping[str, Any], *, version: int, by: Staff) -> None:
    """Correct an office. Raises ChangedMeanwhile when somebody saved it since ``version``."""
    standing = Office.objects.select_for_update().get(pk=office.pk)
    _write(standing, answers, OFFICE_COLUMNS, version)
    _tell(standing, deed="change_office", by=by)


@transaction.atomic
def verify_office(office: Office, *, by: Staff) -> None:
    """Note that its telephone and address were checked today."""
    standing = Office.objects.select_for_update().get(pk=office.pk)
    standing.verified_on = timezone.localdate()
    standing.verified_by = by.user
    standing.save()
    _tell(standing, deed="verify_office", by=by)


@transaction.atomic
def strike_office(office: Office, *, by: Staff) -> None:
    """Take an office out of use; referrals sent there keep it."""
    standing = Office.objects.select_for_update().get(pk=office.pk)
    standing.is_active = False
    standing.save()
    _tell(standing, deed="strike_office", by=by)


@transaction.atomic
def change_institution(
    institution: Institution, answers: Mapping[str, Any], *, version: int, by: Staff
) -> None:
    """Correct an institution of the network's catalogue; raises ChangedMeanwhile."""
    standing = Institution.objects.select_for_update().get(pk=institution.pk)
    _write(standing, answers, INSTITUTION_COLUMNS, version)
    _tell(standing, deed="change_institution", by=by)


def _write(
    row: Office | Institution, answers: Mapping[str, Any], columns: tuple[str, ...], version: int
) -> None:
    if row.version != version:
        raise ChangedMeanwhile
    for name in columns:
        setattr(row, name, answers[name])
    row.version += 1
    row.save()


def _tell(row: Office | Institution, *, deed: str, by: Staff) -> None:
    record(Event.DEED, partner_id=by.partner_id, target=row, deed=deed, details={"code": row.code})
