"""Submission: a form that was sent and answered, so that sending it twice does it once."""

from django.db import models
from django.utils import timezone


class Submission(models.Model):
    """One answered form: its key, and where its sender was sent on to.

    The key is derived from the form's own key, its sender and its address, so that a key
    used elsewhere, or by somebody else, is a different one.
    """

    key = models.UUIDField(primary_key=True, editable=False)
    location = models.TextField(blank=True, editable=False)
    at = models.DateTimeField(default=timezone.now, db_index=True, editable=False)

    def __str__(self) -> str:
        return str(self.key)
