"""TrailEntry: one line of the trail, written once and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from auditlog.models import AbstractLogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.context import DEVICE_LENGTH, current_actor, current_deed, stamp
from audit.errors import TrailNotWritten
from audit.events import Event, Outcome
from vault.storing import store_values

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

# django-auditlog's numbers of what was done to a row, and our words for them.
EVENT_OF_ACTION = {
    AbstractLogEntry.Action.CREATE: Event.CREATED,
    AbstractLogEntry.Action.UPDATE: Event.CHANGED,
    AbstractLogEntry.Action.DELETE: Event.DELETED,
    AbstractLogEntry.Action.ACCESS: Event.READ,
}
ACTION_OF_EVENT = {event: action for action, event in EVENT_OF_ACTION.items()}
NAME_LENGTH = 254


class TrailQuerySet(models.QuerySet["TrailEntry"]):
    """The words for asking. Pages go backwards by id: `newest_first().before(last_id)[:50]`."""

    def for_partner(self, partner_id: UUID) -> TrailQuerySet:
        """What concerns this partner's records and people."""
        return self.filter(partner_id=partner_id)

    def of_no_partner(self) -> TrailQuerySet:
        """What concerns nobody's records: the network's people, and strangers at the door."""
        return self.filter(partner_id__isnull=True)

    def about(self, subject_ids: Iterable[UUID]) -> TrailQuerySet:
        """What concerns any of these survivors, cases or intakes."""
        return self.filter(subject_id__in=list(subject_ids))

    def by_actor(self, actor_id: UUID) -> TrailQuerySet:
        """What this person did."""
        return self.filter(actor_id=actor_id)

    def of_events(self, events: Iterable[Event | str]) -> TrailQuerySet:
        """Entries of these kinds."""
        return self.filter(event__in=list(events))

    def outcome(self, outcome: Outcome | str) -> TrailQuerySet:
        """Entries that ended so."""
        return self.filter(outcome=outcome)

    def between(self, start: datetime | None, end: datetime | None) -> TrailQuerySet:
        """From start (included) to end (excluded); None leaves that side open."""
        since = self.filter(timestamp__gte=start) if start else self
        return since.filter(timestamp__lt=end) if end else since

    def before(self, entry_id: int | None) -> TrailQuerySet:
        """Entries older than this one; None is the first page."""
        return self.filter(pk__lt=entry_id) if entry_id is not None else self

    def newest_first(self) -> TrailQuerySet:
        """In the order of pages."""
        return self.order_by("-id")


class TrailManager(models.Manager["TrailEntry"]):
    """Makes and stores entries; the first two methods are what django-auditlog calls."""

    def log_create(
        self,
        instance: models.Model,
        force_log: bool = False,  # noqa: FBT001, FBT002  (django-auditlog's signature)
        **given: Any,
    ) -> TrailEntry | None:
        """The entry of a row that was created, changed or deleted; None when nothing changed."""
        changes: dict[str, Any] | None = given.get("changes")
        if changes is None and not force_log:
            return None
        event = EVENT_OF_ACTION[given["action"]]
        return self.store(self.change(event, instance, changes))

    def log_m2m_changes(
        self,
        changed_queryset: models.QuerySet[Any],
        instance: models.Model,
        operation: str,
        field_name: str,
        **_given: Any,
    ) -> TrailEntry | None:
        """The entry of links that were added or removed, by the ids of their other ends."""
        # django-auditlog hands over the whole other table when every link was removed.
        everything = not changed_queryset.query.has_filters()
        others = (
            [] if everything else [str(pk) for pk in changed_queryset.values_list("pk", flat=True)]
        )
        if not others and not everything:
            return None
        change = {
            "type": "m2m",
            "operation": "clear" if everything else operation,
            "objects": others,
        }
        return self.store(
            self.entry(
                Event.CHANGED, target=instance, columns=[field_name], changes={field_name: change}
            )
        )

    def change(
        self,
        event: Event,
        instance: models.Model,
        changes: dict[str, Any] | None,
        *,
        reason: str = "",
    ) -> TrailEntry:
        """The entry, not yet stored, of what django-auditlog found different in a row."""
        return self.entry(event, target=instance, reason=reason, changes=_told(changes or {}))

    def entry(
        self,
        event: Event,
        *,
        target: models.Model | None = None,
        partner_id: UUID | None = None,
        subject_id: UUID | None = None,
        deed: str = "",
        reason: str = "",
        **columns: Any,
    ) -> TrailEntry:
        """An entry, not yet stored, stamped with who acts now.

        Without a partner it concerns the target's, or else the actor's own.
        """
        return TrailEntry(
            event=event,
            action=ACTION_OF_EVENT.get(event, TrailEntry.Action.ACCESS),
            partner_id=partner_id or _partner_of(target) or current_actor().partner_id,
            subject_id=subject_id or getattr(target, "trail_subject_id", None),
            content_type=ContentType.objects.get_for_model(target) if target else None,
            object_pk=str(target.pk) if target else "",
            object_repr=str(target) if target else "",
            deed=deed or current_deed(),
            reason=reason,
            **columns,
            **stamp(),
        )

    def store(self, entry: TrailEntry) -> TrailEntry:
        """Write the entry; raises TrailNotWritten when the database would not have it."""
        self.store_all([entry])
        return entry

    def store_all(self, entries: Iterable[TrailEntry]) -> None:
        """Write many entries at once; raises TrailNotWritten when the database would not.

        They are not told the numbers that the database gives them.
        """
        try:
            store_values(self.model, entries)
        except DatabaseError as error:
            raise TrailNotWritten from error


def _told(changes: dict[str, Any]) -> dict[str, Any]:
    """Without the empty columns of a new row, which django-auditlog lists as None to "None"."""
    return {name: pair for name, pair in changes.items() if pair != ("None", "None")}


def _partner_of(target: models.Model | None) -> UUID | None:
    partner_id: UUID | None = getattr(target, "partner_id", None)
    return partner_id


class TrailEntry(AbstractLogEntry):  # type: ignore[misc]  # the package has no types
    """Who did what to which record, when, from where and why. Triggers keep it from changing.

    django-auditlog's entry and ours are one table. What it would keep by link, in full or
    under the client's name is left out: the actor stands here by value.
    """

    # Behind the second wall: whoever is refused writes on the trail of the partner she tried.
    is_only_added_to: ClassVar = True

    actor = None
    actor_email = None
    object_id = None
    serialized_data = None
    changes_text = None
    additional_data = None
    remote_addr = None
    remote_port = None

    content_type = models.ForeignKey(
        ContentType, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    object_pk = models.CharField(max_length=255, blank=True)
    object_repr = models.TextField(blank=True)
    action = models.PositiveSmallIntegerField(choices=AbstractLogEntry.Action.choices)
    changes = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    timestamp = models.DateTimeField(default=timezone.now)
    cid = models.CharField(max_length=32, blank=True)

    event = models.CharField(max_length=16, choices=Event.choices)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.DONE)
    deed = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)
    partner_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)
    compartment = models.CharField(max_length=16, blank=True)
    columns = models.JSONField(null=True)
    details = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    actor_role = models.CharField(max_length=32, blank=True)
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=DEVICE_LENGTH, blank=True)

    objects = TrailManager.from_queryset(TrailQuerySet)()

    class Meta:
        verbose_name = _("entrada de la bitácora")
        verbose_name_plural = _("bitácora")
        ordering = ["-id"]
        get_latest_by = "id"
        indexes = [
            models.Index("partner_id", models.F("id").desc(), name="trail_of_partner"),
            models.Index("partner_id", "event", models.F("id").desc(), name="trail_of_event"),
            models.Index(
                "subject_id",
                models.F("id").desc(),
                name="trail_of_subject",
                condition=models.Q(subject_id__isnull=False),
            ),
            models.Index(
                "actor_id",
                models.F("id").desc(),
                name="trail_of_actor",
                condition=models.Q(actor_id__isnull=False),
            ),
            models.Index(
                fields=["object_pk"],
                name="trail_of_row",
                condition=models.Q(content_type__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.pk}"
