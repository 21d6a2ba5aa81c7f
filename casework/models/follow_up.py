"""Follow-ups and the notices that remind of them: the rows are the schedule."""

from datetime import date, datetime
from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Partner
from casework.codes import new_code
from casework.models.base import CaseRow
from vault.compartments import Compartment
from vault.fields import SealedQuerySet, SealedTextField
from vault.ids import new_id

MOST_TRIES = 5  # of a notice


class FollowUpState(models.TextChoices):
    """What became of it."""

    PENDING = "pending", _("Pendiente")
    DONE = "done", _("Hecho")
    MOVED = "moved", _("Cambiado de fecha")
    SHE_WILL_CONTACT = "she_will_contact", _("Ella se comunicará")
    ENDED = "ended", _("Terminó con el caso")


class FollowUpQuerySet(SealedQuerySet["FollowUp"]):
    """The words for asking about follow-ups."""

    def pending(self) -> Self:
        """Still to be done."""
        return self.filter(state=FollowUpState.PENDING)

    def due_by(self, day: date) -> Self:
        """Due on that day or earlier."""
        return self.filter(due_on__lte=day)

    def assigned_to(self, user_id: UUID) -> Self:
        """This person's own."""
        return self.filter(assigned_to_id=user_id)


class FollowUp(CaseRow):
    """The next contact or errand, with a date. ``kind`` is a code of the list seguimiento_tipo."""

    code = models.CharField(max_length=9, unique=True, default=new_code, editable=False)
    kind = models.CharField(max_length=60)
    due_on = models.DateField()
    due_at_time = models.TimeField(null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=20, choices=FollowUpState.choices, default=FollowUpState.PENDING
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    moved_to = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="moved_from"
    )
    what_sealed = SealedTextField(compartment=Compartment.CASE)
    outcome_sealed = SealedTextField(compartment=Compartment.CASE)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="follow_up_has_ended_exactly_when_it_is_not_pending",
                condition=models.Q(state="pending", ended_at__isnull=True)
                | ~models.Q(state="pending") & models.Q(ended_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on"],
                name="follow_up_pending_by_day",
                condition=models.Q(state="pending"),
            ),
            models.Index(
                fields=["assigned_to", "due_on"],
                name="follow_up_pending_by_person",
                condition=models.Q(state="pending"),
            ),
        ]
        ordering: ClassVar = ["due_on", "id"]
        verbose_name = _("seguimiento")
        verbose_name_plural = _("seguimientos")


class NoticeChannel(models.TextChoices):
    """The way a notice goes."""

    MAIL = "mail", _("Correo")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """The words for asking about notices."""

    def unsent(self) -> Self:
        """Neither sent nor stopped."""
        return self.filter(sent_at__isnull=True, stopped_at__isnull=True)

    def waiting(self, now: datetime) -> Self:
        """Unsent, under nobody's lease, and not given up."""
        is_free = models.Q(leased_until__isnull=True) | models.Q(leased_until__lte=now)
        return self.unsent().filter(is_free, tries__lt=MOST_TRIES)

    def given_up(self, now: datetime) -> Self:
        """Tried as often as makes sense: a person must see to it."""
        return self.unsent().filter(leased_until__lte=now, tries__gte=MOST_TRIES)


class Notice(models.Model):
    """One neutral notice to one person about one due thing: unique before anything leaves.

    A worker claims a row with a lease, commits, sends, and confirms with the lease's token.
    Mail is sent at least once, always with the same ``message_id``, so that a mail program
    shows a repeated one once.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="notices")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField()
    channel = models.CharField(max_length=10, choices=NoticeChannel.choices)
    created_at = models.DateTimeField(auto_now_add=True)
    lease = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="notice_goes_once_per_person_thing_day_and_channel",
                fields=["recipient", "follow_up", "due_on", "channel"],
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["leased_until"],
                name="notice_still_to_send",
                condition=models.Q(sent_at__isnull=True, stopped_at__isnull=True),
            ),
        ]
        verbose_name = _("aviso")
        verbose_name_plural = _("avisos")

    def __str__(self) -> str:
        return f"notice {self.id}"

    @property
    def trail_subject_id(self) -> UUID:
        """The case of the follow-up it is about."""
        return self.follow_up.case_id
