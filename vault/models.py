"""Wrapped keys, in tables of their own that long-kept dumps leave out.

A key row never holds a key in clear, and no key is ever found by trying: each value and each
wrapped key names the id of the key it is under.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vault.compartments import Compartment
from vault.ids import new_id


class Purpose(models.TextChoices):
    """What a partner key is for."""

    VALUES = "values", _("Valores")
    SEARCH = "search", _("Búsqueda")


class PartnerKey(models.Model):
    """A key of one partner, wrapped by a root key: VALUES wraps compartment keys, SEARCH digests.

    ``retired_at`` is None for the one key per purpose that is used for what is new.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner_id = models.UUIDField()
    purpose = models.CharField(max_length=10, choices=Purpose)
    wrapped = models.BinaryField()
    check_value = models.BinaryField()
    root_key_id = models.UUIDField(db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner_id", "purpose"],
                condition=Q(retired_at__isnull=True),
                name="one_active_key_per_partner_and_purpose",
            ),
        ]
        verbose_name = _("llave de organización")
        verbose_name_plural = _("llaves de organización")

    def __str__(self) -> str:
        return f"partner key {self.id}"


class CompartmentKey(models.Model):
    """The key of one compartment of one owner, wrapped by its partner's values key.

    A restricted one is wrapped under what is derived from that key for restricted owners, and
    bound to being so: changing the column alone opens nothing. Deleting the row destroys the
    key, and with it every grant of it: what was sealed with it is noise from then on.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner_id = models.UUIDField()
    owner_id = models.UUIDField(db_index=True)
    compartment = models.CharField(max_length=20, choices=Compartment)
    is_restricted = models.BooleanField(default=False)
    wrapped = models.BinaryField()
    check_value = models.BinaryField()
    wrapping_key = models.ForeignKey(PartnerKey, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_id", "compartment"],
                condition=Q(retired_at__isnull=True),
                name="one_active_key_per_owner_and_compartment",
            ),
        ]
        verbose_name = _("llave de compartimento")
        verbose_name_plural = _("llaves de compartimento")

    def __str__(self) -> str:
        return f"compartment key {self.id}"


class KeyGrant(models.Model):
    """A compartment key wrapped once more, for one person and until a moment (`vault.grants`).

    ``person_id`` holds it in the partner ``partner_id``, whose values key is the wrapping key;
    ``exception_id`` is what it rests on. ``is_for_reading`` grants open beyond what the person's
    role opens, and seal nothing. All of it is bound: a row copied to somebody else, or with a
    later end, is Tampered. Whatever gives a partner a new values key wraps these anew, too.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.ForeignKey(CompartmentKey, on_delete=models.CASCADE, related_name="+")
    exception_id = models.UUIDField(db_index=True)
    person_id = models.UUIDField()
    partner_id = models.UUIDField()
    ends_at = models.DateTimeField()
    is_for_reading = models.BooleanField()
    wrapped = models.BinaryField()
    check_value = models.BinaryField()
    wrapping_key = models.ForeignKey(PartnerKey, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["exception_id", "key"], name="key_is_granted_once_per_exception"
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "partner_id"], name="key_grant_by_person"),
        ]
        verbose_name = _("llave concedida")
        verbose_name_plural = _("llaves concedidas")

    def __str__(self) -> str:
        return f"key grant {self.id}"


class KeyRotation(models.Model):
    """A rotation that was asked for and has not come to its end; its row goes with its entry.

    ``retiring_id`` is the key that is to go: a root key, or the values key of ``partner_id``.
    ``becomes_id`` is the root key that follows. ``keys`` and ``values`` count what was done.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner_id = models.UUIDField(null=True, blank=True, unique=True)
    retiring_id = models.UUIDField()
    becomes_id = models.UUIDField(default=new_id)
    is_of_all = models.BooleanField(default=False)
    keys = models.PositiveIntegerField(default=0)
    values = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["retiring_id"], name="a_key_is_retired_by_one_rotation"
            ),
        ]
        verbose_name = _("rotación de llaves")
        verbose_name_plural = _("rotaciones de llaves")

    def __str__(self) -> str:
        return f"key rotation {self.id}"
