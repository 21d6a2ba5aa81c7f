"""The Celery application: ids only as arguments, no result kept."""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("amparo", task_cls="audit.background:RecordedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_the_logs_of_the_site(**_: object) -> None:
    """Celery leaves logging alone once somebody answers here: settings.LOGGING holds."""
