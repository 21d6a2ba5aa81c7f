"""Sending a referral: only with consent, only the chosen facts."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from accounts.staff import staff_for
from audit.background import background
from audit.models import TrailEntry
from audit.refusals import Refused
from casework.errors import CaseIsClosed
from casework.models import Case
from referrals.actions.referral import advance_referral, print_letter, send_referral
from referrals.errors import (
    ConsentDoesNotCover,
    InstitutionNotStanding,
    NothingChosen,
    ReferralRevoked,
    StepNotPossible,
)
from referrals.letters.letter import letter_words
from referrals.models import Referral, ReferralStep
from referrals.models.referral import FACT_CATEGORIES, TRANSITIONS, Fact, ReferralState
from referrals.packet import WORDS
from tests.referrals.conftest import NARRATIVE, grant, working_as

EVERY_FACT = [fact.value for fact in Fact]


def send(case, office, by, facts=("name", "needs"), **changes) -> Referral:
    given = {"purpose": "Patrocinio legal", "medium": "medio_derivacion_oficio", **changes}
    fresh = Case.objects.get(pk=case.pk)
    return send_referral(fresh, office=office, facts=list(facts), by=by, **given)


def test_a_referral_carries_exactly_the_chosen_facts(cast, case, slim):
    with working_as(cast.ana) as ana:
        referral = Referral.objects.get(pk=send(case, slim, ana).pk)
        assert referral.packet == {
            "name": "Rosario Quenallata",
            "needs": "Asesoría legal",
        }
        assert referral.facts == ["name", "needs"]
        assert referral.state == ReferralState.SENT


def test_every_fact_can_be_put_into_words(cast, case, slim):
    with working_as(cast.ana) as ana:
        packet = send(case, slim, ana, facts=EVERY_FACT).packet
    assert list(packet) == EVERY_FACT
    assert packet["identity_card"] == "9988776-1A"
    assert packet["safe_phone"] == "60012345"
    assert packet["narrative"] == NARRATIVE
    assert "Severo Inventado" in packet["perpetrator"]


def test_the_office_reads_spanish_whatever_the_screen_speaks(cast, case, slim):
    with working_as(cast.ana) as ana, translation.override("en"):
        assert send(case, slim, ana).packet["needs"] == "Asesoría legal"


def test_every_fact_belongs_to_a_category_and_has_its_words():
    assert set(FACT_CATEGORIES) == set(Fact) == set(WORDS)


def test_without_consent_for_that_kind_of_recipient_it_is_refused(cast, case, slim, police):
    with working_as(cast.ana) as ana:
        with pytest.raises(ConsentDoesNotCover) as refusal:
            send(case, police, ana)
        assert refusal.value.missing == ["Derivación a policía, fiscalía y justicia"]
        assert not Referral.objects.exists()
        grant(case, "referral_justice", by=ana)
        assert send(case, police, ana).office == police


def test_a_fact_she_did_not_allow_is_refused_and_named(cast, case, police):
    with working_as(cast.ana) as ana:
        grant(case, "referral_justice", by=ana, categories=["identity"])
        with pytest.raises(ConsentDoesNotCover) as refusal:
            send(case, police, ana, facts=["name", "narrative"])
        assert refusal.value.missing == ["Qué pasó, cuándo y dónde"]
        assert send(case, police, ana, facts=["name"]).facts == ["name"]


@pytest.mark.parametrize("ending", ["withdrawn", "ended"])
def test_a_consent_that_is_over_covers_nothing(cast, case, police, ending):
    yesterday = timezone.localdate() - timedelta(days=1)
    with working_as(cast.ana) as ana:
        consent = grant(case, "referral_justice", by=ana)
        assert send(case, police, ana)
        consent.given_on = yesterday
        consent.ends_on = yesterday if ending == "ended" else None
        consent.withdrawn_at = timezone.now() if ending == "withdrawn" else None
        consent.save()
        with pytest.raises(ConsentDoesNotCover):
            send(case, police, ana)


def test_a_consent_still_covers_on_its_last_day(cast, case, police):
    with working_as(cast.ana) as ana:
        grant(case, "referral_justice", by=ana, ends_on=timezone.localdate())
        assert send(case, police, ana)


def test_an_institution_that_was_dissolved_receives_nothing(cast, case, slim):
    with background("test"):
        slim.institution.valid_to = timezone.localdate() - timedelta(days=1)
        slim.institution.save()
    with working_as(cast.ana) as ana:
        with pytest.raises(InstitutionNotStanding):
            send(case, slim, ana)
        slim.institution.valid_to = timezone.localdate()
        assert send(case, slim, ana)


def test_at_least_one_fact_is_chosen(cast, case, slim):
    with working_as(cast.ana) as ana, pytest.raises(NothingChosen):
        send(case, slim, ana, facts=[])


def test_a_closed_case_sends_nothing(cast, case, slim):
    with working_as(cast.ana) as ana:
        case.closed_at, case.stage = timezone.now(), "closed"
        case.save()
        with pytest.raises(CaseIsClosed):
            send(case, slim, ana)


def test_what_was_disclosed_stays_as_it_was(cast, case, slim):
    with working_as(cast.ana) as ana:
        referral = send(case, slim, ana)
        case.survivor.given_names = "Otra"
        case.survivor.save()
        assert Referral.objects.get(pk=referral.pk).packet["name"] == "Rosario Quenallata"


def test_the_trail_says_which_facts_went_and_holds_none_of_them(cast, case, slim):
    with working_as(cast.ana) as ana:
        send(case, slim, ana, facts=["name", "narrative"])
    deed = TrailEntry.objects.get(deed="send_referral", event="deed")
    assert deed.subject_id == case.id
    assert deed.details["facts"] == ["name", "narrative"]
    everything = str(list(TrailEntry.objects.values()))
    assert "Rosario" not in everything
    assert "zarzamora" not in everything


@pytest.mark.parametrize("state", list(ReferralState))
@pytest.mark.parametrize("following", list(ReferralState))
def test_a_referral_moves_only_as_the_table_says(cast, case, slim, state, following):
    with working_as(cast.ana) as ana:
        referral = send(case, slim, ana)
        referral.state = state
        referral.save()
        step = {"happened_on": timezone.localdate(), "note": "Por teléfono", "by": ana}
        if following in TRANSITIONS[state]:
            advance_referral(referral, state=following, **step)
            assert Referral.objects.get(pk=referral.pk).state == following
            assert ReferralStep.objects.filter(state=following, note_sealed__isnull=False).exists()
        else:
            with pytest.raises(StepNotPossible):
                advance_referral(referral, state=following, **step)
            assert Referral.objects.get(pk=referral.pk).state == state


def test_a_step_does_not_happen_before_the_referral_was_sent(cast, case, slim):
    with working_as(cast.ana) as ana:
        referral = send(case, slim, ana)
        before = timezone.localdate() - timedelta(days=1)
        with pytest.raises(StepNotPossible):
            advance_referral(
                referral, state=ReferralState.RECEIVED, happened_on=before, note="", by=ana
            )


def test_silence_is_counted_in_days_until_it_is_answered(cast, case, slim):
    today = timezone.localdate()
    with working_as(cast.ana) as ana:
        referral = send(case, slim, ana)
        assert referral.days_of_silence(today + timedelta(days=9)) == 9
        advance_referral(referral, state=ReferralState.ACCEPTED, happened_on=today, note="", by=ana)
        answered = Referral.objects.get(pk=referral.pk)
        assert answered.days_of_silence(today + timedelta(days=9)) is None
        assert answered.answered_on == today


def test_the_page_says_once_what_she_allowed_and_what_is_missing(cast, as_, case, police, slim):
    ana = as_(cast.ana)
    shown = ana.get(f"/casos/{case.code}/derivar/").content.decode()
    assert "Datos que permitió compartir:" in shown
    chosen = {
        "office": police.code,
        "purpose": "Denuncia",
        "facts": ["name"],
        "medium": "medio_derivacion_oficio",
    }
    refused = ana.post(f"/casos/{case.code}/derivar/", chosen).content.decode()
    assert refused.count("Su consentimiento no cubre esta derivación") == 1
    assert "Derivación a policía, fiscalía y justicia" in refused


def test_without_any_consent_to_refer_the_page_leads_to_where_it_is_noted(cast, as_, case):
    with working_as(cast.ana):
        case.consents.all().delete()
    shown = as_(cast.ana).get(f"/casos/{case.code}/derivar/").content.decode()
    assert "todavía no autorizó ninguna derivación" in shown
    assert f'href="/casos/{case.code}/datos/consent/"' in shown


@pytest.mark.parametrize("ending", ["revoked", "withdrawn", "fewer_facts"])
def test_a_letter_is_not_printed_again_once_she_took_it_back(cast, case, slim, ending):
    with working_as(cast.ana) as ana:
        referral = send(case, slim, ana, facts=["name", "narrative"])
        assert print_letter(referral, by=ana).startswith(b"%PDF")
        if ending == "revoked":
            today = timezone.localdate()
            advance_referral(
                referral, state=ReferralState.REVOKED, happened_on=today, note="", by=ana
            )
        else:
            consent = referral.consent
            consent.withdrawn_at = timezone.now()
            consent.save()
        if ending == "fewer_facts":
            grant(case, "referral_protection", by=ana, categories=["identity"])
        again = Referral.objects.get(pk=referral.pk)
        with pytest.raises((ReferralRevoked, ConsentDoesNotCover)):
            print_letter(again, by=ana)
    assert TrailEntry.objects.filter(deed="print_letter").count() == 1


def test_a_letter_is_printed_on_a_renewed_consent(cast, case, slim):
    with working_as(cast.ana) as ana:
        referral = send(case, slim, ana, facts=["name"])
        consent = referral.consent
        consent.withdrawn_at = timezone.now()
        consent.save()
        grant(case, "referral_protection", by=ana, categories=["identity"])
        assert print_letter(referral, by=ana).startswith(b"%PDF")


def test_a_case_closed_meanwhile_sends_nothing(cast, case, slim):
    shown = Case.objects.get(pk=case.pk)
    told = {"purpose": "Patrocinio", "facts": ["needs"], "medium": "medio_derivacion_oficio"}
    with working_as(cast.ana) as ana:
        case.closed_at, case.stage = timezone.now(), "closed"
        case.save()
        with pytest.raises(CaseIsClosed):
            send_referral(shown, office=slim, **told, by=ana)
        case.closed_at, case.stage = None, "opened"
        case.save()
        assert send_referral(shown, office=slim, **told, by=ana)


def test_nobody_of_another_partner_sends_advances_or_prints(cast, case, slim):
    with working_as(cast.ana) as ana:
        referral = send(case, slim, ana)
        state, today = ReferralState.RECEIVED, timezone.localdate()
        sonia = staff_for(cast.sonia.user)
        with pytest.raises(Refused):
            send(case, slim, sonia)
        with pytest.raises(Refused):
            advance_referral(referral, state=state, happened_on=today, note="", by=sonia)
        with pytest.raises(Refused):
            print_letter(referral, by=sonia)
        assert advance_referral(referral, state=state, happened_on=today, note="", by=ana)


def option(page: str, value: str) -> str:
    """The tag that offers this value."""
    return re.search(rf'<(?:option|input)[^>]*value="{value}"[^>]*>', page)[0]


def test_what_she_did_not_allow_is_shown_and_cannot_be_chosen(cast, as_, case, police, slim):
    with working_as(cast.ana) as ana:
        case.consents.filter(purpose="referral_protection").delete()
        grant(case, "referral_protection", by=ana, categories=["identity"])
    page = as_(cast.ana).get(f"/casos/{case.code}/derivar/").content.decode()
    assert "disabled" not in option(page, slim.code)
    assert "disabled" in option(page, police.code)
    assert "disabled" not in option(page, "name")
    assert "disabled" in option(page, "narrative")
    allowed, _heading, others = page.partition(">Sin su autorización<")
    assert 'value="name"' in allowed
    assert 'value="narrative"' in others
    assert f'href="/casos/{case.code}/datos/consent/"' in page


@pytest.mark.parametrize(
    ("office", "facts"), [("police", ["name"]), ("slim", ["name", "narrative"])]
)
def test_what_cannot_be_chosen_is_refused_when_it_is_sent_all_the_same(
    cast, as_, case, police, slim, office, facts
):
    with working_as(cast.ana) as ana:
        case.consents.filter(purpose="referral_protection").delete()
        grant(case, "referral_protection", by=ana, categories=["identity"])
    client, address = as_(cast.ana), f"/casos/{case.code}/derivar/"
    told = {"purpose": "Denuncia", "medium": "medio_derivacion_oficio", "send": "1"}
    offices = {"police": police.code, "slim": slim.code}
    refused = client.post(address, {**told, "office": offices[office], "facts": facts})
    assert "Su consentimiento no cubre esta derivación" in refused.content.decode()
    assert not Referral.objects.exists()
    sent = client.post(address, {**told, "office": slim.code, "facts": ["name"]})
    assert sent.status_code == 302
    assert Referral.objects.count() == 1


def test_a_referral_half_typed_is_offered_back_until_it_is_sent(cast, as_, case, slim):
    client, address = as_(cast.ana), f"/casos/{case.code}/derivar/"
    typed = {"office": slim.code, "purpose": "Patrocinio inventado", "facts": ["name"]}
    assert client.post(f"{address}borrador/", typed).status_code == 204
    shown = client.get(address).content.decode()
    assert "Patrocinio inventado" in shown
    assert "selected" in option(shown, slim.code)
    assert "Patrocinio inventado" not in as_(cast.susi).get(address).content.decode()
    sent = client.post(address, {**typed, "medium": "medio_derivacion_oficio", "send": "1"})
    assert sent.status_code == 302
    assert "Patrocinio inventado" not in client.get(address).content.decode()


@pytest.mark.parametrize("who", ["sonia", "elena", "rita"])
def test_nobody_outside_leaves_a_referral_half_typed(cast, as_, case, who):
    address = f"/casos/{case.code}/derivar/borrador/"
    assert as_(getattr(cast, who)).post(address, {"purpose": "x"}).status_code == 404
    assert as_(cast.ana).post(address, {"purpose": "x"}).status_code == 204


def test_a_letter_says_who_signs_it_and_leaves_room_for_signature_and_seal(cast, case, slim):
    with working_as(cast.ana) as ana:
        words = letter_words(send(case, slim, ana))
    assert words["signer"] == ["Ana Choque", "Consejera"]
    assert words["sender"][0] == "Centro Norte"
    assert (words["signature_label"], words["seal_label"]) == ("Firma", "Sello")


def test_a_letter_of_somebody_who_left_bears_her_name_and_no_post(cast, case, slim, suspend):
    with working_as(cast.ana) as ana:
        referral = send(case, slim, ana)
    suspend(cast.ana)
    with working_as(cast.paula):
        assert letter_words(Referral.objects.get(pk=referral.pk))["signer"] == ["Ana Choque"]
