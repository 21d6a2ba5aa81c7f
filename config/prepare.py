"""Makes the house ready to open: `python -m config.prepare`.

Tables, grants, the directory's institutions, static files, a look at what the database lacks
(triggers of the trail, erasures that a restored backup undid) and, where the demo was asked for
and nobody has moved in, the demo network. Doing it twice changes nothing.
"""

import os

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command


def prepare() -> None:
    """Every step in its order, in one process: starting Django is the slow part."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("sync_grants")
    call_command("load_institutions")
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("check", databases=["default"], tags=["database"])  # says what was undone
    if settings.DEMO and not apps.get_model("accounts", "Partner").objects.exists():
        call_command("load_demo")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    prepare()
