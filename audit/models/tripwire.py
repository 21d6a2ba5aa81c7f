"""TripwireRow: what the database itself saw being written, whoever wrote it."""

from django.db import models


class TripwireQuerySet(models.QuerySet["TripwireRow"]):
    """The words for asking."""

    def unattributed(self) -> "TripwireQuerySet":
        """Changes that no entry of the trail accounts for, newest first."""
        return self.filter(checked_at__isnull=False).order_by("-id")


class TripwireRow(models.Model):
    """One row written in an audited table, noted by a database trigger.

    A row that has its entry in the trail is removed; what stays was written by hand or by a
    bulk write that slipped past the trail. A row of a link table names both of its ends.
    """

    table_name = models.CharField(max_length=100)
    row_id = models.CharField(max_length=255)
    other_row_id = models.CharField(max_length=255, null=True)  # noqa: DJ001  (only link tables)
    operation = models.CharField(max_length=8)
    at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)

    objects = TripwireQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["table_name", "row_id", "operation"], name="tripwire_of_row"),
            models.Index(
                fields=["at"], name="tripwire_waiting", condition=models.Q(checked_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.table_name} {self.row_id}"
