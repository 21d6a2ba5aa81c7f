"""Membership: what somebody is to one partner, or to the network as a whole."""

import secrets
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.partner import NETWORK_CODE, Partner
from accounts.permissions import GRANTS, NETWORK_ROLES, Permission, Role
from vault.ids import new_id

CODE_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # nothing that reads like something else
CODE_LENGTH = 10


class Standing(models.TextChoices):
    """How a person stands with her partner."""

    WORKING = "working", _("Activa")
    INVITED = "invited", _("Invitada, aún no entró")
    SUSPENDED = "suspended", _("Suspendida")


def new_member_code() -> str:
    """A random code for addresses: it tells nothing and cannot be guessed."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


class MembershipQuerySet(models.QuerySet["Membership"]):
    """The words for asking about memberships."""

    def live(self) -> "MembershipQuerySet":
        """Those that let somebody in: not suspended, of an active person and partner."""
        return self.filter(
            models.Q(partner__isnull=True) | models.Q(partner__is_active=True),
            suspended_at__isnull=True,
            user__is_active=True,
        )

    def of_partner(self, partner_id: UUID | None) -> "MembershipQuerySet":
        """The people of one partner, the suspended ones too; of the network when None."""
        if partner_id is None:
            return self.filter(partner__isnull=True)
        return self.filter(partner_id=partner_id)

    def administrators(self) -> "MembershipQuerySet":
        """Those who look after the people of their partner."""
        return self.filter(role=Role.PARTNER_ADMIN)


class Membership(models.Model):
    """One person, one partner, one role; suspended rather than deleted."""

    # Behind the second wall: where she belongs is what the wall is raised by.
    is_shown_to_all: ClassVar = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(
        _("código"), max_length=CODE_LENGTH, unique=True, default=new_member_code, editable=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="memberships", null=True, blank=True
    )
    role = models.CharField(_("rol"), max_length=20, choices=Role.choices)
    since = models.DateTimeField(_("desde"), default=timezone.now)
    suspended_at = models.DateTimeField(_("suspendida"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("pertenencia")
        verbose_name_plural = _("pertenencias")
        ordering = ("since", "id")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=("user", "partner"), name="person_has_one_role_in_a_partner"
            ),
            models.UniqueConstraint(
                fields=("user",),
                condition=models.Q(partner__isnull=True),
                name="person_has_one_role_in_the_network",
            ),
            models.CheckConstraint(
                condition=models.Q(partner__isnull=True, role__in=sorted(NETWORK_ROLES))
                | (models.Q(partner__isnull=False) & ~models.Q(role__in=sorted(NETWORK_ROLES))),
                name="network_roles_and_only_they_have_no_partner",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def place_name(self) -> str:
        """Where she works, in words."""
        return self.partner.name if self.partner else str(_("La red"))

    @property
    def standing(self) -> "Standing":
        """Whether she works, is awaited, or is suspended."""
        if self.suspended_at is not None:
            return Standing.SUSPENDED
        return Standing.WORKING if self.user.has_usable_password() else Standing.INVITED

    @property
    def rights(self) -> list[str]:
        """What her role lets her do, each in one plain sentence."""
        return [str(right.label) for right in Permission if right in GRANTS[Role(self.role)]]

    @property
    def group_name(self) -> str:
        """The guardian group whose rights this membership gives."""
        return group_name(self.partner, Role(self.role))


def group_name(partner: Partner | None, role: Role) -> str:
    """``norte:counselor`` for a partner's role, ``red:coordinator`` for the network's."""
    return f"{partner.code if partner else NETWORK_CODE}:{role.value}"
