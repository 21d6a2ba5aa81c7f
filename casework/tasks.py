"""What runs by the clock. A task takes ids only, and leaves nothing of a person in the queue.

Each acts under its own name (``config.celery``), and Celery's Django fixup drops connections that
a restarted database left behind before each one.
"""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from accounts.tasks import RETRY, queue
from casework.actions.attachment import sweep_files
from casework.actions.draft import lapse_drafts
from casework.actions.exceptions import end_what_ran_out
from casework.notices import neutral_mail, plan_notices, send_waiting
from vault import wall

STALE_AFTER_SECONDS = 120


@shared_task(name="casework.send_due_notices", ignore_result=True, expires=STALE_AFTER_SECONDS)
def send_due_notices() -> None:
    """One tick: plan what is due, send what waits. A tick nobody took in time is dropped."""
    with wall.behind(wall.EVERYONE):
        plan_notices(timezone.localdate())
        send_waiting()


@shared_task(name="casework.lapse_drafts", ignore_result=True)
def lapse_old_drafts() -> None:
    """Remove what somebody typed on a form of a case and did not come back to."""
    with wall.behind(wall.EVERYONE):
        lapse_drafts(timezone.now())


@shared_task(name="casework.end_exceptions", ignore_result=True)
def end_exceptions() -> None:
    """Tidy up after exceptions that ran out; the door never waits for it."""
    with wall.behind(wall.EVERYONE):
        end_what_ran_out()


@shared_task(name="casework.send_neutral_notice", **RETRY)
def send_neutral_notice(user_id: str) -> None:
    """Word that there is something to see, and nothing of it."""
    user = User.objects.working().filter(pk=user_id).first()
    if user is not None:
        neutral_mail(user).send()


def queue_neutral_notice(user_id: UUID) -> None:
    """Send it once the deed stands; what it is about waits on Hoy all the same."""
    queue(send_neutral_notice, user_id)


@shared_task(name="casework.sweep_files", ignore_result=True, expires=STALE_AFTER_SECONDS)
def sweep_files_without_a_row() -> None:
    """Remove what an upload left that never became a row, or a file that was destroyed."""
    with wall.behind(wall.EVERYONE):  # a row that is not shown would cost its file
        sweep_files()
