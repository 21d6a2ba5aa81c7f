"""What stands around every page of a case: who it is about, how it stands, where one can go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Permission
from accounts.staff import Staff
from casework.access import rights_on
from casework.models import Case, Consent, SafeContact
from casework.models.consent import ConsentPurpose
from casework.models.contact import CONFIRM_AGAIN_AFTER_DAYS
from casework.overviews.words import Tag, short_day

CONSENT_ENDS_SOON = timedelta(days=7)


@dataclass(frozen=True)
class CaseFrame:
    """The identity bar of one case, and which of its pages is shown.

    ``name`` is masked unless it was revealed; ``may`` is what whoever looks may do with the case.
    """

    case: Case
    name: str
    contact: Tag
    consent: Tag
    current: str
    may: frozenset[Permission]
    safe_contact: SafeContact | None
    consents: list[Consent]
    is_revealed: bool = False


def frame_of(staff: Staff, case: Case, *, current: str = "", revealed: str = "") -> CaseFrame:
    """The frame for one page of the case; two queries beside the case itself."""
    today = timezone.localdate()
    contact = SafeContact.objects.without_sealed().filter(case=case).first()
    standing = Consent.objects.without_sealed().filter(case=case, withdrawn_at__isnull=True)
    consents = list(standing.order_by("id"))
    return CaseFrame(
        case=case,
        name=revealed or case.survivor.listing.masked_name,
        contact=contact_light(contact, today),
        consent=consent_state(consents, today),
        current=current,
        may=rights_on(staff, case),
        safe_contact=contact,
        consents=consents,
        is_revealed=bool(revealed),
    )


def contact_light(contact: SafeContact | None, today: date) -> Tag:
    """Whether and how she may be reached, in three words."""
    if contact is None:
        return Tag(_("Contacto seguro sin registrar"), "warn")
    if contact.she_will_contact_us:
        return Tag(_("Ella se comunicará"), "note")
    if contact.is_phone_allowed is False and contact.is_message_allowed is False:
        return Tag(_("No llamar ni escribir"), "danger")
    if contact.confirmed_on is None:
        return Tag(_("Contacto sin confirmar"), "warn")
    if needs_confirmation(contact.confirmed_on, today):
        return Tag(_("Reconfirmar contacto seguro"), "warn")
    return Tag(_("Contacto seguro confirmado"), "good")


def needs_confirmation(confirmed_on: date, today: date) -> bool:
    """Whether the rules for reaching her are too old to rely on."""
    return (today - confirmed_on).days > CONFIRM_AGAIN_AFTER_DAYS


def consent_state(standing: Iterable[Consent], today: date) -> Tag:
    """How her consent to the services stands, on which everything else rests."""
    services = [row for row in standing if row.purpose == ConsentPurpose.SERVICES]
    if not services or not services[0].is_granted:
        return Tag(_("Sin consentimiento"), "danger")
    ends_on = services[0].ends_on
    if ends_on is None:
        return Tag(_("Consentimiento vigente"), "good")
    if ends_on < today:
        return Tag(_("Consentimiento vencido"), "danger")
    if ends_on - today > CONSENT_ENDS_SOON:
        return Tag(_("Consentimiento hasta %(day)s") % {"day": short_day(ends_on, today)}, "good")
    days = (ends_on - today).days
    text = ngettext("Consentimiento vence en %(n)s día", "Consentimiento vence en %(n)s días", days)
    return Tag(text % {"n": days}, "warn")
