"""Deeds on the people of a partner: invite, change role, suspend, reinstate."""

from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from accounts import errors, second_factor, tasks
from accounts.grants import place
from accounts.models import Membership, Partner, User
from accounts.permissions import NETWORK_ROLES, Role
from accounts.staff import Staff
from audit.context import Actor
from audit.events import Event
from audit.ledger import record


@transaction.atomic
def invite_staff(
    partner: Partner | None,
    *,
    email: str,
    full_name: str,
    role: Role,
    language: str = User.Language.SPANISH,
    by: Staff | Actor,
) -> Membership:
    """A new member of the partner (of the network when None), and one neutral mail to her.

    Somebody who works in another partner keeps her name and her password; her mail
    then leads to the sign-in page instead of a page to choose a password.
    """
    _refuse_role_out_of_place(partner, role)
    address = User.objects.normalize_email(email)
    user = User.objects.filter(email=address).first() or User.objects.create_user(
        address, full_name=full_name, language=language
    )
    if Membership.objects.filter(user=user, partner=partner).exists():
        raise errors.AlreadyMember
    member = _joined(user, partner, role)
    _record("invite_staff", member, role=role.value)
    tasks.queue(tasks.send_invitation, user.pk)
    return member


@transaction.atomic
def admit_staff(
    partner: Partner | None,
    *,
    email: str,
    full_name: str,
    role: Role,
    hashed_password: str,
    by: Staff | Actor,
) -> Membership:
    """A new person who gets no mail and has this password already, hashed by `make_password`.

    For invented staff; people are invited and choose their own.
    """
    _refuse_role_out_of_place(partner, role)
    address = User.objects.normalize_email(email)
    user = User.objects.create(email=address, full_name=full_name, password=hashed_password)
    member = _joined(user, partner, role)
    _record("admit_staff", member, role=role.value)
    return member


@transaction.atomic
def invite_again(member: Membership, *, by: Staff | Actor) -> None:
    """A fresh link for somebody who has not chosen her password yet; the old one still expires."""
    if member.user.has_usable_password() or member.suspended_at is not None:
        raise errors.InvitationNotOpen
    _record("invite_again", member)
    tasks.queue(tasks.send_invitation, member.user_id)


@transaction.atomic
def change_role(member: Membership, *, role: Role, by: Staff | Actor) -> None:
    """Another role in the same partner: the rights of the old one end with the next request.

    So do her sessions: what stands open on a screen was opened under the old role.
    """
    member = _locked(member)
    _refuse_herself(member, by)
    _refuse_role_out_of_place(member.partner, role)
    if role != Role.PARTNER_ADMIN:
        _refuse_last_administrator(member)
    before, member.role = member.role, role
    member.save(update_fields=["role"])
    place(member.user)
    ended = end_sessions(member.user)
    _record("change_role", member, role=role.value, before=before, sessions_ended=ended)


@transaction.atomic
def suspend_staff(member: Membership, *, by: Staff | Actor) -> None:
    """No right and no session is left from the next request on; her rows stay hers."""
    member = _locked(member)
    _refuse_herself(member, by)
    if member.suspended_at is not None:
        raise errors.AlreadySuspended
    _refuse_last_administrator(member)
    member.suspended_at = timezone.now()
    member.save(update_fields=["suspended_at"])
    place(member.user)
    ended = end_sessions(member.user)
    _record("suspend_staff", member, sessions_ended=ended)


@transaction.atomic
def reinstate_staff(member: Membership, *, by: Staff | Actor) -> None:
    """The rights of her role come back; she signs in again."""
    member = _locked(member)
    if member.suspended_at is None:
        raise errors.NotSuspended
    member.suspended_at = None
    member.save(update_fields=["suspended_at"])
    member.user.idle_warned_at = None  # her week begins anew
    member.user.save(update_fields=["idle_warned_at"])
    place(member.user)
    _record("reinstate_staff", member)


@transaction.atomic
def reset_second_factor(member: Membership, *, by: Staff | Actor) -> None:
    """For somebody who lost her phone and her recovery codes: she sets up another app.

    She still needs her password, every session of hers ends, and a mail tells her. An
    administrator may do it only for people who work nowhere else.
    """
    member = _locked(member)
    _refuse_herself(member, by)
    elsewhere = Membership.objects.filter(user=member.user).exclude(pk=member.pk)
    if isinstance(by, Staff) and elsewhere.exists():
        raise errors.WorksElsewhere
    if not second_factor.take_away(member.user):
        raise errors.NoSecondFactor
    end_sessions(member.user)
    tasks.queue(tasks.send_security_notice, member.user_id)
    _record("reset_second_factor", member)


def _joined(user: User, partner: Partner | None, role: Role) -> Membership:
    member = Membership.objects.create(user=user, partner=partner, role=role)
    place(user)
    return member


def end_sessions(user: User) -> int:
    """End every session of the person, on every device; answers how many there were."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


def _locked(member: Membership) -> Membership:
    """The member as she is now; her partner's row is held, so that two deeds cannot cross."""
    if member.partner_id is not None:
        Partner.objects.select_for_update().get(pk=member.partner_id)
    return Membership.objects.select_related("user", "partner").get(pk=member.pk)


def _refuse_herself(member: Membership, by: Staff | Actor) -> None:
    if member.user_id == _person(by):
        raise errors.OwnMembership


def _refuse_role_out_of_place(partner: Partner | None, role: Role) -> None:
    if (partner is None) != (role in NETWORK_ROLES):
        raise errors.RoleOutOfPlace


def _refuse_last_administrator(member: Membership) -> None:
    administrators = Membership.objects.of_partner(member.partner_id).live().administrators()
    if member.role == Role.PARTNER_ADMIN and not administrators.exclude(pk=member.pk).exists():
        raise errors.LastAdministrator


def _person(by: Staff | Actor) -> UUID | None:
    return by.user.pk if isinstance(by, Staff) else by.id


def _record(deed: str, member: Membership, **details: str | int) -> None:
    record(
        Event.DEED,
        deed=deed,
        partner_id=member.partner_id,
        target=member,
        details={"member": member.code, **details},
    )
