"""What runs by the clock in this app; a task names nobody and is safe to repeat."""

from celery import shared_task
from django.utils import timezone

from accounts.actions.idle import look_for_idle_accounts
from vault import wall


@shared_task(name="accounts.look_for_idle_accounts", ignore_result=True)
def look_for_idle() -> None:
    """Once a day: warn whom nobody has seen for long, suspend who was warned a week ago."""
    with wall.behind(wall.EVERYONE):
        look_for_idle_accounts(timezone.now())
