"""The demo's referrals and the answers to them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from accounts.staff import Staff
from casework.models import Case
from casework.models.consent import ConsentPurpose
from config.demo.courses import Sent
from referrals.actions.referral import advance_referral, send_referral
from referrals.models import Office
from referrals.models.referral import Fact, ReferralState

FACTS = {
    ConsentPurpose.REFERRAL_JUSTICE: (Fact.NAME, Fact.IDENTITY_CARD, Fact.VIOLENCE_TYPES,
                                      Fact.WHEN_AND_WHERE, Fact.SAFE_PHONE, Fact.RISK),
    ConsentPurpose.REFERRAL_PROTECTION: (Fact.NAME, Fact.AGE, Fact.CONTACT_RULES, Fact.NEEDS,
                                         Fact.DEPENDANTS),
    ConsentPurpose.REFERRAL_HEALTH: (Fact.NAME, Fact.AGE, Fact.NEEDS),
    ConsentPurpose.REFERRAL_SOCIAL: (Fact.AGE, Fact.NEEDS),
}  # fmt: skip
PURPOSES = {
    ConsentPurpose.REFERRAL_JUSTICE: "Recibir la denuncia y pedir medidas de protección.",
    ConsentPurpose.REFERRAL_PROTECTION: "Darle acogida o apoyo legal y social.",
    ConsentPurpose.REFERRAL_HEALTH: "Atención médica y certificado.",
    ConsentPurpose.REFERRAL_SOCIAL: "Incluirla en un curso y apoyar su trabajo propio.",
}
ANSWERS = {
    ReferralState.RECEIVED: "Recibieron la nota en ventanilla.",
    ReferralState.ACCEPTED: "Tomaron el caso y dieron una cita.",
    ReferralState.REJECTED: "Dicen que no corresponde a su zona.",
    ReferralState.CONCLUDED: "Informaron que la atención terminó.",
    ReferralState.REVOKED: "Ella pidió retirarla.",
}


def send(
    case: Case, sent: Sequence[Sent], offices: Mapping[str, Office], *, today: date, by: Staff
) -> None:
    """Send each referral on its day, and record what came of it."""
    for each in sent:
        office = offices[each.to]
        purpose = ConsentPurpose(office.institution.consent_purpose)
        day = today - timedelta(days=each.ago)
        referral = send_referral(
            case,
            office=office,
            purpose=PURPOSES[purpose],
            facts=[fact.value for fact in FACTS[purpose]],
            medium="medio_derivacion_oficio",
            sent_on=day,
            by=by,
        )
        pause = timedelta(days=each.ago // (len(each.states) + 2))
        for number, code in enumerate(each.states, start=1):
            state = ReferralState(code)
            advance_referral(
                referral, state=state, happened_on=day + number * pause, note=ANSWERS[state], by=by
            )
