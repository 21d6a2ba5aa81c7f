"""Staff: a signed-in person in the partner she is working for now, with her rights there."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from accounts.models import Membership, Partner, PartnerGroupObjectPermission, User
from accounts.permissions import Permission, Role, compartments_of
from audit.context import Actor
from vault.keychain import Holder, Scope


@dataclass(frozen=True)
class Place:
    """One of the partners she may work for, by the code of her membership there."""

    code: str
    name: str


@dataclass(frozen=True)
class Staff:
    """Who asks, for which partner, and what she may do: all a page needs to know of her."""

    user: User
    partner: Partner | None
    role: Role
    permissions: frozenset[Permission]
    code: str = ""
    places: tuple[Place, ...] = ()

    def may(self, permission: Permission) -> bool:
        """Whether she holds this right on the partner she works for now."""
        return permission in self.permissions

    @property
    def partner_id(self) -> UUID | None:
        """Her partner, or None for people of the network."""
        return self.partner.pk if self.partner else None

    @property
    def place_name(self) -> str:
        """Where she works now, in words."""
        return next((place.name for place in self.places if place.code == self.code), "")

    @property
    def actor(self) -> Actor:
        """Her, by value, as the trail keeps her."""
        return Actor(
            id=self.user.pk,
            name=self.user.email,
            role=self.role.value,
            partner_id=self.partner_id,
        )

    def scope(self, purpose: str) -> Scope:
        """The keys she may use: what her rights open in her partner, and what she was granted.

        Restricted ones open to a supervisor, and to others by grant only.
        """
        if self.partner is None:
            return Scope(purpose=purpose, compartments={})
        kinds = compartments_of(self.role, self.permissions)
        supervised = {self.partner.pk} if self.may(Permission.SUPERVISE) else ()
        return Scope(
            purpose=purpose,
            compartments={self.partner.pk: kinds} if kinds else {},
            restricted=frozenset(supervised),
            holder=Holder(self.user.pk, self.partner.pk),
        )


class StaffRequest(HttpRequest):
    """A request whose sign-in is done: it carries a person and her rights, not a maybe."""

    user: User
    staff: Staff


def staff_for(user: User, chosen_code: str | None = None) -> Staff | None:
    """The person in her chosen membership, or her oldest; None without a live one.

    Two queries: her live memberships with their partners, and guardian's rows.
    """
    live = tuple(Membership.objects.live().filter(user=user).select_related("partner"))
    if not user.is_active or not live:
        return None
    chosen = next((row for row in live if row.code == chosen_code), live[0])
    return Staff(
        user=user,
        partner=chosen.partner,
        role=Role(chosen.role),
        permissions=_rights(chosen),
        code=chosen.code,
        places=tuple(Place(row.code, row.place_name) for row in live),
    )


def rights_of_members(members: Collection[Membership]) -> dict[UUID, frozenset[Permission]]:
    """The same as a request would find for each of these members of partners: one query."""
    rows = PartnerGroupObjectPermission.objects.filter(
        group__name__in={member.group_name for member in members},
        group__user__in={member.user_id for member in members},
    )
    found: dict[tuple[UUID, str, UUID], set[Permission]] = defaultdict(set)
    columns = ("group__user", "group__name", "content_object", "permission__codename")
    for user_id, group, partner_id, codename in rows.values_list(*columns):
        found[user_id, group, partner_id].add(Permission(codename))
    return {
        member.pk: frozenset(found[member.user_id, member.group_name, member.partner_id])
        for member in members
        if member.partner_id is not None
    }


def _rights(membership: Membership) -> frozenset[Permission]:
    """What guardian's rows of her role's group say; superuser and global rights are never asked."""
    rows = PartnerGroupObjectPermission.objects.filter(
        group__name=membership.group_name, group__user=membership.user_id
    )
    if membership.partner_id is not None:
        rows = rows.filter(content_object=membership.partner_id)
    codenames = rows.values_list("permission__codename", flat=True).distinct()
    return frozenset(Permission(codename) for codename in codenames)
