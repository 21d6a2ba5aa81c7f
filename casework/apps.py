"""Registers the app with Django, and what it adds to Hoy."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """The casework app."""

    name = "casework"
    verbose_name = "Casos"

    def ready(self) -> None:
        """Bring to Hoy what of casework itself waits, and say how its files are shredded."""
        from casework.actions.attachment import shred_files  # noqa: PLC0415  needs models
        from casework.due import register_source  # noqa: PLC0415
        from casework.models import Attachment  # noqa: PLC0415
        from casework.overviews import waiting  # noqa: PLC0415
        from casework.shredding import register_shredder  # noqa: PLC0415

        register_shredder(Attachment, shred_files)
        register_source(waiting.follow_ups_due)
        register_source(waiting.dangers_without_contact)
        register_source(waiting.contacts_to_confirm)
        register_source(waiting.consents_ending)
        register_source(waiting.notices_given_up)
        register_source(waiting.emergencies_waiting)
        register_source(waiting.hand_overs_waiting)
