"""Writes the table of rights into guardian's rows, and people into the groups that hold them.

Nothing is granted globally: every row is a right of one role's group on one partner.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.contrib.auth.models import Permission as PermissionRow
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from accounts.models import Membership, Partner, PartnerGroupObjectPermission, User
from accounts.models.membership import group_name
from accounts.permissions import GRANTS, NETWORK_ROLES, PARTNER_ROLES, Permission, Role
from audit.bulk import bulk_create


@dataclass(frozen=True)
class Changes:
    """How many guardian rows a synchronisation wrote and removed."""

    added: int
    removed: int

    def __add__(self, other: "Changes") -> "Changes":
        return Changes(self.added + other.added, self.removed + other.removed)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


@transaction.atomic
def synchronise(partner: Partner) -> Changes:
    """Make guardian's rows on this partner say exactly what ``GRANTS`` says."""
    rows = _permission_rows()
    wanted = {
        (group.pk, rows[right].pk)
        for role, group in _groups_of(partner).items()
        for right in GRANTS[role]
    }
    present = {
        (grant.group_id, grant.permission_id): grant
        for grant in PartnerGroupObjectPermission.objects.filter(content_object=partner)
    }
    missing = [
        PartnerGroupObjectPermission(
            group_id=group_id, permission_id=permission_id, content_object=partner
        )
        for group_id, permission_id in sorted(wanted - present.keys())
    ]
    bulk_create(PartnerGroupObjectPermission, missing, why="synchronise_grants")
    surplus = [grant for key, grant in present.items() if key not in wanted]
    for grant in surplus:
        grant.delete()
    return Changes(added=len(missing), removed=len(surplus))


@transaction.atomic
def synchronise_all() -> Changes:
    """Every partner's rows, and every person's groups."""
    changes = Changes(0, 0)
    for partner in Partner.objects.order_by("code"):
        changes += synchronise(partner)
    for user in User.objects.filter(memberships__isnull=False).distinct():
        place(user)
    return changes


def place(user: User) -> None:
    """Put the person in the groups of her live memberships, and in no other."""
    live = Membership.objects.live().filter(user=user).select_related("partner")
    user.groups.set([_group(membership.group_name) for membership in live])


def _groups_of(partner: Partner) -> dict[Role, Group]:
    """The groups that hold rights on this partner: its own roles' and the network's."""
    names = {role: group_name(partner, role) for role in PARTNER_ROLES}
    names |= {role: group_name(None, role) for role in NETWORK_ROLES}
    return {role: _group(name) for role, name in names.items()}


def _group(name: str) -> Group:
    return Group.objects.get_or_create(name=name)[0]


def _permission_rows() -> dict[Permission, PermissionRow]:
    """Django's rows of our rights, which the migrations of this app make."""
    found = PermissionRow.objects.filter(
        content_type=ContentType.objects.get_for_model(Partner), codename__in=Permission.values
    )
    return {Permission(row.codename): row for row in found}
