"""The letter of a referral: exactly the packet that was sent, as a PDF (PDF/UA-1)."""

import json
from pathlib import Path
from typing import Any

import typst
from django.utils import formats, translation
from django.utils.translation import gettext as _

from casework import catalogue
from referrals.models import Referral
from referrals.models.referral import Fact

TEMPLATE = Path(__file__).with_name("letter.typ")


def letter_pdf(referral: Referral) -> bytes:
    """The letter as PDF bytes, in Spanish: it is an official paper."""
    with translation.override("es"):
        words = letter_words(referral)
    return typst.compile(
        TEMPLATE,
        format="pdf",
        sys_inputs={"letter": json.dumps(words, ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards="ua-1",
    )


def letter_words(referral: Referral) -> dict[str, Any]:
    """Everything the letter says, as plain text; keys are those that letter.typ reads."""
    partner = referral.case.partner
    office = referral.office
    place = catalogue.municipality(office.municipality).short_name
    day = formats.date_format(referral.sent_on, "DATE_FORMAT")
    return {
        "language": "es",
        "title": _("Solicitud de atención"),
        "place_and_date": f"{partner.city}, {day}" if partner.city else day,
        "recipient": [_("Señoras y señores"), office.name, str(office.institution), place],
        "reference_label": _("Referencia"),
        "reference": referral.code,
        "opening": _(
            "La persona cuyos datos figuran abajo autorizó que se los comuniquemos para el fin "
            "que se indica, y para ningún otro."
        ),
        "purpose_label": _("Qué se solicita"),
        "purpose": paragraphs(referral.purpose),
        "facts_label": _("Datos que ella autorizó compartir"),
        "facts": [
            {"label": str(Fact(code).label), "paragraphs": paragraphs(text)}
            for code, text in (referral.packet or {}).items()
        ],
        "duty_label": _("Reserva"),
        "duty": _(
            "Estos datos son reservados. Le pedimos no mencionarlos a terceras personas, no "
            "dejarlos a la vista y responder citando solo la referencia."
        ),
        "confidential": _("Documento reservado"),
        "signature_label": _("Firma"),
        "seal_label": _("Sello"),
        "signer": [line for line in (referral.created_by.full_name, _post_of(referral)) if line],
        "sender": [line for line in (partner.name, partner.address, partner.telephone) if line],
    }


def _post_of(referral: Referral) -> str:
    """What she who sent it is to her partner now; nothing when she left."""
    posts = referral.created_by.memberships.of_partner(referral.partner_id).live()
    post = posts.first()
    return str(post.get_role_display()) if post else ""


def paragraphs(text: str) -> list[str]:
    """The text cut at its line ends, empty lines left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]
