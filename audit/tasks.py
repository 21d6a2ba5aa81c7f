"""What the trail does in the background."""

from celery import shared_task

from audit.submissions import purge_old
from audit.tripwire import match
from vault import wall


@shared_task(name="audit.match_tripwire")
def match_tripwire() -> None:
    """Find the changes that no entry accounts for."""
    with wall.behind(wall.EVERYONE):
        match()


@shared_task(name="audit.purge_submissions")
def purge_submissions() -> None:
    """Forget the keys of forms nobody will send again."""
    purge_old()
