"""What runs by the clock. A task takes ids only, and leaves nothing of a person in the queue.

Each acts under its own name (``config.celery``), and Celery's Django fixup drops connections that
a restarted database left behind before each one.
"""

from celery import shared_task
from django.utils import timezone

from casework.actions.draft import lapse_drafts
from casework.notices import plan_notices, send_waiting

STALE_AFTER_SECONDS = 120


@shared_task(name="casework.send_due_notices", ignore_result=True, expires=STALE_AFTER_SECONDS)
def send_due_notices() -> None:
    """One tick: plan what is due, send what waits. A tick nobody took in time is dropped."""
    plan_notices(timezone.localdate())
    send_waiting()


@shared_task(name="casework.lapse_drafts", ignore_result=True)
def lapse_old_drafts() -> None:
    """Remove what somebody typed on a form of a case and did not come back to."""
    lapse_drafts(timezone.now())
