"""What supervision keeps of its own: who could see what, each night."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Partner
from vault.ids import new_id


class AccessSnapshot(models.Model):
    """Who could see a partner's cases one night, and who gained that since the night before.

    ``by_role`` are ids of people; ``by_exception`` are [case code, person's id, kind], as are
    those gained.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    taken_on = models.DateField()
    taken_at = models.DateTimeField(auto_now_add=True)
    by_role = models.JSONField(default=list)
    by_exception = models.JSONField(default=list)
    gained_by_role = models.JSONField(default=list, blank=True)
    gained_by_exception = models.JSONField(default=list, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="access_is_compared_once_a_night", fields=["partner", "taken_on"]
            ),
        ]
        ordering: ClassVar = ["-taken_on"]
        verbose_name = _("comparación de accesos")
        verbose_name_plural = _("comparaciones de accesos")

    def __str__(self) -> str:
        return f"access {self.taken_on}"
