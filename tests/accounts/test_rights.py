import pytest
from django.core.management import call_command
from guardian.shortcuts import assign_perm, get_objects_for_user

from accounts import access, grants
from accounts.models import Membership, Partner, PartnerGroupObjectPermission, User
from accounts.permissions import COMPARTMENTS, GRANTS, Permission, Role
from accounts.staff import staff_for
from audit.refusals import Refused
from tests.plugins.cast import deeds
from vault.compartments import Compartment

# The table a lawyer reads: role, and what it lets somebody do.
TABLE = {
    "counselor": "see_cases open_case write_case close_case record_session refer ask_erasure",
    "psychologist": "see_cases open_case write_case close_case record_session refer ask_erasure"
    " read_psychological write_psychological",
    "legal_advisor": "see_cases open_case write_case close_case record_session refer ask_erasure"
    " read_legal write_legal",
    "supervisor": "see_cases open_case write_case close_case record_session refer ask_erasure"
    " assign_case see_trail supervise approve_erasure set_retention",
    "partner_admin": "manage_staff manage_offices set_retention",
    "coordinator": "see_totals",
    "system_admin": "see_health",
}


def test_the_table_of_rights_says_what_the_design_says():
    assert {role.value: {r.value for r in GRANTS[role]} for role in Role} == {
        role: set(rights.split()) for role, rights in TABLE.items()
    }


def test_every_right_has_a_plain_sentence():
    assert all(" " in str(right.label) for right in Permission)


@pytest.mark.parametrize("role", list(Role))
def test_a_person_holds_exactly_the_rights_of_her_role(cast, role):
    people = {Role(member.role): member for member in Membership.objects.select_related("user")}
    staff = staff_for(people[role].user)
    assert staff is not None
    assert staff.permissions == GRANTS[role]


def test_no_role_but_the_psychologist_opens_psychological_notes():
    opens = {role for role in Role if Compartment.PSYCHOLOGICAL in COMPARTMENTS[role]}
    assert opens == {Role.PSYCHOLOGIST}


def test_no_role_but_the_legal_advisor_opens_legal_notes():
    opens = {role for role in Role if Compartment.LEGAL in COMPARTMENTS[role]}
    assert opens == {Role.LEGAL_ADVISOR}


def test_keys_are_opened_for_her_own_partner_only(cast):
    scope = staff_for(cast.paula.user).scope("request")
    assert scope.compartments == {cast.norte.pk: COMPARTMENTS[Role.PSYCHOLOGIST]}


@pytest.mark.parametrize("name", ["elena", "rita", "teo"])
def test_administrators_and_coordinators_open_no_key(cast, name):
    assert staff_for(getattr(cast, name).user).scope("request").compartments == {}


def test_a_removed_right_is_gone_with_the_next_request_and_so_is_its_key(cast):
    before = staff_for(cast.paula.user)
    PartnerGroupObjectPermission.objects.filter(
        group__name="norte:psychologist", permission__codename="read_psychological"
    ).delete()
    after = staff_for(cast.paula.user)
    assert before.permissions - after.permissions == {Permission.READ_PSYCHOLOGICAL}
    assert Compartment.PSYCHOLOGICAL not in after.scope("request").compartments[cast.norte.pk]


def test_loading_a_persons_rights_takes_two_queries(cast, django_assert_num_queries):
    with django_assert_num_queries(2):
        staff_for(cast.ana.user)


def test_a_superuser_has_no_right_of_a_role_she_does_not_hold(cast):
    cast.elena.user.is_superuser = True
    cast.elena.user.save()
    assert staff_for(cast.elena.user).permissions == GRANTS[Role.PARTNER_ADMIN]
    assert staff_for(User.objects.create_user("root@x.example", is_superuser=True)) is None


def test_a_globally_granted_right_opens_no_partner(cast):
    assign_perm("accounts.see_cases", cast.elena.user)
    staff = staff_for(User.objects.get(pk=cast.elena.user_id))
    assert not staff.may(Permission.SEE_CASES)
    with pytest.raises(Refused):
        access.partners_for(staff, to=Permission.SEE_CASES)


def test_a_leftover_group_of_another_role_gives_nothing(cast):
    cast.ana.user.groups.add(cast.susi.user.groups.get())
    assert staff_for(cast.ana.user).permissions == GRANTS[Role.COUNSELOR]


def test_the_coordinator_sees_the_totals_of_every_active_partner(cast):
    staff = staff_for(cast.rita.user)
    assert set(access.partners_for(staff, to=Permission.SEE_TOTALS)) == {cast.norte, cast.sur}
    Partner.objects.filter(pk=cast.sur.pk).update(is_active=False)
    assert set(access.partners_for(staff, to=Permission.SEE_TOTALS)) == {cast.norte}


def test_guardian_itself_gives_the_counselor_her_partner_and_no_other(cast):
    found = get_objects_for_user(
        cast.ana.user,
        "see_cases",
        klass=Partner,
        with_superuser=False,
        accept_global_perms=False,
    )
    assert list(found) == [cast.norte]


def test_synchronising_twice_changes_nothing(cast):
    assert not grants.synchronise_all()


def test_sync_grants_repairs_missing_and_surplus_rights_and_groups(cast, capsys):
    PartnerGroupObjectPermission.objects.filter(group__name="norte:counselor").delete()
    assign_perm("see_cases", cast.elena.user.groups.get(), cast.norte)
    cast.ana.user.groups.clear()
    call_command("sync_grants")
    assert deeds()[-1] == "synchronise_grants"
    assert capsys.readouterr().out == "rights added: 7, removed: 1\n"
    assert staff_for(cast.ana.user).permissions == GRANTS[Role.COUNSELOR]
    assert staff_for(cast.elena.user).permissions == GRANTS[Role.PARTNER_ADMIN]


def test_deleting_a_partner_row_leaves_no_grant_behind(cast):
    empty = Partner.objects.create(
        code="valle", name="Valle", department="03", municipality="030101"
    )
    grants.synchronise(empty)
    empty.delete()
    partners = Partner.objects.values("pk")
    assert not PartnerGroupObjectPermission.objects.exclude(content_object__in=partners).exists()
