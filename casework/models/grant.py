"""Guardian's rows with a direct foreign key to Case: for exceptions only, never for roles."""

from django.db import models
from guardian.models import UserObjectPermissionBase

from casework.models.case import Case
from vault.ids import new_id


class CaseUserObjectPermission(UserObjectPermissionBase):
    """A right of one person on one case; it stands as long as an exception gives it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    content_object = models.ForeignKey(Case, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
