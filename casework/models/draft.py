"""What somebody is typing about a case and has not saved: sealed, hers alone, and soon gone."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.base import CaseRow
from vault.compartments import Compartment
from vault.fields import SealedJSONField, SealedQuerySet

KEPT_FOR = timedelta(days=7)
WALLS = (Compartment.CASE, Compartment.LEGAL, Compartment.PSYCHOLOGICAL)


class Paper(models.TextChoices):
    """The forms of a case whose words are kept while they are typed."""

    SESSION = "session", _("Sesión")
    ADDENDUM = "addendum", _("Adenda")
    REFERRAL = "referral", _("Derivación")


class DraftQuerySet(SealedQuerySet["CaseDraft"]):
    """The words for asking about drafts."""

    def lapsed(self, now: datetime) -> Self:
        """Nobody came back to them in time."""
        return self.filter(touched_at__lt=now - KEPT_FOR)

    def fresh(self, now: datetime) -> Self:
        """Still offered back."""
        return self.filter(touched_at__gte=now - KEPT_FOR)


class CaseDraft(CaseRow):
    """A form of a case as its author left it; ``about`` is the session an addendum adds to.

    ``typed`` is a JSON object of form field name to the list of its values. It is sealed in the
    compartment that what it becomes is sealed in, under a key of its own: that key goes with the
    row, so that what she typed and did not save is noise in the trail's history, too.
    """

    sealed_owner: ClassVar[str] = "id"

    paper = models.CharField(max_length=20, choices=Paper.choices)
    about = models.CharField(max_length=9, blank=True)
    wall = models.CharField(max_length=16, choices=[(wall.value, wall.label) for wall in WALLS])
    typed_sealed = SealedJSONField(compartment_from="wall")
    touched_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="author_keeps_one_draft_of_each_paper",
                fields=["case", "created_by", "paper", "about", "wall"],
            ),
        ]
        verbose_name = _("borrador")
        verbose_name_plural = _("borradores")
