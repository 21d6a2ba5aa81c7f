"""The door from a person to the people of her own partner, and to the rights she holds."""

from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from guardian.shortcuts import get_objects_for_user

from accounts.conduct import in_force
from accounts.models import ConductAcceptance, Membership, Partner, User
from accounts.passkeys import Passkey, passkeys_of
from accounts.permissions import Permission
from accounts.staff import Staff
from audit.refusals import refuse


def require(
    staff: Staff,
    permission: Permission,
    *,
    partner_id: UUID | None = None,
    subject_id: UUID | None = None,
) -> None:
    """Let her pass or raise ``Refused``, which answers 404 and is recorded.

    The refusal stands on the trail of ``partner_id``, of her own partner when none is given.
    """
    if not staff.may(permission):
        refuse(
            partner_id=partner_id or staff.partner_id,
            subject_id=subject_id,
            reason=f"may_not_{permission.value}",
        )


def members_of(staff: Staff, *, to: Permission = Permission.MANAGE_STAFF) -> QuerySet[Membership]:
    """Everybody of her own partner, the suspended ones too."""
    require(staff, to)
    people = Membership.objects.of_partner(staff.partner_id).select_related("user", "partner")
    accepted = ConductAcceptance.objects.filter(
        user=OuterRef("user"), version=in_force().version
    ).values("accepted_at")
    people = people.annotate(conduct_accepted_at=Subquery(accepted))
    return people.order_by("suspended_at", "user__full_name")


def own_partner(staff: Staff) -> Partner:
    """Her own partner, for somebody who looks after its people."""
    require(staff, Permission.MANAGE_STAFF)
    if staff.partner is None:
        refuse(partner_id=None, reason="no_partner")
    return staff.partner


def member_for(staff: Staff, code: str) -> Membership:
    """The member of this code, of her own partner only; strangers and wrong codes look alike."""
    found = Membership.objects.filter(code=code).select_related("user", "partner").first()
    if found is None:
        refuse(partner_id=staff.partner_id, reason="unknown_code")
    require(staff, Permission.MANAGE_STAFF, partner_id=found.partner_id, subject_id=found.user_id)
    if found.partner_id != staff.partner_id:
        refuse(partner_id=found.partner_id, subject_id=found.user_id, reason="of_another_partner")
    return found


def passkey_for(staff: Staff, code: str) -> Passkey:
    """Her own passkey of this code; anybody else's looks like none."""
    found = [passkey for passkey in passkeys_of(staff.user) if passkey.code == code]
    if not found:
        refuse(partner_id=staff.partner_id, reason="unknown_code")
    return found[0]


def partners_for(staff: Staff, *, to: Permission) -> QuerySet[Partner]:
    """The active partners on whose rows guardian gives her this right."""
    require(staff, to)
    partners: QuerySet[Partner] = get_objects_for_user(
        staff.user,
        to.value,
        klass=Partner.objects.active(),
        with_superuser=False,
        accept_global_perms=False,
    )
    return partners


def works_here(user: User | None) -> bool:
    """Whether she is active and has a membership that lets her in."""
    return user is not None and User.objects.working().filter(pk=user.pk).exists()


def partner_of_code(code: str) -> Partner | None:
    """A partner by its code, for the commands of the machine: no person asks here."""
    return Partner.objects.filter(code=code).first()


def members_of_address(address: str) -> QuerySet[Membership]:
    """The memberships of an address, for the commands of the machine: no person asks here."""
    return Membership.objects.filter(user__email=User.objects.normalize_email(address))
