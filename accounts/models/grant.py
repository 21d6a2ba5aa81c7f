"""Guardian's rows with a direct foreign key to Partner: a handful, however many cases there are.

Django-guardian finds both classes by their ``content_object`` and uses them in place of its
generic tables, so a deleted partner leaves no grant behind.
"""

from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from accounts.models.partner import Partner
from vault.ids import new_id


class PartnerUserObjectPermission(UserObjectPermissionBase):
    """A right of one person on a partner. No page gives one: rights come with a role."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    content_object = models.ForeignKey(Partner, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class PartnerGroupObjectPermission(GroupObjectPermissionBase):
    """A right of everybody in one role's group on a partner."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    content_object = models.ForeignKey(Partner, on_delete=models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
