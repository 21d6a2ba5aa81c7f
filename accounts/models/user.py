"""User: a person who signs in. What she may do stands in her memberships, never here."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from audit.context import Actor
from vault.ids import new_id


class UserQuerySet(models.QuerySet["User"]):
    """The words for asking about people."""

    def working(self) -> "UserQuerySet":
        """Active people with at least one membership that lets them in."""
        live = models.Q(memberships__partner__isnull=True) | models.Q(
            memberships__partner__is_active=True
        )
        members = models.Q(memberships__isnull=False, memberships__suspended_at__isnull=True)
        return self.filter(live & members, is_active=True).distinct()


class UserManager(BaseUserManager["User"]):
    """Makes people; an e-mail address is kept in lower case, so that it is one person's only."""

    def get_queryset(self) -> UserQuerySet:
        """Everybody."""
        return UserQuerySet(self.model, using=self._db)

    def working(self) -> UserQuerySet:
        """Active people with at least one membership that lets them in."""
        return self.get_queryset().working()

    def create_user(self, email: str, password: str | None = None, **columns: Any) -> "User":
        """A person; without a password she cannot sign in until she sets one."""
        user = self.model(email=self.normalize_email(email), **columns)
        user.set_password(password)
        user.save(using=self._db)
        return user

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """The address in the one form in which it is kept."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> "User":
        """The person of this address."""
        return self.get(email=self.normalize_email(username))


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]  # guardian's
    """Somebody of the network's staff. Staff names are working data and stand in clear."""

    class Language(models.TextChoices):
        """The languages the pages speak."""

        SPANISH = "es", _("Español")
        ENGLISH = "en", _("Inglés")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(_("correo electrónico"), max_length=254, unique=True)
    full_name = models.CharField(_("nombre completo"), max_length=120)
    language = models.CharField(
        _("idioma"), max_length=2, choices=Language.choices, default=Language.SPANISH
    )
    is_active = models.BooleanField(_("activa"), default=True)
    created_at = models.DateTimeField(_("creada"), auto_now_add=True)
    idle_warned_at = models.DateTimeField(_("avisada por falta de uso"), null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("persona del equipo")
        verbose_name_plural = _("personas del equipo")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="user_email_is_lower_case",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def trail_actor(self) -> Actor:
        """Her by value, in the role she would sign in with: for entries made at the door."""
        member = self.memberships.live().first() or self.memberships.first()
        return Actor(
            id=self.pk,
            name=self.email,
            role=member.role if member else "",
            partner_id=member.partner_id if member else None,
        )

    def get_full_name(self) -> str:
        """The name colleagues see."""
        return self.full_name

    def get_short_name(self) -> str:
        """The first word of her name."""
        return self.full_name.partition(" ")[0]
