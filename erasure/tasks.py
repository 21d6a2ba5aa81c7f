"""What runs by the clock: the partners' rules of retention."""

from celery import shared_task
from django.utils import timezone

from erasure.actions.retention import announce_erasures, erase_due
from erasure.notices import tell_announced
from vault import wall


@shared_task(name="erasure.keep_retention", ignore_result=True)
def keep_retention() -> None:
    """Announce what comes, tell the people, erase what was announced thirty days ago."""
    today = timezone.localdate()
    with wall.behind(wall.EVERYONE):
        announce_erasures(today)
        tell_announced()
        erase_due(today)
