"""Deed: a partner joins the network."""

from django.db import transaction

from accounts.grants import synchronise
from accounts.models import Partner
from accounts.staff import Staff
from audit.context import Actor
from audit.events import Event
from audit.ledger import record
from vault import wall
from vault.keychain import create_partner_keys


@transaction.atomic
def create_partner(
    code: str,
    *,
    name: str,
    department: str,
    municipality: str,
    address: str = "",
    city: str = "",
    telephone: str = "",
    by: Staff | Actor,
) -> Partner:
    """The partner with its keys, its groups and their rights; it has no people yet.

    ``code`` names its groups and never changes; ``department`` and ``municipality`` are
    codes of the national statistics office (INE): "02", "020101".
    """
    partner = Partner(
        code=code,
        name=name,
        department=department,
        municipality=municipality,
        address=address,
        city=city,
        telephone=telephone,
    )
    partner.full_clean()
    partner.save()
    wall.show_also(partner.pk)
    create_partner_keys(partner.pk)
    synchronise(partner)
    record(Event.DEED, deed="create_partner", partner_id=partner.pk, target=partner)
    return partner
