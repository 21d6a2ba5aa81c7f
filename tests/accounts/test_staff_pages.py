import pytest
from django.core import mail
from django.utils import timezone

from accounts import errors
from accounts.actions import change_role, suspend_staff
from accounts.models import Membership, Partner, User
from accounts.permissions import Permission, Role
from accounts.staff import staff_for
from audit.context import acting
from tests.plugins.cast import SYSTEM, deeds, entries, link_in_mail, without_keys

NEW = {
    "full_name": "Nadia Copa",
    "email": "nadia@norte.example",
    "role": "counselor",
    "language": "es",
}


@pytest.fixture
def invite(as_, cast, django_capture_on_commit_callbacks):
    def sent(**changes):
        with django_capture_on_commit_callbacks(execute=True):
            return as_(cast.elena).post("/administracion/invitar/", {**NEW, **changes})

    return sent


def page_of(member: Membership, deed: str = "") -> str:
    return f"/administracion/personas/{member.code}/{deed}"


# --- the list ------------------------------------------------------------------------------------


def test_the_administrator_sees_everybody_of_her_partner_and_nobody_else(cast, as_):
    page = as_(cast.elena).get("/administracion/").content.decode()
    assert "Ana Choque" in page
    assert "Sonia Calle" not in page


@pytest.mark.parametrize("name", ["ana", "paula", "lidia", "susi", "rita", "teo"])
def test_no_other_role_sees_the_staff_pages(cast, as_, name):
    browser = as_(getattr(cast, name))
    paths = ["/administracion/", "/administracion/invitar/", page_of(cast.ana)]
    assert [browser.get(path).status_code for path in paths] == [404, 404, 404]
    assert entries("refused")[-1].reason == "may_not_manage_staff"


def test_a_superuser_who_works_as_a_counselor_does_not_either(cast, as_):
    User.objects.filter(pk=cast.ana.user_id).update(is_superuser=True, is_active=True)
    assert as_(cast.ana).get("/administracion/").status_code == 404


# --- inviting ------------------------------------------------------------------------------------


def test_somebody_invited_chooses_a_password_and_works(cast, invite, client, sign_in):
    answer = invite()
    member = Membership.objects.get(user__email="nadia@norte.example")
    assert answer["Location"] == page_of(member)
    assert mail.outbox[-1].subject == "Agenda"
    form_page = link_in_mail()
    fresh = "puerta-lunes-cobre-98"
    client.post(form_page, {"password1": fresh, "password2": fresh})
    browser, entered = sign_in("nadia@norte.example", fresh)
    assert entered["Location"] == "/"
    assert staff_for(member.user).may(Permission.SEE_CASES)
    assert browser.get("/cuenta/").status_code == 200
    assert "invite_staff" in deeds()


def test_an_invited_person_cannot_enter_before_she_has_a_password(cast, invite, sign_in):
    invite()
    assert sign_in("nadia@norte.example", "")[1].status_code == 200
    assert sign_in("nadia@norte.example", "anything-at-all-1")[1].status_code == 200


def test_inviting_the_same_person_twice_is_refused(cast, invite):
    invite()
    again = invite(email="Nadia@norte.example")
    assert again.status_code == 200
    assert str(errors.AlreadyMember.sentence) in again.content.decode()
    assert len(mail.outbox) == 1


def test_a_person_of_another_partner_keeps_her_password_and_her_other_rights(cast, invite):
    invite(email="sonia@sur.example", full_name="Sonia")
    assert "/entrar/" in mail.outbox[-1].body
    sonia = User.objects.get(email="sonia@sur.example")
    assert sonia.full_name == "Sonia Calle"
    assert {place.name for place in staff_for(sonia).places} == {"Casa del Sur", "Centro Norte"}
    assert staff_for(sonia).partner == cast.sur


@pytest.mark.parametrize("role", ["coordinator", "system_admin", "root", ""])
def test_a_role_of_the_network_cannot_be_given_inside_a_partner(cast, invite, role):
    assert invite(role=role).status_code == 200
    assert not User.objects.filter(email="nadia@norte.example").exists()


def test_a_second_link_is_sent_only_to_somebody_who_has_not_come_in(
    cast, invite, as_, django_capture_on_commit_callbacks
):
    invite()
    member = Membership.objects.get(user__email="nadia@norte.example")
    browser = as_(cast.elena)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(page_of(member, "enlace/"))
    assert len(mail.outbox) == 2
    assert "invite_again" in deeds()
    page = browser.post(page_of(cast.ana, "enlace/"), follow=True).content.decode()
    assert str(errors.InvitationNotOpen.sentence) in page
    assert len(mail.outbox) == 2


# --- changing, suspending, reinstating -----------------------------------------------------------


def test_a_changed_role_changes_the_rights_with_the_next_request(cast, as_):
    as_(cast.elena).post(page_of(cast.ana, "rol/"), {"role": "supervisor"})
    staff = staff_for(cast.ana.user)
    assert (staff.role, staff.may(Permission.SUPERVISE)) == (Role.SUPERVISOR, True)
    assert [group.name for group in cast.ana.user.groups.all()] == ["norte:supervisor"]
    assert deeds()[-1] == "change_role"
    assert entries("deed")[-1].details["before"] == "counselor"


def test_a_suspended_person_is_signed_out_everywhere_with_her_next_request(cast, as_, sign_in):
    browsers = [sign_in("ana@norte.example")[0] for _ in range(2)]
    assert [browser.get("/cuenta/").status_code for browser in browsers] == [200, 200]
    as_(cast.elena).post(page_of(cast.ana, "suspender/"))
    assert [browser.get("/cuenta/").status_code for browser in browsers] == [302, 302]
    assert not cast.ana.user.groups.exists()
    assert deeds()[-1] == "suspend_staff"
    assert entries("deed")[-1].details["sessions_ended"] == 2


def test_a_session_that_outlived_the_suspension_sees_one_neutral_page(cast, sign_in):
    browser, entered = sign_in("ana@norte.example")
    assert entered.status_code == 302
    cast.ana.suspended_at = timezone.now()
    cast.ana.save()
    for path in ("/cuenta/", "/administracion/", "/cuenta/clave/", "/cuenta/segundo-paso/"):
        answer = browser.get(path)
        assert answer.status_code == 403
        assert "no tiene acceso ahora" in answer.content.decode()
        assert "Centro Norte" not in answer.content.decode()
    assert browser.post("/salir/").status_code == 302


def test_a_reinstated_person_has_her_rights_back(cast, as_, suspend):
    suspend(cast.ana)
    as_(cast.elena).post(page_of(cast.ana, "restablecer/"))
    assert staff_for(cast.ana.user).may(Permission.SEE_CASES)
    assert deeds()[-1] == "reinstate_staff"


def test_a_partner_that_left_the_network_closes_with_the_next_request(cast, as_):
    browser = as_(cast.ana)
    Partner.objects.filter(pk=cast.norte.pk).update(is_active=False)
    assert browser.get("/cuenta/").status_code == 403


def test_a_deactivated_account_is_signed_out_with_the_next_request(cast, as_):
    browser = as_(cast.ana)
    User.objects.filter(pk=cast.ana.user_id).update(is_active=False)
    assert browser.get("/cuenta/")["Location"].startswith("/entrar/")


def test_nobody_changes_or_suspends_herself(cast, as_):
    browser = as_(cast.elena)
    page = browser.post(page_of(cast.elena, "rol/"), {"role": "supervisor"}).content.decode()
    assert str(errors.OwnMembership.sentence) in page
    page = browser.post(page_of(cast.elena, "suspender/"), follow=True).content.decode()
    assert str(errors.OwnMembership.sentence) in page
    assert staff_for(cast.elena.user).role == Role.PARTNER_ADMIN


def test_a_partner_keeps_one_administrator(cast, suspend):
    suspend(cast.emma)
    with acting(SYSTEM), pytest.raises(errors.LastAdministrator):
        suspend_staff(cast.elena, by=SYSTEM)
    with acting(SYSTEM), pytest.raises(errors.LastAdministrator):
        change_role(cast.elena, role=Role.COUNSELOR, by=SYSTEM)


def test_the_second_of_two_suspensions_is_told_so(cast, as_):
    browser = as_(cast.elena)
    browser.post(page_of(cast.ana, "suspender/"))
    page = browser.post(page_of(cast.ana, "suspender/"), follow=True).content.decode()
    assert str(errors.AlreadySuspended.sentence) in page


# --- the wall between partners -------------------------------------------------------------------


@pytest.mark.parametrize("deed", ["", "rol/", "suspender/", "restablecer/", "enlace/"])
def test_an_administrator_cannot_touch_a_member_of_another_partner(cast, as_, deed):
    browser = as_(cast.elena)
    method = browser.post if deed else browser.get
    theirs, nobodys = (
        method(page_of(cast.sonia, deed)),
        method(f"/administracion/personas/zzzz/{deed}"),
    )
    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert without_keys(theirs).replace(cast.sonia.code, "zzzz") == without_keys(nobodys)
    of_sur, of_norte = entries("refused")
    assert (of_sur.partner_id, of_norte.partner_id) == (cast.sur.pk, cast.norte.pk)
    assert of_sur.actor_name == "elena@norte.example"
    assert staff_for(cast.sonia.user).role == Role.COUNSELOR


@pytest.mark.parametrize("deed", ["rol/", "suspender/", "restablecer/", "enlace/"])
def test_reading_an_address_changes_nothing(cast, as_, deed):
    assert as_(cast.elena).get(page_of(cast.ana, deed)).status_code == 405
    assert staff_for(cast.ana.user).role == Role.COUNSELOR


# --- more than one partner -----------------------------------------------------------------------


def test_a_person_of_two_partners_chooses_for_whom_she_works(cast, invite, as_):
    invite(email="sonia@sur.example", role="supervisor")
    browser = as_(cast.sonia)
    assert "Casa del Sur" in browser.get("/cuenta/").content.decode()
    there = Membership.objects.get(user=cast.sonia.user, partner=cast.norte)
    browser.post("/cuenta/organizacion/", {"membership": there.code})
    page = browser.get("/cuenta/").content.decode()
    assert "Centro Norte" in page
    assert "Supervisora" in page


def test_nobody_chooses_a_place_of_somebody_else(cast, as_):
    browser = as_(cast.sonia)
    answer = browser.post("/cuenta/organizacion/", {"membership": cast.ana.code})
    assert answer.status_code == 200
    assert "Casa del Sur" in browser.get("/cuenta/").content.decode()


def test_a_chosen_place_that_ends_falls_back_to_the_other(cast, invite, as_, suspend):
    invite(email="sonia@sur.example")
    there = Membership.objects.get(user=cast.sonia.user, partner=cast.norte)
    browser = as_(cast.sonia)
    browser.post("/cuenta/organizacion/", {"membership": there.code})
    Membership.objects.filter(pk=there.pk).update(suspended_at="2026-01-01T00:00:00Z")
    assert "Casa del Sur" in browser.get("/cuenta/").content.decode()


def test_the_chosen_language_reaches_pages_and_mail(cast, as_):
    browser = as_(cast.ana)
    browser.cookies["idioma"] = "es"
    assert browser.post("/cuenta/idioma/", {"language": "en"})["Location"] == "/cuenta/"
    assert browser.get("/cuenta/")["Content-Language"] == "en"
    assert User.objects.get(pk=cast.ana.user_id).language == "en"
