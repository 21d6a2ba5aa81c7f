"""Sharing a case with one named person of another partner, on the survivor's consent."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.permissions import Role
from casework.actions.team import add_to_team
from casework.models import Case, CaseException, CaseUserObjectPermission, Consent
from casework.models.session import SessionKind
from casework.tasks import end_exceptions
from tests.casework.test_exceptions import newcomer, until
from tests.plugins.cases import working_as
from tests.plugins.cast import deeds, entries
from tests.plugins.house import ROSARIO, case_of, held
from vault.errors import KeyNotOpen
from vault.models import KeyGrant

WHOLE = ("identity", "case")


@pytest.fixture
def shared_case(cast) -> Case:
    """Rosario's whole case of norte, with all her consents and a session of each kind."""
    with working_as(cast.ana) as ana:
        case = case_of(ROSARIO, by=ana)
        held(SessionKind.SOCIAL, case, ROSARIO, by=ana)
        add_to_team(case, user=cast.paula.user, by=ana)
    with working_as(cast.paula) as paula:
        held(SessionKind.PSYCHOLOGICAL, case, ROSARIO, by=paula)
    return case


@pytest.fixture
def nora(cast):
    """A psychologist of sur, beside Sonia."""
    return newcomer(cast, "Nora Lazo", Role.PSYCHOLOGIST, cast.sur)


def share(client, case, person, *parts, confirmed=True, **changes):
    data = {
        "address": person.user.email,
        "compartments": list(parts or WHOLE),
        "purpose": "joint_support",
        "reason": "Atenderla en su ciudad",
        "ends_on": until(),
        **({"confirmed": "1"} if confirmed else {}),
        **changes,
    }
    return client.post(f"/casos/{case.code}/acceso/compartir/", data)


def page(client, exception):
    return client.get(f"/casos/compartidos/{exception.code}/")


def shown_parts(answer) -> str:
    """What stands about her between the headings of the parts."""
    body = answer.content.decode()
    start = min(
        body.find(f'aria-labelledby="{name}"')
        for name in ("survivor", "incidents", "notes", "risk")
        if f'aria-labelledby="{name}"' in body
    )
    told = re.sub(r"<form.*", "", body[start:], flags=re.DOTALL)
    told = re.sub(r"</main>.*", "", told, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", told)).strip()


def test_she_sees_what_the_preview_showed_and_nothing_else(cast, as_, shared_case):
    preview = share(as_(cast.ana, fresh=True), shared_case, cast.sonia, confirmed=False)
    assert preview.status_code == 200
    assert not CaseException.objects.exists()
    assert share(as_(cast.ana, fresh=True), shared_case, cast.sonia).status_code == 302
    assert deeds().count("share_case") == 1
    seen = page(as_(cast.sonia), CaseException.objects.get())
    assert seen.status_code == 200
    assert shown_parts(seen) == shown_parts(preview)
    assert ROSARIO.first_surname in shown_parts(seen)
    assert "Nota social" in shown_parts(seen)
    assert "Nota psychological" not in seen.content.decode()
    for path in ("", "datos/", "que-paso/", "sesiones/", "equipo/", "historia/"):
        assert as_(cast.sonia).get(f"/casos/{shared_case.code}/{path}").status_code == 404
    assert shared_case.code not in as_(cast.sonia).get("/casos/").content.decode()


def test_sharing_asks_for_a_fresh_proof(cast, as_, shared_case):
    assert share(as_(cast.ana), shared_case, cast.sonia).status_code == 403
    assert not CaseException.objects.exists()
    assert share(as_(cast.ana, fresh=True), shared_case, cast.sonia).status_code == 302


def test_only_the_chosen_compartments_are_shown_and_open(cast, as_, shared_case):
    share(as_(cast.ana, fresh=True), shared_case, cast.sonia, "identity")
    seen = page(as_(cast.sonia), CaseException.objects.get()).content.decode()
    assert ROSARIO.first_surname in seen
    assert "Relato inventado" not in seen
    with working_as(cast.sonia):
        case = Case.objects.get(pk=shared_case.pk)
        assert case.survivor.first_surname == ROSARIO.first_surname
        with pytest.raises(KeyNotOpen):
            assert case.incidents.first().narrative


def test_nobody_else_of_her_partner_sees_a_share(cast, as_, shared_case, nora):
    share(as_(cast.ana, fresh=True), shared_case, cast.sonia)
    exception = CaseException.objects.get()
    assert page(as_(cast.sonia), exception).status_code == 200
    for person in (nora, cast.sara, cast.paula, cast.rita):
        assert page(as_(person), exception).status_code == 404
    assert shared_case.code in as_(cast.sonia).get("/casos/compartidos/").content.decode()
    assert shared_case.code not in as_(nora).get("/casos/compartidos/").content.decode()
    with working_as(nora), pytest.raises(KeyNotOpen):
        assert Case.objects.get(pk=shared_case.pk).survivor.first_surname


def test_a_share_without_her_consent_is_refused(cast, as_, rosario, shared_case):
    refused = share(as_(cast.ana, fresh=True), rosario, cast.sonia)
    assert "no dio su consentimiento para compartir" in refused.content.decode()
    assert not CaseException.objects.exists()
    assert share(as_(cast.ana, fresh=True), shared_case, cast.sonia).status_code == 302
    assert CaseException.objects.get().consent.purpose == "sharing"


def test_a_share_ends_no_later_than_her_consent(cast, as_, shared_case):
    consent = Consent.objects.get(case=shared_case, purpose="sharing")
    consent.ends_on = timezone.localdate() + timedelta(days=5)
    consent.save()
    refused = share(as_(cast.ana, fresh=True), shared_case, cast.sonia, ends_on=until(6))
    assert "termina antes de esa fecha" in refused.content.decode()
    assert (
        share(as_(cast.ana, fresh=True), shared_case, cast.sonia, ends_on=until(5)).status_code
        == 302
    )


def test_a_consent_withdrawn_ends_the_share_on_the_next_request(cast, as_, shared_case):
    share(as_(cast.ana, fresh=True), shared_case, cast.sonia)
    exception = CaseException.objects.get()
    assert page(as_(cast.sonia), exception).status_code == 200
    consent = Consent.objects.get(case=shared_case, purpose="sharing")
    consent.withdrawn_at = timezone.now()
    consent.save()
    assert page(as_(cast.sonia), exception).status_code == 404
    assert shared_case.code not in as_(cast.sonia).get("/casos/compartidos/").content.decode()
    end_exceptions.delay()
    exception.refresh_from_db()
    assert exception.ended_why == "consent"
    assert not KeyGrant.objects.exists()


def test_correcting_her_consents_ends_what_rested_on_them_at_once(cast, as_, shared_case):
    share(as_(cast.ana, fresh=True), shared_case, cast.sonia)
    client = as_(cast.ana)
    address = f"/casos/{shared_case.code}/datos/consent/"
    answer = client.get(address)
    form = dict(re.findall(r'name="([^"]+)"[^>]*value="([^"]*)"', answer.content.decode()))
    changed = client.post(
        address,
        {
            "version": form.get("version", ""),
            "purposes": ["services"],
            "given_on": f"{timezone.localdate():%d/%m/%Y}",
        },
    )
    assert changed.status_code == 302
    exception = CaseException.objects.get()
    assert exception.ended_why == "consent"
    assert not KeyGrant.objects.exists()
    assert not CaseUserObjectPermission.objects.exists()
    assert page(as_(cast.sonia), exception).status_code == 404


def test_a_consent_that_runs_out_ends_the_share_at_midnight(cast, as_, shared_case, time_machine):
    consent = Consent.objects.get(case=shared_case, purpose="sharing")
    consent.ends_on = timezone.localdate() + timedelta(days=1)
    consent.save()
    share(as_(cast.ana, fresh=True), shared_case, cast.sonia, ends_on=until(1))
    exception = CaseException.objects.get()
    time_machine.move_to(exception.ends_at - timedelta(minutes=1), tick=False)
    assert page(as_(cast.sonia), exception).status_code == 200
    time_machine.move_to(exception.ends_at, tick=False)
    assert page(as_(cast.sonia), exception).status_code == 404


def test_a_share_ends_on_its_day_without_any_job(cast, as_, shared_case, time_machine):
    share(as_(cast.ana, fresh=True), shared_case, cast.sonia)
    exception = CaseException.objects.get()
    time_machine.move_to(exception.ends_at - timedelta(seconds=1), tick=False)
    assert page(as_(cast.sonia), exception).status_code == 200
    time_machine.move_to(exception.ends_at, tick=False)
    assert page(as_(cast.sonia), exception).status_code == 404
    assert CaseException.objects.get().ended_at is None
    with working_as(cast.sonia), pytest.raises(KeyNotOpen):
        assert Case.objects.get(pk=shared_case.pk).survivor.first_surname


def test_the_giver_ends_a_share_at_any_time(cast, as_, shared_case):
    share(as_(cast.ana, fresh=True), shared_case, cast.sonia)
    exception = CaseException.objects.get()
    address = f"/casos/{shared_case.code}/acceso/{exception.code}/terminar/"
    assert as_(cast.lidia).post(address).status_code == 404
    assert as_(cast.sonia).post(address).status_code == 404
    assert page(as_(cast.sonia), exception).status_code == 200
    assert as_(cast.ana).post(address).status_code == 302
    assert page(as_(cast.sonia), exception).status_code == 404
    assert not KeyGrant.objects.exists()
    assert deeds().count("end_exception") == 1


def test_nobody_shares_what_she_may_not_read(cast, as_, shared_case):
    refused = share(as_(cast.ana, fresh=True), shared_case, cast.sonia, "psychological")
    assert "Elija opciones de la lista" in refused.content.decode()
    assert not CaseException.objects.exists()
    assert (
        share(as_(cast.paula, fresh=True), shared_case, cast.sonia, "psychological").status_code
        == 302
    )
    seen = page(as_(cast.sonia), CaseException.objects.get()).content.decode()
    assert "Nota psychological" in seen
    assert ROSARIO.first_surname not in seen


@pytest.mark.parametrize("who", ["paula", "sara", "rita", "elena"])
def test_a_case_is_shared_with_somebody_who_works_on_cases_elsewhere(cast, as_, shared_case, who):
    refused = share(as_(cast.ana, fresh=True), shared_case, getattr(cast, who))
    assert "no trabaja con casos en otra organización" in refused.content.decode()
    assert not CaseException.objects.exists()
    assert share(as_(cast.ana, fresh=True), shared_case, cast.sonia).status_code == 302


def test_each_visit_to_a_share_is_on_the_trail_of_the_partner_that_gave_it(cast, as_, shared_case):
    share(as_(cast.ana, fresh=True), shared_case, cast.sonia)
    page(as_(cast.sonia), CaseException.objects.get())
    entered = [entry for entry in entries("revealed") if entry.deed == "enter_shared_case"]
    assert [(e.partner_id, e.actor_id, e.subject_id) for e in entered] == [
        (cast.norte.id, cast.sonia.user_id, shared_case.id)
    ]
    read = [entry for entry in entries("read") if entry.actor_id == cast.sonia.user_id]
    assert {entry.compartment for entry in read} == {"identity", "case"}
    assert {entry.partner_id for entry in read} == {cast.norte.id}


def test_who_can_see_the_case_names_her_the_purpose_and_the_end(cast, as_, shared_case):
    share(as_(cast.ana, fresh=True), shared_case, cast.sonia)
    told = as_(cast.susi).get(f"/casos/{shared_case.code}/equipo/").content.decode()
    assert cast.sonia.user.full_name in told
    assert "Casa del Sur" in told
    assert "Atenderla en conjunto" in told
    assert "Atenderla en su ciudad" in told


def test_somebody_suspended_or_moved_loses_the_share_on_the_next_request(
    cast, as_, shared_case, suspend
):
    share(as_(cast.ana, fresh=True), shared_case, cast.sonia)
    exception = CaseException.objects.get()
    client = as_(cast.sonia)
    assert page(client, exception).status_code == 200
    suspend(cast.sonia)
    assert page(client, exception).status_code in {302, 403}
