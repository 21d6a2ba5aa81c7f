"""What the directory's pages show and begin from."""

from typing import Any

from casework import catalogue
from referrals.actions.directory import INSTITUTION_COLUMNS, OFFICE_COLUMNS
from referrals.models import Institution, Office
from referrals.models.directory import OfficeQuerySet

MOST_SHOWN = 200


def offices_page(offices: OfficeQuerySet) -> list[dict[str, Any]]:
    """The offices as cards, at most MOST_SHOWN: a filter narrows a longer list."""
    return [_card(office) for office in offices[:MOST_SHOWN]]


def _card(office: Office) -> dict[str, Any]:
    return {
        "code": office.code,
        "name": office.name,
        "institution": str(office.institution),
        "place": catalogue.municipality(office.municipality).short_name,
        "address": office.address,
        "telephone": office.telephone,
        "email": office.email,
        "hours": office.hours,
        "services": office.services,
        "verified_on": office.verified_on,
        "is_own": office.partner_id is not None,
    }


def answers_of(row: Office | Institution) -> dict[str, Any]:
    """A row as its form begins: choices by code."""
    if isinstance(row, Institution):
        parent = row.parent.address_code if row.parent else ""
        return _kept(row, INSTITUTION_COLUMNS) | {"parent": parent}
    return _kept(row, OFFICE_COLUMNS) | {"institution": row.institution.address_code}


def _kept(row: Office | Institution, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*names, "version")}
