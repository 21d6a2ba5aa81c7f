"""PasswordLink: that somebody may choose a password once, and by when."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vault.ids import new_id

DIGEST_LENGTH = 64


class PasswordLink(models.Model):
    """The digest of the one link a person was sent last; the link itself stands in her mail only.

    A newer link takes the place of the older one, and using it removes the row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="password_link"
    )
    digest = models.CharField(_("huella del enlace"), max_length=DIGEST_LENGTH, unique=True)
    made_at = models.DateTimeField(_("hecho"), default=timezone.now)

    class Meta:
        verbose_name = _("enlace de contraseña")
        verbose_name_plural = _("enlaces de contraseña")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
