"""What supervision does by the clock."""

from celery import shared_task
from django.utils import timezone

from oversight.snapshots import compare_access
from vault import wall


@shared_task(name="oversight.compare_access", ignore_result=True)
def compare_access_of_tonight() -> None:
    """Each hour; the first one of a day in Bolivia takes the night's snapshot."""
    with wall.behind(wall.EVERYONE):
        compare_access(timezone.localdate())
