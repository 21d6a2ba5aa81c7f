"""What every row of a case has in common."""

from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models

from accounts.models import Partner
from casework.models.case import Case
from vault.fields import SealedModel
from vault.ids import new_id


class CaseRow(SealedModel):
    """A row that belongs to one case and is sealed with that case's keys."""

    sealed_owner: ClassVar[str] = "case_id"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="%(class)ss")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def trail_subject_id(self) -> UUID:
        """The case this row's trail entries are about."""
        return self.case_id

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.id}"
